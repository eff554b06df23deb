"""A number is a set of records.

A *measure* is one declared query that yields the records behind a figure. Page, PDF, XLSX, API and the list behind the
figure all read that one declaration; achievement is never typed. A measure is declared in the app that owns the records
and registered here when Django starts.

The query of a measure yields these columns beside the record itself:

    subject       what is counted once (a person, a certificate, …)
    occurred_on   the day that decides about the period
    one column for each `Dimension`, its member's key, or NULL (nobody is counted, or it is not known)

`with_dimensions` gives a query these columns; it takes the few that a measure knows.

Counting is of distinct subjects. A subject that occurs at two centres counts once in the whole and once at each: parts
may exceed the whole, and whoever shows them says by how many (DESIGN §5).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    F,
    Func,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, ExtractMonth, RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import Scope, ScopedQuerySet
from kaltim_naker.core.periods import Period, add_months, today
from kaltim_naker.regions.models import Region
from programs.choices import Unit
from programs.models import Activity, SkillNeed
from programs.shelf import NO_FIRSTS, Firsts, kept_by


class Dimension(StrEnum):
    """What a figure can be broken down by; the value is the column of the measure's query."""

    CENTRE = "at_centre"
    REGION = "in_region"
    SECTOR = "in_sector"
    FIELD = "in_field"
    ISSUER = "by_issuer"
    SEX = "of_sex"
    SCHEME = "by_scheme"
    FUNDING = "by_funding"
    #: Lower bound of the age group in whole years on the day that decides (`trainees.choices.AgeGroup`).
    AGE = "of_age"
    #: Highest completed level (`trainees.choices.Education`).
    EDUCATION = "of_education"
    #: 1 to 12.
    MONTH = "in_month"


@dataclass(frozen=True)
class Example:
    """A case that the rule decides: what it is, how often it counts, and the story that the tests make of it.

    `story` names a function of `tests.stories`, which makes exactly this case; the tests run each of them.
    """

    story: str
    text: str | Promise
    counts: int


@dataclass(frozen=True)
class Measure:
    """One declared count. `rule` is the counting rule as a sentence, printed under every figure of this measure.

    A measure with `as_of` is a position and no sum: how many there are on the last day of the period. It narrows the
    records to how they stood on that day. What a quarter adds to a position cannot be listed, so it has no such figure.
    """

    key: str
    unit: str
    name: str | Promise
    rule: str | Promise
    records: Callable[[], QuerySet]
    as_of: Callable[[QuerySet, date], QuerySet] | None = None
    #: A position of everything that has come together ever, not only since January.
    is_stock: bool = False
    #: Who is in the figure is specially protected (domain.md §12): the figure may be shown, the list behind it not.
    is_protected: bool = False
    #: A change of one of its records bears only on figures of the years that the record's mark names (`audit.marks`):
    #: no record decides about another year's. Saying so saves work; left out, every year is counted anew.
    has_own_years: bool = False
    #: The day that decides about the period, in words ("date of issue").
    counted_on: str | Promise = ""
    #: Cases that count and cases that do not, shown beside the rule.
    examples: tuple[Example, ...] = ()

    @property
    def is_position(self) -> bool:
        return self.as_of is not None


#: The member of a dimension that nothing is known of.
UNKNOWN = "none"
#: The member of the regions that stands for everything beyond the ten of the province.
OUTSIDE = 0


@dataclass(frozen=True)
class Slice:
    """A part of a measure's records: a span of days, optionally one member of some dimensions.

    A member is a key, `UNKNOWN`, or `OUTSIDE` for regions.
    """

    start: date
    end: date
    members: dict[Dimension, Any] = field(default_factory=dict)

    @classmethod
    def up_to(cls, period: Period, **members: Any) -> "Slice":
        """From January on to the end of the period: what “cumulative” means."""
        return cls(period.year_start, period.end, _dimensions(members))


