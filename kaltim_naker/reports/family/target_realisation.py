"""“Target dan Realisasi”: what was promised, what was achieved, and where (domain.md §9.4, tables 1 and 5)."""

from decimal import Decimal

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kaltim_naker.core.errors import DomainError
from kaltim_naker.reports.achievement import Yardstick, achievement_of, centres_in
from kaltim_naker.reports.build import BESIDE, Order, counting_rules, period_in_words
from kaltim_naker.reports.declaration import ReportKind
from kaltim_naker.reports.document import Cell, Column, Form, Row, Table, Trace
from kaltim_naker.reports.facts import Achievement, Line, OriginLine, TargetRealisation, TargetRow
from kaltim_naker.reports.frame import letterhead_of, signature_of
from kaltim_naker.reports.pictures import pictures_of
from kaltim_naker.reports.revisions import revisions_of
from kaltim_naker.reports.sections import capacity_of, fields_of, figure_of, issuers_of, months_of, origins_of
from programs.measures import OUTSIDE, UNKNOWN, Measure, find_measure, get_measure
from programs.models import Indicator, Target
from programs.services import indicators_on
from trainees.choices import Sex
from trainees.models import JobSeeker


def build_target_realisation(order: Order) -> TargetRealisation:
    """The facts of “Target dan Realisasi”. Raises DomainError where no indicator is counted yet."""
    with override(order.language):
        return _build(order)


def _build(order: Order) -> TargetRealisation:
    period, scope, centre = order.period, order.scope, order.centre
    yardstick = Yardstick.of(period, order.region)
    centres = centres_in(scope)
    main, *others = _indicators(yardstick)
    achievements = [achievement_of(indicator, yardstick, scope, centres) for indicator in (main, *others)]
    measure = get_measure(main.measure)
    beside = tuple(figure_of(get_measure(key), period, scope) for key in BESIDE if key != main.measure)
    made_on = timezone.localdate(order.made_at)
    return TargetRealisation(
        reference=order.reference,
        title=_("Report on target and realisation"),
        subject=main.name,
        period=period_in_words(period),
        year=period.year,
        quarter=period.quarter,
        semester=period.semester,
        month=period.month,
        region=order.region.pk if order.region else None,
        last_day=period.end,
        made_at=order.made_at,
        language=order.language,
        is_invented=JobSeeker.objects.filter(is_invented=True).exists(),
        letterhead=letterhead_of(centre),
        signature=signature_of(centre, made_on),
        main=achievements[0],
        others=tuple(achievements[1:]),
        beside=beside,
        months=months_of(measure, main, yardstick, scope, centre.pk if centre else None),
        origins=_origins(measure, order),
        fields=fields_of(measure, period, scope),
        issuers=issuers_of(measure, period, scope),
        capacity=capacity_of(main, yardstick, scope, centres),
        rules=counting_rules(achievements, beside),
        scale=yardstick.scale,
        sources=_sources(main, period.year, yardstick),
        revisions=revisions_of(period, centre),
    )


def _origins(measure: Measure, order: Order) -> tuple[OriginLine, ...]:
    """A region's report is about those who live there."""
    lines = origins_of(measure, order.period, order.scope)
    return tuple(line for line in lines if order.region is None or line.key == order.region.pk)


def _indicators(yardstick: Yardstick) -> list[Indicator]:
    """The indicators of a year: first the one that is counted, then the others that have a target."""
    indicators = indicators_on(yardstick.period.end)
    counted = [indicator for indicator in indicators if find_measure(indicator.measure)]
    if not counted:
        raise DomainError(
            "no_indicator", _("No indicator is counted yet. Please enter an indicator with its measure first.")
        )
    with_target = {indicator for indicator, _quarter, _centre in yardstick.targets}
    return [counted[0], *(item for item in indicators if item.pk in with_target and item != counted[0])]


def _sources(main: Indicator, year: int, yardstick: Yardstick) -> tuple[str, ...]:
    documents = Target.objects.in_force(year).filter(indicator=main).order_by("source").values_list("source", flat=True)
    scale = (_("Predicate scale: %(source)s") % {"source": yardstick.scale.source},) if yardstick.scale.source else ()
    return (
        *(_("Target: %(source)s") % {"source": source} for source in documents.distinct()),
        *scale,
        _("Realisation: counted from the records of the application, none of it typed."),
    )


# --- the same figures as tables ---------------------------------------------------------------------------------------
def tables_of(facts: TargetRealisation) -> tuple[Table, ...]:
    """The figures of the report as its workbook has them, each with the way to its records."""
    sheets = _Sheets(facts)
    return tuple(table for table in sheets.every() if table.rows)


