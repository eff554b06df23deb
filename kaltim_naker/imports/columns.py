"""Declares the columns of a kind of table, and finds them in a file by their meaning.

Every office names its columns differently and moves them about, so position says nothing. A heading is compared with
the words people use for a column, then the content decides where words do not. The result is a guess that a person may
change: a plain mapping from our column to the place in the file.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from django.utils.functional import Promise
from rapidfuzz import fuzz

from kaltim_naker.imports.cells import CellProblem
from kaltim_naker.imports.wording import normalise, without_brackets
from kaltim_naker.imports.workbook import Cell

Parser = Callable[[Cell], object]

EXACT, BARE, SIMILAR, PART, WEAK, CONTENT = 1.0, 0.95, 0.9, 0.7, 0.6, 0.4
_SIMILAR_ENOUGH = 88
_CONTENT_ENOUGH = 0.8
_SAMPLE = 60
# Words that accompany any column without changing what it holds.
_NOISE_WORDS = """
    peserta calon asesi pencari kerja pencaker sesuai ktp ktpel el lengkap terakhir wajib diisi isi format
    digit angka huruf contoh data nomor no dd mm yyyy yy tttt hh bb hari bulan tahun 16 13 uji usaha jumlah total
    pendaftar pelamar alumni siswa asesi dan beserta tanpa gelar aktif ket keterangan rp idr per orang saat ini
