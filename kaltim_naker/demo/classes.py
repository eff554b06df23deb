"""The plan of training classes: 64 packages at BLKI Balikpapan, 32 at BLKI Bontang, and two of the year before.

The plan is `data/programmes.csv`: one line a programme, one word a class in the column of its centre. A roman numeral
is the intake it belongs to; the other words are:

    *   the class that a sample workbook fills: running, and empty until then
    -   planned, but not started
    o   open for registration
    x   cancelled
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kaltim_naker.core.periods import ROMAN
from kaltim_naker.core.reference_data import read_rows
from programs.choices import ClassState, FundingSource
from programs.constants import USUAL_SEATS

YEAR = 2025
# The day on which the demo looks at its year: what ends later is still running, what comes later has not happened.
AS_OF = date(2026, 1, 16)

BALIKPAPAN, BONTANG = "blki-balikpapan", "blki-bontang"
_COLUMN = {BALIKPAPAN: "balikpapan", BONTANG: "bontang"}
_NUMERALS = {**ROMAN, 5: "V", 6: "VI"}
_INTAKES = {
    BALIKPAPAN: ("2025-02-10", "2025-03-24", "2025-05-26", "2025-08-04", "2025-10-06", "2025-11-17"),
    BONTANG: ("2025-02-17", "2025-03-10", "2025-05-19", "2025-07-21", "2025-10-27", "2025-12-01"),
}
# The sample workbooks bring results of June 2025 for these classes.
_SAMPLE_DAYS = (date(2025, 3, 10), date(2025, 5, 30))
_SAMPLE, _PLANNED, _OPEN, _CANCELLED = "*", "-", "o", "x"
_LITTLE_INTEREST = ("Housekeeping",)
# Classes that are not of the usual size (domain.md §0.3).
_OTHER_SEATS = {
    (BALIKPAPAN, "Plate Welder SMAW 3G", "II"): 20,
    (BONTANG, "Menjahit Pakaian Wanita Dewasa", "IV"): 12,
}


@dataclass(frozen=True)
class Programme:
    """A curriculum; its competence scheme bears the same title. `operator` names a licence given by Kemnaker."""

    title: str
    field: str
    sector: str
    weeks: int
    kkni_level: int
    number_head: str
    operator: str

    @property
    def hours(self) -> int:
        """Eight a day, five days a week."""
        return self.weeks * 40


@dataclass(frozen=True)
class PlannedClass:
    """A package of the plan. `participants` is how many people take part; 0 for classes that did not start."""

    centre: str
    programme: Programme
    fiscal_year: int
    label: str
    seats: int
    participants: int
    state: str
    funding_source: str
    starts_on: date | None = None
    ends_on: date | None = None
    cancel_reason: str = ""


def programmes() -> list[Programme]:
    return [_programme(row) for row in read_rows(__file__, "programmes")]


def plan() -> list[PlannedClass]:
    """Every class, in the order in which they start; those without a day come last."""
    classes = [*_year_before(), *_balikpapan(), *_bontang()]
    return sorted(classes, key=lambda planned: (planned.starts_on or date.max, planned.centre))


def _programme(row: dict[str, str]) -> Programme:
    return Programme(
        title=row["title"],
        field=row["field"],
        sector=row["sector"],
        weeks=int(row["weeks"]),
        kkni_level=int(row["kkni"]),
        number_head=f"{row['kbli']} {row['kbji']} {row['kkni']}",
        operator=row["operator"],
    )


def _words(centre: str) -> list[tuple[Programme, str]]:
    return [
        (_programme(row), word) for row in read_rows(__file__, "programmes") for word in row[_COLUMN[centre]].split()
    ]


def _balikpapan() -> Iterator[PlannedClass]:
    """Packages are numbered through the year: first those of the sample workbook, then intake by intake."""
    order = [_SAMPLE, *_NUMERALS.values(), _CANCELLED, _OPEN, _PLANNED]
    words = sorted(_words(BALIKPAPAN), key=lambda entry: order.index(entry[1]))
    for number, (programme, word) in enumerate(words, start=1):
        yield _class(BALIKPAPAN, programme, word, f"Paket {number}")


def _bontang() -> Iterator[PlannedClass]:
    """Packages bear the intake and the year."""
    for programme, word in _words(BONTANG):
        intake = {_SAMPLE: "II", _PLANNED: "VI"}.get(word, word)
        yield _class(BONTANG, programme, word, f"{intake}/{YEAR}")


def _class(centre: str, programme: Programme, word: str, label: str) -> PlannedClass:
    seats = _OTHER_SEATS.get((centre, programme.title, word), USUAL_SEATS)
    common = {
        "centre": centre,
        "programme": programme,
        "fiscal_year": YEAR,
        "label": label,
        "seats": seats,
        "funding_source": FundingSource.APBN if programme.field in ("LAS", "TIK") else FundingSource.APBD_PROVINCE,
    }
    if word == _SAMPLE:
        starts_on, ends_on = _SAMPLE_DAYS
        return PlannedClass(**common, participants=0, state=ClassState.RUNNING, starts_on=starts_on, ends_on=ends_on)
    if word == _CANCELLED:
        reason = "Pendaftar hanya 5 orang sampai batas akhir pendaftaran"
        return PlannedClass(**common, participants=0, state=ClassState.CANCELLED, cancel_reason=reason)
    if word in (_OPEN, _PLANNED):
        state = ClassState.OPEN if word == _OPEN else ClassState.PLANNED
        return PlannedClass(**common, participants=0, state=state)
    starts_on = date.fromisoformat(_INTAKES[centre][list(_NUMERALS.values()).index(word)])
    ends_on = last_friday(starts_on, programme.weeks)
    return PlannedClass(
        **common,
        participants=seats - 5 if programme.title in _LITTLE_INTEREST else seats,
        state=ClassState.CLOSED if ends_on < AS_OF else ClassState.RUNNING,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _year_before() -> Iterator[PlannedClass]:
    """Two classes of 2024: who did not pass there may come back in 2025 (domain.md §0.2, priority rule)."""
    offered = {programme.title: programme for programme in programmes()}
    for centre, title, label in (
        (BALIKPAPAN, "Plate Welder SMAW 3G", "Paket 12"),
        (BONTANG, "Instalasi Listrik Bangunan Sederhana", "IV/2024"),
    ):
        starts_on = date(2024, 8, 19)
        yield PlannedClass(
            centre=centre,
            programme=offered[title],
            fiscal_year=YEAR - 1,
            label=label,
            seats=USUAL_SEATS,
            participants=USUAL_SEATS,
            state=ClassState.CLOSED,
            funding_source=FundingSource.APBD_PROVINCE,
            starts_on=starts_on,
            ends_on=last_friday(starts_on, offered[title].weeks),
        )


def last_friday(monday: date, weeks: int) -> date:
    """The last day of a class that begins on a Monday and takes whole weeks."""
    return monday + timedelta(weeks=weeks - 1, days=4)
