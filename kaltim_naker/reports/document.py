"""A report as frozen data that page, PDF, workbook, CSV and API draw alike: sections of figures, tables and charts.

Every figure carries a `Trace`: which measure it counts, of when, narrowed to what. From it comes the address of the
list behind the figure, and the test that the list is as long as the figure says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from kaltim_naker.core.periods import Period
from kaltim_naker.reports.facts import Letterhead, Revision, Scale, Signature
from kaltim_naker.reports.links import records_url
from kaltim_naker.reports.quality.board import list_url
from kaltim_naker.reports.quality.checks import Place, check_named


class Form(StrEnum):
    """How a value is written, and its type in a workbook."""

    TEXT = "text"
    #: A whole number, or a target with the decimals it has.
    AMOUNT = "amount"
    PERCENT = "percent"
    #: Percentage points, with sign.
    POINTS = "points"
    RUPIAH = "rupiah"
    DATE = "date"
    #: A step of the predicate scale, as a word with boxes.
    PREDICATE = "predicate"


@dataclass(frozen=True)
class Trace:
    """The way from a figure to its records. `measure` is a measure, or a check of data quality (`is_check`).

    `part` is the code of the period within `year` (`Q3`, `S1`, `M07`, `Y`); `members` are names and keys of
    `reports.dimensions.AXES`. `whole_year` counts since January, else only who is new in the period.
    """

    measure: str
    year: int
    part: str
    whole_year: bool = True
    members: tuple[tuple[str, str], ...] = ()
    is_check: bool = False

    @property
    def period(self) -> Period:
        return Period.coded(self.year, self.part)

    @property
    def url(self) -> str:
        """The list behind the figure."""
        members = dict(self.members)
        if self.is_check and (check := check_named(self.measure)):
            place = Place[members["by"].upper()]
            key = members.get(place.name.lower())
            return list_url(check, self.year, place, int(key) if key else None)
        return records_url(self.measure, self.period, whole_year=self.whole_year, **members)


@dataclass(frozen=True)
class Cell:
    """A value of a table: `number` for figures, unrounded; `day` for dates; else `text`, for a predicate with `level`.

    `note` stands small beneath it.
    """

    text: str = ""
    number: Decimal | None = None
    day: date | None = None
    level: int = 0
    note: str = ""
    trace: Trace | None = None

    @property
    def is_empty(self) -> bool:
        return not self.text and self.number is None and self.day is None


@dataclass(frozen=True)
class Column:
    """A column: its name in data, its words, how it is written, and its share of the width (0: an equal share)."""

    key: str
    label: str
    form: Form = Form.AMOUNT
    width: int = 0


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """A table of figures. `key` names it in data and is its file in the CSV; `notes` are printed under it."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


class ChartKind(StrEnum):
    #: Value against target, one bar a row.
    BARS = "bars"
    #: What came together by the end of each month, beside the target.
    MONTHS = "months"


@dataclass(frozen=True)
class Bar:
    label: str
    value: Decimal | None
    target: Decimal | None = None


@dataclass(frozen=True)
class Chart:
    """What a chart shows; drawn by the code that draws the charts of the pages."""

    kind: ChartKind
    title: str
    bars: tuple[Bar, ...]
    form: Form = Form.AMOUNT


@dataclass(frozen=True)
class Big:
    """One of the large figures on top; `form` says how it is written."""

    cell: Cell
    words: str
    form: Form = Form.AMOUNT


@dataclass(frozen=True)
class Story:
    """What staff wrote about an indicator: causes, obstacles, follow-up. `is_draft`: not confirmed for this period."""

    code: str
    name: str
    causes: str
    obstacles: str
    follow_up: str
    place: str = ""
    is_draft: bool = False


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it, in this order."""

    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    chart: Chart | None = None
    stories: tuple[Story, ...] = ()
    #: Begins on a new page.
    breaks: bool = False


@dataclass(frozen=True)
class Document:
    """A report of the family. The first fields say what, of when and about whom; `centre` and `region` are keys."""

    reference: str
    title: str
    subject: str
    period: str
    year: int
    part: str
    last_day: date
    made_at: datetime
    language: str
    is_invented: bool
    letterhead: Letterhead
    signature: Signature
    lead: tuple[Big, ...]
    sections: tuple[Section, ...]
    rules: tuple[str, ...]
    scale: Scale
    sources: tuple[str, ...]
    centre: int | None = None
    region: int | None = None
    revisions: tuple[Revision, ...] = ()
    #: Stands on one page, without rules and scale.
    is_brief: bool = False


def tables_of(facts: Document) -> tuple[Table, ...]:
    """All tables of a document in reading order."""
    return tuple(table for section in facts.sections for table in section.tables)


def figures_in(tables: tuple[Table, ...]) -> Iterator[tuple[Table, int, Column, Cell]]:
    """Every figure that leads to records: its table, the number of its row from 0, its column, the cell itself."""
    for table in tables:
        for place, row in enumerate(table.rows):
            for column, cell in zip(table.columns, row.cells, strict=True):
                if cell.trace is not None:
                    yield table, place, column, cell
