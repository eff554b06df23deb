"""Sessions and marks of a few classes: ordinary ones, and three that deserve a look."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum, auto
from random import Random

from django.db.models import DateTimeField, OuterRef, Subquery
from django.db.models.functions import Cast

from kaltim_naker.accounts.models import User
from kaltim_naker.demo.classes import AS_OF, BALIKPAPAN, BONTANG, YEAR
from kaltim_naker.demo.statistics import refresh_statistics
from kaltim_naker.demo.users import centre_admins
from programs.choices import ClassState
from programs.models import TrainingClass
from trainees.choices import EnrolmentState, Mark
from trainees.models import AttendanceMark, Enrolment, Session

_SEED = 3002
_HOURS, _SATURDAY = 8, 5
_OFTEN, _SELDOM, _COMES_LATE = 0.97, 0.6, 0.03
_AWAY = ((Mark.SICK, 4), (Mark.EXCUSED, 4), (Mark.ABSENT, 2))
_HOLIDAYS = {date(2025, 9, 5), date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1)}
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class _Story(Enum):
    USUAL = auto()
    NOBODY_ABSENT = auto()
    WRITTEN_AT_ONCE = auto()
    ON_A_SATURDAY = auto()


# The first class of these programmes in the year, by centre.
_STORIES = {
    (BALIKPAPAN, "Operator Excavator"): _Story.USUAL,
    (BALIKPAPAN, "Teknisi AC Residensial"): _Story.NOBODY_ABSENT,
    (BONTANG, "Sekretaris Junior"): _Story.WRITTEN_AT_ONCE,
    (BONTANG, "Plate Welder SMAW 3G"): _Story.ON_A_SATURDAY,
}


def record_attendance_of_year() -> None:
    """Sessions of the classes told about above and of those running with people; marks until the day of the demo."""
    rng = Random(_SEED)
    admins = centre_admins()
    sessions: list[Session] = []
    marks: list[AttendanceMark] = []
    for training, story in _told_about():
        planned = list(_sessions(training, story, rng))
        sessions += planned
        held = [session for session in planned if session.held_on < AS_OF]
        marks += _marks(training, held, story, admins[training.centre_id], rng)
    Session.objects.bulk_create(sessions)
    AttendanceMark.objects.bulk_create(marks)
    refresh_statistics()
    _date_back()


def _told_about() -> Iterator[tuple[TrainingClass, _Story]]:
    classes = TrainingClass.objects.filter(fiscal_year=YEAR, enrolments__isnull=False).distinct()
    waiting = dict(_STORIES)
    for training in classes.select_related("centre__office", "programme").order_by(
        "starts_on", "centre__office__code", "programme__title", "label"
    ):
        if training.state == ClassState.RUNNING:
            yield training, _Story.USUAL
        elif story := waiting.pop((training.centre.office.code, training.programme.title), None):
            yield training, story


def _sessions(training: TrainingClass, story: _Story, rng: Random) -> Iterator[Session]:
    instructor = training.assignments.get().instructor
    for day in _days(training, story):
        code = "".join(rng.choices(_CODE_LETTERS, k=8))
        yield Session(training_class=training, held_on=day, hours=_HOURS, instructor=instructor, code=code)


def _days(training: TrainingClass, story: _Story) -> Iterator[date]:
    for number in range((training.ends_on - training.starts_on).days + 1):
        day = training.starts_on + timedelta(days=number)
        is_extra = story is _Story.ON_A_SATURDAY and number == _SATURDAY
        if is_extra or (day.weekday() < _SATURDAY and day not in _HOLIDAYS):
            yield day


def _marks(
    training: TrainingClass, held: list[Session], story: _Story, actor: User, rng: Random
) -> Iterator[AttendanceMark]:
    people = Enrolment.objects.filter(training_class=training).order_by(
        "job_seeker__full_name", "job_seeker__birth_date"
    )
    for index, enrolment in enumerate(people):
        chance = _chance(enrolment, story, is_first=index == 0)
        for session in held:
            mark = Mark.PRESENT if rng.random() < chance else _away(rng)
            hours = _HOURS - (rng.random() < _COMES_LATE and story is _Story.USUAL) if mark == Mark.PRESENT else 0
            yield AttendanceMark(session=session, enrolment=enrolment, mark=mark, hours=hours, recorded_by=actor)


def _chance(enrolment: Enrolment, story: _Story, *, is_first: bool) -> float:
    """Who did not pass was seldom there, and so is the first of a class that is still running."""
    if story is _Story.NOBODY_ABSENT:
        return 1
    is_seldom = is_first if enrolment.state == EnrolmentState.PARTICIPANT else enrolment.state != EnrolmentState.PASSED
    return _SELDOM if is_seldom else _OFTEN


def _away(rng: Random) -> str:
    marks, weights = zip(*_AWAY, strict=True)
    return rng.choices(marks, weights)[0]


def _date_back() -> None:
    """As if each mark had been written on its day, but for the class where all were written at once."""
    at_once = [title for (_centre, title), story in _STORIES.items() if story is _Story.WRITTEN_AT_ONCE]
    held_on = Session.objects.filter(pk=OuterRef("session")).order_by().values("held_on")
    on_the_day = AttendanceMark.objects.exclude(session__training_class__programme__title__in=at_once)
    on_the_day.update(first_recorded_at=Cast(Subquery(held_on), DateTimeField()))
