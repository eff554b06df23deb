"""One page for the head of the office: where the year stands, what is behind, and what has to be decided."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Span
from kaltim_naker.reports.achievement import Yardstick, achievement_of, centres_in
from kaltim_naker.reports.blocks import Blocks, counted, document, rules_of
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.declaration import Division, ReportKind
from kaltim_naker.reports.document import Big, Cell, Column, Document, Form, Row, Section, Table
from kaltim_naker.reports.facts import Achievement, TargetRow
from kaltim_naker.reports.narratives import stories_of
from kaltim_naker.reports.sections import capacity_of
from kaltim_naker.ui.formatting import number, percent
from programs.measures import find_measure, get_measure
from programs.models import Indicator
from programs.services import indicators_on

_BESIDE = ("job_seekers_trained", "graduates_placed", "apprentices_started", "agreements_in_force", "companies_coached")


def build(order: Order) -> Document:
    """The main indicator large, its parts, the figures beside it, and what staff say about it."""
    with override(order.language):
        main, achievement = _main(order)
        blocks, whole = Blocks(order), achievement.whole
        return document(
            order,
            title=_("Brief for the head of the office"),
            subject=main.name,
            lead=[
                Big(blocks.cell(get_measure(main.measure), int(whole.cumulative or 0)), _("realised to date")),
                Big(Cell(number=_target(whole)), _("target")),
                Big(Cell(number=whole.percent), _("Achievement"), Form.PERCENT),
                Big(_predicate(whole), _("predicate"), Form.PREDICATE),
            ],
            sections=[
                Section(
                    _("Where the year stands"),
                    paragraphs=_sentences(order, main, achievement),
                    tables=(_parts(blocks, achievement),),
                ),
                Section(_("Beside it"), tables=(blocks.figures("beside", _("Beside it"), _BESIDE),)),
                Section(_("What staff say"), stories=stories_of(order, [main])),
            ],
            rules=rules_of([main.measure, *_BESIDE]),
            is_brief=True,
        )


def _main(order: Order) -> tuple[Indicator, Achievement]:
    main = next((one for one in indicators_on(order.period.end) if find_measure(one.measure)), None)
    if main is None:
        raise DomainError(
            "no_indicator", _("No indicator is counted yet. Please enter an indicator with its measure first.")
        )
    yardstick = Yardstick.of(order.period, order.region)
    return main, achievement_of(main, yardstick, order.scope, centres_in(order.scope))


def _target(row: TargetRow) -> Decimal | None:
    return row.target_year if row.against_year else row.target_to_date


def _predicate(row: TargetRow) -> Cell:
    return Cell(row.predicate.name, level=row.predicate.level) if row.predicate else Cell()


def _parts(blocks: Blocks, achievement: Achievement) -> Table:
    columns = (
        Column("place", _("Training centre"), Form.TEXT, 26),
        Column("target", _("Target"), Form.AMOUNT, 12),
        Column("in_period", _("In the period"), Form.AMOUNT, 12),
        Column("to_date", _("To date"), Form.AMOUNT, 12),
        Column("percent", _("Achievement"), Form.PERCENT, 14),
        Column("predicate", _("Predicate"), Form.PREDICATE, 24),
    )
    rows = [_part(blocks, achievement, row) for row in (*achievement.parts, achievement.whole)]
    return Table("parts", achievement.name, columns, (*rows[:-1], Row(rows[-1].cells, is_total=True)))


def _part(blocks: Blocks, achievement: Achievement, row: TargetRow) -> Row:
    measure = counted(achievement.measure)
    narrowed = {"centre": row.centre} if row.centre else {}
    in_period = None if row.in_period is None else int(row.in_period)
    return Row(
        (
            Cell(row.label),
            Cell(number=_target(row)),
            blocks.cell(measure, in_period, whole_year=False, **narrowed),  # type: ignore[arg-type]
            blocks.cell(measure, int(row.cumulative or 0), **narrowed),  # type: ignore[arg-type]
            Cell(number=row.percent),
            _predicate(row),
        )
    )


def _sentences(order: Order, main: Indicator, achievement: Achievement) -> tuple[str, ...]:
    """What the figures say, in words: how much is missing, and whether the planned classes can bring it."""
    whole = achievement.whole
    told = []
    if whole.target_year is not None and whole.cumulative is not None:
        missing = max(whole.target_year - whole.cumulative, Decimal(0))
        words = {"missing": number(missing), "share": percent(whole.percent_of_year)}
        told.append(_("%(share)s of the year's target is reached; %(missing)s are missing.") % words)
    yardstick = Yardstick.of(order.period, order.region)
    for row in capacity_of(main, yardstick, order.scope, centres_in(order.scope)):
        if row.gap is not None and row.gap > 0:
            words = {"centre": row.label, "gap": number(row.gap), "yield": percent(row.yield_percent)}
            told.append(_("%(centre)s lacks %(gap)s planned seats at its measured yield of %(yield)s.") % words)
    return tuple(told)


REPORT = ReportKind(
    key="brief",
    prefix="RK",
    name=gettext_lazy("Brief for the head of the office"),
    about=gettext_lazy("One page: where the year stands, what is behind, what staff say."),
    position=5,
    spans=frozenset(Span),
    divisions=frozenset(Division),
    build=build,
)
