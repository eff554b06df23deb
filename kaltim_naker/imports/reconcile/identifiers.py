"""By what two lists are compared: how it is read in a cell, compared, shown, and misspelt."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import Levenshtein

from kaltim_naker.core.crypto import blind_index
from kaltim_naker.core.nik import mask_nik, without_nik
from kaltim_naker.imports.cells import CellProblem, is_number, text_of
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.parsers import people
from kaltim_naker.imports.reconcile.compare import Ours
from kaltim_naker.imports.workbook import Cell


@dataclass(frozen=True)
class Identifier:
    """`column` reads a cell into text in the clear, or raises CellProblem. `key` never shows what it stands for."""

    label: str | Promise
    column: Column
    key: Callable[[str], Hashable]
    show: Callable[[str], str]
    near: Callable[[str, Mapping[Hashable, Ours]], Ours | None]
    #: A cell with fewer digits is a heading or a remark, not an entry that went wrong.
    digits: int


def _nik_text(cell: Cell) -> str:
    return people.nik(cell).value


def _certificate_number(cell: Cell) -> str:
    """A number as printed. Raises `number_missing`, `number_invalid` for what has no digit, `number_cell` where a
    spreadsheet has rounded it."""
    text = text_of(cell)
    if not text:
        raise CellProblem("number_missing", gettext("The number is missing."))
    if is_number(cell) and len(text) > 15:
        raise CellProblem(
            "number_cell",
            gettext("The number was typed as a number; the spreadsheet has changed its last digits."),
            hint=gettext("Format the column as text and type it again."),
        )
    if not any(char.isdigit() for char in text) or len(text) > 60:
        raise CellProblem("number_invalid", gettext("“%(value)s” is no certificate number.") % {"value": text[:60]})
    return text


def _number_key(text: str) -> str:
    """Letters and digits only, upper case (domain.md §4.3)."""
    return re.sub(r"[\W_]+", "", text).upper()


def _near_nik(value: str, left: Mapping[Hashable, Ours]) -> Ours | None:
    """The record whose NIK differs in one digit, or has two neighbours changed about.

    Found by trying what it might be: the numbers of ours are stored encrypted, and none is opened for this.
    """
    return next((found for variant in _slips(value) if (found := left.get(blind_index(variant)))), None)


def _slips(value: str) -> Iterator[str]:
    for place, digit in enumerate(value):
        for other in "0123456789":
            if other != digit:
                yield value[:place] + other + value[place + 1 :]
        if place and value[place - 1] != digit:
            yield value[: place - 1] + digit + value[place - 1] + value[place + 1 :]


def _near_number(value: str, left: Mapping[Hashable, Ours]) -> Ours | None:
    key = _number_key(value)
    if len(key) < 6:
        return None
    return next((ours for other, ours in left.items() if Levenshtein.distance(key, other, score_cutoff=1) <= 1), None)


NIK = Identifier(
    label=_("NIK"),
    column=Column("nik", _("NIK"), _nik_text, ("nik", "no ktp", "nomor ktp", "no nik", "nomor induk kependudukan")),
    key=blind_index,
    show=mask_nik,
    near=_near_nik,
    digits=8,
)

CERTIFICATE_NUMBER = Identifier(
    label=_("certificate number"),
    column=Column(
        "number",
        _("certificate number"),
        _certificate_number,
        ("no sertifikat", "nomor sertifikat", "sertifikat", "no sertifikat kompetensi", "certificate number"),
    ),
    key=_number_key,
    show=without_nik,
    near=_near_number,
    digits=3,
)
