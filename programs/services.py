"""What changes the training supply and the targets. Every door (page, API, import, command) comes through here."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.numbers import next_number
from programs.choices import ClassState
from programs.constants import CLASS_MOVES
from programs.models import (
    ClassInstructor,
    Field,
    Indicator,
    Instructor,
    Room,
    Target,
    TrainingCentre,
    TrainingClass,
    TrainingProgram,
)


@transaction.atomic
def plan_class(
    *,
    actor: User,
    centre: TrainingCentre,
    programme: TrainingProgram,
    fiscal_year: int,
    label: str,
    **details: Any,
) -> TrainingClass:
    """Enter a package of the plan. `details`: any other column of the plan (seats, dates, room, budget_line, …).

    The class gets the next number of its centre in the fiscal year, unless one is given.
    """
    planned = TrainingClass(centre=centre, programme=programme, fiscal_year=fiscal_year, label=label.strip(), **details)
    planned.number = planned.number or next_number(centre.office.code.upper(), fiscal_year)
    require_free_room(planned)
    planned.full_clean()
    planned.save(force_insert=True)
    return planned


@transaction.atomic
def change_class(*, actor: User, training_class: TrainingClass, **details: Any) -> TrainingClass:
    """Change the plan of a class. A class that is over keeps its facts."""
    locked = lock_class(training_class)
    if locked.state in (ClassState.CLOSED, ClassState.CANCELLED):
        raise DomainError("class_is_over", _("This class is over; its plan can no longer be changed."))
    days_before = (locked.starts_on, locked.ends_on)
    for name, value in details.items():
        setattr(locked, name, value)
    require_free_room(locked)
    locked.full_clean()
    locked.save()
    if (locked.starts_on, locked.ends_on) != days_before:
        _move_assignments(locked, days_before)
    return locked


@transaction.atomic
def add_room(*, actor: User, centre: TrainingCentre, name: str, kind: str) -> Room:
    """Enter a room or a mobile unit of a centre."""
    room = Room(centre=centre, name=" ".join(name.split()), kind=kind)
    room.full_clean()
    room.save()
    return room


@transaction.atomic
def add_instructor(*, actor: User, centre: TrainingCentre, full_name: str, field: Field | None = None) -> Instructor:
    """Enter somebody who teaches at a centre."""
    instructor = Instructor(centre=centre, full_name=" ".join(full_name.split()), field=field)
    instructor.full_clean()
    instructor.save()
    return instructor


def require_free_room(training_class: TrainingClass) -> None:
    """Raises DomainError with the class that is in the room already. The database decides about races."""
    room = training_class.room
    if room is None or not (training_class.starts_on and training_class.ends_on):
        return
    if room.centre_id != training_class.centre_id:
        raise DomainError("room_of_other_centre", _("This room belongs to another centre."), field="room")
    there = TrainingClass.objects.in_the_way_of(training_class).filter(room=room).first()
    if there is not None:
        raise DomainError(
            "room_taken",
            _("%(room)s is taken by %(class)s from %(from)s to %(to)s. Choose another room or other days.")
            % {"room": room, "class": there, **_days(there)},
            field="room",
        )


@transaction.atomic
def assign_instructor(
    *,
    actor: User,
    training_class: TrainingClass,
    instructor: Instructor,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> ClassInstructor:
    """Let an instructor teach a class, on all of its days or on some. Assigning again changes the days."""
    locked = lock_class(training_class)
    first, last = starts_on or locked.starts_on, ends_on or locked.ends_on
    if not (first and last):
        raise DomainError(
            "class_without_days", _("Give the class its first and last day before its instructors."), field="instructor"
        )
    if instructor.centre_id != locked.centre_id:
        raise DomainError(
            "instructor_of_other_centre", _("This instructor belongs to another centre."), field="instructor"
        )
    assignment = ClassInstructor.objects.filter(training_class=locked, instructor=instructor).first()
    assignment = assignment or ClassInstructor(training_class=locked, instructor=instructor)
    assignment.starts_on, assignment.ends_on = first, last
    _require_free_instructor(assignment)
    assignment.full_clean()
    assignment.save()
    return assignment


@transaction.atomic
def release_instructor(*, actor: User, training_class: TrainingClass, instructor: Instructor) -> None:
    """Take an instructor off a class; the history keeps the assignment."""
    lock_class(training_class)
    ClassInstructor.objects.filter(training_class=training_class, instructor=instructor).delete()


def _require_free_instructor(assignment: ClassInstructor) -> None:
    elsewhere = ClassInstructor.objects.filter(
        instructor=assignment.instructor_id, starts_on__lte=assignment.ends_on, ends_on__gte=assignment.starts_on
    ).exclude(training_class=assignment.training_class_id)
    clash = elsewhere.select_related("training_class__programme").first()
    if clash is not None:
        raise DomainError(
            "instructor_taken",
            _("%(name)s teaches %(class)s from %(from)s to %(to)s. Choose another instructor or other days.")
            % {"name": assignment.instructor, "class": clash.training_class, **_days(clash)},
            field="instructor",
        )


def _move_assignments(training_class: TrainingClass, days_before: tuple[date | None, date | None]) -> None:
    """Who taught on all days of the class still does; who taught on some of them is asked again."""
    first, last = training_class.starts_on, training_class.ends_on
    for assignment in training_class.assignments.select_related("instructor"):
        if not (first and last):
            assignment.delete()
            continue
        if (assignment.starts_on, assignment.ends_on) == days_before:
            assignment.starts_on, assignment.ends_on = first, last
        if not first <= assignment.starts_on <= assignment.ends_on <= last:
            raise DomainError(
                "assignment_outside_class",
                _("%(name)s is assigned from %(from)s to %(to)s, outside the new days. Change that first.")
                % {"name": assignment.instructor, **_days(assignment)},
                field="starts_on",
            )
        _require_free_instructor(assignment)
        assignment.save()


def _days(span: TrainingClass | ClassInstructor) -> dict[str, str]:
    return {"from": f"{span.starts_on:%d/%m/%Y}", "to": f"{span.ends_on:%d/%m/%Y}"}


@transaction.atomic
def move_class(*, actor: User, training_class: TrainingClass, to: str, reason: str = "") -> TrainingClass:
    """Move a class to another state; closing has its own service, since it decides about every participant."""
    locked = lock_class(training_class)
    if to not in CLASS_MOVES[locked.state] or to == ClassState.CLOSED:
        raise DomainError(
            "class_move_not_allowed",
            _("A class that is “%(from)s” cannot become “%(to)s”.")
            % {"from": locked.get_state_display(), "to": ClassState(to).label},
            field="state",
        )
    missing = what_is_missing(locked, to)
    if missing:
        raise DomainError("class_not_ready", " ".join(missing), field="state")
    if to == ClassState.CANCELLED:
        if not reason.strip():
            raise DomainError("reason_missing", _("Please say why the class is cancelled."), field="reason")
        locked.cancel_reason = reason.strip()
        # A cancelled class occupies nobody.
        locked.assignments.all().delete()
    locked.state = to
    locked.save(update_fields=["state", "cancel_reason", "updated_at"])
    return locked


def what_is_missing(training_class: TrainingClass, to: str) -> list[str]:
    """What a class still needs before it may move; said before the button is pressed."""
    if to != ClassState.RUNNING:
        return []
    missing = []
    if not (training_class.starts_on and training_class.ends_on):
        missing.append(_("The class needs its first and its last day."))
    if not training_class.assignments.exists():
        missing.append(_("The class needs at least one instructor."))
    return missing


def close_training_class(*, training_class: TrainingClass, closed_on: date, closing_document: str) -> TrainingClass:
    """Mark a locked, running class as closed. Called by `trainees.services.close_class`, which decides the outcomes."""
    if training_class.state != ClassState.RUNNING:
        raise DomainError("class_not_running", _("Only a running class can be closed."), field="state")
    if training_class.starts_on and closed_on < training_class.starts_on:
        raise DomainError("closed_before_start", _("A class cannot be closed before its first day."), field="closed_on")
    if not closing_document.strip():
        raise DomainError(
            "closing_document_missing", _("Please give the number of the closing minutes."), field="closing_document"
        )
    training_class.state = ClassState.CLOSED
    training_class.closed_on = closed_on
    training_class.closing_document = closing_document.strip()
    training_class.save(update_fields=["state", "closed_on", "closing_document", "updated_at"])
    return training_class


def lock_class(training_class: TrainingClass) -> TrainingClass:
    """The class as it stands now, locked until the transaction ends."""
    return TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)


@transaction.atomic
def set_target(
    *,
    actor: User,
    indicator: Indicator,
    year: int,
    value: Decimal,
    source: str,
    quarter: int | None = None,
    centre: TrainingCentre | None = None,
    parent: Target | None = None,
) -> Target:
    """Set a target, or change it; the history keeps every earlier value with its document."""
    target, _created = Target.objects.select_for_update(of=("self",)).get_or_create(
        indicator=indicator,
        year=year,
        quarter=quarter,
        centre=centre,
        region=None,
        sector=None,
        defaults={"value": value, "source": source, "parent": parent},
    )
    target.value, target.source, target.parent = value, source, parent
    target.full_clean()
    target.save()
    return target
