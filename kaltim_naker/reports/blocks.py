"""What reports are put together from: tables of measures, and the frame around them.

Every number comes from `programs.measures`, as the pages and the lists behind figures count it, and carries the way to
its records. A table takes a fixed number of queries, however many rows it has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kaltim_naker.reports.build import Order, period_in_words
from kaltim_naker.reports.dimensions import AXES, Axis
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
    Table,
    Trace,
)
from kaltim_naker.reports.facts import Scale
from kaltim_naker.reports.frame import letterhead_of, scale_on, signature_of
from kaltim_naker.reports.revisions import revisions_of
from kaltim_naker.reports.words import overlap_in_words
from programs.choices import Unit
from programs.measures import (
    UNKNOWN,
    Dimension,
    Figure,
    Measure,
    Progress,
    Ratio,
    Slice,
    by_month,
    counted_in_several,
    dimensions_of,
    divide,
    find_measure,
    find_ratio,
    get_measure,
    progress,
    progress_grid,
)
from trainees.models import JobSeeker

_NOTHING = Progress(0, 0)


def counted(key: str) -> Measure | Ratio:
    """A measure or a ratio by its key. Raises KeyError for a name that nobody has registered."""
    return find_ratio(key) or get_measure(key)


@dataclass(frozen=True)
class Blocks:
    """The tables of one report, counted for its period and within its scope."""

    order: Order

    def known(self, names: Sequence[str]) -> list[Measure | Ratio]:
        """Those that can be counted for the report's own place: what belongs to no centre is no centre's figure."""
        place = {AXES[name].dimension for name in self.order.place}
        return [found for found in map(counted, names) if all(place <= _dimensions_of(part) for part in _parts(found))]

    # --- single figures -----------------------------------------------------------------------------------------------
    def cell(self, measure: Measure | Figure, value: int | None, *, whole_year: bool = True, **members: Any) -> Cell:
        """A count with the way to its records; a published figure has none."""
        if value is None:
            return Cell()
        narrowed = tuple((name, str(key)) for name, key in {**self.order.place, **members}.items())
        period = self.order.period
        is_listed = find_measure(measure.key) is not None
        trace = Trace(measure.key, period.year, period.code, whole_year, narrowed) if is_listed else None
        return Cell(number=Decimal(value), trace=trace)

    def progress(self, measure: Measure) -> tuple[Cell, Cell]:
        """In the period, and since January. A position has no figure for the period alone."""
        found = progress(measure, self.order.period, self.order.scope)
        in_period = None if measure.is_position else found.in_period
        return self.cell(measure, in_period, whole_year=False), self.cell(measure, found.cumulative)

    def big(self, key: str) -> Big:
        """A large figure: what has come together since January, or the ratio of it."""
        found = counted(key)
        if isinstance(found, Ratio):
            return Big(self._share(found), str(found.name), Form.PERCENT)
        return Big(self.progress(found)[1], str(found.name))

    def _share(self, ratio: Ratio) -> Cell:
        divided = divide(ratio, Slice.up_to(self.order.period), self.order.scope)
        return _share_cell(divided.numerator, divided.denominator)

    # --- tables -------------------------------------------------------------------------------------------------------
    def figures(self, key: str, title: str, names: Sequence[str]) -> Table:
        """One line a measure or ratio: in the period, and since January."""
        columns = (
            Column("figure", _("Figure"), Form.TEXT, 40),
            Column("unit", _("Unit"), Form.TEXT, 16),
            Column("in_period", _("In the period")),
            Column("to_date", _("To date")),
        )
        return Table(key, title, columns, tuple(self._figure(found) for found in self.known(names)))

    def _figure(self, found: Measure | Ratio) -> Row:
        if isinstance(found, Measure):
            return Row((Cell(str(found.name)), Cell(str(Unit(found.unit).label)), *self.progress(found)))
        share = self._share(found)
        written = Cell(
            number=share.number.quantize(Decimal("0.01")) if share.number is not None else None, note=share.note
        )
        return Row((Cell(str(found.name)), Cell("%"), Cell(), written))

    def by(self, key: str, title: str, axis_name: str, names: Sequence[str], *, is_whole_known: bool = True) -> Table:
        """Measures side by side, one line for each member of an axis, the whole below."""
        axis = AXES[axis_name]
        columns = [_Counted(self, found, axis) for found in self.known(names)]
        members = self._members(axis, columns)
        rows = [Row((Cell(name), *(one.cell(member) for one in columns))) for member, name in members.items()]
        if is_whole_known and len(rows) > 1:
            rows.append(Row((Cell(_("Together")), *(one.whole() for one in columns)), is_total=True))
        heads = (Column(axis.name, str(axis.label), Form.TEXT), *(one.column() for one in columns))
        return Table(key, title, heads, tuple(rows), self._overlap(columns[0], rows))

    def _members(self, axis: Axis, columns: Sequence["_Counted"]) -> dict[Any, str]:
        """Those that are counted, in reading order; of a closed list all, save those beyond the report's own place."""
        seen = {member for one in columns for member in one.seen}
        named = axis.members()
        own = self.order.place.get(axis.name)
        shown = {
            member: name
            for member, name in named.items()
            if member in seen or (axis.is_closed and member and (own is None or member == own))
        }
        strange = {member: str(member) for member in sorted(seen - named.keys() - {None}, key=str)}
        return {**shown, **strange, **({None: _("not recorded")} if None in seen else {})}

    def _overlap(self, first: "_Counted", rows: Sequence[Row]) -> tuple[str, ...]:
        """Why the lines of the first column add up to more than the whole."""
        if not isinstance(first.found, Measure) or len(rows) < 2:
            return ()
        excess = sum(n.cumulative for n in first.grid[0].values()) - first.whole_progress().cumulative
        if excess <= 0:
            return ()
        period, scope = self.order.period, self.order.scope
        return (overlap_in_words(counted_in_several(first.found, period, scope, first.axis.dimension), excess),)

    def months(self, key: str, title: str, names: Sequence[str]) -> Table:
        """What has come together by the end of each month of the year up to the period."""
        measures = [get_measure(name) for name in names]
        counts = [by_month(one, self.order.period, self.order.scope) for one in measures]
        rows = [
            Row(
                (
                    Cell(capfirst(str(MONTHS[month]))),
                    *(self.cell(one, n[month - 1], until=month) for one, n in zip(measures, counts, strict=True)),
                )
            )
            for month in range(1, self.order.period.end.month + 1)
        ]
        heads = (Column("month", _("Month"), Form.TEXT), *(Column(one.key, str(one.name)) for one in measures))
        note = _("Distinct from January to the end of each month, so that a month includes those before it.")
        return Table(key, title, heads, tuple(rows), (note,))


