"""What became of published figures since: counted anew from the records, and why they moved, as far as it is known.

A report is compared by building its facts once more with the scope that was frozen with it; a figure is found again by
its question (`Trace`). Nothing is drawn and nothing is kept but a memo for some minutes, so that a page that anybody
may open does not count a year at each look.
"""

import logging
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import override
from redis.exceptions import RedisError

from kaltim_naker.core.errors import DomainError
from kaltim_naker.reports.document import Form, Trace, figures_in
from kaltim_naker.reports.kinds import KINDS
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.proof.figures import PrintedFigure, kept_figures, question_of
from kaltim_naker.reports.restated import causes_in_words
from kaltim_naker.reports.services import order_of
from programs.choices import RestatementState
from programs.models import Restatement

logger = logging.getLogger(__name__)

MEMO_SECONDS = 300


@dataclass(frozen=True)
class Reason:
    """A restatement of the closed quarter that explains a change: how many moved and by what kinds of change, no names.

    `approved_on` is None while nobody has decided.
    """

    found_on: date
    approved_on: date | None
    came_in: int
    fell_out: int
    changed: int
    causes: tuple[str, ...]


@dataclass(frozen=True)
class FigureProof:
    """A published figure with its counting rule, and what the records say now.

    `now` is None where it can no longer be counted. `code` follows the code of the report.
    """

    code: str
    table: str
    row: str
    column: str
    form: Form
    value: Decimal
    now: Decimal | None
    rule: str
    trace: Trace
    reasons: tuple[Reason, ...] = ()

    @property
    def is_comparable(self) -> bool:
        return self.now is not None

    @property
    def is_revised(self) -> bool:
        return self.now is not None and self.now != self.value


def compare_figures(run: ReportRun) -> tuple[FigureProof, ...]:
    """Every figure of a published report beside what the records say now."""
    now, reasons = _values_now(run), _Reasons(run)
    return tuple(_compared(figure, now, reasons) for figure in kept_figures(run.figures))


def _compared(figure: PrintedFigure, now: dict[str, str] | None, reasons: "_Reasons") -> FigureProof:
    value = _now(figure, now)
    moved = value is not None and value != figure.value
    return FigureProof(
        code=figure.code,
        table=figure.table,
        row=figure.row,
        column=figure.column,
        form=figure.form,
        value=figure.value,
        now=value,
        rule=figure.rule,
        trace=figure.trace,
        reasons=reasons.of(figure.trace) if moved else (),
    )


def _now(figure: PrintedFigure, now: dict[str, str] | None) -> Decimal | None:
    """A count whose line has gone is zero; a share without its line cannot be told."""
    if now is None:
        return None
    found = now.get(question_of(figure.trace, figure.form))
    if found is not None:
        return Decimal(found)
    return Decimal(0) if figure.form == Form.AMOUNT else None


def _values_now(run: ReportRun) -> dict[str, str] | None:
    """Question → value; None where the report cannot be built any more."""
    key = f"report-now:{run.pk}"
    try:
        known: dict[str, str] | None = cache.get(key)
        if known is None and (known := _count(run)) is not None:
            cache.set(key, known, MEMO_SECONDS)
    except (RedisError, OSError):
        logger.warning("the cache is away, the report is counted anew")
        return _count(run)
    return known


def _count(run: ReportRun) -> dict[str, str] | None:
    kind = KINDS[run.kind]
    try:
        with override(run.language):
            tables = kind.tables(kind.build(order_of(run)))
    except DomainError:
        logger.warning("report %s cannot be built any more", run.reference)
        return None
    return {
        question_of(cell.trace, column.form): str(cell.number)
        for _table, _row, column, cell in figures_in(tables)
        if cell.trace is not None and cell.number is not None
    }


class _Reasons:
    """The restatements of the closed quarter that a report ends with, by measure and centre; read when first needed."""

    def __init__(self, run: ReportRun) -> None:
        self._run = run
        self._known: dict[tuple[str, Any], list[Reason]] | None = None

    def of(self, trace: Trace) -> tuple[Reason, ...]:
        if self._known is None:
            self._known = self._read()
        centre = dict(trace.members).get("centre")
        return tuple(self._known.get((trace.measure, centre), ()))

    def _read(self) -> dict[tuple[str, Any], list[Reason]]:
        period = self._run.period
        if period.closing_quarter is None:
            return {}
        told = Restatement.objects.filter(
            figure__period__year=period.year,
            figure__period__quarter=period.closing_quarter,
            state__in=(RestatementState.PROPOSED, RestatementState.APPROVED),
        ).select_related("figure__period")
        known: dict[tuple[str, Any], list[Reason]] = {}
        for restatement in told.order_by("found_at"):
            centre = restatement.figure.period.centre_id
            key = (restatement.figure.measure, None if centre is None else str(centre))
            known.setdefault(key, []).append(_reason(restatement))
        return known


def _reason(restatement: Restatement) -> Reason:
    approved = restatement.decided_at if restatement.state == RestatementState.APPROVED else None
    causes = causes_in_words(restatement)
    kinds = dict.fromkeys(f"{one.what} ({one.columns})" if one.columns else str(one.what) for one in causes)
    return Reason(
        found_on=timezone.localdate(restatement.found_at),
        approved_on=timezone.localdate(approved) if approved else None,
        came_in=len(restatement.came_in),
        fell_out=len(restatement.fell_out),
        changed=len(restatement.changed),
        causes=tuple(kinds),
    )
