"""Quarters and what they came to, put together for the pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.models import Assessment, Result
from certifications.querysets import awaiting_assessment
from companies.models import Apprentice
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import Scope
from kaltim_naker.accounts.models import OfficeKind, User
from kaltim_naker.core.periods import ROMAN, Period
from kaltim_naker.imports.choices import ImportStage, QuarantineState
from kaltim_naker.imports.models import QuarantinedRow
from kaltim_naker.reports.words import amount
from kaltim_naker.ui.components import Badge, Step
from kaltim_naker.ui.formatting import moment, percent
from programs.choices import PeriodState, RestatementState, RevisionState
from programs.models import (
    ClosedFigure,
    Reopening,
    ReportingPeriod,
    Restatement,
    TargetRevision,
    TrainingCentre,
    TrainingClass,
)
from programs.services import waiting_for
from trainees.models import Enrolment

PERIOD_BADGES = {
    PeriodState.OPEN: Badge(PeriodState.OPEN.label, "neutral"),
    PeriodState.SUBMITTED: Badge(PeriodState.SUBMITTED.label, "info"),
    PeriodState.RETURNED: Badge(PeriodState.RETURNED.label, "warn"),
    PeriodState.APPROVED: Badge(PeriodState.APPROVED.label, "good"),
    PeriodState.CLOSED: Badge(PeriodState.CLOSED.label, "done"),
}
RESTATEMENT_BADGES = {
    RestatementState.PROPOSED: Badge(RestatementState.PROPOSED.label, "warn"),
    RestatementState.APPROVED: Badge(RestatementState.APPROVED.label, "good"),
    RestatementState.REJECTED: Badge(RestatementState.REJECTED.label, "neutral"),
    RestatementState.WITHDRAWN: Badge(RestatementState.WITHDRAWN.label, "neutral"),
}


# --- a year as a matrix ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Cell:
    """A quarter of a unit; `reopened_until` where it may be written again at the moment."""

    period: ReportingPeriod
    reopened_until: datetime | None

    @property
    def badge(self) -> Badge:
        return PERIOD_BADGES[PeriodState(self.period.state)]


@dataclass(frozen=True)
class Column:
    """A quarter of all units. `waits_for` names the units that keep it from being closed."""

    period: Period
    is_closed: bool
    waits_for: tuple[str, ...]
    restatements: int

    @property
    def label(self) -> str:
        return f"TW {ROMAN[self.period.quarter or 0]}"

    @property
    def is_ready(self) -> bool:
        return not self.is_closed and not self.waits_for


@dataclass(frozen=True)
class YearMatrix:
    """Units × quarters; the province's own unit first."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]


def year_matrix(year: int, scope: Scope) -> YearMatrix | None:
    """None where no unit has begun the year. The number of queries does not grow with the units."""
    periods = list(ReportingPeriod.objects.filter(year=year).select_related("centre"))
    if not periods:
        return None
    live = Reopening.objects.filter(period__in=periods, until__gt=timezone.now()).order_by("until")
    until = dict(live.values_list("period", "until"))
    cells = {(one.centre_id, one.quarter): Cell(one, until.get(one.pk)) for one in periods}
    units: list[tuple[int | None, str]] = [(None, _("Province"))]
    units += TrainingCentre.objects.values_list("pk", "short_name")
    rows = tuple((name, tuple(cells.get((pk, quarter)) for quarter in ROMAN)) for pk, name in units)
    waiting = _restatements_waiting(year, scope)
    return YearMatrix(tuple(_column(Period(year, quarter), periods, waiting) for quarter in ROMAN), rows)


def _restatements_waiting(year: int, scope: Scope) -> list[int]:
    """The quarter of each restatement that waits."""
    waiting = Restatement.objects.visible_to(scope).open().filter(figure__period__year=year)
    return list(waiting.values_list("figure__period__quarter", flat=True))


def _column(period: Period, periods: Iterable[ReportingPeriod], waiting: Sequence[int]) -> Column:
    own = [one for one in periods if one.quarter == period.quarter]
    is_closed = any(one.state == PeriodState.CLOSED for one in own)
    return Column(
        period, is_closed, () if is_closed else tuple(waiting_for(period, own)), waiting.count(period.quarter or 0)
    )


# --- the way of one quarter ------------------------------------------------------------------------------------------
_WAY = (PeriodState.OPEN, PeriodState.SUBMITTED, PeriodState.APPROVED, PeriodState.CLOSED)


def way_of(period: ReportingPeriod) -> list[Step]:
    """Where the quarter stands; one that was returned stands where it began."""
    state = PeriodState.OPEN if period.state == PeriodState.RETURNED else PeriodState(period.state)
    here = _WAY.index(state)
    notes = {
        PeriodState.SUBMITTED: _by(period.submitted_by, period.submitted_at),
        PeriodState.APPROVED: _by(period.approved_by, period.approved_at),
        PeriodState.CLOSED: _by(period.closed_by, period.closed_at),
    }
    is_over = state == PeriodState.CLOSED
    return [
        Step(
            one.label,
            "done" if position < here or is_over else "current" if position == here else "todo",
            notes.get(one, "") if position <= here else "",
        )
        for position, one in enumerate(_WAY)
    ]


