"""Finds the head of a table: one to three lines with the names of its columns, merged or not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from kaltim_naker.imports.cells import text_of
from kaltim_naker.imports.columns import Column, Combined, Heading, Match, match_columns
from kaltim_naker.imports.wording import normalise
from kaltim_naker.imports.workbook import Cell, Row, Sheet

_HEAD_WITHIN = 60
_HEAD_LINES = 3
_SAMPLE_ROWS = 60
# The column in which we said what is wrong, when we gave the file back: it comes again with the corrected rows.
ERROR_TITLES = frozenset({"errors", "kesalahan"})
_LONG_DIGITS = re.compile(r"\d{5}")
_STATES = re.compile(r":\s*\S")


@dataclass(frozen=True)
class Head:
    """Where the head of a sheet stands, what it says, and what is guessed from it."""

    sheet: Sheet
    start: int
    depth: int
    headings: list[Heading]
    match: Match

    @property
    def words(self) -> set[str]:
        """What may come again on each page: every line of the head, and groups above it that were no part of it."""
        texts = [text for heading in self.headings if heading.words for text in (heading.text, *heading.words)]
        above = self.sheet.rows[self.start - 1] if self.start else None
        if above and above.line == self.sheet.rows[self.start].line - 1:
            texts += [cell for cell in above.cells if isinstance(cell, str)]
        return set(map(normalise, texts))

    @property
    def body(self) -> "Body":
        return Body(self.sheet.rows, self.start + self.depth)


class Body:
    """The lines below the head; a long sheet is read anew each time."""

    def __init__(self, rows: Sequence[Row], start: int) -> None:
        self.rows = rows
        self.start = start

    def __len__(self) -> int:
        return len(self.rows) - self.start

    def __iter__(self) -> Iterator[Row]:
        return islice(self.rows, self.start, None)


def find_head(sheet: Sheet, columns: Sequence[Column], combined: Sequence[Combined]) -> Head | None:
    """The lines of a sheet that name most columns; None where hardly any do."""
    best: Head | None = None
    beginning = sheet.rows[: _HEAD_WITHIN + _HEAD_LINES]
    for start in range(min(_HEAD_WITHIN, len(beginning))):
        for depth in range(1, _HEAD_LINES + 1):
            lines = beginning[start : start + depth]
            if not _may_be_head(lines, depth, columns):
                break
            headings = _headings(lines)
            match = match_columns(headings, columns, combined)
            if len(match.places) < 2:
                continue
            # On a tie the deeper head that starts on the same line: its lower line tells columns apart.
            if (
                best is None
                or match.score > best.match.score
                or (match.score == best.match.score and best.start == start)
            ):
                best = Head(sheet, start, depth, headings, match)
    return best


def _may_be_head(lines: Sequence[Row], depth: int, columns: Sequence[Column]) -> bool:
    if len(lines) < depth or lines[-1].line != lines[0].line + depth - 1:
        return False
    if depth > 1 and explains_columns(lines[-1]):
        return False
    filled = [cell for cell in lines[-1].cells if cell is not None]
    gatherings = [column.gathers for column in columns if column.gathers]
    return len(filled) >= 2 and not any(
        _is_data(cell) and not any(one.belongs((text_of(cell),)) for one in gatherings) for cell in filled
    )


def _is_data(cell: Cell) -> bool:
    """No heading: a number, a date, a text with a long number, or the value of a title ("Paket : 1")."""
    if not isinstance(cell, str):
        return True
    return bool(_STATES.search(cell) or _LONG_DIGITS.search(re.sub(r"[\s.\-]", "", cell)))


def _headings(lines: Sequence[Row]) -> list[Heading]:
    """Names over columns; a merged cell above stands in its first column only and is carried to the right."""
    width = max(len(line.cells) for line in lines)
    stacks: list[list[str]] = [[] for _index in range(width)]
    for level, line in enumerate(lines):
        carried = ""
        for index in range(width):
            words = text_of(line.cell(index))
            below = any(text_of(lower.cell(index)) for lower in lines[level + 1 :])
            if words:
                carried = words if below else ""
            elif below and not stacks[index]:
                words = carried
            if words:
                stacks[index].append(words)
    return [Heading(index, () if _is_ours(words) else tuple(words)) for index, words in enumerate(stacks)]


def errors_title() -> str:
    """The heading under which findings are given back; every translation of it is one of ERROR_TITLES."""
    return _("Errors")


def _is_ours(words: Sequence[str]) -> bool:
    return bool(words) and normalise(words[-1]) in ERROR_TITLES


def samples_below(head: Head) -> dict[int, list[Cell]]:
    """The first cells below each heading."""
    rows = list(islice(head.body, _SAMPLE_ROWS))
    return {heading.index: [row.cell(heading.index) for row in rows] for heading in head.headings}


def chosen_match(
    places: Mapping[str, int],
    guess: Match,
    headings: Sequence[Heading],
    columns: Sequence[Column],
    combined: Sequence[Combined],
) -> Match:
    """The match as a person set it. One place for all parts of a combined column means that it is to be split."""
    used = set(places.values())
    match = Match(
        places=dict(places),
        combined={
            place: target
            for place in used
            for target in combined
            if {part for part in target.parts if places.get(part) == place} == set(target.parts)
        },
        score=guess.score,
    )
    match.gather(headings, [column for column in columns if column.name in places])
    match.unmatched = [heading for heading in headings if heading.index not in match.taken and heading.words]
    return match


def explains_columns(row: Row) -> bool:
    """The line below the head that says how to fill it in: (dd/mm/yyyy), (16 digit), (L/P); but not (L) and (P)."""
    longest = 0
    for cell in row.cells:
        text = text_of(cell)
        if text and not (text.startswith("(") and text.endswith(")")):
            return False
        longest = max(longest, len(text))
    return longest > len("(L)")
