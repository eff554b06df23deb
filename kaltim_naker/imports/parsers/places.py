"""Names of regencies and cities as people write them (domain.md §1)."""

import re
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from rapidfuzz import process

from kaltim_naker.imports.cells import CellProblem, text_of
from kaltim_naker.imports.wording import normalise
from kaltim_naker.imports.workbook import Cell
from kaltim_naker.regions.lookup import Names, known_names

_KIND = re.compile(r"^(kabupaten|kab|kotamadya|kodya|kota|pemkab|pemkot)\s+")
_CITY_KINDS = ("kota", "kotamadya", "kodya", "pemkot")
# Regional offices sign with their own name.
_OFFICE = re.compile(r"^(disnaker|disnakertrans|distransnaker|dinas tenaga kerja( dan transmigrasi)?)\s+")
_PROVINCE = re.compile(r"\s+(provinsi |prov )?(kalimantan timur|kaltim)$")
_CODE = re.compile(r"^\d{2}\.\d{2}$")
_NEAR_ENOUGH = 80


class RegionNames:
    """Finds the Kemendagri code that a name stands for.

    Built from triples of code, official name and further names; without them, from those of the whole country. A name
    that two regions share is known only with the word Kabupaten or Kota before it.
    """

    def __init__(self, regions: Iterable[Names] | None = None) -> None:
        self._codes: set[str] = set()
        self._official: dict[str, str] = {}
        self._full: dict[str, str] = {}
        self._short: dict[str, set[str]] = {}
        for code, name, aliases in known_names() if regions is None else regions:
            self._codes.add(code)
            self._official[code] = name
            for alias in (name, *aliases):
                full = normalise(alias)
                self._full.setdefault(_spelled_out(full), code)
                self._short.setdefault(_KIND.sub("", full), set()).add(code)

    def find(self, text: str) -> str | None:
        """The code, or None where the name is unknown or may mean several regions."""
        if _CODE.match(text.strip()):
            return text.strip() if text.strip() in self._codes else None
        name = _OFFICE.sub("", _PROVINCE.sub("", normalise(text)))
        if code := self._full.get(_spelled_out(name)):
            return code
        meant = self._short.get(_KIND.sub("", name), set())
        return next(iter(meant)) if len(meant) == 1 else None

    def suggest(self, text: str) -> list[str]:
        """Official names that the text comes near to, the nearest first; at most three."""
        name = _KIND.sub("", normalise(text))
        near = process.extract(name, self._short.keys(), limit=5, score_cutoff=_NEAR_ENOUGH)
        codes = [code for short, _score, _index in near for code in sorted(self._short[short])]
        return [self._official[code] for code in dict.fromkeys(codes)][:3]


def region_parser(names: RegionNames, *, required: bool = True) -> Callable[[Cell], str | None]:
    """A parser that gives the Kemendagri code. Raises `region_unknown`, and `region_missing` where one is required."""

    def parse(cell: Cell) -> str | None:
        text = text_of(cell)
        if not text:
            if required:
                raise CellProblem("region_missing", _("The regency or city is missing."))
            return None
        code = names.find(text)
        if code is None:
            raise _unknown(text, names)
        return code

    return parse


def _unknown(text: str, names: RegionNames) -> CellProblem:
    near = names.suggest(text)
    hint = (
        _("Perhaps: %(names)s?") % {"names": ", ".join(near)} if near else _("Write the name as on the identity card.")
    )
    message = _("“%(value)s” is not one known regency or city.") % {"value": text}
    return CellProblem("region_unknown", message, hint=hint, suggestions=near)


def _spelled_out(name: str) -> str:
    """`kab paser` and `kabupaten paser` are one name; `kota bontang` stays apart from it."""
    found = _KIND.match(name)
    if not found:
        return name
    kind = "kota" if found[1] in _CITY_KINDS else "kabupaten"
    return f"{kind} {name[found.end() :]}"
