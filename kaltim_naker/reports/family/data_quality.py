"""Data quality: what is missing, what came late, what nobody has looked at, at each place that answers for it."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kaltim_naker.core.periods import Span
from kaltim_naker.reports.blocks import document
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.declaration import Division, ReportKind
from kaltim_naker.reports.document import Big, Cell, Column, Document, Form, Row, Section, Table, Trace
from kaltim_naker.reports.quality import Board, Line, Place, board_in
from kaltim_naker.reports.quality import Cell as Count


def build(order: Order) -> Document:
    """The board by centre and by region, as it stands on the day on which the report is made."""
    with override(order.language):
        boards = [(place, board_in(order.scope, order.period.year, place)) for place in _places(order)]
        sections = [
            Section(_TITLES[place] % {"group": section.title}, tables=tuple(_tables(order, place, board, at)))
            for place, board in boards
            for at, section in enumerate(board.sections)
        ]
        over = sum(board.over for _place, board in boards)
        return document(
            order,
            title=_("Report on data quality"),
            subject=_("Completeness, timeliness and care"),
            lead=[Big(Cell(number=Decimal(over)), _("places beyond what is tolerated"))],
            sections=sections,
            rules=(
                _("A record falls short or it does not; a number is never more than the list behind it."),
                _(
                    "What is tolerated is a share of what was looked at, in per cent; exactly as many is not more. The "
                    "figures are those of the day on which the report is made."
                ),
            ),
        )


def _places(order: Order) -> tuple[Place, ...]:
    """A centre or region answers for itself; the province looks at both kinds."""
    if not order.place:
        return tuple(Place)
    return (Place.CENTRE,) if order.centre else (Place.REGION,)


_TITLES = {Place.CENTRE: gettext_lazy("Training centres: %(group)s"), Place.REGION: gettext_lazy("Regions: %(group)s")}


def _tables(order: Order, place: Place, board: Board, at: int) -> list[Table]:
    """One table a group: checks down; all places together, then each."""
    section = board.sections[at]
    columns = (
        Column("check", _("Check"), Form.TEXT, 30),
        Column("tolerated", _("Tolerated"), Form.PERCENT, 12),
        Column("together", _("Together"), Form.AMOUNT, 12),
        Column("percent", _("Share"), Form.PERCENT, 15),
        Column("worst", _("Beyond it"), Form.TEXT, 34),
    )
    rows = tuple(_row(order, place, board, line) for line in section.lines)
    return [Table(f"{place.name.lower()}_{section.lines[0].check.group.value}", str(section.title), columns, rows)]


def _row(order: Order, place: Place, board: Board, line: Line) -> Row:
    beyond = [
        f"{one.short_name} {cell.count} / {cell.whole}"
        for one, cell in zip(board.places, line.cells, strict=True)
        if cell.is_over
    ]
    return Row(
        (
            Cell(str(line.check.name), note=str(line.check.way_out)),
            Cell(number=Decimal(line.check.tolerated)),
            _count(order, place, line, line.together),
            Cell(number=line.together.percent),
            Cell(", ".join(beyond)),
        )
    )


def _count(order: Order, place: Place, line: Line, found: Count) -> Cell:
    by = place.name.lower()
    members = (("by", by), *((name, str(key)) for name, key in order.place.items() if name == by))
    trace = Trace(line.check.key, order.period.year, order.period.code, members=members, is_check=True)
    return Cell(number=Decimal(found.count), note=f"/ {found.whole}", trace=trace if found.count else None)


REPORT = ReportKind(
    key="data_quality",
    prefix="MD",
    name=gettext_lazy("Data quality"),
    about=gettext_lazy("What is missing, late or unseen, by training centre and region."),
    position=80,
    spans=frozenset({Span.YEAR}),
    divisions=frozenset(Division),
    build=build,
)
