"""Open data: what closed quarters came to, as counts that point at nobody.

Only what each quarter added is published, never what had come together since January: two published states a quarter
apart would give the quarter by subtraction, past any hiding within them. And only what was closed is published, which
never changes: restatements would give the few who moved (decision 0011 tells of them elsewhere).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kaltim_naker.api.services.suppression import hidden_parts, is_small
from kaltim_naker.regions.models import Region
from kaltim_naker.reports.breakdowns import DimensionWords
from programs.choices import PeriodState
from programs.measures import Dimension, find_measure
from programs.models import ClosedFigure, ReportingPeriod, TrainingCentre

#: The whole, and what it is divided by; one dimension at a time, for crossed ones have small cells everywhere.
WHOLE = "whole"
_DIVIDED_BY = {
    Dimension.REGION: "region",
    Dimension.CENTRE: "centre",
    Dimension.SECTOR: "sector",
    Dimension.SEX: "sex",
    Dimension.AGE: "age",
    Dimension.EDUCATION: "education",
}


@dataclass(frozen=True, kw_only=True)
class OpenRow:
    """One count. `count` is None where it is hidden. `code` is the official one where there is one."""

    year: int
    quarter: int
    indicator: str
    unit: str
    dimension: str
    code: str
    name: str
    count: int | None
    is_hidden: bool


def open_years() -> list[int]:
    """Fiscal years of which the province has closed at least one quarter, newest first."""
    closed = ReportingPeriod.objects.filter(state=PeriodState.CLOSED, centre__isnull=True)
    return sorted(set(closed.values_list("year", flat=True)), reverse=True)


def open_rows(year: int) -> list[OpenRow]:
    """All that is published of a year."""
    figures = (
        ClosedFigure.objects.filter(
            period__year=year, period__centre__isnull=True, period__state=PeriodState.CLOSED, in_period__isnull=False
        )
        .select_related("period", "indicator")
        .order_by("period__quarter", "indicator__code")
    )
    words, codes = DimensionWords(), _Codes()
    return [row for figure in figures if _is_open(figure) for row in _rows(figure, words, codes)]


def _is_open(figure: ClosedFigure) -> bool:
    """Who is in a specially protected figure is not told by its parts either (domain.md §12)."""
    measure = find_measure(figure.measure)
    return measure is not None and not measure.is_protected


def _rows(figure: ClosedFigure, words: DimensionWords, codes: "_Codes") -> Iterator[OpenRow]:
    total = figure.in_period or 0
    yield _row(figure, WHOLE, "", "", None if is_small(total) else total)
    for dimension, name in _DIVIDED_BY.items():
        lines = figure.breakdown.get(dimension.value, [])
        counts = shown_parts([count for _key, count, _cumulative in lines], total)
        for (key, _count, _cumulative), shown in zip(lines, counts, strict=True):
            yield _row(figure, name, codes.of(name, key), words.member(dimension.value, key), shown)


def shown_parts(counts: Sequence[int], total: int) -> list[int | None]:
    """The parts as they are published; where the whole is hidden, all parts are."""
    hidden: Iterable[int] = range(len(counts)) if is_small(total) else hidden_parts(counts)
    hidden = frozenset(hidden)
    return [None if position in hidden else count for position, count in enumerate(counts)]


def _row(figure: ClosedFigure, dimension: str, code: str, name: str, count: int | None) -> OpenRow:
    return OpenRow(
        year=figure.period.year,
        quarter=figure.period.quarter,
        indicator=figure.indicator.code,
        unit=figure.indicator.unit,
        dimension=dimension,
        code=code,
        name=name,
        count=count,
        is_hidden=count is None,
    )


class _Codes:
    """Official codes for our keys; other dimensions are known by their keys."""

    def __init__(self) -> None:
        self._known: Mapping[str, Mapping[Any, str]] = {
            "region": dict(Region.objects.home().values_list("pk", "code")),
            "centre": dict(TrainingCentre.objects.values_list("pk", "office__code")),
        }

    def of(self, dimension: str, key: Any) -> str:
        if key is None:
            return ""
        known = self._known.get(dimension)
        return str(key) if known is None else known.get(key, "")
