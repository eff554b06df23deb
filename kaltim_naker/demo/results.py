"""How each participation ends, what the assessments give, and when the certificates arrive.

Rates follow what is known: 111 of 128 pass (domain.md §0.3), certificates come weeks after the result K (§4.2), some
never, and who is not yet competent may try again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from certifications.choices import ResultOutcome
from kaltim_naker.demo.classes import AS_OF, PlannedClass
from kaltim_naker.demo.people import Person
from programs.choices import ClassState
from trainees.choices import EnrolmentState

_WITHDRAW, _FAIL = 0.03, 0.13
_ABSENT, _COMPETENT = 0.01, 0.93
_TRIES_AGAIN, _COMPETENT_THEN = 0.5, 0.8
_TAKES_LICENCE = 0.6
_NEVER_ISSUED, _HANDED_OVER = 0.02, 0.85
_REASONS = ("Diterima bekerja", "Alasan keluarga", "Sakit", "Pindah domisili")


@dataclass(frozen=True)
class Attempt:
    """One result for one scheme. `issued_on` and `handed_over_on` are None where that has not happened."""

    scheme: str
    by_kemnaker: bool
    number: int
    assessed_on: date
    outcome: str
    issued_on: date | None = None
    handed_over_on: date | None = None


@dataclass(frozen=True)
class Participation:
    """A person in a class, with everything that came of it."""

    person: Person
    state: str
    ended_on: date | None = None
    end_reason: str = ""
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def is_certified(self) -> bool:
        return any(attempt.issued_on for attempt in self.attempts)


@dataclass(frozen=True)
class _Dates:
    """Days common to a class: a whole class is assessed within two days, and its certificates arrive together."""

    assessed_on: date
    days_to_issue: int


def participations(planned: PlannedClass, people: list[Person], rng: Random) -> list[Participation]:
    """What became of the people of one class."""
    if planned.state != ClassState.CLOSED or planned.ends_on is None:
        return [Participation(person, EnrolmentState.PARTICIPANT) for person in people]
    dates = _Dates(planned.ends_on + timedelta(days=rng.choice((3, 4, 5, 10, 11))), rng.randint(14, 34))
    return [_participation(planned, person, dates, rng) for person in people]


def _participation(planned: PlannedClass, person: Person, dates: _Dates, rng: Random) -> Participation:
    chance = rng.random()
    if chance < _WITHDRAW:
        return Participation(person, EnrolmentState.WITHDRAWN, planned.ends_on, rng.choice(_REASONS))
    if chance < _FAIL:
        return Participation(person, EnrolmentState.FAILED, planned.ends_on)
    return Participation(person, EnrolmentState.PASSED, planned.ends_on, attempts=list(_attempts(planned, dates, rng)))


def _attempts(planned: PlannedClass, dates: _Dates, rng: Random) -> Iterator[Attempt]:
    """The competence scheme of the programme; for operators also the licence of the ministry (domain.md §4.4)."""
    yield from _tries(planned.programme.title, False, dates, rng)
    if planned.programme.operator and rng.random() < _TAKES_LICENCE:
        later = _Dates(dates.assessed_on + timedelta(days=7), dates.days_to_issue)
        yield from _tries(planned.programme.operator, True, later, rng)


def _tries(scheme: str, by_kemnaker: bool, dates: _Dates, rng: Random) -> Iterator[Attempt]:
    first_day = dates.assessed_on + timedelta(days=rng.randint(0, 1))
    if first_day >= AS_OF:
        return
    chance = rng.random()
    if chance < _COMPETENT:
        yield _competent(scheme, by_kemnaker, 1, first_day, dates, rng)
        return
    outcome = ResultOutcome.ABSENT if chance > 1 - _ABSENT else ResultOutcome.NOT_YET_COMPETENT
    yield Attempt(scheme, by_kemnaker, 1, first_day, outcome)
    second_day = first_day + timedelta(days=35)
    if rng.random() < _TRIES_AGAIN and second_day < AS_OF:
        if rng.random() < _COMPETENT_THEN:
            yield _competent(scheme, by_kemnaker, 2, second_day, dates, rng)
        else:
            yield Attempt(scheme, by_kemnaker, 2, second_day, ResultOutcome.NOT_YET_COMPETENT)


def _competent(scheme: str, by_kemnaker: bool, number: int, assessed_on: date, dates: _Dates, rng: Random) -> Attempt:
    issued_on = assessed_on + timedelta(days=dates.days_to_issue + rng.randint(0, 3))
    handed_over_on = issued_on + timedelta(days=rng.randint(4, 25))
    if rng.random() < _NEVER_ISSUED or issued_on >= AS_OF:
        return Attempt(scheme, by_kemnaker, number, assessed_on, ResultOutcome.COMPETENT)
    return Attempt(
        scheme,
        by_kemnaker,
        number,
        assessed_on,
        ResultOutcome.COMPETENT,
        issued_on,
        handed_over_on if rng.random() < _HANDED_OVER and handed_over_on < AS_OF else None,
    )