def _by(user: User | None, at: datetime | None) -> str:
    return f"{user}, {moment(at)}" if user else ""


# --- what is still open ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Check:
    """Something that a unit should have done before it hands in; a warning, never a refusal.

    `rows` yields what is open at the end of a quarter, for a centre or, with None, for what belongs to no centre.
    """

    label: str | Promise
    action: Action
    url_name: str
    rows: Callable[[Period, int | None], QuerySet]
    query: tuple[tuple[str, str], ...] = ()
    of_centre: bool = True
    of_province: bool = False

    def applies_to(self, centre: int | None) -> bool:
        return self.of_province if centre is None else self.of_centre


def _rows_to_correct(period: Period, centre: int | None) -> QuerySet:
    rows = QuarantinedRow.objects.filter(state=QuarantineState.OPEN, run__stage=ImportStage.ACCEPTED)
    return rows.filter(run__office__kind=OfficeKind.PROVINCE) if centre is None else rows.filter(run__office=centre)


CHECKS = (
    Check(
        gettext_lazy("classes past their last day, not closed"),
        Action.VIEW_CLASSES,
        "programs:class_list",
        lambda period, centre: TrainingClass.objects.overdue(_day_after(period)).filter(centre=centre),
        (("due", "closing"),),
    ),
    Check(
        gettext_lazy("assessments whose day is over, without results"),
        Action.VIEW_CERTIFICATES,
        "certifications:assessment_list",
        lambda period, centre: Assessment.objects.awaiting_results(_day_after(period)).filter(
            training_class__centre=centre
        ),
        (("due", "results"),),
    ),
    Check(
        gettext_lazy("people passed the training, but were not assessed"),
        Action.VIEW_CERTIFICATES,
        "certifications:awaiting_assessment",
        lambda period, centre: awaiting_assessment(Enrolment.objects.all()).filter(
            ended_on__lte=period.end, training_class__centre=centre
        ),
    ),
    Check(
        gettext_lazy("people are competent, but the paper has not arrived"),
        Action.VIEW_CERTIFICATES,
        "certifications:awaiting_certificate",
        lambda period, centre: Result.objects.awaiting_certificate().filter(
            assessed_on__lte=period.end, assessment__training_class__centre=centre
        ),
    ),
    Check(
        gettext_lazy("rows of brought files wait for a correction"),
        Action.USE_IMPORT_DESK,
        "imports:quarantine",
        _rows_to_correct,
        of_province=True,
    ),
    Check(
        gettext_lazy("apprentices should have ended, and nobody has said how"),
        Action.VIEW_APPRENTICES,
        "companies:apprentice_list",
        lambda period, centre: Apprentice.objects.ending(period.end).filter(ends_on__lte=period.end),
        (("due", "ending"),),
        of_centre=False,
        of_province=True,
    ),
    Check(
        gettext_lazy("proposed targets wait for approval"),
        Action.VIEW_ACHIEVEMENT,
        "reports:revisions",
        lambda period, centre: TargetRevision.objects.filter(
            state=RevisionState.PROPOSED, target__year=period.year, target__centre=centre
        ),
        (("state", "proposed"),),
        of_province=True,
    ),
)


def _day_after(period: Period) -> Any:
    return period.end + timedelta(days=1)


@dataclass(frozen=True)
class Finding:
    """How much of a check is open; `url` only for readers who may open the list."""

    label: str | Promise
    count: int
    url: str

    @property
    def badge(self) -> Badge:
        return Badge(str(self.count), "warn") if self.count else Badge(_("nothing open"), "good")


def checklist(period: ReportingPeriod, reader: User) -> list[Finding]:
    """What the unit has still open for this quarter."""
    return [
        Finding(check.label, check.rows(period.period, period.centre_id).count(), _url(check, reader))
        for check in CHECKS
        if check.applies_to(period.centre_id)
    ]


def _url(check: Check, reader: User) -> str:
    if not can(reader, check.action):
        return ""
    return reverse(check.url_name) + (f"?{urlencode(check.query)}" if check.query else "")


# --- what a quarter came to ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class FigureLine:
    """A closed figure with what was approved since; `revised` None where nothing was."""

    figure: ClosedFigure
    revised: Restatement | None
    waiting: int

    @property
    def value(self) -> str:
        return worded(self.figure, self.figure.value)

    @property
    def revised_value(self) -> str:
        return worded(self.figure, self.revised.new) if self.revised else ""


def figure_lines(period: ReportingPeriod, scope: Scope) -> list[FigureLine]:
    figures = ClosedFigure.objects.visible_to(scope).filter(period=period).select_related("indicator", "period")
    return [
        FigureLine(figure, figure.revision, open_restatements(figure))
        for figure in figures.order_by("indicator").prefetch_related("restatements")
    ]


def open_restatements(figure: ClosedFigure) -> int:
    """How many restatements of it wait for a decision; of restatements that were read before."""
    return sum(one.state == RestatementState.PROPOSED for one in figure.restatements.all())


def worded(figure: ClosedFigure, value: Decimal | None) -> str:
    """A value of this figure: a ratio is in per cent, a count has the decimals that it has."""
    return percent(value) if figure.numerator is not None else amount(value)