class _Counted:
    """A column of a table by members: what is counted for each, and for the whole."""

    def __init__(self, blocks: Blocks, found: Measure | Ratio, axis: Axis) -> None:
        self.blocks, self.found, self.axis = blocks, found, axis
        self.parts = _parts(found)
        self.grid = [self._grid(part, (axis.dimension,)) for part in self.parts]

    def _grid(self, part: Measure | Figure, dimensions: tuple[Dimension, ...]) -> Mapping[Any, Progress]:
        """Nobody is counted by what a measure does not know, and no member has a share of a published figure."""
        if isinstance(part, Figure) or not set(dimensions) <= _dimensions_of(part):
            return {}
        order = self.blocks.order
        return {
            key[0] if key else None: n for key, n in progress_grid(part, order.period, order.scope, dimensions).items()
        }

    @property
    def seen(self) -> set[Any]:
        return {member for grid in self.grid for member, n in grid.items() if n.cumulative}

    def column(self) -> Column:
        return Column(
            self.found.key, str(self.found.name), Form.PERCENT if isinstance(self.found, Ratio) else Form.AMOUNT
        )

    def cell(self, member: Any) -> Cell:
        counts = [grid.get(member, _NOTHING).cumulative for grid in self.grid]
        if isinstance(self.found, Ratio):
            return _share_cell(*counts)
        if isinstance(self.found, Measure) and self.axis.dimension not in dimensions_of(self.found):
            return Cell()
        named = {self.axis.name: UNKNOWN if member is None else member}
        return self.blocks.cell(self.parts[0], counts[0], **named)

    def whole(self) -> Cell:
        if isinstance(self.found, Ratio):
            return self.blocks._share(self.found)
        return self.blocks.cell(self.found, self.whole_progress().cumulative)

    def whole_progress(self) -> Progress:
        order = self.blocks.order
        return progress(self.found, order.period, order.scope) if isinstance(self.found, Measure) else _NOTHING