@dataclass(frozen=True)
class Figure:
    """A figure that others publish with a day and a source; there are no records of ours behind it.

    It may stand below a ratio, never above one: what the office achieved is counted. `value` is None where nothing is
    known for the part.
    """

    key: str
    unit: str
    name: str | Promise
    rule: str | Promise
    value: Callable[["Slice", Scope], int | None]


@dataclass(frozen=True)
class Ratio:
    """A measure over another one or over a published figure, in per cent. Both in the same part and scope."""

    key: str
    name: str | Promise
    rule: str | Promise
    numerator: Measure
    denominator: Measure | Figure


_registry: dict[str, Measure] = {}
_ratios: dict[str, Ratio] = {}


def register(measure: Measure) -> Measure:
    """Add a measure. Keys are unique; registering twice is a mistake in the program."""
    if measure.key in _registry or measure.key in _ratios:
        raise ValueError(f"the measure {measure.key} is registered twice")
    _registry[measure.key] = measure
    return measure


def register_ratio(ratio: Ratio) -> Ratio:
    """Add a ratio; its measures are registered by themselves."""
    if ratio.key in _ratios or ratio.key in _registry:
        raise ValueError(f"the ratio {ratio.key} is registered twice")
    _ratios[ratio.key] = ratio
    return ratio


def all_ratios() -> list[Ratio]:
    return list(_ratios.values())


@dataclass(frozen=True)
class Division:
    """A ratio with the two figures that it divides."""

    numerator: int
    denominator: int | None

    @property
    def percent(self) -> Decimal | None:
        """Unrounded; None where there is nothing to divide by."""
        return Decimal(self.numerator) / self.denominator * 100 if self.denominator else None


def divide(ratio: Ratio, part: "Slice", scope: Scope) -> Division:
    below = ratio.denominator
    whole = below.value(part, scope) if isinstance(below, Figure) else count(below, part, scope)
    return Division(count(ratio.numerator, part, scope), whole)


def divide_by(ratio: Ratio, part: "Slice", scope: Scope, dimension: Dimension) -> dict[Any, Division]:
    """`divide` for each member of a dimension. A published figure is one for the whole: no member has a share of it."""
    above = count_by(ratio.numerator, part, scope, dimension)
    below = {} if isinstance(ratio.denominator, Figure) else count_by(ratio.denominator, part, scope, dimension)
    return {member: Division(above.get(member, 0), below.get(member)) for member in above | below}


def percent_of(ratio: Ratio, part: "Slice", scope: Scope) -> Decimal | None:
    """The ratio in per cent, unrounded; None where the denominator is empty."""
    return divide(ratio, part, scope).percent


def get_measure(key: str) -> Measure:
    """Raises KeyError for a measure that no app has registered."""
    return _registry[key]


def find_measure(key: str) -> Measure | None:
    """None where an indicator names no measure, or one that no app has registered."""
    return _registry.get(key)


def find_ratio(key: str) -> Ratio | None:
    """None where an indicator names no ratio."""
    return _ratios.get(key)


def is_counted(key: str) -> bool:
    """Whether the application counts this by itself: a measure or a ratio of two."""
    return key in _registry or key in _ratios


def all_measures() -> list[Measure]:
    return list(_registry.values())


def records_in(measure: Measure, part: Slice, scope: Scope) -> QuerySet:
    """The records behind a figure, as far as the reader may see them."""
    # Every queryset of records is a scoped one; the stubs lose that at annotate().
    start = date.min if measure.is_stock else part.start
    records = _visible(measure, scope).filter(occurred_on__range=(start, part.end))
    if measure.as_of is not None:
        records = measure.as_of(records, part.end)
    return records.filter(*(_is_member(dimension, member) for dimension, member in part.members.items()))


def _is_member(dimension: Dimension, member: Any) -> Q:
    if member in (None, UNKNOWN):
        return Q(**{f"{dimension.value}__isnull": True})
    if dimension == Dimension.REGION and member == OUTSIDE:
        return Q(in_region__isnull=False) & ~Q(in_region__in=Region.objects.home().values("pk"))
    return Q(**{dimension.value: member})


