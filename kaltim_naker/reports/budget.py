"""The budget beside the physical figures: how much was spent for how much achieved (domain.md §9.2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery

from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.achievement import Yardstick, count_indicator, target_row
from programs.measures import find_measure
from programs.models import BudgetEntry, BudgetLine
from programs.services import indicators_on


@dataclass(frozen=True)
class Spending:
    """A line of the budget with what it has cost by a day; None where nothing was reported yet."""

    line: BudgetLine
    spent: Decimal | None

    @property
    def absorbed(self) -> Decimal | None:
        """Absorption (serapan) in per cent of the ceiling, unrounded."""
        if self.spent is None or not self.line.ceiling:
            return None
        return self.spent / self.line.ceiling * 100

    @property
    def left(self) -> Decimal | None:
        return None if self.spent is None else self.line.ceiling - self.spent


@dataclass(frozen=True)
class MoneyAndWork:
    """An indicator: what its lines may cost and have cost, beside what was achieved."""

    name: str
    lines: tuple[Spending, ...]
    achieved: Decimal | None
    #: What was achieved for the money, by which measure; a ratio is no physical figure.
    measure: str
    realised: Decimal | int | None

    @property
    def ceiling(self) -> Decimal:
        return sum((one.line.ceiling for one in self.lines), Decimal(0))

    @property
    def spent(self) -> Decimal | None:
        known = [one.spent for one in self.lines if one.spent is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def absorbed(self) -> Decimal | None:
        return None if self.spent is None or not self.ceiling else self.spent / self.ceiling * 100

    @property
    def efficiency(self) -> Decimal | None:
        """Achievement less absorption, in percentage points: above zero, more was achieved than was paid for."""
        return None if self.achieved is None or self.absorbed is None else self.achieved - self.absorbed


def spending_on(year: int, day: date) -> list[Spending]:
    """Every line of a year with its newest figure of that day or before, in one query."""
    newest = BudgetEntry.objects.filter(line=OuterRef("pk"), as_of__lte=day).order_by("-as_of")
    lines = BudgetLine.objects.filter(year=year).select_related("indicator", "centre")
    return [
        Spending(line, line.spent_by_then)
        for line in lines.annotate(spent_by_then=Subquery(newest.values("spent")[:1])).order_by("code")
    ]


def money_and_work(period: Period) -> list[MoneyAndWork]:
    """Each indicator that has budget lines; achievement is that of the whole province against the year's target."""
    yardstick = Yardstick.of(period)
    by_indicator: dict[int, list[Spending]] = {}
    for spending in spending_on(period.year, period.end):
        by_indicator.setdefault(spending.line.indicator_id, []).append(spending)
    found = []
    for indicator in indicators_on(period.end):
        lines = by_indicator.get(indicator.pk)
        if not lines:
            continue
        counted = count_indicator(indicator, period, EVERYTHING)
        row = target_row(indicator, yardstick, counted, label="", centre=None, has_target=True)
        is_count = find_measure(indicator.measure) is not None
        realised = counted.cumulative if is_count else None
        found.append(MoneyAndWork(str(indicator), tuple(lines), row.percent_of_year, indicator.measure, realised))
    return found
