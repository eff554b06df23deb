"""Brings what people type to a common form, so that it can be compared."""

import re
import unicodedata
from functools import lru_cache

_NO_WORD = re.compile(r"[^0-9a-z]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}


def normalise(text: str) -> str:
    """Lower case, accents and punctuation gone, one blank between words: `Tgl. LAHIR *` → `tgl lahir`."""
    # Numbers stand as they are; each of a list is another one, and none is worth remembering.
    return text if text.isascii() and text.isdigit() else _normalise(text)


@lru_cache(maxsize=20_000)
def _normalise(text: str) -> str:
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NO_WORD.sub(" ", text.lower()).strip()


def without_brackets(text: str) -> str:
    """`Tanggal Lahir (dd/mm/yyyy)` → `Tanggal Lahir `; a text that is all brackets stays."""
    rest = _BRACKETS.sub(" ", text)
    return rest if rest.strip() else text


def roman_number(word: str) -> int | None:
    """`iv` → 4; None for what is no roman numeral up to twelve."""
    return _ROMAN.get(word.lower())
