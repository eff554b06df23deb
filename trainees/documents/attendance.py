"""Attendance of a class: the grid, and each person's share of the hours held."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from programs.models import TrainingClass
from trainees.choices import EnrolmentState
from trainees.formulas import share
from trainees.models import AttendanceMark, Enrolment, Session

MarkKey = tuple[uuid.UUID, uuid.UUID]


@dataclass(frozen=True)
class Presence:
    """One person in a class: hours attended of the hours held while taking part (domain.md §3.5)."""

    enrolment: Enrolment
    marks: tuple[AttendanceMark | None, ...]
    hours_attended: int
    hours_held: int
    minimum: int

    @property
    def share(self) -> Decimal | None:
        """Per cent, unrounded; None before the first session was recorded."""
        return share(self.hours_attended, self.hours_held)

    @property
    def is_below_minimum(self) -> bool:
        return self.share is not None and self.share < self.minimum


@dataclass(frozen=True)
class Register:
    """The register of a class: sessions as columns, people as rows."""

    sessions: tuple[Session, ...]
    rows: tuple[Presence, ...]

    @property
    def below_minimum(self) -> list[Presence]:
        return [row for row in self.rows if row.is_below_minimum]


def register_of(training_class: TrainingClass, sessions: Iterable[Session] | None = None) -> Register:
    """The register; `sessions` narrows the columns, never the shares. Three queries, whatever the size."""
    every = list(training_class.sessions.select_related("instructor").order_by("held_on", "part"))
    shown = every if sessions is None else list(sessions)
    people = training_class.enrolments.select_related("job_seeker").order_by("job_seeker__full_name", "pk")
    marks = {(mark.session_id, mark.enrolment_id): mark for mark in AttendanceMark.objects.of_class(training_class)}
    # A session is held once anybody was marked in it; who has no mark then was not there.
    recorded = {session for session, _enrolment in marks}
    held = [session for session in every if session.pk in recorded]
    return Register(
        tuple(shown),
        tuple(_presence(one, shown, held, marks, training_class.minimum_attendance) for one in people),
    )


def _presence(
    enrolment: Enrolment,
    shown: list[Session],
    held: list[Session],
    marks: dict[MarkKey, AttendanceMark],
    minimum: int,
) -> Presence:
    taken_part = [session for session in held if was_taking_part(enrolment, session.held_on)]
    own = [marks.get((session.pk, enrolment.pk)) for session in taken_part]
    return Presence(
        enrolment=enrolment,
        marks=tuple(marks.get((session.pk, enrolment.pk)) for session in shown),
        hours_attended=sum(mark.hours for mark in own if mark),
        hours_held=sum(session.hours for session in taken_part),
        minimum=minimum,
    )


def was_taking_part(enrolment: Enrolment, day: date) -> bool:
    """Between enrolling and withdrawing; who moved up later is not blamed for the days before."""
    if day < enrolment.enrolled_on:
        return False
    is_gone = enrolment.state == EnrolmentState.WITHDRAWN
    return not (is_gone and enrolment.ended_on is not None and day > enrolment.ended_on)
