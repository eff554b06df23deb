"""Finding registrations that may be one person, for somebody to decide."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.bulk import batches, insert_rows
from kaltim_naker.core.errors import DomainError
from trainees.choices import DuplicateReason, DuplicateState
from trainees.constants import BIRTH_NAME_SIMILARITY, PHONE_NAME_SIMILARITY
from trainees.models import DuplicatePair, JobSeeker

# The most pairs shown for one person: more would be a fault in the data, not a person.
MOST_CANDIDATES = 10
_AT_ONCE = 1_000


# Whoever was born on the same day or has the same phone, the most similar names first.
_ALIKE = """
    WITH asked AS MATERIALIZED (
        SELECT id, upper(full_name) AS name, birth_date, phone FROM trainees_jobseeker WHERE id = ANY(%(asked)s)
    ), alike AS (
        SELECT asked.id, other.id AS other_id, similarity(upper(other.full_name), asked.name) AS similarity,
            other.phone = asked.phone AND asked.phone <> '' AS same_phone
        FROM asked JOIN trainees_jobseeker other ON other.birth_date = asked.birth_date AND other.id <> asked.id
        UNION
        SELECT asked.id, other.id, similarity(upper(other.full_name), asked.name), true
        FROM asked JOIN trainees_jobseeker other ON other.phone = asked.phone AND other.id <> asked.id
        WHERE asked.phone <> '' AND other.phone <> ''
    ), ranked AS (
        SELECT *, row_number() OVER (PARTITION BY id ORDER BY similarity DESC, other_id) AS place
        FROM alike
        WHERE similarity >= CASE WHEN same_phone THEN %(phone)s ELSE %(birth)s END
    )
    SELECT DISTINCT ON (1, 2) least(id, other_id), greatest(id, other_id), similarity, same_phone
    FROM ranked
    WHERE place <= %(most)s
"""


def queue_duplicates_of(person: JobSeeker) -> int:
    """Queue who may be the same person as this one; returns how many pairs are new. Indexed look-ups only."""
    return queue_duplicates_among([person.pk])


@transaction.atomic
def queue_duplicates_among(people: Collection[uuid.UUID]) -> int:
    """Queue who may be the same person as one of these; returns how many pairs are new.

    A pair that somebody decided about is not asked again.
    """
    # Each of a thousand may have ten pairs, which is as much as should be in memory.
    return sum(len(_queue(batch)) for batch in batches(people, _AT_ONCE))


def _queue(people: list[uuid.UUID]) -> set[uuid.UUID]:
    limits = {"birth": BIRTH_NAME_SIMILARITY, "phone": PHONE_NAME_SIMILARITY, "most": MOST_CANDIDATES}
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, {"asked": people, **limits})
        found = [_pair(*row) for row in cursor.fetchall()]
    return insert_rows(found, unique="trainees_duplicatepair_once")


def _pair(first: uuid.UUID, second: uuid.UUID, similarity: float, same_phone: bool) -> DuplicatePair:
    reason = DuplicateReason.PHONE_AND_NAME if same_phone else DuplicateReason.BIRTH_AND_NAME
    return DuplicatePair(first_id=first, second_id=second, reason=reason, similarity=similarity)


def queue_duplicates(*, changed_since: datetime) -> int:
    """The same for everybody who came or was changed since then, by bulk, too. Returns how many pairs are new."""
    changed = JobSeeker.objects.filter(updated_at__gte=changed_since).order_by("pk").values_list("pk", flat=True)
    return sum(queue_duplicates_among(batch) for batch in batches(changed.iterator(_AT_ONCE), _AT_ONCE))


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
