"""What a report says: plain frozen data, without objects of the database and without a word of layout.

The facts of a run are kept beside its file. From them the same figures can be drawn again years later, whatever has
become of the data. Names and sentences are kept as they were printed, in the language of the report.

Percentages are unrounded Decimals or None where there is nothing to say (domain.md §9.2).
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kaltim_naker.core.periods import Period


@dataclass(frozen=True)
class Letterhead:
    """The head of the first page (kop surat). `unit` is the training centre, or empty for the provincial office."""

    government: str
    office: str
    unit: str
    address: str


@dataclass(frozen=True)
class Signature:
    """Who signs. An empty name leaves a dotted line."""

    place: str
    signed_on: date
    title: str
    name: str
    rank: str
    nip: str


@dataclass(frozen=True)
class ScaleStep:
    """A step of the predicate scale; `level` counts from 1, the best."""

    level: int
    lower: Decimal
    name: str


@dataclass(frozen=True)
class Scale:
    """The predicate scale that was valid on the last day of the period."""

    source: str
    steps: tuple[ScaleStep, ...]


@dataclass(frozen=True)
class TargetRow:
    """One line of target and realisation.

    `percent` is measured against the target up to this quarter where one is set (`against_year` is False), else against
    the target of the year. `percent_of_year` is always against the year. `target_original` is what was promised first,
    where a revision has changed it since. A ratio is in per cent, with what it divides beside it, and nothing of it
    belongs to the period alone.
    """

    label: str
    centre: int | None
    target_year: Decimal | None
    target_to_date: Decimal | None
    in_period: int | None
    cumulative: Decimal | None
    percent: Decimal | None
    percent_of_year: Decimal | None
    against_year: bool
    predicate: ScaleStep | None
    target_original: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True)
class Achievement:
    """An indicator with its parts. `overlap` is by how many the parts exceed the whole: subjects counted twice."""

    code: str
    name: str
    measure: str
    unit: str
    rule: str
    whole: TargetRow
    parts: tuple[TargetRow, ...]
    overlap: int
    target_gap: Decimal


@dataclass(frozen=True)
class Figure:
    """A count beside the main one. A position has no figure for the period alone (`in_period` is None)."""

    measure: str
    name: str
    unit: str
    rule: str
    in_period: int | None
    cumulative: int


@dataclass(frozen=True)
class Line:
    """A count for one member of a dimension; `key` is the member, None for everything that has no line of its own."""

    key: int | None
    label: str
    in_period: int
    cumulative: int


@dataclass(frozen=True)
class OriginLine:
    """People by where they live, men and women apart, from January to the end of the period."""

    key: int | None
    label: str
    male: int
    female: int

    @property
    def total(self) -> int:
        return self.male + self.female


@dataclass(frozen=True)
class MonthPoint:
    """What has come together by the end of a month; None for a month after the period."""

    month: int
    achieved: int | None
    target: Decimal | None


@dataclass(frozen=True)
class CapacityRow:
    """What a target needs against what is planned (domain.md §0.3).

    The yield is measured, not assumed: `competent` people of the `seats_tested` seats in classes that were closed and
    assessed by the end of the period. Without such a class nothing is said.
    """

    label: str
    centre: int
    target: Decimal
    classes_planned: int
    seats_planned: int
    competent: int
    seats_tested: int
    seats_needed: int | None
    classes_needed: int | None

    @property
    def yield_percent(self) -> Decimal | None:
        return Decimal(self.competent) / self.seats_tested * 100 if self.seats_tested else None

    @property
    def gap(self) -> int | None:
        """Seats missing (positive) or to spare (negative)."""
        return None if self.seats_needed is None else self.seats_needed - self.seats_planned


@dataclass(frozen=True)
class CapacityTable:
    """What each centre with a target needs; the missing seats of one are not made up by the spare ones of another."""

    rows: tuple[CapacityRow, ...]

    @property
    def missing(self) -> int | None:
        """None where no yield is measured yet."""
        gaps = [row.gap for row in self.rows if row.gap is not None]
        return sum(max(0, gap) for gap in gaps) if gaps else None

    @property
    def seats_planned(self) -> int:
        return sum(row.seats_planned for row in self.rows)

    @property
    def seats_needed(self) -> int:
        return sum(row.seats_needed or 0 for row in self.rows)


@dataclass(frozen=True)
class Revision:
    """A figure that was closed and has been restated since: both values, and how many people or papers moved."""

    code: str
    name: str
    place: str
    is_percent: bool
    closed: Decimal | None
    revised: Decimal | None
    closed_on: date
    approved_on: date
    came_in: int
    fell_out: int
    changed: int


@dataclass(frozen=True)
class TargetRealisation:
    """“Target dan Realisasi” of a year or a part of it, of the province, of one centre or of one region."""

    reference: str
    title: str
    subject: str
    period: str
    year: int
    quarter: int | None
    last_day: date
    made_at: datetime
    language: str
    is_invented: bool
    letterhead: Letterhead
    signature: Signature
    main: Achievement
    others: tuple[Achievement, ...]
    beside: tuple[Figure, ...]
    months: tuple[MonthPoint, ...]
    origins: tuple[OriginLine, ...]
    fields: tuple[Line, ...]
    issuers: tuple[Line, ...]
    capacity: tuple[CapacityRow, ...]
    rules: tuple[str, ...]
    scale: Scale
    sources: tuple[str, ...]
    #: What was closed for this period and has been restated since; a report with any says “revised”.
    revisions: tuple[Revision, ...] = ()
    semester: int | None = None
    month: int | None = None
    region: int | None = None

    @property
    def period_asked(self) -> Period:
        return Period(self.year, self.quarter, self.semester, self.month)

    @property
    def is_part(self) -> bool:
        """Of a part of the year, so that what is new in it stands beside what has come together."""
        return not self.period_asked.is_year
