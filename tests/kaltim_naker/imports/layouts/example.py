"""What a table of the tests is: good rows and bad ones, and the words that offices put over its columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kaltim_naker.imports.kinds import Kind, Values

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Example:
    """A table. `columns`: ours, and words over them; `rows`: what stands below, dates as dates.

    `styles` writes values of a type in the ways of `spellings`; `groups` stand over neighbouring columns; `combined`
    may be one column of the file, under `combined_words`; `ticks` is a column that may be two, one for each value;
    `in_titles` may stand above the table; `days` are columns of their own, one for each, of `months`.
    """

    kind: Kind
    columns: Mapping[str, Sequence[str]]
    rows: Sequence[Row]
    styles: Mapping[str, tuple[type, Callable[[Any, Any], object]]] = field(default_factory=dict)
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    combined: Sequence[str] = ()
    combined_words: Sequence[str] = ()
    ticks: tuple[str, Sequence[str]] | None = None
    in_titles: Sequence[str] = ()
    days: Sequence[date] = ()
    months: Sequence[str] = ()
    shown: Callable[[Values], object] | None = None

    def values(self, found: Values) -> object:
        """What of a row must be the same in every layout."""
        if self.shown is not None:
            return self.shown(found)
        return {name: found.get(name) for name in self.columns}
