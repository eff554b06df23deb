"""What takes the place of a value: invented, of the same form, and different in each copy.

A way gets the text that stands there and its row, and gives the text for the copy; what is empty stays empty. Nothing
can be traced back: what is invented follows from a key that is drawn for each copy and kept nowhere.
"""

import hmac
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from certifications.formulas import number_key
from kaltim_naker.core.codes import scanned_code, typed_code
from kaltim_naker.privacy.formulas import coarsened
from trainees.choices import Sex

_FIRST = (
    *("Ayu", "Bayu", "Citra", "Dimas", "Eka", "Fajar", "Gita", "Hendra", "Indah", "Joko", "Kartika", "Lukman"),
    *("Mega", "Nanda", "Okta", "Putra", "Ratna", "Surya", "Tari", "Umar", "Vina", "Wahyu", "Yuda", "Zaki"),
)
_LAST = (
    *("Anggrek", "Bahari", "Cahaya", "Damai", "Embun", "Fajrin", "Gunung", "Harum", "Intan", "Jelita", "Kencana"),
    *("Lestari", "Mahakam", "Nirwana", "Ombak", "Pelangi", "Rimba", "Samudra", "Telaga", "Ulin", "Wangi", "Yudha"),
)


@dataclass
class Copy:
    """What one copy knows while it is written. `counted` are the days on which a person is counted, by key."""

    key: bytes
    counted: Mapping[str, set[date]] = field(default_factory=dict)
    used: Counter[str] = field(default_factory=Counter)

    def draw(self, text: str, below: int) -> int:
        """A number that follows from the text in this copy, and says nothing about it."""
        return int.from_bytes(hmac.digest(self.key, text.encode(), "sha256")[:8]) % below


@dataclass
class Row:
    """One row on its way: its texts as they were, and its place in the table, from 1."""

    values: Mapping[str, str | None]
    number: int
    copy: Copy


Way = Callable[[str, Row], str | None]


def sample(_text: str, _row: Row) -> str:
    """In the place of words that may say anything about anybody: somebody wrote something here."""
    return "Contoh"


def blank(_text: str, _row: Row) -> str:
    return ""


def nothing(_text: str, _row: Row) -> None:
    return None


def said(words: str) -> Way:
    return lambda _text, _row: words


def numbered(words: str) -> Way:
    return lambda _text, row: f"{words} {row.number}"


def name_by(column: str) -> Way:
    """The invented name of the person whose key stands in this column: the same in all tables."""
    return lambda _text, row: _name(row.values[column] or "", row.copy)


def somebody(text: str, row: Row) -> str:
    """An invented name for one who is no person of ours, the same for the same."""
    return _name(text, row.copy)


def _name(key: str, copy: Copy) -> str:
    number = copy.draw(key, 9_000) + 1_000
    return f"{_FIRST[copy.draw(f'{key}/1', len(_FIRST))]} {_LAST[copy.draw(f'{key}/2', len(_LAST))]} {number}"


def phone(text: str, row: Row) -> str:
    """An Indonesian mobile number of the same length, in a range that no operator has (+62 800)."""
    digits = len(text) - len("+62800")
    return f"+62800{row.copy.draw(text, 10 ** max(digits, 1)):0{max(digits, 1)}d}"


def address(_text: str, row: Row) -> str:
    return f"Jalan Contoh No. {row.number}"


def email(_text: str, row: Row) -> str:
    return f"orang{row.number}@uji.invalid"


def digits(text: str, row: Row) -> str:
    """The same form with other digits: the place in the table, filled up with noughts."""
    wanted = sum(letter.isdigit() for letter in text)
    given = iter(f"{row.number:0{wanted}d}"[-wanted:] if wanted else "")
    return "".join(next(given) if letter.isdigit() else ("X" if letter.isalpha() else letter) for letter in text)


def key_of(column: str, way: Way) -> Way:
    """The form by which a number is searched, of the number that another column gets."""
    return lambda _text, row: number_key(way(row.values[column] or "", row) or "")


def scan_code(_text: str, _row: Row) -> str:
    return scanned_code()


def short_code(text: str, _row: Row) -> str:
    return typed_code()[: len(text)]


def birth_date(text: str, row: Row) -> str:
    """Of the same year, and as old as before on every day on which something was counted (decision 0022)."""
    return coarsened(date.fromisoformat(text), row.copy.counted.get(row.values["id"] or "", ())).isoformat()


def nik(_text: str, row: Row) -> str:
    """Of the region, the birth date and the sex that stand in the copy; encrypted where it is loaded."""
    born = date.fromisoformat(birth_date(row.values["birth_date"] or "", row))
    day = born.day + (40 if row.values["sex"] == Sex.FEMALE else 0)
    # Sub-districts have numbers up to 70 or so; 99 belongs to nobody.
    region = (row.values["nik_masked"] or "")[:4]
    prefix = f"{region}99{day:02d}{born:%m%y}"
    row.copy.used[prefix] += 1
    return f"{prefix}{row.copy.used[prefix]:04d}"