"""
_NOISE = frozenset(_NOISE_WORDS.split())
_ALTERNATIVES = re.compile(r"\s*/\s*|\s+atau\s+")


@dataclass(frozen=True)
class Gathering:
    """Columns of the file that feed one of ours together: the days of a month feed the marks.

    The other way round than `Combined`. `belongs` tells by the words over a column whether it is one of them; `join`
    makes one cell of what stands below each (words, cell), as a text that people can read and correct and that the
    parser of our column understands.
    """

    belongs: Callable[[Sequence[str]], bool]
    join: Callable[[Sequence[tuple[Sequence[str], Cell]]], Cell]


def phrases(*parts: Sequence[str]) -> tuple[str, ...]:
    """Every way to put one word of each part beside the others: (tk, pekerja) × (l, pria)."""
    return tuple(" ".join(words) for words in product(*parts))


@dataclass(frozen=True)
class Column:
    """A column of ours.

    `synonyms` are headings that certainly mean it; `weak_synonyms` headings that mean it only if nothing better is
    there ("Kejuruan" for the programme). `parser` turns a cell into a value or raises CellProblem; it is given None
    for an empty cell. `recognisable` allows finding the column by content alone, where the heading says nothing.
    """

    name: str
    label: str | Promise
    parser: Parser
    synonyms: Sequence[str] = ()
    weak_synonyms: Sequence[str] = ()
    required: bool = False
    help: str | Promise = ""
    recognisable: bool = False
    # Columns that serve in the place of this one if all of them are there: a tick for K and one for BK.
    instead: tuple[str, ...] = ()
    # The column is fed by several of the file: one for each day.
    gathers: Gathering | None = None
    # Values hold what must not be shown or stored in clear.
    secret: bool = False
    # Values name or describe one person; corrections of them are never remembered for others.
    is_personal: bool = True


@dataclass(frozen=True)
class Combined:
    """A column of the file that feeds several of ours ("TTL": place and date of birth).

    `split` cuts one cell into one cell for each of `parts`, in their order.
    """

    parts: tuple[str, ...]
    synonyms: Sequence[str]
    split: Callable[[Cell], Sequence[Cell]]


@dataclass(frozen=True)
class Heading:
    """What stands above a column of the file: one line, or a line above another."""

    index: int
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return " / ".join(self.words)


@dataclass
class Match:
    """Our columns and where they are in the file, from 0.

    `combined` maps a place to the column it is split by, `gathered` one of our columns to all that feed it; its place
    is the first of them.
    """

    places: dict[str, int] = field(default_factory=dict)
    combined: dict[int, Combined] = field(default_factory=dict)
    gathered: dict[str, list[Heading]] = field(default_factory=dict)
    unmatched: list[Heading] = field(default_factory=list)
    score: float = 0.0

    @property
    def taken(self) -> set[int]:
        """The places that mean something."""
        return set(self.places.values()) | {heading.index for found in self.gathered.values() for heading in found}

    def gather(self, headings: Sequence[Heading], columns: Sequence[Column]) -> None:
        """Give each column that gathers what belongs to it and means nothing else."""
        for column in columns:
            if column.gathers is None:
                continue
            taken = set(self.places.values()) - {self.places.get(column.name)}
            free = [heading for heading in headings if heading.words and heading.index not in taken]
            found = [heading for heading in free if column.gathers.belongs(heading.words)]
            if found:
                self.gathered[column.name] = found
                self.places[column.name] = found[0].index
                # More of them make a better guess, but never weigh more than a column that is lost by it.
                self.score += EXACT + len(found) / 1_000

    def missing(self, columns: Sequence[Column]) -> list[Column]:
        """Required columns that the file has neither by themselves nor by what serves in their place."""
        return [
            column
            for column in columns
            if column.required
            and column.name not in self.places
            and not (column.instead and all(name in self.places for name in column.instead))
        ]


def match_columns(
    headings: Sequence[Heading],
    columns: Sequence[Column],
    combined: Sequence[Combined] = (),
    samples: Mapping[int, Sequence[Cell]] | None = None,
) -> Match:
    """Guess which heading means which column; `samples` are cells below each, used where words do not decide."""
    samples = samples or {}
    match = Match()
    for strength, heading, target in _candidates(headings, columns, combined, samples):
        if heading.index in match.places.values():
            continue
        if isinstance(target, Combined):
            _take_combined(match, heading, target, strength)
        elif target.name not in match.places:
            match.places[target.name] = heading.index
            match.score += strength
    match.gather(headings, columns)
    _match_by_content(match, headings, columns, samples)
    match.unmatched = [heading for heading in headings if heading.index not in match.taken and any(heading.words)]
    return match


def _candidates(
    headings: Sequence[Heading],
    columns: Sequence[Column],
    combined: Sequence[Combined],
    samples: Mapping[int, Sequence[Cell]],
) -> Iterator[tuple[float, Heading, Column | Combined]]:
    """Every heading with every column it may mean, the surest first; then better content, required, further left."""
    found = []
    for heading in headings:
        for order, column in enumerate(columns):
            if strength := _strength(heading, column.synonyms, column.weak_synonyms):
                fit = content_fit(samples.get(heading.index, ()), column) if column.recognisable else 0
                found.append((-strength, -fit, not column.required, heading.index, order, heading, column))
        for order, target in enumerate(combined):
            if strength := _strength(heading, target.synonyms, ()):
                found.append((-strength, 0, False, heading.index, order, heading, target))
    for strength, *_rest, heading, target in sorted(found, key=lambda item: item[:5]):
        yield -strength, heading, target


def _take_combined(match: Match, heading: Heading, target: Combined, strength: float) -> None:
    free = [part for part in target.parts if part not in match.places]
    if not free or heading.index in match.combined:
        return
    match.combined[heading.index] = target
    for part in free:
        match.places[part] = heading.index
    match.score += strength * len(free)


@lru_cache(maxsize=2_000)
def _forms(heading: Heading) -> tuple[list[str], list[str]]:
    """The ways to read a heading: as it stands, and bared of accompanying words.

    Of two lines the lower one tells columns apart and the upper one says of what: "Tempat, Tanggal Lahir / Tempat" is
    read as "tempat lahir" first.
    """
    texts = [" ".join(heading.words)]
    if len(heading.words) > 1:
        upper, lower = heading.words[-2:]
        above = normalise(without_brackets(upper)).split() or [""]
        # Not where the line above only lists what stands below it: "L/P" over "L" and "P".
        alternatives = [normalise(part) for part in _ALTERNATIVES.split(upper)]
        is_listed = normalise(lower) in (*alternatives, *map(_bare, alternatives))
        texts = [*([] if is_listed else [f"{lower} {above[-1]}"]), *texts, lower]
    forms = []
    for text in texts:
        for variant in (text, without_brackets(text)):
            if (form := _unspaced(normalise(variant))) and form not in forms:
                forms.append(form)
    return forms, [bare for form in forms if (bare := _bare(form))]


def _unspaced(form: str) -> str:
    """`n i k`, as on posters, is `nik`."""
    letters = form.split()
    return "".join(letters) if len(letters) > 2 and all(len(letter) == 1 for letter in letters) else form


@lru_cache(maxsize=20_000)
def _bare(form: str) -> str:
    return " ".join(word for word in form.split() if word not in _NOISE)


def _strength(heading: Heading, synonyms: Sequence[str], weak: Sequence[str]) -> float:
    whole, bare = _forms(heading)
    # The first reading of a heading is the likeliest, unless another one fits much better.
    readings = ((_similarity(form, synonyms), position) for position, form in enumerate(whole))
    if strength := max((found - position * 0.01 for found, position in readings if found), default=0.0):
        return strength
    if any(_same_words(form, _bare(synonym)) for form in bare for synonym in synonyms):
        return BARE
    if any(_same_words(part, synonym) for part in _parts(heading) for synonym in synonyms):
        return PART
    if any(_similarity(form, weak) for form in (*whole, *_parts(heading))):
        return WEAK
    return 0.0


def _parts(heading: Heading) -> list[str]:
    """`Kelas/Paket` names the same thing twice."""
    return (
        [part for text in _ALTERNATIVES.split(heading.words[-1]) if (part := normalise(text))] if heading.words else []
    )


def _similarity(form: str, synonyms: Sequence[str]) -> float:
    if any(_same_words(form, synonym) for synonym in synonyms):
        return EXACT
    # Short words differ by one letter and mean something else (NIK, NIB), so only longer ones may be misspelt.
    close = max((fuzz.ratio(form, synonym) for synonym in synonyms if min(len(form), len(synonym)) >= 6), default=0)
    return SIMILAR * close / 100 if close >= _SIMILAR_ENOUGH else 0.0


def _same_words(form: str, synonym: str) -> bool:
    return bool(synonym) and _sorted_words(form) == _sorted_words(synonym)


@lru_cache(maxsize=20_000)
def _sorted_words(form: str) -> tuple[str, ...]:
    return tuple(sorted(form.split()))


def _match_by_content(
    match: Match, headings: Sequence[Heading], columns: Sequence[Column], samples: Mapping[int, Sequence[Cell]]
) -> None:
    """Find columns whose heading says nothing, by what stands below it."""
    for column in columns:
        if column.name in match.places or not column.recognisable:
            continue
        taken = match.taken
        fits = [
            (content_fit(samples.get(heading.index, ()), column), -heading.index)
            for heading in headings
            if heading.index not in taken
        ]
        fit, place = max(fits, default=(0, 0))
        if fit >= _CONTENT_ENOUGH:
            match.places[column.name] = -place
            match.score += CONTENT


def content_fit(cells: Sequence[Cell], column: Column) -> float:
    """The share of filled cells that the column's parser understands."""
    filled = [cell for cell in cells if cell is not None][:_SAMPLE]
    return sum(_understood(cell, column.parser) for cell in filled) / len(filled) if filled else 0.0


def _understood(cell: Cell, parser: Parser) -> bool:
    try:
        return parser(cell) is not None
    except CellProblem:
        return False
