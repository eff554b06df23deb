"""What happened in the classes of both sides, and what became of their people."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from kaltim_naker.accounts.models import User
from tests.factories.trainees import SessionFactory
from trainees.choices import Mark
from trainees.models import AttendanceMark, Placement, TracerRound


def training_rows(own: Any, foreign: Any, clerk: User) -> dict[str, tuple[Model, Model]]:
    """Name of a thing → (one's own, the foreign one)."""
    return {
        "session": (_mark(own, clerk).session, _mark(foreign, clerk).session),
        "mark": (_mark(own, clerk), _mark(foreign, clerk)),
        "job": _both(own, foreign, _job),
        "survey": _both(own, foreign, lambda side: TracerRound.objects.create(enrolment=side.passed, months=3)),
        "result": (own.result, foreign.result),
    }


def _both(own: Any, foreign: Any, make: Callable[[Any], Model]) -> tuple[Model, Model]:
    return make(own), make(foreign)


def _mark(side: Any, clerk: User) -> AttendanceMark:
    session = SessionFactory(training_class=side.running, part=side.running.sessions.count() + 1)
    return AttendanceMark.objects.create(
        session=session, enrolment=side.enrolment, mark=Mark.PRESENT, hours=6, recorded_by=clerk
    )


def _job(side: Any) -> Placement:
    return Placement.objects.create(
        job_seeker=side.person,
        enrolment=side.passed,
        employer=f"Pemberi kerja {side.person.full_name}",
        started_on=side.passed.ended_on,
    )