def _visible(measure: Measure, scope: Scope) -> QuerySet:
    return cast(ScopedQuerySet, measure.records()).visible_to(scope)


def count(measure: Measure, part: Slice, scope: Scope) -> int:
    """Distinct subjects."""
    if (kept := _kept_of(measure, part, scope)) is not None:
        return sum(kept[: part.end.month])
    return records_in(measure, part, scope).aggregate(n=Count("subject", distinct=True))["n"]


def count_by(measure: Measure, part: Slice, scope: Scope, dimension: Dimension) -> dict[Any, int]:
    """Distinct subjects for each member of a dimension; the sum may exceed the count of the whole."""
    if (kept := _kept_by(measure, part, scope, dimension)) is not None:
        counted = {member: sum(firsts[: part.end.month]) for (member,), firsts in kept.items()}
        return {member: n for member, n in counted.items() if n}
    rows = records_in(measure, part, scope).order_by().values_list(dimension.value)
    return dict(rows.annotate(n=Count("subject", distinct=True)))


@dataclass(frozen=True)
class Progress:
    """A figure in a period: what the quarter added, and what has come together since January."""

    in_period: int
    cumulative: int


def members_in(measure: Measure, period: Period, scope: Scope, *, whole_year: bool, **members: Any) -> QuerySet:
    """The list behind a figure of `progress`: one record for each subject, its first of the year.

    `whole_year` gives the list behind the cumulative figure; without it, the one behind the figure of the period. There
    are exactly as many rows as the figure says.
    """
    listed = first_records(measure, Slice.up_to(period, **members), scope)
    return listed if whole_year else listed.filter(occurred_on__gte=period.start)


def first_records(measure: Measure, part: Slice, scope: Scope) -> QuerySet:
    """The list behind `count`: one record for each subject, its first in the part."""
    return _visible(measure, scope).filter(pk__in=first_of_each(records_in(measure, part, scope)))


def first_of_each(records: QuerySet) -> QuerySet:
    """The key of the first record of each subject."""
    nth = Window(RowNumber(), partition_by=[F("subject")], order_by=["occurred_on", "pk"])
    return records.order_by().annotate(nth_of_subject=nth).filter(nth_of_subject=1).values("pk")


def progress(measure: Measure, period: Period, scope: Scope, **members: Any) -> Progress:
    """A quarter counts the subjects whose first record of the year lies in it, so the quarters add up to the year.

    One query. Nothing of a position belongs to the quarter alone; its figure of the period is the position itself.
    """
    part = Slice.up_to(period, **members)
    if (kept := _kept_of(measure, part, scope)) is not None:
        return _progress_of_each({(): kept}, period).get((), Progress(0, 0))
    n, before = records_in(measure, part, scope).aggregate(**_counts(period)).values()
    return Progress(n if measure.is_position else n - before, n)


def progress_by(measure: Measure, period: Period, scope: Scope, dimension: Dimension) -> dict[Any, Progress]:
    """`progress` for each member of a dimension, in one query."""
    part = Slice.up_to(period)
    if (kept := _kept_by(measure, part, scope, dimension)) is not None:
        return {member: found for (member,), found in _progress_of_each(kept, period).items()}
    rows = records_in(measure, part, scope).order_by().values_list(dimension.value)
    return {
        member: Progress(n if measure.is_position else n - before, n)
        for member, n, before in rows.annotate(**_counts(period))
    }


def by_month(measure: Measure, period: Period, scope: Scope, **members: Any) -> list[int]:
    """Distinct subjects from January to the end of each month of the period, in one query."""
    part = Slice.up_to(period, **members)
    months = range(1, part.end.month + 1)
    if (kept := _kept_of(measure, part, scope)) is not None:
        return [sum(kept[:month]) for month in months]
    records = records_in(measure, part, scope)
    so_far = {f"month_{month}": Q(occurred_on__lt=_month_after(period.year, month)) for month in months}
    counts = {name: Count("subject", distinct=True, filter=early) for name, early in so_far.items()}
    return list(records.aggregate(**counts).values())


