"""What a list says about a person: NIK, name, sex, education, telephone."""

import re

from django.utils.translation import gettext as _

from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.nik import Nik, parse_nik
from kaltim_naker.core.periods import today
from kaltim_naker.core.phones import normalise_phone
from kaltim_naker.imports.cells import WARNING, CellProblem, is_number, text_of
from kaltim_naker.imports.wording import normalise
from kaltim_naker.imports.workbook import Cell

# 6.47401E+15 as text, or 6474030602950043.0: a number all the same, only written down by another program.
_WAS_NUMBER = re.compile(r"^\d+([.,]\d+)?E\+?\d+$|^\d{15,17}[.,]0+$", re.IGNORECASE)
# What a spreadsheet would take for a formula (security.md, row on exports); no name begins so.
_FORMULA_SIGNS = ("=", "+", "@", "|")
_TWO_NUMBERS = re.compile(r"\s*(?:[/;,]|\bdan\b|\batau\b)\s*")
_MALE = frozenset(("l", "lk", "lki", "laki", "laki laki", "lakilaki", "laki2", "pria", "male", "m"))
_FEMALE = frozenset(("p", "pr", "prp", "perempuan", "wanita", "w", "female", "f"))

# domain.md §6.2: ordered, so that "at least SMP" can be asked.
_EDUCATION: tuple[tuple[int, str], ...] = (
    (0, r"(tidak|tdk|blm|belum)( pernah)?( tamat| sekolah| lulus).*"),
    (11, r"(s ?3|doktor|strata 3|strata tiga|phd)\b.*"),
    (10, r"(s ?2|magister|strata 2|strata dua|pasca ?sarjana)\b.*"),
    (9, r"(profesi|pendidikan profesi)\b.*"),
    (8, r"(s ?1|d ?4|d ?iv|diploma (4|iv|empat)|sarjana|strata 1|strata satu|st|sarjana terapan)\b.*"),
    (7, r"(d ?3|d ?iii|diploma (3|iii|tiga)|akademi|ahli madya)\b.*"),
    (6, r"(d ?2|d ?ii|diploma (2|ii|dua))\b.*"),
    (5, r"(d ?1|d ?i|diploma (1|i|satu))\b.*"),
    # "SMA/SMK sederajat" names both; the general school is the lower claim.
    (3, r"(sma|smu|slta|ma|man|mas|aliyah|madrasah aliyah|sekolah menengah atas|paket c|kejar paket c)\b.*"),
    (4, r"(smk|smkn|mak|stm|smea|smkk|sekolah menengah kejuruan)\b.*"),
    (2, r"(smp|smpn|sltp|mts|mtsn|tsanawiyah|madrasah tsanawiyah|sekolah menengah pertama|paket b|kejar paket b)\b.*"),
    (1, r"(sd|sdn|mi|min|ibtidaiyah|madrasah ibtidaiyah|sekolah dasar|paket a|kejar paket a)\b.*"),
)
_EDUCATION_PATTERNS = tuple((level, re.compile(pattern)) for level, pattern in _EDUCATION)


def nik(cell: Cell) -> Nik:
    """A NIK typed as text. Raises `nik_missing`, `nik_number_cell` and what `parse_nik` finds.

    A number cell is refused, never repaired: spreadsheets keep fifteen digits and the sixteenth is gone
    (domain.md §2.1, case 6).
    """
    text = text_of(cell)
    if not text:
        raise CellProblem("nik_missing", _("The NIK is missing."), hint=_("Copy the 16 digits from the identity card."))
    if is_number(cell) or _WAS_NUMBER.match(text.replace(" ", "")):
        raise CellProblem(
            "nik_number_cell",
            _("The NIK was typed as a number; the spreadsheet has changed its last digit."),
            hint=_("Format the column as text and type the NIK again from the identity card."),
        )
    try:
        return parse_nik(text, today=today())
    except DomainError as error:
        raise CellProblem(error.code, error.message, hint=_("Compare it with the identity card.")) from None


def optional_nik(cell: Cell) -> Nik | None:
    """The same where a list may tell people by their names: an empty cell is None."""
    return nik(cell) if text_of(cell) else None


def name(cell: Cell) -> str:
    """A full name, exactly as typed. Raises `name_missing` or `name_invalid`."""
    text = text_of(cell)
    if not text:
        raise CellProblem(
            "name_missing", _("The name is missing."), hint=_("Write the full name as on the identity card.")
        )
    if not any(map(str.isalpha, text)) or len(text) > 150 or text.startswith(_FORMULA_SIGNS):
        raise CellProblem("name_invalid", _("“%(value)s” is not a name.") % {"value": text[:60]})
    return text


def sex(cell: Cell) -> str | None:
    """`L` or `P`. Raises `sex_unknown`."""
    text = text_of(cell)
    word = normalise(text)
    if not word and not text:
        return None
    if word in _MALE:
        return "L"
    if word in _FEMALE:
        return "P"
    raise CellProblem("sex_unknown", _("“%(value)s” is neither L nor P.") % {"value": text}, hint=_("Write L or P."))


def education(cell: Cell) -> int | None:
    """The level of domain.md §6.2, 0 (no school finished) to 11 (S3). Raises `education_unknown`."""
    text = text_of(cell)
    word = normalise(text)
    if not text:
        return None
    for level, pattern in _EDUCATION_PATTERNS:
        if pattern.fullmatch(word):
            return level
    raise CellProblem(
        "education_unknown",
        _("“%(value)s” is not a known level of education.") % {"value": text},
        hint=_("Write for example SD, SMP, SMA, SMK, Paket C, D3 or S1."),
    )


def phone(cell: Cell) -> str | None:
    """E.164; of two numbers the first. Raises `phone_invalid`, a warning: nobody is refused for a telephone number."""
    text = text_of(cell)
    if not text:
        return None
    first = _TWO_NUMBERS.split(text, maxsplit=1)[0]
    try:
        return normalise_phone(first)
    except DomainError as error:
        raise CellProblem("phone_invalid", error.message, level=WARNING) from None
