"""What a list of assessment results says."""

from django.utils.translation import gettext as _

from kaltim_naker.imports.cells import CellProblem, text_of
from kaltim_naker.imports.wording import normalise, without_brackets
from kaltim_naker.imports.workbook import Cell

COMPETENT, NOT_YET_COMPETENT, ABSENT = "K", "BK", "absent"
_OUTCOMES = {
    COMPETENT: "k|kompeten|competent|direkomendasikan kompeten|rekomendasi kompeten|lulus kompeten|k kompeten",
    NOT_YET_COMPETENT: "bk|b k|belum kompeten|blm kompeten|tidak kompeten|tk|bk belum kompeten|belum k",
    ABSENT: "th|tidak hadir|tdk hadir|absen|mangkir|absent|tidak ikut|tidak mengikuti",
}
_BY_WORD = {word: outcome for outcome, words in _OUTCOMES.items() for word in words.split("|")}


def outcome(cell: Cell) -> str:
    """`K`, `BK` or `absent` (domain.md §4.2). Raises `result_unknown`, for an empty cell too."""
    text = text_of(cell)
    found = _BY_WORD.get(normalise(text)) or _BY_WORD.get(normalise(without_brackets(text)))
    if found is None:
        raise CellProblem(
            "result_unknown",
            _("“%(value)s” is no result of an assessment.") % {"value": text},
            hint=_("Write K (competent) or BK (not yet competent)."),
        )
    return found
