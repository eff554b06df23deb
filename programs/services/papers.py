"""Legal bases and the budget: the papers beside the figures."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.papers import require_pdf
from programs.models import BudgetEntry, BudgetLine, LegalBasis


@transaction.atomic
def enter_legal_basis(
    *, actor: User, basis: LegalBasis | None = None, content: bytes = b"", **values: Any
) -> LegalBasis:
    """Enter a document, or correct what was entered about it. `content` is its PDF; empty keeps the one that is there.

    Raises DomainError for a file that is no PDF.
    """
    basis = basis or LegalBasis()
    for name, value in values.items():
        setattr(basis, name, value)
    basis.full_clean()
    if content:
        basis.file_sha256 = require_pdf(content)
        basis.file.save(f"{basis.file_sha256[:16]}.pdf", ContentFile(content), save=False)
    basis.save()
    return basis


@transaction.atomic
def enter_budget_line(*, actor: User, line: BudgetLine | None = None, **values: Any) -> BudgetLine:
    """Enter a line of the budget document, or change it after a revision of the budget; the history keeps both."""
    line = line or BudgetLine()
    for name, value in values.items():
        setattr(line, name, value)
    line.full_clean()
    line.save()
    return line


@transaction.atomic
def record_spending(*, actor: User, line: BudgetLine, as_of: date, spent: Decimal, source: str) -> BudgetEntry:
    """What a line has cost since January: less than before where money was paid back, never more than the ceiling."""
    locked = BudgetLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if as_of.year != locked.year:
        raise DomainError(
            "other_year", _("This line belongs to the year %(year)s.") % {"year": locked.year}, field="as_of"
        )
    if spent > locked.ceiling:
        raise DomainError(
            "above_ceiling", _("More than the ceiling of this line. Has the budget been revised?"), field="spent"
        )
    entry = BudgetEntry.objects.filter(line=locked, as_of=as_of).first() or BudgetEntry(line=locked, as_of=as_of)
    entry.spent, entry.source = spent, source.strip()
    entry.full_clean()
    entry.save()
    return entry
