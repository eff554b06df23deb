"""Making one company of two entries, and undoing it. How is the craft of `core.merging`.

Whoever adds a foreign key to a company or to a work site declares here what becomes of it; a test asks.
"""

import uuid

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from companies.choices import SiteKind
from companies.models import Company, CompanyMerge, WorkSite, YearlyReport
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.merging import Journal, carry_along, changed_since, take_apart, unite
from programs.locking import restating

# What the kept entry takes over where its own value is empty. A size goes with its rule and its amount.
_FILLED_IN = (
    ("npwp",),
    ("ownership",),
    ("phone",),
    ("email",),
    ("kbli_code", "kbli_version", "sector"),
    ("size", "size_basis", "size_amount"),
)


def declare_relations() -> None:
    """Called once, when Django starts."""
    company, site = "companies.Company", "companies.WorkSite"
    carry_along(company, "companies.WorkSite", "company", strength=strength_of_site)
    carry_along(company, "companies.Agreement", "company")
    carry_along(company, "companies.AgreementTarget", "company", strength=strength_of_tie)
    carry_along("trainees.Placement", "companies.AgreementPlacement", "placement", strength=strength_of_tie)
    carry_along(company, "companies.CompanyNeed", "company")
    carry_along(company, "companies.CompanyMerge", "kept")
    # Two measurements of one year, or two running cases, are for somebody to clear up before.
    carry_along(company, "companies.Measurement", "company")
    carry_along(company, "companies.Coaching", "company")
    carry_along(company, "companies.SmppAudit", "company")
    carry_along(company, "companies.Guidance", "company", strength=strength_of_tie)
    # What looked like an entry that is gone is compared with the one that is left, when that changes.
    carry_along(company, "companies.CompanyPair", "first", follows=False)
    carry_along(company, "companies.CompanyPair", "second", follows=False)
    carry_along(site, "companies.YearlyReport", "site", strength=strength_of_report)


def strength_of_site(site: WorkSite) -> int:
    """The head office stays before a branch of the same place."""
    return int(site.kind == SiteKind.HEAD_OFFICE)


def strength_of_tie(tie: Model) -> int:
    """Both say the same; either may stay."""
    return 0


def strength_of_report(report: YearlyReport) -> int:
    """Of two figures of one year and source, the newer stay."""
    return report.reported_on.toordinal()


@transaction.atomic
def merge_companies(*, actor: User, keep: Company, remove: Company, reason: str) -> CompanyMerge:
    """Make one company of two entries. The kept entry's own data stand; empty ones are taken over from the other.

    Sites of one name in one region become one, with the figures of both. Raises DomainError, and changes nothing, where
    the entry with the NIB would be the one to go.
    """
    kept, gone = _lock(keep, remove)
    if not reason.strip():
        raise DomainError("reason_missing", _("Please say how you know that this is one company."), field="reason")
    if gone.nib is not None and kept.nib is None:
        raise DomainError("keep_the_one_with_nib", _("Keep the entry that has the NIB; the other one goes."))
    journal = Journal()
    with restating("merge"):
        unite(kept, gone, journal)
    _fill_in(kept, gone, journal)
    journal.remove(gone)
    return CompanyMerge.objects.create(
        kept=kept,
        removed_id=remove.pk,
        removed_name=gone.name,
        removed_nib=gone.nib or "",
        reason=reason.strip(),
        merged_by=actor,
        journal=journal.steps,
    )


def _fill_in(kept: Company, gone: Company, journal: Journal) -> None:
    for names in _FILLED_IN:
        if getattr(gone, names[0]) and not getattr(kept, names[0]):
            journal.fill(kept, names, gone)


def _lock(keep: Company, remove: Company) -> tuple[Company, Company]:
    """Both rows, locked in the order of their keys, so that two merges cannot wait for each other."""
    rows = Company.objects.select_for_update(of=("self",)).filter(pk__in={keep.pk, remove.pk}).order_by("pk")
    locked = {row.pk: row for row in rows}
    if len(locked) != 2:
        raise DomainError("company_gone", _("One of the two has been merged already, or they are the same."))
    return locked[keep.pk], locked[remove.pk]


@transaction.atomic
def undo_company_merge(*, actor: User, merge: CompanyMerge) -> Company:
    """Put back what a merge changed. Returns the company that is there again; see `take_apart` for its refusal."""
    merge = CompanyMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at is not None:
        raise DomainError("undone_already", _("This merge has been undone already."))
    with restating("merge undone"):
        take_apart(merge.journal)
    restored = Company.objects.filter(pk=merge.removed_id).first()
    if restored is None:
        raise changed_since()
    merge.undone_at, merge.undone_by = timezone.now(), actor
    merge.save(update_fields=["undone_at", "undone_by", "updated_at"])
    return restored


def company_merged_into(removed: uuid.UUID) -> Company | None:
    """What a removed entry became part of, for addresses that somebody has kept."""
    merge = CompanyMerge.objects.in_force().filter(removed_id=removed).select_related("kept").first()
    return merge.kept if merge else None
