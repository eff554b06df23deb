"""Counts and amounts of rupiah. In Indonesia `1.500` is fifteen hundred; where a sign may mean two things, we ask."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from kaltim_naker.imports.cells import CellProblem, is_number, text_of
from kaltim_naker.imports.workbook import Cell

_CURRENCY = re.compile(r"^(rp|idr)\.?\s*|\s*(,-|,--|\.-)$", re.IGNORECASE)
_UNIT = re.compile(r"\s*(orang|org|paket|pkt|jam|jp|hari|unit|perusahaan|kelas|rupiah)\.?$", re.IGNORECASE)
_PLAIN = re.compile(r"^\d+$")
_DOTS = re.compile(r"^\d{1,3}(\.\d{3})+(,\d{1,2})?$")
_COMMAS = re.compile(r"^\d{1,3}(,\d{3}){2,}(\.\d{1,2})?$|^\d{1,3}(,\d{3})+\.\d{1,2}$")
_BLANKS = re.compile(r"^\d{1,3}( \d{3})+$")
_ONE_COMMA_GROUP = re.compile(r"^\d{1,3},\d{3}$")
# As programs write a whole number into a text: 1500.0.
_WHOLE_FLOAT = re.compile(r"^\d+\.0{1,2}$")
_DECIMAL_COMMA = re.compile(r"^\d+,\d{1,2}$")


def count(cell: Cell) -> int | None:
    """A number of people or things, 0 or more. Raises `number_invalid` or `number_ambiguous`."""
    amount = rupiah(cell)
    if amount is None:
        return None
    if amount != amount.to_integral_value():
        raise _invalid(cell)
    return int(amount)


def rupiah(cell: Cell) -> Decimal | None:
    """An amount of money, 0 or more. Raises `number_invalid` or `number_ambiguous`."""
    if is_number(cell):
        return _from_number(cell)
    text = _UNIT.sub("", _CURRENCY.sub("", text_of(cell))).strip()
    if not text:
        if text_of(cell):
            raise _invalid(cell)
        return None
    if not text.isascii():
        raise _invalid(cell)
    if _ONE_COMMA_GROUP.match(text):
        raise CellProblem(
            "number_ambiguous",
            _("“%(value)s” may be read in two ways.") % {"value": text_of(cell)},
            hint=_("Write %(whole)s without a comma.") % {"whole": text.replace(",", "")},
        )
    return _from_text(text, cell)


def _from_number(cell: Cell) -> Decimal:
    amount = Decimal(str(cell))
    if amount < 0 or amount >= Decimal(10) ** 15 or amount != amount.quantize(Decimal("0.01")):
        raise _invalid(cell)
    return amount


def _from_text(text: str, cell: Cell) -> Decimal:
    if _PLAIN.match(text) or _BLANKS.match(text):
        amount = Decimal(text.replace(" ", ""))
    elif _DOTS.match(text) or _DECIMAL_COMMA.match(text):
        amount = Decimal(text.replace(".", "").replace(",", "."))
    elif _COMMAS.match(text) or _WHOLE_FLOAT.match(text):
        amount = Decimal(text.replace(",", ""))
    else:
        raise _invalid(cell)
    if amount >= Decimal(10) ** 15:
        raise _invalid(cell)
    return amount


def _invalid(cell: Cell) -> CellProblem:
    return CellProblem(
        "number_invalid",
        _("“%(value)s” is not a number that can stand here.") % {"value": text_of(cell)},
        hint=_("Write it in digits, 0 or more: 1500 or 1.500."),
    )
