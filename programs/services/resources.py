"""What a class needs to itself: a room, instructors, and the lock while it is changed."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from programs.models import (
    ClassInstructor,
    Field,
    Instructor,
    Room,
    TrainingCentre,
    TrainingClass,
)


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


def move_assignments(training_class: TrainingClass, days_before: tuple[date | None, date | None]) -> None:
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


def lock_class(training_class: TrainingClass) -> TrainingClass:
    """The class as it stands now, locked until the transaction ends."""
    return TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)


def lock_classes(keys: Collection[UUID]) -> list[TrainingClass]:
    """The same for many classes, always in one order, so that nobody waits in a ring."""
    locked = TrainingClass.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return list(locked.select_related("programme").order_by("pk"))
