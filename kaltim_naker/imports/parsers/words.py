"""Cells that are taken as they were written."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from kaltim_naker.imports.cells import CellProblem, text_of
from kaltim_naker.imports.workbook import Cell


def text(cell: Cell) -> str | None:
    """The text, or None. Raises `text_too_long` above 500 characters."""
    words = text_of(cell)
    if len(words) > 500:
        raise CellProblem("text_too_long", _("The text is longer than 500 characters."))
    return words or None


def tick(cell: Cell) -> bool:
    """Whether anything stands in the cell: √, v, x, 1; an empty cell, a dash and a zero are no tick."""
    return text_of(cell) not in ("", "0")


def required_text(code: str, message: str) -> Callable[[Cell], str]:
    """A parser that raises `code` for an empty cell. `message` is a msgid or a lazy string."""

    def parse(cell: Cell) -> str:
        words = text(cell)
        if not words:
            raise CellProblem(code, str(message))
        return words

    return parse
