"""Where figures stand that were counted before. Nothing stands there unless a page opens a shelf around its figures.

Whoever opens none counts the records: reports that freeze, lists, exports. `programs.kept` fills the shelf.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta
from typing import Any, Protocol

#: How many subjects were counted for the first time in each month of a year, January first.
Firsts = Sequence[int]
NO_FIRSTS: Firsts = (0,) * 12


class Shelf(Protocol):
    def figures(
        self, measure: str, year: int, grain: tuple[str, ...]
    ) -> Mapping[tuple[str | None, ...], Firsts] | None:
        """What is kept for each combination of members of these dimensions, keys as text; None: nothing that holds."""

    def as_key(self, measure: str, dimension: str, text: str | None) -> Any:
        """A member's key as the query of the measure yields it."""


_open: ContextVar[Shelf | None] = ContextVar("shelf", default=None)


@contextmanager
def opened(shelf: Shelf) -> Iterator[None]:
    """Figures are read from this shelf inside, where it has them."""
    token = _open.set(shelf)
    try:
        yield
    finally:
        _open.reset(token)


def kept_by(
    measure: str, start: date, end: date, grain: Sequence[str], members: Mapping[Any, Any] | None = None
) -> dict[tuple[Any, ...], Firsts] | None:
    """What is kept for each combination of members of `grain`, within one member of each dimension of `members`.

    None where nothing is kept: no shelf is open, or the span does not run from January to the end of a month.
    """
    shelf, narrowed = _open.get(), members or {}
    if shelf is None or not _is_whole_months(start, end):
        return None
    dimensions = tuple(sorted({*grain, *narrowed}))
    found = shelf.figures(measure, start.year, dimensions)
    if found is None:
        return None
    wanted = [(dimensions.index(name), _as_text(member)) for name, member in narrowed.items()]
    if wanted:
        found = {key: firsts for key, firsts in found.items() if all(key[place] == text for place, text in wanted)}
    if not grain:
        # One row or none is left: a member of each dimension was wanted.
        return dict(zip([()], found.values(), strict=False))
    # A matrix has thousands of rows and few members: each member's key is made once, and the rows are put together
    # column by column.
    columns = dict(zip(dimensions, zip(*found, strict=True), strict=False))
    keyed = [_as_keys(shelf, measure, name, columns.get(name, ())) for name in grain]
    return dict(zip(zip(*keyed, strict=True), found.values(), strict=True))


def _as_keys(shelf: Shelf, measure: str, dimension: str, texts: Sequence[str | None]) -> Iterator[Any]:
    keys = {text: shelf.as_key(measure, dimension, text) for text in set(texts)}
    return map(keys.__getitem__, texts)


def _is_whole_months(start: date, end: date) -> bool:
    return (start.month, start.day) == (1, 1) and start.year == end.year and (end + timedelta(days=1)).day == 1


def _as_text(member: Any) -> str | None:
    return None if member is None else str(member)