def _parts(found: Measure | Ratio) -> tuple[Measure | Figure, ...]:
    return (found.numerator, found.denominator) if isinstance(found, Ratio) else (found,)


def _dimensions_of(part: Measure | Figure) -> set[Dimension]:
    """A published figure is one for the whole."""
    return set() if isinstance(part, Figure) else set(dimensions_of(part))


def _share_cell(above: int, below: int | None) -> Cell:
    """A ratio in per cent with its two counts beneath."""
    if not below:
        return Cell()
    return Cell(number=Decimal(above) / below * 100, note=f"{above} / {below}")


def bars_of(table: Table, at: int = 1, title: str = "", form: Form = Form.AMOUNT) -> Chart:
    """The lines of a table as bars, by one of its columns; the total and what is nothing are left out."""
    shown = (row for row in table.rows if not row.is_total and len(row.cells) > at and row.cells[at].number)
    bars = tuple(Bar(row.cells[0].text, row.cells[at].number) for row in shown)
    return Chart(ChartKind.BARS, title or table.title, bars, form)


def months_chart_of(table: Table, targets: Mapping[int, Decimal] | None = None) -> Chart:
    """The first figure of a table by months as a line."""
    reached = {place: row.cells[1].number for place, row in enumerate(table.rows, start=1)}
    bars = tuple(Bar(str(month), reached.get(month), (targets or {}).get(month)) for month in range(1, 13))
    return Chart(ChartKind.MONTHS, table.title, bars)


def rules_of(names: Sequence[str]) -> tuple[str, ...]:
    """The counting rule of each measure and ratio, and how a period counts."""
    found = [counted(name) for name in names]
    return (
        *dict.fromkeys(f"{one.name}. {one.rule}" for one in found),
        _(
            "A quarter counts those whose first record of the year lies in it, so that the quarters add up to the "
            "year. The cumulative figure runs from 1 January to the last day of the period."
        ),
    )


def document(
    order: Order,
    *,
    title: str,
    subject: str,
    lead: Sequence[Big],
    sections: Sequence[Section],
    rules: Sequence[str],
    sources: Sequence[str] = (),
    is_brief: bool = False,
) -> Document:
    """The frame around the sections of a report: letterhead, signature, scale, sources, what was revised."""
    division = order.centre or order.region
    columns = [column for section in sections for table in section.tables for column in table.columns]
    judges = any(column.form == Form.PREDICATE for column in columns)
    counted_by_us = _("Realisation: counted from the records of the application, none of it typed.")
    return Document(
        reference=order.reference,
        title=title,
        subject=f"{subject}, {division}" if division and subject else str(division or subject),
        period=period_in_words(order.period),
        year=order.period.year,
        part=order.period.code,
        last_day=order.period.end,
        made_at=order.made_at,
        language=order.language,
        is_invented=JobSeeker.objects.filter(is_invented=True).exists(),
        letterhead=letterhead_of(order.centre),
        signature=signature_of(order.centre, timezone.localdate(order.made_at)),
        lead=tuple(lead),
        sections=tuple(section for section in sections if section.tables or section.paragraphs or section.stories),
        rules=tuple(rules),
        scale=scale_on(order.period.end) if judges else Scale("", ()),
        sources=(*sources, counted_by_us),
        centre=order.centre.pk if order.centre else None,
        region=order.region.pk if order.region else None,
        revisions=revisions_of(order.period, order.centre),
        is_brief=is_brief,
    )
