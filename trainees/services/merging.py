"""Making one person of two registrations, and undoing it. How is the craft of `core.merging`."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.merging import Journal, carry_along, changed_since, take_apart, unite
from kaltim_naker.core.nik import without_nik
from programs.locking import restating
from trainees.choices import EnrolmentState, Evidence
from trainees.models import Application, Enrolment, JobSeeker, Merge

# What the kept person takes over where its own value is empty.
_FILLED_IN = (
    "birth_place",
    "address",
    "district",
    "phone",
    "education",
    "ak1_number",
    "ak1_issued_on",
    "ak1_reported_on",
    "trained_elsewhere_note",
)


def declare_own_relations() -> None:
    """Everything in this app that hangs on a person, or on a participation."""
    person, enrolment = "trainees.JobSeeker", "trainees.Enrolment"
    carry_along(person, "trainees.Enrolment", "job_seeker", strength=strength_of_enrolment)
    carry_along(person, "trainees.Application", "job_seeker", strength=strength_of_application)
    carry_along(person, "trainees.Placement", "job_seeker", strength=lambda row: -list(Evidence).index(row.evidence))
    carry_along(person, "trainees.ProtectedData", "job_seeker", strength=lambda row: len(row.special_groups))
    carry_along(person, "trainees.Merge", "kept")
    # Who is compared with a registration that is gone is compared with the one that is left, when that changes.
    carry_along(person, "trainees.DuplicatePair", "first", follows=False)
    carry_along(person, "trainees.DuplicatePair", "second", follows=False)
    carry_along(enrolment, "trainees.AttendanceMark", "enrolment", strength=lambda row: row.hours)
    carry_along(enrolment, "trainees.Placement", "enrolment")
    carry_along(enrolment, "trainees.TracerRound", "enrolment", strength=lambda row: row.answered_at is not None)
    carry_along(enrolment, "trainees.SampleMember", "enrolment", strength=lambda row: row.called_at is not None)
    carry_along("trainees.Placement", "trainees.TracerRound", "placement")


def strength_of_application(application: Application) -> int:
    order = ("withdrawn", "rejected", "submitted", "reserve", "accepted")
    return order.index(application.state)


def strength_of_enrolment(enrolment: Enrolment) -> int:
    """The further a participation came, the more it is worth keeping."""
    order = (EnrolmentState.WITHDRAWN, EnrolmentState.PARTICIPANT, EnrolmentState.FAILED, EnrolmentState.PASSED)
    return order.index(EnrolmentState(enrolment.state))


@transaction.atomic
def merge_people(*, actor: User, keep: JobSeeker, remove: JobSeeker, reason: str) -> Merge:
    """Make one person of two. The kept person's own data stand; empty ones are taken over from the other.

    Two participations in one class become one: the one that came further stays, with the attendance and the results
    of both. Raises DomainError, and changes nothing, where the person with the NIK would be the one to go.
    """
    kept, gone = _lock(keep, remove)
    if not reason.strip():
        raise DomainError("reason_missing", _("Please say how you know that this is one person."), field="reason")
    if gone.nik_index is not None and kept.nik_index is None:
        raise DomainError(
            "keep_the_one_with_nik", _("Keep the registration that has the NIK; the other one goes."), field="keep"
        )
    journal = Journal()
    with restating("merge"):
        unite(kept, gone, journal)
    for name in _FILLED_IN:
        if getattr(kept, name) in (None, "") and getattr(gone, name) not in (None, ""):
            journal.fill(kept, (name,), gone)
    journal.remove(gone)
    return Merge.objects.create(
        kept=kept,
        removed_id=remove.pk,
        removed_name=gone.full_name,
        removed_nik_index=gone.nik_index,
        reason=without_nik(reason.strip()),
        merged_by=actor,
        journal=journal.steps,
    )


def _lock(keep: JobSeeker, remove: JobSeeker) -> tuple[JobSeeker, JobSeeker]:
    """Both rows, locked in the order of their keys, so that two merges cannot wait for each other."""
    keys = {keep.pk, remove.pk}
    locked = {
        one.pk: one for one in JobSeeker.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    }
    if len(locked) != 2:
        raise DomainError("person_gone", _("One of the two has been merged already, or they are the same."))
    return locked[keep.pk], locked[remove.pk]


@transaction.atomic
def undo_merge(*, actor: User, merge: Merge) -> JobSeeker:
    """Put back what a merge changed, from its end to its beginning. Returns the person who is there again.

    Raises DomainError, and changes nothing, where a row has been changed since so that it can no longer go back.
    """
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at is not None:
        raise DomainError("undone_already", _("This merge has been undone already."))
    with restating("merge undone"):
        take_apart(merge.journal)
    restored = JobSeeker.objects.filter(pk=merge.removed_id).first()
    if restored is None:
        raise changed_since()
    merge.undone_at, merge.undone_by = timezone.now(), actor
    merge.save(update_fields=["undone_at", "undone_by", "updated_at"])
    return restored


def merged_into(removed: uuid.UUID) -> JobSeeker | None:
    """Who a removed registration became part of, for addresses that somebody has kept."""
    merge = Merge.objects.in_force().filter(removed_id=removed).select_related("kept").first()
    return merge.kept if merge else None
