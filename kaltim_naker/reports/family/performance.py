"""Chapter III of the performance report (LKjIP): achieved, compared, explained and paid (domain.md §9.1, §9.4)."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period, Span
from kaltim_naker.reports.achievement import Yardstick, achievement_of, centres_in, count_indicator
from kaltim_naker.reports.blocks import Blocks, document
from kaltim_naker.reports.budget import MoneyAndWork, money_and_work
from kaltim_naker.reports.build import Order, counting_rules
from kaltim_naker.reports.declaration import Division, ReportKind
from kaltim_naker.reports.document import (
    Bar,
    Big,
    Cell,
    Chart,
    ChartKind,
    Column,
    Document,
    Form,
    Row,
    Section,
    Story,
    Table,
    Trace,
)
from kaltim_naker.reports.facts import Achievement, TargetRow
from kaltim_naker.reports.narratives import stories_of
from kaltim_naker.ui.formatting import long_date
from programs.measures import find_measure, is_counted
from programs.models import Indicator, Target
from programs.services import indicators_on

#: So many years before stand beside the year of the report.
_YEARS_BACK = 2


def build(order: Order) -> Document:
    """Measured against this year, the years before and the years to come; then why, and for what money."""
    with override(order.language):
        report = _Report(order)
        achievements = [one for _indicator, one in report.measured]
        return document(
            order,
            title=_("Performance report, chapter III"),
            subject=_("Performance accountability"),
            lead=report.lead(),
            sections=[
                Section(_("Performance measured"), tables=(report.measuring(),), chart=report.chart()),
                Section(_("Compared with the years before"), tables=(report.years(),)),
                Section(_("On the way to the last year of the plan"), tables=tuple(report.plan())),
                Section(_("Causes, obstacles and follow-up"), stories=report.stories()),
                *report.money(),
            ],
            rules=counting_rules(achievements, ()),
            sources=_documents(order.period.year),
        )


class _Report:
    """The indicators of the year as they stand, and the tables made of them."""

    def __init__(self, order: Order) -> None:
        self.order, self.blocks = order, Blocks(order)
        self.yardstick = Yardstick.of(order.period, order.region)
        self.key = order.centre.pk if order.centre else None
        self.measured = list(self._measured())
        if not self.measured:
            raise DomainError("no_indicator", _("No indicator has a target or a measure yet."))

    def _measured(self) -> Sequence[tuple[Indicator, Achievement]]:
        """Indicators that are counted, or that have a target; of a centre those it has a part in."""
        scope = self.order.scope
        centres = centres_in(scope)
        indicators = [one for one in indicators_on(self.order.period.end) if self._belongs(one)]
        found = ((one, achievement_of(one, self.yardstick, scope, centres)) for one in indicators)
        return [(one, what) for one, what in found if _says_something(what.whole)]

    def _belongs(self, indicator: Indicator) -> bool:
        """What belongs to no centre, as companies do, is no part of a centre's report."""
        return not is_counted(indicator.measure) or bool(self.blocks.known([indicator.measure]))

    def lead(self) -> list[Big]:
        """How many indicators reached which level."""
        levels = [what.whole.predicate.level for _one, what in self.measured if what.whole.predicate]
        judged = [what for _one, what in self.measured if what.whole.percent is not None]
        return [
            Big(Cell(number=Decimal(len(self.measured))), _("indicators")),
            Big(Cell(number=Decimal(len(judged))), _("with target and realisation")),
            Big(Cell(number=Decimal(levels.count(1))), _("in the best step of the scale")),
            Big(Cell(number=Decimal(sum(level > 3 for level in levels))), _("in the two lowest steps")),
        ]

    def count(self, achievement: Achievement, row: TargetRow, period: Period | None = None) -> Cell:
        """What was counted, with the way to its records; a ratio shows what it divides."""
        if row.cumulative is None:
            return Cell()
        if row.numerator is not None:
            return Cell(number=row.cumulative.quantize(Decimal("0.01")), note=f"{row.numerator} / {row.denominator}")
        if find_measure(achievement.measure) is None:
            return Cell(number=row.cumulative)
        asked = period or self.order.period
        narrowed = tuple((name, str(key)) for name, key in self.order.place.items())
        return Cell(number=row.cumulative, trace=Trace(achievement.measure, asked.year, asked.code, members=narrowed))

    def measuring(self) -> Table:
        """Table 1 of domain.md §9.4."""
        columns = (
            Column("code", _("Code"), Form.TEXT, 7),
            Column("indicator", _("Indicator"), Form.TEXT, 31),
            Column("unit", _("Unit"), Form.TEXT, 14),
            Column("target", _("Target"), Form.AMOUNT, 10),
            Column("realised", _("Realised"), Form.AMOUNT, 12),
            Column("percent", _("Achievement"), Form.PERCENT, 13),
            Column("predicate", _("Predicate"), Form.PREDICATE, 22),
        )
        rows = tuple(self._measured_row(what) for _one, what in self.measured)
        note = _("Realised up to %(day)s. – : nothing is known, which is not zero and is left out of every average.")
        return Table(
            "measured", _("Performance measured"), columns, rows, (note % {"day": long_date(self.order.period.end)},)
        )

    def _measured_row(self, what: Achievement) -> Row:
        row, step = what.whole, what.whole.predicate
        target = row.target_year if row.against_year else row.target_to_date
        return Row(
            (
                Cell(what.code),
                Cell(what.name),
                Cell(what.unit),
                Cell(number=target),
                self.count(what, row),
                Cell(number=row.percent),
                Cell(step.name, level=step.level) if step else Cell(),
            )
        )

    def chart(self) -> Chart | None:
        bars = [Bar(what.code, what.whole.percent, Decimal(100)) for _one, what in self.measured if what.whole.percent]
        return Chart(ChartKind.BARS, _("Achievement in per cent"), tuple(bars), Form.PERCENT) if bars else None

    def years(self) -> Table:
        """Table 4 of domain.md §9.4; each year by the rule that counts today, for the same part of the year."""
        order = self.order
        before = [self._same_part(order.period.year - back) for back in range(_YEARS_BACK, 0, -1)]
        columns = (
            Column("code", _("Code"), Form.TEXT, 8),
            Column("indicator", _("Indicator"), Form.TEXT, 36),
            *(
                Column(f"realised_{one.year}", _("Realised %(year)s") % {"year": one.year}, Form.AMOUNT, 13)
                for one in before
            ),
            Column("target", _("Target %(year)s") % {"year": order.period.year}, Form.AMOUNT, 13),
            Column("realised", _("Realised %(year)s") % {"year": order.period.year}, Form.AMOUNT, 13),
            Column("growth", _("Against the year before"), Form.PERCENT, 14),
        )
        rows = tuple(self._year_row(indicator, what, before) for indicator, what in self.measured)
        note = _("Earlier years are counted by today's rule, up to the same day of the year.")
        return Table("years", _("Compared with the years before"), columns, rows, (note,))

    def _same_part(self, year: int) -> Period:
        return Period.coded(year, self.order.period.code)

    def _year_row(self, indicator: Indicator, what: Achievement, before: Sequence[Period]) -> Row:
        earlier = [self._earlier(indicator, what, one) for one in before]
        last, now = earlier[-1].number, what.whole.cumulative
        growth = (now - last) / last * 100 if last and now is not None else None
        return Row(
            (
                Cell(what.code),
                Cell(what.name),
                *earlier,
                Cell(number=what.whole.target_year),
                self.count(what, what.whole),
                Cell(number=growth),
            )
        )

    def _earlier(self, indicator: Indicator, what: Achievement, period: Period) -> Cell:
        """Of a year of which no record is kept nothing is said."""
        found = count_indicator(indicator, period, self.order.scope)
        if not found.cumulative:
            return Cell()
        row = TargetRow(
            label="",
            centre=None,
            target_year=None,
            target_to_date=None,
            in_period=None,
            cumulative=Decimal(found.cumulative),
            percent=None,
            percent_of_year=None,
            against_year=True,
            predicate=None,
            numerator=found.numerator,
            denominator=found.denominator,
        )
        return self.count(what, row, period)

    def plan(self) -> list[Table]:
        """Targets of the years to come, where any are set, and how far today is from the last of them."""
        year, region = self.order.period.year, self.order.region
        targets = Target.objects.filter(year__gt=year, quarter=None, value__isnull=False)
        targets = targets.of_region(region) if region else targets.undivided().filter(centre=self.key)
        found = {(one.indicator_id, one.year): one.value for one in targets}
        years = sorted({later for _indicator, later in found})
        if not years:
            return []
        columns = (
            Column("code", _("Code"), Form.TEXT, 8),
            Column("indicator", _("Indicator"), Form.TEXT, 34),
            *(Column(f"target_{one}", _("Target %(year)s") % {"year": one}, Form.AMOUNT, 13) for one in years),
            Column("realised", _("Realised %(year)s") % {"year": year}, Form.AMOUNT, 13),
            Column("percent", _("Of %(year)s") % {"year": years[-1]}, Form.PERCENT, 13),
        )
        rows = tuple(
            self._plan_row(what, [found.get((indicator.pk, one)) for one in years])
            for indicator, what in self.measured
            if any((indicator.pk, one) in found for one in years)
        )
        return [Table("plan", _("On the way to the last year of the plan"), columns, rows)]

    def _plan_row(self, what: Achievement, values: Sequence[Decimal | None]) -> Row:
        last, now = values[-1], what.whole.cumulative
        percent = now / last * 100 if last and now is not None else None
        cells = (Cell(number=value) for value in values)
        return Row((Cell(what.code), Cell(what.name), *cells, self.count(what, what.whole), Cell(number=percent)))

    def stories(self) -> tuple[Story, ...]:
        return stories_of(self.order, [one for one, _what in self.measured])

    def money(self) -> list[Section]:
        """Efficiency against the budget, which is the province's; a centre or region has none of its own."""
        if self.order.place:
            return []
        found = money_and_work(self.order.period)
        if not found:
            return []
        tables = (_efficiency(found), _lines(found))
        note = _(
            "Efficiency is the achievement against the target of the year less the absorption of the budget, in "
            "percentage points: above zero, more was achieved than was paid for."
        )
        return [Section(_("Efficiency against the budget"), paragraphs=(note,), tables=tables)]


