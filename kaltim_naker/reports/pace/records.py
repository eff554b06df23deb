"""Reads the book of a year out of the database: a fixed number of queries for each kind of figure."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.choices.apprenticeships import COUNTED_KINDS, ApprenticeshipState
from companies.models import Apprentice, Apprenticeship
from kaltim_naker.reports.pace.book import Book, Participation, PlannedRun
from programs.choices import ClassState
from programs.measures import get_measure
from programs.models import TrainingClass
from trainees.choices import EnrolmentState
from trainees.models import Enrolment

#: So many years before the one that is forecast still teach something: programmes and issuers change.
YEARS_BEFORE = 2

_BEGUN = (ClassState.RUNNING, ClassState.CLOSED)


def book_of_classes(year: int, measure: str, path: str) -> Book:
    """Training classes; `path` leads from a record of the measure to the enrolment that it belongs to."""
    years = range(year - YEARS_BEFORE, year + 1)
    classes = TrainingClass.objects.filter(fiscal_year__in=years).exclude(state=ClassState.CANCELLED).order_by()
    rows = list(
        classes.values_list("pk", "centre", "fiscal_year", "seats", "starts_on", "ends_on", "closed_on", "state")
    )
    runs = tuple(
        PlannedRun(key, centre, fiscal_year, seats, starts_on, ends_on, closed_on, state in _BEGUN)
        for key, centre, fiscal_year, seats, starts_on, ends_on, closed_on, state in rows
        if starts_on and ends_on
    )
    counted_on: defaultdict[Hashable, list[date]] = defaultdict(list)
    records = get_measure(measure).records().filter(occurred_on__year__in=years).order_by("occurred_on")
    for enrolment, day in records.values_list(path, "occurred_on"):
        counted_on[enrolment].append(day)
    people: defaultdict[Hashable, list[Participation]] = defaultdict(list)
    enrolments = Enrolment.objects.filter(training_class__fiscal_year__in=years).order_by()
    found = enrolments.values_list("pk", "training_class", "job_seeker", "enrolled_on", "ended_on", "state")
    for key, training_class, person, since, ended_on, state in found:
        passed = state == EnrolmentState.PASSED
        people[training_class].append(Participation(person, since, ended_on, passed, tuple(counted_on.get(key, ()))))
    undated = sum(1 for row in rows if row[2] == year and not (row[4] and row[5]))
    return Book(year, runs, {key: tuple(taken) for key, taken in people.items()}, undated)


def book_of_apprenticeships(year: int, measure: str, path: str) -> Book:
    """Apprenticeships bring their people on the day they begin: a programme counts as closed once somebody has begun.

    `path` leads from a record of the measure to the programme.
    """
    years = range(year - YEARS_BEFORE, year + 1)
    records = get_measure(measure).records().filter(occurred_on__year__in=years).order_by("occurred_on")
    people: defaultdict[Hashable, list[Participation]] = defaultdict(list)
    for key, person, day in records.values_list(path, "subject", "occurred_on"):
        people[key].append(Participation(person, day, day, True, (day,)))
    standing = (ApprenticeshipState.DRAFT, ApprenticeshipState.SUBMITTED, ApprenticeshipState.PERMITTED)
    programmes = Apprenticeship.objects.filter(
        kind__in=COUNTED_KINDS, state__in=standing, starts_on__year__in=years
    ).order_by()
    runs = tuple(
        PlannedRun(
            key, None, starts_on.year, seats, starts_on, starts_on, people[key][0].since if people[key] else None
        )
        for key, seats, starts_on in programmes.values_list("pk", "seats", "starts_on")
    )
    return Book(year, runs, {key: tuple(taken) for key, taken in people.items()})


@dataclass(frozen=True)
class Source:
    """Where the forecast of a measure comes from, and what its classes are called."""

    read: Callable[[int, str, str], Book]
    path: str
    model: type[TrainingClass] | type[Apprenticeship] | type[Apprentice]
    explanation: str | Promise


#: Only what people come into by the calendar of classes can be forecast from it.
SOURCES: dict[str, Source] = {
    "job_seekers_certified": Source(
        book_of_classes,
        "result__enrolment",
        TrainingClass,
        _("seats × share that passes × share that holds a certificate in time"),
    ),
    "job_seekers_trained": Source(
        book_of_classes, "pk", TrainingClass, _("seats × share that passes by the end of the year")
    ),
    "apprentices_started": Source(
        book_of_apprenticeships, "apprenticeship", Apprenticeship, _("planned participants × share that begins")
    ),
}


def read_book(year: int, measure: str) -> Book | None:
    """None for a measure that no calendar tells anything about."""
    source = SOURCES.get(measure)
    return source.read(year, measure, source.path) if source else None
