"""Lists: columns declared once, for the page and for the workbook alike.

A row is drawn by plain string work over `values()`: table libraries cost five times the page (performance.md §5).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from kaltim_naker.ui import formatting
from kaltim_naker.ui.components import Badge, EmptyState
from kaltim_naker.ui.markup import badge_html
from kaltim_naker.ui.paging import Order, Page, query_url

Row = Any


class Kind(StrEnum):
    """What a value is: decides its format, its side in the column and its type in the workbook."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    RUPIAH = "rupiah"
    DATE = "date"
    MOMENT = "moment"


_NUMERIC = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.RUPIAH})
_DATED = frozenset({Kind.DATE, Kind.MOMENT})


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `value` is a look-up (default: `name`) or a function of the row, which then names the look-ups it needs in `fields`.
    `sort` is the look-up to sort by. `choices` turns stored codes into words, `badges` into badges. `link` is the name
    of a URL that takes the row's key, or a function of the row. `wide` columns are left out on phones; the `heading`
    column names the row for screen readers.
    """

    name: str
    label: str | Promise
    value: str | Callable[[Row], Any] | None = None
    fields: tuple[str, ...] = ()
    kind: Kind = Kind.TEXT
    decimals: int | None = None
    sort: str = ""
    choices: Mapping[Any, str | Promise] | None = None
    badges: Mapping[Any, Badge] | None = None
    link: str | Callable[[Row], str] | None = None
    wide: bool = False
    heading: bool = False

    @property
    def lookups(self) -> tuple[str, ...]:
        """What the query must fetch for this column."""
        if callable(self.value):
            return self.fields
        return (self.value or self.name, *self.fields)

    @property
    def css(self) -> str:
        return " ".join(
            mark for mark, on in (("e", self.kind in _NUMERIC), ("n", self.kind in _DATED), ("w", self.wide)) if on
        )

    def read(self, row: Row) -> Any:
        """The bare value of a row: a dict of `values()`, or an object."""
        if callable(self.value):
            return self.value(row)
        lookup = self.value or self.name
        if isinstance(row, Mapping):
            return row[lookup]
        for step in lookup.split("__"):
            row = getattr(row, step, None)
        return row

    def text(self, value: Any) -> str:
        """The value in words, in the reader's format."""
        if value is None or value == "":
            return formatting.DASH
        if self.badges is not None and value in self.badges:
            return str(self.badges[value].label)
        if self.choices is not None:
            return str(self.choices.get(value, value))
        return _FORMATS[self.kind](value, self.decimals)

    def export(self, row: Row) -> Any:
        """The value for a workbook: numbers and dates as such, everything else as the words of the page."""
        value = self.read(row)
        if value is None or value == "":
            return None
        is_coded = self.choices is not None or self.badges is not None
        return self.text(value) if is_coded or self.kind is Kind.TEXT else value


_FORMATS: dict[Kind, Callable[[Any, int | None], str]] = {
    Kind.TEXT: lambda value, _decimals: str(value),
    Kind.NUMBER: lambda value, decimals: formatting.number(value, decimals or 0),
    Kind.PERCENT: lambda value, decimals: formatting.percent(value, 2 if decimals is None else decimals),
    Kind.RUPIAH: lambda value, decimals: formatting.rupiah(value, decimals or 0),
    Kind.DATE: lambda value, _decimals: formatting.short_date(value),
    Kind.MOMENT: lambda value, _decimals: formatting.moment(value),
}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `url` sorts by it, `direction` is what aria-sort says."""

    label: str | Promise
    css: str
    url: str = ""
    direction: str = ""

    @property
    def icon(self) -> str:
        return {"ascending": "up", "descending": "down"}.get(self.direction, "sort")


NOTHING_FOUND = EmptyState(_("Nothing found"), _("Change or reset the filter to see more."))


@dataclass(frozen=True)
class Table:
    """A page of rows ready to be drawn by `{% table %}`."""

    columns: Sequence[Column]
    page: Page
    caption: str | Promise
    order: Order
    query: QueryDict
    empty: EmptyState = NOTHING_FOUND

    @property
    def is_empty(self) -> bool:
        return not self.page.rows

    @property
    def head(self) -> list[Head]:
        return [self._head(column) for column in self.columns]

    @property
    def body(self) -> Iterator[SafeString]:
        """Each row as one `<tr>`, every value escaped."""
        return (self._row(row) for row in self.page.rows)

    def _head(self, column: Column) -> Head:
        if not column.sort:
            return Head(column.label, column.css)
        is_current = column.sort == self.order.lookup
        sort = f"-{column.name}" if is_current and not self.order.descending else column.name
        return Head(
            column.label,
            column.css,
            url=query_url(self.query, drop=("after", "before"), sort=sort),
            direction=("descending" if self.order.descending else "ascending") if is_current else "",
        )

    def _row(self, row: Row) -> SafeString:
        return mark_safe(f"<tr>{''.join([self._cell(column, row) for column in self.columns])}</tr>")  # noqa: S308

    def _drawn_badge(self, badge: Badge) -> SafeString:
        """The same few badges come back in every row."""
        if badge not in self._badges:
            self._badges[badge] = badge_html(badge)
        return self._badges[badge]

    @cached_property
    def _badges(self) -> dict[Badge, SafeString]:
        return {}

    def _cell(self, column: Column, row: Row) -> str:
        value = column.read(row)
        if column.badges is not None and value in column.badges:
            inner = self._drawn_badge(column.badges[value])
        else:
            inner = conditional_escape(column.text(value))
        if column.link is not None:
            inner = format_html('<a href="{}">{}</a>', address_of(column, row), inner)
        css = f' class="{column.css}"' if column.css else ""
        if column.heading:
            return f'<th scope="row"{css}>{inner}</th>'
        return f"<td{css}>{inner}</td>"


def address_of(column: Column, row: Row) -> str:
    """Where the cell of a row leads; empty for a column without links."""
    if callable(column.link):
        return column.link(row)
    return reverse(column.link, args=[row["pk"] if isinstance(row, Mapping) else row.pk]) if column.link else ""


def lookups_of(columns: Sequence[Column]) -> list[str]:
    """What one query has to fetch for these columns, each once, in order."""
    return list(dict.fromkeys(lookup for column in columns for lookup in column.lookups if lookup != "pk"))


def order_from(raw: str, columns: Sequence[Column], default: Order) -> Order | None:
    """The order that `?sort=name` or `?sort=-name` asks for; None where no such column can be sorted."""
    if not raw:
        return default
    sortable = {column.name: column.sort for column in columns if column.sort}
    lookup = sortable.get(raw.removeprefix("-"))
    return Order(lookup, raw.startswith("-")) if lookup else None
