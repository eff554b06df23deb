"""How the graduates are doing: absorption as a range, response rates, verification, interest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from kaltim_naker.access.scope import Scope
from programs.choices import ClassState
from programs.models import TrainingClass
from trainees.choices import ApplicationState, CallResult
from trainees.constants import PLACEMENT_MONTHS
from trainees.formulas import Absorption, Verification
from trainees.models import Enrolment, GraduateSample, TracerRound

#: What absorption can be broken down by: the look-up of the key, and of the name.
DIMENSIONS = {
    "centre": ("training_class__centre", "training_class__centre__short_name"),
    "programme": ("training_class__programme", "training_class__programme__title"),
    "sector": ("training_class__programme__sector", "training_class__programme__sector__title_id"),
    "region": ("job_seeker__domicile", "job_seeker__domicile__name"),
}


@dataclass(frozen=True)
class Part:
    """The absorption of one centre, programme, sector or region."""

    key: Any
    name: str
    absorption: Absorption


def graduates(first: date, last: date, scope: Scope) -> QuerySet[Enrolment]:
    """Who passed a class that was closed between these days, with `placed_on` and `has_answered`."""
    passed = Enrolment.objects.visible_to(scope).passed().filter(ended_on__range=(first, last))
    return passed.with_placement_within(PLACEMENT_MONTHS).with_answer()


def absorption(first: date, last: date, scope: Scope) -> Absorption:
    """Of the graduates of a span of closings: how many found work within six months, and how many answered."""
    return _absorption(graduates(first, last, scope).aggregate(**_COUNTS))


def absorption_by(dimension: str, first: date, last: date, scope: Scope) -> list[Part]:
    """The same for each member of a dimension, by name."""
    key, name = DIMENSIONS[dimension]
    rows = graduates(first, last, scope).order_by().values(key=F(key), name=F(name)).annotate(**_COUNTS)
    return [Part(row["key"], row["name"] or "", _absorption(row)) for row in rows.order_by("name")]


# A job that is known is an answer, whoever told of it: otherwise more could be placed than answered.
_COUNTS = {
    "graduates": Count("pk"),
    "answered": Count("pk", filter=Q(has_answered=True) | Q(placed_on__isnull=False)),
    "placed": Count("pk", filter=Q(placed_on__isnull=False)),
}


def _absorption(row: dict[str, Any]) -> Absorption:
    return Absorption(row["graduates"], row["answered"], row["placed"])


@dataclass(frozen=True)
class RoundProgress:
    """One tracer round: how many are due by now, how many answered."""

    months: int
    due: int
    answered: int

    @property
    def response_rate(self) -> Decimal | None:
        return Absorption(self.due, self.answered, 0).response_rate


def rounds_due(months: Iterable[int], day: date, scope: Scope) -> list[RoundProgress]:
    """Every round with its response rate."""
    progress = []
    for month in months:
        due = Enrolment.objects.visible_to(scope).due_for_round(month, day)
        answered = TracerRound.objects.answered().filter(enrolment=OuterRef("pk"), months=month)
        counts = due.aggregate(due=Count("pk"), answered=Count("pk", filter=Exists(answered)))
        progress.append(RoundProgress(month, counts["due"], counts["answered"]))
    return progress


def verification_of(sample: GraduateSample) -> Verification:
    """What calling back a sample has given so far."""
    results = dict(sample.members.order_by().values_list("result").annotate(n=Count("pk")))
    return Verification(
        reported=sum(results.values()),
        confirmed=results.get(CallResult.CONFIRMED, 0),
        denied=results.get(CallResult.DENIED, 0),
        unreachable=results.get(CallResult.UNREACHABLE, 0),
    )


@dataclass(frozen=True)
class Interest:
    """Applicants for the seats of one programme or sector."""

    name: str
    seats: int
    applicants: int

    @property
    def per_seat(self) -> Decimal | None:
        return Decimal(self.applicants) / Decimal(self.seats) if self.seats else None


def interest_by(dimension: str, year: int, scope: Scope) -> list[Interest]:
    """Applicants per seat of the classes that took applications, the least wanted first. `programme` or `sector`."""
    name = {"programme": "programme__title", "sector": "programme__sector__title_id"}[dimension]
    announced = TrainingClass.objects.visible_to(scope).in_year(year)
    announced = announced.exclude(state__in=(ClassState.PLANNED, ClassState.CANCELLED))
    rows = announced.annotate(
        applicants=Count("applications", filter=~Q(applications__state=ApplicationState.WITHDRAWN))
    ).values_list(name, "seats", "applicants")
    sums: dict[str, tuple[int, int]] = {}
    for label, seats, applicants in rows.order_by(name):
        before = sums.get(label or "", (0, 0))
        sums[label or ""] = (before[0] + seats, before[1] + applicants)
    found = [Interest(label, seats, applicants) for label, (seats, applicants) in sums.items()]
    return sorted(found, key=lambda one: (one.per_seat or Decimal(0), one.name))