class _Sheets:
    """The tables of one report while they are put together."""

    def __init__(self, facts: TargetRealisation) -> None:
        self.facts = facts
        centre, region = facts.main.whole.centre, facts.region
        self.place = {"centre": centre} if centre else {"region": region} if region else {}

    def every(self) -> list[Table]:
        return [
            self._targets(),
            self._months(),
            self._beside(),
            self._others(),
            self._origins(),
            self._lines("fields", _("By field of training"), _("Field of training"), self.facts.fields, "field"),
            self._lines("issuers", _("By issuer of the certificate"), _("Issuer"), self.facts.issuers, "issuer"),
            self._capacity(),
        ]

    def _count(
        self, value: Decimal | int | None, measure: str, *, whole_year: bool = True, **members: int | str
    ) -> Cell:
        if value is None:
            return Cell()
        asked = self.facts.period_asked
        narrowed = tuple((name, str(key)) for name, key in {**self.place, **members}.items())
        is_listed = find_measure(measure) is not None
        trace = Trace(measure, asked.year, asked.code, whole_year, narrowed) if is_listed else None
        return Cell(number=Decimal(value), trace=trace)

    def _targets(self) -> Table:
        main = self.facts.main
        columns = (
            Column("place", _("Training centre"), Form.TEXT),
            Column("target", _("Target %(year)s") % {"year": self.facts.year}),
            Column("target_to_date", _("Target to date")),
            Column("in_period", _("Realised in the period")),
            Column("to_date", _("Realised to date")),
            Column("percent", _("Achievement"), Form.PERCENT),
            Column("percent_of_year", _("Of the year"), Form.PERCENT),
            Column("predicate", _("Predicate"), Form.PREDICATE),
        )
        rows = [self._target_row(main, row) for row in (*main.parts, main.whole)]
        return Table("targets", main.name, columns, (*rows[:-1], Row(rows[-1].cells, is_total=True)))

    def _target_row(self, main: Achievement, row: TargetRow) -> Row:
        narrowed = {"centre": row.centre} if row.centre else {}
        step = row.predicate
        return Row(
            (
                Cell(row.label),
                Cell(number=row.target_year),
                Cell(number=row.target_to_date),
                self._count(row.in_period, main.measure, whole_year=False, **narrowed),
                self._count(row.cumulative, main.measure, **narrowed),
                Cell(number=row.percent),
                Cell(number=row.percent_of_year),
                Cell(step.name, level=step.level) if step else Cell(),
            )
        )

    def _months(self) -> Table:
        columns = (
            Column("month", _("Month"), Form.TEXT),
            Column("to_date", _("Realised to date")),
            Column("target", _("Target")),
        )
        measure = self.facts.main.measure
        rows = tuple(
            Row(
                (
                    Cell(capfirst(str(MONTHS[point.month]))),
                    self._count(point.achieved, measure, until=point.month),
                    Cell(number=point.target),
                )
            )
            for point in self.facts.months
        )
        return Table("months", _("Growth over the year"), columns, rows)

    def _beside(self) -> Table:
        columns = (
            Column("figure", _("Figure"), Form.TEXT),
            Column("unit", _("Unit"), Form.TEXT),
            Column("in_period", _("In the period")),
            Column("to_date", _("To date")),
        )
        rows = tuple(
            Row(
                (
                    Cell(one.name),
                    Cell(one.unit),
                    self._count(one.in_period, one.measure, whole_year=False),
                    self._count(one.cumulative, one.measure),
                )
            )
            for one in self.facts.beside
        )
        return Table("beside", _("Beside it: other figures"), columns, rows)

    def _others(self) -> Table:
        columns = (
            Column("code", _("Code"), Form.TEXT),
            Column("indicator", _("Indicator"), Form.TEXT),
            Column("unit", _("Unit"), Form.TEXT),
            Column("target", _("Target")),
            Column("to_date", _("Realised")),
            Column("percent", _("Achievement"), Form.PERCENT),
        )
        rows = tuple(
            Row(
                (
                    Cell(one.code),
                    Cell(one.name),
                    Cell(one.unit),
                    Cell(number=one.whole.target_year),
                    self._count(one.whole.cumulative, one.measure),
                    Cell(number=one.whole.percent),
                )
            )
            for one in self.facts.others
        )
        return Table("others", _("Other indicators of the year"), columns, rows)

    def _origins(self) -> Table:
        columns = (
            Column("region", _("Regency or city"), Form.TEXT),
            Column("men", _("Men")),
            Column("women", _("Women")),
            Column("together", _("Together")),
        )
        measure = self.facts.main.measure
        rows = []
        for line in self.facts.origins:
            region = OUTSIDE if line.key is None else line.key
            counts = ((line.male, {"sex": Sex.MALE.value}), (line.female, {"sex": Sex.FEMALE.value}), (line.total, {}))
            cells = [self._count(value, measure, **{"region": region, **more}) for value, more in counts]
            rows.append(Row((Cell(line.label), *cells)))
        return Table("origins", _("Where the people live"), columns, tuple(rows))

    def _lines(self, key: str, title: str, head: str, lines: tuple[Line, ...], axis: str) -> Table:
        columns = (
            Column("name", head, Form.TEXT),
            Column("in_period", _("In the period")),
            Column("to_date", _("To date")),
        )
        measure = self.facts.main.measure
        rows = []
        for line in lines:
            member = {axis: UNKNOWN if line.key is None else line.key}
            in_period = self._count(line.in_period, measure, whole_year=False, **member)
            rows.append(Row((Cell(line.label), in_period, self._count(line.cumulative, measure, **member))))
        return Table(key, title, columns, tuple(rows))

    def _capacity(self) -> Table:
        columns = (
            Column("centre", _("Training centre"), Form.TEXT),
            Column("target", _("Target")),
            Column("seats_planned", _("Seats planned")),
            Column("measured_yield", _("Measured yield"), Form.PERCENT),
            Column("seats_needed", _("Seats needed")),
            Column("seats_missing", _("Seats missing")),
        )
        rows = tuple(
            Row(
                (
                    Cell(one.label),
                    Cell(number=one.target),
                    Cell(number=Decimal(one.seats_planned)),
                    Cell(number=one.yield_percent),
                    Cell(number=_decimal(one.seats_needed)),
                    Cell(number=_decimal(one.gap)),
                )
            )
            for one in self.facts.capacity
        )
        return Table("capacity", _("Do the planned classes suffice?"), columns, rows)


def _decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


REPORT = ReportKind(
    key="target_realisation",
    prefix="TR",
    name=gettext_lazy("Target and realisation"),
    about=gettext_lazy("What was promised and what was achieved, by training centre, region, field and issuer."),
    position=10,
    build=build_target_realisation,
    facts=TargetRealisation,
    template="pdf/target_realisation.html",
    pictures=pictures_of,
    tables=tables_of,
)
