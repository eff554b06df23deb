"""Finding registrations that may be one person, for somebody to decide."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.search import TrigramSimilarity
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from trainees.choices import DuplicateReason, DuplicateState
from trainees.constants import BIRTH_NAME_SIMILARITY, PHONE_NAME_SIMILARITY
from trainees.models import DuplicatePair, JobSeeker
from trainees.querysets import JobSeekerQuerySet

# The most pairs shown for one person: more would be a fault in the data, not a person.
MOST_CANDIDATES = 10


def queue_duplicates_of(person: JobSeeker) -> int:
    """Queue who may be the same person as this one; returns how many pairs are new. Two indexed look-ups."""
    others = JobSeeker.objects.exclude(pk=person.pk)
    found = _alike(others, person.full_name, person.birth_date, person.phone)[:MOST_CANDIDATES]
    return _queue((person, other) for other in found)


def queue_duplicates(*, changed_since: datetime) -> int:
    """The same for everybody who came or was changed since then, by bulk, too. Returns how many pairs are new."""
    changed = JobSeeker.objects.filter(updated_at__gte=changed_since).order_by("pk")
    return sum(queue_duplicates_of(person) for person in changed.iterator(500))


def _alike(people: JobSeekerQuerySet, full_name: str, birth_date: object, phone: str) -> JobSeekerQuerySet:
    alike = Q(birth_date=birth_date, similarity__gte=BIRTH_NAME_SIMILARITY)
    if phone:
        alike |= Q(phone=phone, similarity__gte=PHONE_NAME_SIMILARITY)
    near = Q(birth_date=birth_date) | (Q(phone=phone) if phone else Q(pk__in=[]))
    similarity = TrigramSimilarity(Upper("full_name"), full_name.upper())
    return people.filter(near).annotate(similarity=similarity).filter(alike).order_by("-similarity", "pk")


def _queue(pairs: Iterable[tuple[JobSeeker, JobSeeker]]) -> int:
    rows = []
    for person, other in pairs:
        first, second = sorted((person, other), key=lambda one: one.pk)
        same_phone = bool(person.phone) and person.phone == other.phone
        rows.append(
            DuplicatePair(
                first=first,
                second=second,
                reason=DuplicateReason.PHONE_AND_NAME if same_phone else DuplicateReason.BIRTH_AND_NAME,
                similarity=other.similarity,  # type: ignore[attr-defined]
            )
        )
    known = {(pair.first_id, pair.second_id) for pair in _known_pairs(rows)}
    new = [row for row in rows if (row.first_id, row.second_id) not in known]
    DuplicatePair.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _known_pairs(rows: list[DuplicatePair]) -> Iterable[DuplicatePair]:
    """A pair that somebody decided about is not asked again."""
    if not rows:
        return []
    firsts = {row.first_id for row in rows}
    return DuplicatePair.objects.filter(first__in=firsts, second__in={row.second_id for row in rows})


@transaction.atomic
def keep_apart(*, actor: User, pair: DuplicatePair, note: str) -> DuplicatePair:
    """Decide that two registrations are two people. Raises DomainError without a note, or when decided already."""
    pair = lock_open_pair(pair.pk)
    if not note.strip():
        raise DomainError("note_missing", _("Please say how you know that these are two people."), field="note")
    pair.state, pair.decided_by, pair.decision_note = DuplicateState.DIFFERENT, actor, note.strip()
    pair.save(update_fields=["state", "decided_by", "decision_note", "updated_at"])
    return pair


def lock_open_pair(pk: uuid.UUID) -> DuplicatePair:
    """The pair, locked; DomainError when somebody else decided meanwhile."""
    pair = DuplicatePair.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if pair is None or pair.state != DuplicateState.OPEN:
        raise DomainError("pair_decided", _("Somebody else has decided about this pair already."))
    return pair
