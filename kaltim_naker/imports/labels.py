"""Compares names that mean the same: `Paket 1`, `PAKET I` and `1`; `Welder SMAW-3G` and `welder smaw 3g`."""

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process

from kaltim_naker.imports.wording import normalise, roman_number

_CLASS_WORDS = frozenset(
    ("paket", "pkt", "angkatan", "gelombang", "batch", "tahap", "kelas", "grup", "group", "ke", "no", "nomor")
)


_NEAR_ENOUGH = 70


def title_key(title: str) -> str:
    """A title as it is compared."""
    return normalise(title)


@lru_cache(maxsize=8_192)
def label_key(label: str, fiscal_year: int | None = None) -> str:
    """A package label as it is compared: roman numerals as digits, without the word for package and the year."""
    words = [word for word in normalise(label).split() if word not in _CLASS_WORDS and word != str(fiscal_year)]
    return " ".join(_number(word) for word in words)


def near_titles(title: str, titles: Iterable[str], limit: int = 3) -> list[str]:
    """The titles that come near to one that nobody knows, the nearest first, each as we write it."""
    ours = {title_key(known): known for known in titles}
    found = process.extract(title_key(title), ours.keys(), limit=limit, score_cutoff=_NEAR_ENOUGH)
    return [ours[key] for key, _score, _index in found]


def _number(word: str) -> str:
    if word.isdigit():
        return str(int(word))
    roman = roman_number(word)
    return str(roman) if roman else word
