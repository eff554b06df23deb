"""Seats: who gets one, who leaves, and how a class ends."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaltim_naker.accounts.models import User
from kaltim_naker.core.bulk import insert_rows
from kaltim_naker.core.errors import DomainError
from programs.choices import ClassState
from programs.models import TrainingClass
from programs.services import close_training_class, lock_class, lock_classes
from trainees.choices import OUTCOMES, EnrolmentState
from trainees.constants import REPLACEMENT_DAYS
from trainees.models import Enrolment, JobSeeker


class Seats:
    """The seats of classes that stay locked until the transaction ends, so that two clerks cannot give away the same.

    Each class is locked once and its seats are counted once, however many people come.
    """

    def __init__(self) -> None:
        self._classes: dict[uuid.UUID, TrainingClass] = {}
        self._free: dict[uuid.UUID, int] = {}

    def lock(self, classes: Iterable[TrainingClass]) -> None:
        """Lock the classes that are not locked yet, always in the same order."""
        new = {found.pk for found in classes} - self._classes.keys()
        if not new:
            return
        locked = {found.pk: found for found in lock_classes(new)}
        taken = dict(Enrolment.objects.filter(training_class__in=new).taking_a_seat().count_by_class())
        self._classes |= locked
        self._free |= {pk: found.seats - taken.get(pk, 0) for pk, found in locked.items()}

    def require_open(self, training_class: TrainingClass) -> TrainingClass:
        """The class as it stands now. Raises DomainError `class_is_over`."""
        locked = self._classes[training_class.pk]
        if locked.state in (ClassState.CLOSED, ClassState.CANCELLED):
            message = _("The class %(name)s is over.") % {"name": locked}
            raise DomainError("class_is_over", message, field="training_class")
        return locked

    def take(self, training_class: TrainingClass) -> TrainingClass:
        """Give one seat away, and the class as it stands now. Raises DomainError `class_is_over` and `class_full`."""
        locked = self.require_open(training_class)
        if self._free[locked.pk] <= 0:
            raise DomainError(
                "class_full",
                ngettext(
                    "%(name)s has %(seats)s seat, and it is taken.",
                    "%(name)s has %(seats)s seats, and all of them are taken.",
                    locked.seats,
                )
                % {"name": locked, "seats": locked.seats},
                field="training_class",
            )
        self._free[locked.pk] -= 1
        return locked


@transaction.atomic
def enrol_job_seeker(
    *, actor: User, job_seeker: JobSeeker, training_class: TrainingClass, enrolled_on: date
) -> Enrolment:
    """Give a person a seat. The class is locked, so that two clerks cannot give away the same seat."""
    seats = Seats()
    seats.lock([training_class])
    locked = seats.require_open(training_class)
    if Enrolment.objects.filter(training_class=locked, job_seeker=job_seeker).exists():
        raise DomainError("enrolled_already", _("This person is enrolled in this class already."), field="job_seeker")
    seats.take(locked)
    enrolment = new_enrolment(job_seeker, locked, enrolled_on)
    enrolment.save(force_insert=True)
    return enrolment


def new_enrolment(job_seeker: JobSeeker, training_class: TrainingClass, enrolled_on: date) -> Enrolment:
    """A participation as it begins: the work status of that day is frozen (domain.md §4.5)."""
    enrolment = _blank_enrolment().another()
    enrolment.job_seeker, enrolment.training_class = job_seeker, training_class
    enrolment.enrolled_on, enrolment.work_status = enrolled_on, job_seeker.work_status
    return enrolment


@lru_cache(maxsize=1)
def _blank_enrolment() -> Enrolment:
    return Enrolment()


@transaction.atomic
def enrol_job_seekers(*, actor: User, enrolments: Sequence[Enrolment]) -> set[uuid.UUID]:
    """Save many participations for which the caller took seats (`Seats.take`); returns the keys of those that are new.

    Who is enrolled in the class already is left out.
    """
    return insert_rows(enrolments, unique="trainees_enrolment_once")


def is_open_for_reserves(training_class: TrainingClass, day: date) -> bool:
    """Before the class begins, and in its first days (domain.md §3.3)."""
    if training_class.state in (ClassState.OPEN, ClassState.SELECTING):
        return True
    start = training_class.starts_on
    return (
        training_class.state == ClassState.RUNNING
        and start is not None
        and day < start + timedelta(days=REPLACEMENT_DAYS)
    )


@dataclass(frozen=True)
class Outcome:
    """How one participation ended. A withdrawal needs its reason."""

    state: str
    reason: str = ""


@transaction.atomic
def close_class(
    *,
    actor: User,
    training_class: TrainingClass,
    closed_on: date,
    closing_document: str,
    outcomes: Mapping[uuid.UUID, Outcome],
) -> TrainingClass:
    """Close a running class with an outcome for every participant (key: the enrolment), or change nothing."""
    locked = lock_class(training_class)
    participants = list(Enrolment.objects.select_for_update(of=("self",)).filter(training_class=locked).taking_part())
    undecided = [enrolment for enrolment in participants if enrolment.pk not in outcomes]
    if undecided:
        raise DomainError(
            "outcome_missing",
            ngettext(
                "%(count)s participant has no outcome yet.",
                "%(count)s participants have no outcome yet.",
                len(undecided),
            )
            % {"count": len(undecided)},
        )
    close_training_class(training_class=locked, closed_on=closed_on, closing_document=closing_document)
    for enrolment in participants:
        end_enrolment(enrolment=enrolment, outcome=outcomes[enrolment.pk], ended_on=closed_on)
    return locked


def end_enrolment(*, enrolment: Enrolment, outcome: Outcome, ended_on: date) -> Enrolment:
    """Record how a participation ended, inside the transaction of the caller."""
    if outcome.state not in OUTCOMES:
        raise DomainError("outcome_unknown", _("“%(value)s” is no outcome of a class.") % {"value": outcome.state})
    if outcome.state == EnrolmentState.WITHDRAWN and not outcome.reason.strip():
        raise DomainError(
            "reason_missing",
            _("Please say why %(name)s withdrew.") % {"name": enrolment.job_seeker},
            field="reason",
        )
    enrolment.state, enrolment.ended_on, enrolment.end_reason = outcome.state, ended_on, outcome.reason.strip()
    enrolment.save(update_fields=["state", "ended_on", "end_reason", "updated_at"])
    return enrolment
