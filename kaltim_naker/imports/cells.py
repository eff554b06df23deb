"""One cell: the problem it may have, and how it reads as text."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from django.utils.functional import Promise

from kaltim_naker.imports.workbook import Cell

ERROR, WARNING = "error", "warning"
# What people write to say that there is nothing.
_NOTHING = frozenset(
    {"", "-", "--", "---", ".", "n/a", "na", "#n/a", "nihil", "tidak ada", "tdk ada", "kosong", "null"}
)
_LONGEST_NOTHING = max(map(len, _NOTHING))
_QUOTES = "'‘’`´"
_EXCEL_MARKS = ("\ufeff", "=", *_QUOTES)


class CellProblem(Exception):  # noqa: N818 - also warnings are raised as one
    """Why a cell or a row cannot be taken as it is. `code` is stable; `message` and `hint` are for people.

    `column` names the column that a problem of a whole row is corrected in; `suggestions` are texts for this column
    that come near and would be understood. Neither says anything about a person that the row does not say.
    """

    def __init__(
        self,
        code: str,
        message: str | Promise,
        *,
        hint: str | Promise = "",
        level: str = ERROR,
        column: str = "",
        suggestions: Sequence[str] = (),
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.hint = hint
        self.level = level
        self.column = column
        self.suggestions = tuple(suggestions)


def text_of(cell: Cell) -> str:
    """The cell as a person sees it; empty for an empty cell, a dash or "n/a". A whole number has no decimal point."""
    if isinstance(cell, str):
        return cell if is_plain(cell) else _text(cell)
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return _text(str(cell))


def is_plain(text: str) -> bool:
    """Certainly a word or a number: nothing to be taken off, and more than a way to say that there is nothing."""
    return len(text) > _LONGEST_NOTHING and text.isalnum()


# The check asks about the same cell several times, and columns repeat their words.
@lru_cache(maxsize=8_192)
def _text(cell: str) -> str:
    text = " ".join(cell.split())
    if text.startswith(_EXCEL_MARKS):
        text = " ".join(_without_excel_marks(text).split())
    return "" if len(text) <= _LONGEST_NOTHING and text.lower() in _NOTHING else text


def is_number(cell: Cell) -> bool:
    """Typed as a number, not as text that looks like one."""
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _without_excel_marks(text: str) -> str:
    """`'6471…` and `="6471…"` are ways to make a spreadsheet keep a number as text."""
    text = text.lstrip("\ufeff")
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text.lstrip(_QUOTES)