def _says_something(row: TargetRow) -> bool:
    return row.target_year is not None or row.cumulative is not None


def _efficiency(found: Sequence[MoneyAndWork]) -> Table:
    columns = (
        Column("indicator", _("Indicator"), Form.TEXT, 26),
        Column("ceiling", _("Ceiling (pagu)"), Form.RUPIAH, 20),
        Column("spent", _("Spent"), Form.RUPIAH, 20),
        Column("absorbed", _("Absorbed"), Form.PERCENT, 12),
        Column("achieved", _("Achievement of the year"), Form.PERCENT, 14),
        Column("efficiency", _("Efficiency"), Form.POINTS, 13),
    )
    rows = [
        Row(
            (
                Cell(one.name),
                Cell(number=one.ceiling),
                Cell(number=one.spent),
                Cell(number=one.absorbed),
                Cell(number=one.achieved),
                Cell(number=one.efficiency),
            )
        )
        for one in found
    ]
    return Table("efficiency", _("Efficiency by indicator"), columns, tuple(rows))


def _lines(found: Sequence[MoneyAndWork]) -> Table:
    """Table 3 of domain.md §9.4, as far as the application keeps it."""
    columns = (
        Column("code", _("Account code"), Form.TEXT, 16),
        Column("activity", _("Activity"), Form.TEXT, 24),
        Column("ceiling", _("Ceiling (pagu)"), Form.RUPIAH, 20),
        Column("spent", _("Spent"), Form.RUPIAH, 20),
        Column("absorbed", _("Absorbed"), Form.PERCENT, 12),
        Column("left", _("Left"), Form.RUPIAH, 20),
    )
    lines = [line for one in found for line in one.lines]
    rows = [
        Row(
            (
                Cell(one.line.code),
                Cell(one.line.title),
                Cell(number=one.line.ceiling),
                Cell(number=one.spent),
                Cell(number=one.absorbed),
                Cell(number=one.left),
            )
        )
        for one in lines
    ]
    ceiling = sum((one.line.ceiling for one in lines), Decimal(0))
    known = [one.spent for one in lines if one.spent is not None]
    spent = sum(known, Decimal(0)) if known else None
    share = spent / ceiling * 100 if spent is not None and ceiling else None
    left = None if spent is None else ceiling - spent
    total = (
        Cell(_("Together")),
        Cell(),
        Cell(number=ceiling),
        Cell(number=spent),
        Cell(number=share),
        Cell(number=left),
    )
    return Table("budget", _("Realisation of the budget"), columns, (*rows, Row(total, is_total=True)))


def _documents(year: int) -> tuple[str, ...]:
    documents = Target.objects.in_force(year).order_by("source").values_list("source", flat=True).distinct()
    return tuple(_("Target: %(source)s") % {"source": source} for source in documents)


REPORT = ReportKind(
    key="performance",
    prefix="KJ",
    name=gettext_lazy("Performance report, chapter III (LKjIP)"),
    about=gettext_lazy("Every indicator against this year, the years before and the plan; why; and for what money."),
    position=20,
    spans=frozenset({Span.YEAR, Span.SEMESTER, Span.QUARTER}),
    divisions=frozenset(Division),
    build=build,
)