def _month_after(year: int, month: int) -> date:
    return add_months(date(year, month, 1), 1)


def _kept_by(
    measure: Measure, part: Slice, scope: Scope, *dimensions: Dimension
) -> dict[tuple[Any, ...], Firsts] | None:
    """What an open shelf has for each combination of members; None: count the records."""
    if not scope.everything or part.members.get(Dimension.REGION) == OUTSIDE:
        return None
    members = {dimension: None if member == UNKNOWN else member for dimension, member in part.members.items()}
    return kept_by(measure.key, part.start, part.end, dimensions, members)


def _kept_of(measure: Measure, part: Slice, scope: Scope) -> Firsts | None:
    found = _kept_by(measure, part, scope)
    return None if found is None else found.get((), NO_FIRSTS)


def _progress_of_each(kept: Mapping[tuple[Any, ...], Firsts], period: Period) -> dict[tuple[Any, ...], Progress]:
    """The progress of those parts that had any since January."""
    begin, end = period.start.month - 1, period.end.month
    return {
        key: Progress(sum(firsts[begin:end]), so_far) for key, firsts in kept.items() if (so_far := sum(firsts[:end]))
    }


def progress_grid(
    measure: Measure, period: Period, scope: Scope, dimensions: Sequence[Dimension], **members: Any
) -> dict[tuple[Any, ...], Progress]:
    """`progress` for each combination of members of some dimensions, in one query. Without a dimension, of the whole.

    A key holds None where nothing is known, and `OUTSIDE` for every region beyond the province.
    """
    if not dimensions:
        return {(): progress(measure, period, scope, **members)}
    part = Slice.up_to(period, **members)
    if Dimension.REGION not in dimensions and (kept := _kept_by(measure, part, scope, *dimensions)) is not None:
        return _progress_of_each(kept, period)
    rows = _by_home_region(records_in(measure, part, scope))
    grouped = rows.order_by().values_list(*(one.value for one in dimensions)).annotate(**_counts(period))
    return {tuple(key): Progress(n if measure.is_position else n - before, n) for *key, n, before in grouped}


def counted_in_several(measure: Measure, period: Period, scope: Scope, dimension: Dimension, **members: Any) -> int:
    """How many subjects are counted at more than one member since January: why parts exceed their whole."""
    rows = _by_home_region(records_in(measure, Slice.up_to(period, **members), scope))
    known = Coalesce(Cast(dimension.value, CharField()), Value(""))
    subjects = rows.order_by().values("subject").annotate(places=Count(known, distinct=True))
    return int(subjects.filter(places__gt=1).count())


def _by_home_region(records: QuerySet) -> QuerySet:
    """Every region beyond the province as one."""
    home = When(in_region__in=Region.objects.home().values("pk"), then=F("in_region"))
    beyond = When(in_region__isnull=False, then=Value(OUTSIDE))
    return records.annotate(in_region=Case(home, beyond, output_field=BigIntegerField()))


def _counts(period: Period) -> dict[str, Count]:
    """Subjects since January, and those of them that were there before the period began."""
    earlier = Q(occurred_on__lt=period.start)
    return {
        "counted": Count("subject", distinct=True),
        "counted_before": Count("subject", distinct=True, filter=earlier),
    }


def _dimensions(members: dict[str, Any]) -> dict[Dimension, Any]:
    """`centre=3` → `{Dimension.CENTRE: 3}`; a None means “not narrowed”."""
    return {Dimension[name.upper()]: member for name, member in members.items() if member is not None}


# --- the columns of a measure ----------------------------------------------------------------------------------------
_NOTHING = Value(None, output_field=BigIntegerField())


def with_dimensions(records: QuerySet, *, subject: str, occurred_on: Any, **columns: Any) -> QuerySet:
    """`records` with the columns of a measure. A text is the path to a column; a dimension left out is NULL."""
    unknown = columns.keys() - set(Dimension)
    if unknown:
        raise TypeError(f"no dimension is called {', '.join(sorted(unknown))}")
    named: dict[str, Any] = {
        "subject": subject,
        "occurred_on": occurred_on,
        **dict.fromkeys(Dimension, _NOTHING),
        **columns,
    }
    paths = {str(name): F(column) if isinstance(column, str) else column for name, column in named.items()}
    return records.annotate(**(paths | {Dimension.MONTH.value: ExtractMonth("occurred_on")}))


