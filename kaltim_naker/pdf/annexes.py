"""Long tables behind a document: what they say.

WeasyPrint lays out fifty rows in half a second and keeps 8 MB a page (performance.md §3); a list of thousands of people
is no work for it. It draws an empty sheet with head and foot, and the rows are lettered into copies of it directly
(`annex_layout`, `annex_sheets`, docs/decisions/0018). It needs nothing of Django.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """`share` is its part of the width beside the shares of the others. Numbers stand to the right."""

    heading: str
    share: float = 1.0
    is_number: bool = False


@dataclass(frozen=True)
class Annex:
    """A table of its own after the document, on as many sheets as it takes. Cells are finished text."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    note: str = ""
    landscape: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of “{self.title}” has not as many cells as the table has columns")
