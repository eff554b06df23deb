"""Finding entries of the register that may be one company, for somebody to decide."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from companies.choices import CompanyPairState
from companies.constants.register import MOST_CANDIDATES, NAME_SIMILARITY
from companies.models import Company, CompanyPair, WorkSite
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError


def queue_pairs_of(company: Company) -> int:
    """Queue which companies with a site in the same region have nearly the same name; returns how many are new.

    Two entries with a NIB each are two companies: a NIB is given to a legal entity once (domain.md §2.4).
    """
    regions = WorkSite.objects.filter(company=company).values("region")
    others = Company.objects.filter(sites__region__in=regions).exclude(pk=company.pk)
    if company.nib is not None:
        others = others.filter(nib__isnull=True)
    near = others.filter(name_key__trigram_similar=company.name_key).alike(company.name, NAME_SIMILARITY)
    found = near.distinct()[:MOST_CANDIDATES]
    pairs = [_pair(company, other) for other in found]
    known = CompanyPair.objects.filter(first__in=[pair.first_id for pair in pairs])
    decided = set(known.values_list("first", "second"))
    new = [pair for pair in pairs if (pair.first_id, pair.second_id) not in decided]
    CompanyPair.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _pair(company: Company, other: Company) -> CompanyPair:
    first, second = sorted((company, other), key=lambda one: one.pk)
    return CompanyPair(first=first, second=second, likeness=other.likeness)  # type: ignore[attr-defined]


@transaction.atomic
def keep_companies_apart(*, actor: User, pair: CompanyPair, note: str) -> CompanyPair:
    """Decide that two entries are two companies. Raises DomainError without a note, or when decided already."""
    pair = lock_open_pair(pair.pk)
    if not note.strip():
        raise DomainError("note_missing", _("Please say how you know that these are two companies."), field="note")
    pair.state, pair.decided_by, pair.decision_note = CompanyPairState.DIFFERENT, actor, note.strip()
    pair.save(update_fields=["state", "decided_by", "decision_note", "updated_at"])
    return pair


def lock_open_pair(pk: uuid.UUID) -> CompanyPair:
    """The pair, locked; DomainError when somebody else decided meanwhile."""
    pair = CompanyPair.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if pair is None or pair.state != CompanyPairState.OPEN:
        raise DomainError("pair_decided", _("Somebody else has decided about this pair already."))
    return pair