def class_columns(path: str) -> dict[str, str]:
    """The dimensions that a training class gives; `path` leads from the record to it, empty for the class itself."""
    to = f"{path}__" if path else ""
    return {
        Dimension.CENTRE: f"{to}centre",
        Dimension.SECTOR: f"{to}programme__sector",
        Dimension.FIELD: f"{to}programme__field",
        Dimension.FUNDING: f"{to}funding_source",
    }


def dimensions_of(measure: Measure) -> list[Dimension]:
    """What the measure can be broken down by: the columns that it knows. A stock has come together in no month."""
    columns = measure.records().query.annotations
    known = [one for one in Dimension if getattr(columns[one.value], "value", "") is not None]
    return [one for one in known if one != Dimension.MONTH] if measure.is_stock else known


# --- what this app counts itself -------------------------------------------------------------------------------------
def forum_records() -> QuerySet[Activity]:
    """Meetings that are over, on their last day."""
    return with_dimensions(
        Activity.objects.forums_held(today()), subject="pk", occurred_on="ends_on", in_region="region"
    )


def needs_met_records() -> QuerySet[SkillNeed]:
    return with_dimensions(SkillNeed.objects.met(), subject="pk", occurred_on="met_on", **_NEED_COLUMNS)


def needs_recorded_records() -> QuerySet[SkillNeed]:
    """Needs, each on the first day of the year or of the quarter that it is for."""
    first_month = Coalesce(F("quarter"), 1) * 3 - 2
    first_day = Func(F("year"), first_month, 1, function="MAKE_DATE", output_field=DateField())
    return with_dimensions(SkillNeed.objects.all(), subject="pk", occurred_on=first_day, **_NEED_COLUMNS)


_NEED_COLUMNS = {"in_region": "region", "in_sector": "sector", "in_field": "field"}


FORUM_MEETINGS = Measure(
    key="forum_meetings",
    unit=Unit.MEETING,
    name=_("Forum meetings"),
    rule=_(
        "Counted: each coordination meeting, FKLPID and TKDV meeting once, on its last day. Who attended is no trainee "
        "and is counted nowhere."
    ),
    records=forum_records,
    examples=(
        Example("forum_held", _("An FKLPID meeting that was held"), 1),
        Example("outreach_held", _("An outreach to the public"), 0),
    ),
)
NEEDS_RECORDED = Measure(
    key="needs_recorded",
    unit=Unit.NEED,
    name=_("Skill needs recorded"),
    rule=_("Counted: each recorded need of a region, field and year once, on the first day that it is for."),
    records=needs_recorded_records,
    examples=(
        Example("need_recorded", _("A need recorded for the year"), 1),
        Example("need_of_the_next_year", _("A need recorded for the next year"), 0),
    ),
)
NEEDS_MET = Measure(
    key="needs_met",
    unit=Unit.NEED,
    name=_("Skill needs met"),
    rule=_(
        "Counted: each recorded need once, on the day on which a class that was named as its answer was closed and "
        "the graduates of these classes came up to the people needed. A class answers one need only."
    ),
    records=needs_met_records,
    examples=(
        Example("need_met", _("A need of one person, answered by a class with one graduate"), 1),
        Example("need_recorded", _("A need recorded for the year"), 0),
    ),
)
MEASURES = (FORUM_MEETINGS, NEEDS_RECORDED, NEEDS_MET)
RATIOS = (
    Ratio(
        "needs_met_of_recorded",
        _("Needs met of those recorded"),
        _("Needs met in the year ÷ needs recorded for it × 100; a need of an earlier year may be among the met."),
        NEEDS_MET,
        NEEDS_RECORDED,
    ),
)
