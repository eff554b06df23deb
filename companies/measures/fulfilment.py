"""How the promises of agreements fill themselves.

`FULFILMENTS` names, for each measure whose records may be made under an agreement, the way from the record to the
agreement. An app of this layer gives its records a foreign key; of classes and placements, which know nothing of
companies, the tie is kept here. A new line is all it takes for a measure to be promised.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, cast

from django.db.models import Count, Q, QuerySet

from companies.choices import DeliverableState
from companies.constants.agreements import QUIET_DAYS
from companies.formulas.agreements import state_of_deliverable
from companies.models import Agreement, Deliverable
from kaltim_naker.regions.models import Region
from programs.choices import Unit
from programs.measures import Measure, get_measure

_OF_CLASS = "agreement_ties__agreement"

FULFILMENTS: dict[str, str] = {
    "classes_under_agreements": _OF_CLASS,
    "job_seekers_trained": f"training_class__{_OF_CLASS}",
    "job_seekers_certified": f"result__assessment__training_class__{_OF_CLASS}",
    "graduates_placed": f"training_class__{_OF_CLASS}",
    "people_placed_under_agreements": "agreement_ties__agreement",
    "apprentices_started": "apprenticeship__agreement",
    "apprentices_completed": "apprenticeship__agreement",
    "apprentices_hired": "apprenticeship__agreement",
    "companies_measured": "agreement",
}


def promised_measures() -> list[Measure]:
    """What an agreement can promise."""
    return [get_measure(key) for key in FULFILMENTS]


def family_of(agreement: Agreement) -> QuerySet[Agreement]:
    """The agreement with all that rests on it: addenda, the PKS of an MoU and their addenda."""
    return Agreement.objects.filter(Q(pk=agreement.pk) | Q(parent=agreement.pk) | Q(parent__parent=agreement.pk))


def records_under(deliverable: Deliverable) -> QuerySet:
    """The records that fill a promise: they name the agreement, and lie in its regions where it names some."""
    path = FULFILMENTS[deliverable.measure]
    records = get_measure(deliverable.measure).records().filter(**{f"{path}__in": family_of(deliverable.agreement)})
    regions = [region.pk for region in deliverable.regions.all()]
    return records.filter(in_region__in=regions) if regions else records


@dataclass(frozen=True)
class Score:
    """A promise and how far it has come by a day. `by_region` has every region of the promise, those at 0 too."""

    deliverable: Deliverable
    measure: Measure
    achieved: int
    in_time: int
    state: DeliverableState
    by_region: Sequence[tuple[Region, int]]

    @property
    def unit(self) -> str:
        """In words, as it stands after a number."""
        return str(Unit(self.measure.unit).label)

    @property
    def missing(self) -> int:
        return max(0, self.deliverable.promised - self.achieved)


def scoreboard(agreement: Agreement, day: date) -> list[Score]:
    """Every promise of an agreement with what its records say. Two queries for each promise."""
    deliverables = agreement.deliverables.prefetch_related("regions").select_related("agreement")
    return [_score(deliverable, day) for deliverable in deliverables]


def _score(deliverable: Deliverable, day: date) -> Score:
    records = records_under(deliverable).order_by()
    by_now = Q(occurred_on__lte=day)
    in_time = by_now & Q(occurred_on__lte=deliverable.due_on)
    found = records.aggregate(
        achieved=Count("subject", distinct=True, filter=by_now), in_time=Count("subject", distinct=True, filter=in_time)
    )
    state = state_of_deliverable(deliverable.promised, found["in_time"], found["achieved"], deliverable.due_on, day)
    regions = list(deliverable.regions.all())
    counted: dict[Any, int] = {}
    if regions:
        rows = records.filter(by_now).values_list("in_region")
        counted = dict(rows.annotate(n=Count("subject", distinct=True)))
    by_region = [(region, counted.get(region.pk, 0)) for region in regions]
    return Score(deliverable, get_measure(deliverable.measure), state=state, by_region=by_region, **found)


def with_results(day: date) -> QuerySet[Agreement]:
    """Agreements that at least one record names by a day, or names something that rests on them."""
    named = reduce(or_, (Q(pk__in=_named_by(key, day)) for key in FULFILMENTS))
    direct = Agreement.objects.filter(named)
    below = Q(pk__in=direct.filter(parent__isnull=False).values("parent"))
    below |= Q(pk__in=direct.filter(parent__parent__isnull=False).values("parent__parent"))
    return Agreement.objects.filter(named | below)


def _named_by(key: str, day: date) -> QuerySet:
    path = FULFILMENTS[key]
    records = get_measure(key).records().filter(occurred_on__lte=day, **{f"{path}__isnull": False})
    return cast(QuerySet, records.order_by().values(path))


def quiet(agreements: QuerySet[Agreement], day: date) -> QuerySet[Agreement]:
    """Signed and in force for a month or more, and nothing that names them: signed, but nothing happened."""
    signed = agreements.main().signed()  # type: ignore[attr-defined]
    begun = signed.filter(starts_on__lte=day - timedelta(days=QUIET_DAYS))
    return cast("QuerySet[Agreement]", begun.exclude(pk__in=with_results(day).values("pk")))
