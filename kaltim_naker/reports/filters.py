"""What the pages of figures can be asked by. Every filter is part of the page's address."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import HiddenInput
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import scope_of
from kaltim_naker.core.jobs import JobState
from kaltim_naker.core.periods import Period, add_months, today
from kaltim_naker.regions.models import Region
from kaltim_naker.reports.dimensions import AXES, members_named
from kaltim_naker.reports.kinds import KINDS
from kaltim_naker.reports.links import QUARTER_ONLY, WHOLE_YEAR
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.quality.checks import Check, Place
from kaltim_naker.reports.years import PARTS, QUARTERS, default_period, year_choices
from programs.choices import PeriodState, RestatementState, RevisionState
from programs.filters import centres_for
from programs.measures import UNKNOWN, all_measures, all_ratios
from programs.models import ReportingPeriod, Restatement, TargetRevision, TrainingCentre
from programs.querysets import ReportingPeriodQuerySet, RestatementQuerySet
from programs.services import counted_on
from trainees.filters import regions_for

ONE_DAY = timedelta(days=1)


class ReportRunFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("Report"), choices=lambda: [(kind.key, kind.name) for kind in KINDS.values()]
    )
    year = django_filters.ChoiceFilter(label=_("Year"), field_name="year", choices=year_choices)
    quarter = django_filters.ChoiceFilter(label=_("Quarter"), field_name="quarter", choices=QUARTERS)
    centre = django_filters.ModelChoiceFilter(label=_("Training centre"), queryset=centres_for)
    region = django_filters.ModelChoiceFilter(label=_("Regency or city"), queryset=regions_for)
    state = django_filters.ChoiceFilter(label=_("State"), choices=JobState)

    class Meta:
        model = ReportRun
        fields = ()


class RevisionFilter(django_filters.FilterSet):
    year = django_filters.ChoiceFilter(label=_("Year"), field_name="target__year", choices=year_choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=RevisionState)
    waiting = django_filters.ChoiceFilter(
        label=_("Waiting"), choices=[("me", _("for my decision"))], method="by_waiting", empty_label=_("all")
    )

    class Meta:
        model = TargetRevision
        fields = ()

    def by_waiting(self, revisions: QuerySet, name: str, value: str) -> QuerySet:
        """What the reader did not propose himself."""
        return revisions.filter(state=RevisionState.PROPOSED).exclude(proposed_by=self.request.user)


class PeriodListFilter(django_filters.FilterSet):
    year = django_filters.ChoiceFilter(label=_("Year"), field_name="year", choices=year_choices)
    quarter = django_filters.ChoiceFilter(label=_("Quarter"), field_name="quarter", choices=QUARTERS)
    state = django_filters.ChoiceFilter(label=_("State"), choices=PeriodState)
    due = django_filters.ChoiceFilter(
        label=_("Waiting"),
        choices=[
            ("submit", _("for my unit to hand in")),
            ("returned", _("returned to my unit")),
            ("approve", _("for my approval")),
        ],
        method="by_due",
        empty_label=_("all"),
    )

    class Meta:
        model = ReportingPeriod
        fields = ()

    def by_due(self, periods: ReportingPeriodQuerySet, name: str, value: str) -> QuerySet:
        """What the reader is asked to do, as the first page counts it."""
        reader = self.request.user
        if value == "approve":
            return periods.to_approve(reader)
        own = scope_of(reader, Action.SUBMIT_PERIOD)
        return periods.to_submit(own, today()) if value == "submit" else periods.returned_to(own)


class RestatementFilter(django_filters.FilterSet):
    year = django_filters.ChoiceFilter(label=_("Year"), field_name="figure__period__year", choices=year_choices)
    quarter = django_filters.ChoiceFilter(label=_("Quarter"), field_name="figure__period__quarter", choices=QUARTERS)
    state = django_filters.ChoiceFilter(label=_("State"), choices=RestatementState)
    waiting = django_filters.ChoiceFilter(
        label=_("Waiting"), choices=[("me", _("for my decision"))], method="by_waiting", empty_label=_("all")
    )

    class Meta:
        model = Restatement
        fields = ()

    def by_waiting(self, restatements: RestatementQuerySet, name: str, value: str) -> QuerySet:
        """What others have moved."""
        return restatements.to_decide(self.request.user)


class YearFilter(django_filters.FilterSet):
    """A year. It narrows no rows by itself: the page asks it what it is about."""

    year = django_filters.ChoiceFilter(label=_("Year"), choices=year_choices, method="leave", empty_label=None)

    def leave(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        return rows

    @property
    def period(self) -> Period:
        """What the address says; where that is wrong, the default period, with the error beside the field."""
        if not self.form.is_valid():
            return default_period()
        chosen = self.form.cleaned_data
        return Period(int(chosen["year"]), int(chosen["quarter"]) if chosen.get("quarter") else None)


_BY = (("centre", _("by training centre")), ("region", _("by regency or city")))


class QualityFilter(YearFilter):
    """The board: its year, and whether places are centres or regions."""

    by = django_filters.ChoiceFilter(choices=_BY, method="leave", widget=HiddenInput, label=_("By"))

    @property
    def place(self) -> Place:
        """By centre, unless the address says otherwise."""
        chosen = self.form.cleaned_data.get("by") if self.form.is_valid() else ""
        return Place[(chosen or "centre").upper()]


class QualityListFilter(YearFilter):
    """The list behind a number of the board: at one place, or at all places of a kind."""

    by = django_filters.ChoiceFilter(choices=_BY, method="at_any", widget=HiddenInput, label=_("By"))
    centre = django_filters.ModelChoiceFilter(label=_("Training centre"), queryset=centres_for, method="at_place")
    region = django_filters.ModelChoiceFilter(label=_("Regency or city"), queryset=regions_for, method="at_place")

    def __init__(self, *args: Any, check: Check, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queryset = self.queryset.filter(check.fault())

    def at_any(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(**{f"{Place[value.upper()]}__isnull": False})

    def at_place(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        return rows.filter(**{Place[name.upper()]: value.pk})


class PeriodFilter(YearFilter):
    quarter = django_filters.ChoiceFilter(
        label=_("Quarter"), choices=QUARTERS, method="leave", empty_label=_("whole year")
    )


class NarrativeFilter(YearFilter):
    """A quarter, and the unit that speaks: the province, or a centre."""

    quarter = django_filters.ChoiceFilter(label=_("Quarter"), choices=QUARTERS, method="leave", empty_label=None)
    centre = django_filters.ModelChoiceFilter(
        label=_("Reporting unit"), queryset=centres_for, method="leave", empty_label=_("Province")
    )

    @property
    def period(self) -> Period:
        """A quarter always; the last one of a year where the address names none."""
        found = super().period
        return found if found.quarter else Period(found.year, 4)

    @property
    def centre_named(self) -> TrainingCentre | None:
        return self.form.cleaned_data.get("centre") if self.form.is_valid() else None


def with_default_period(query: QueryDict) -> QueryDict:
    """The address, completed by the default period where it names no year, so that the form shows what is counted."""
    if query.get("year"):
        return query
    completed, period = query.copy(), default_period()
    completed["year"] = str(period.year)
    completed.setdefault("quarter", str(period.quarter or ""))
    return completed


class PromiseFilter(django_filters.FilterSet):
    """The region that a part of a promise is counted in."""

    region = django_filters.ModelChoiceFilter(
        label=_("Regency or city"), queryset=lambda _request: Region.objects.home(), method="leave"
    )

    def leave(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        return rows


def _member(name: str) -> django_filters.Filter:
    """Narrows a figure to one member of an axis, or to what is not recorded."""
    axis = AXES[name]
    return django_filters.ChoiceFilter(label=axis.label, choices=axis.choices, method="leave")


class FigureFilter(PeriodFilter):
    """Which figure: period, alone or cumulative, and the members that it is narrowed to."""

    mode = django_filters.ChoiceFilter(
        label=_("Counted"),
        choices=((WHOLE_YEAR, _("since January")), (QUARTER_ONLY, _("in the quarter alone"))),
        method="leave",
        empty_label=None,
    )

    #: A semester or month, which the quarter cannot say.
    part = django_filters.ChoiceFilter(choices=PARTS, method="leave", widget=HiddenInput, label=_("Period"))
    until = django_filters.ChoiceFilter(
        label=_("Up to the end of"), choices=lambda: [(str(key), name) for key, name in MONTHS.items()], method="leave"
    )
    centre = _member("centre")
    region = _member("region")
    field = _member("field")
    sector = _member("sector")
    issuer = _member("issuer")
    scheme = _member("scheme")
    funding = _member("funding")
    sex = _member("sex")
    age = _member("age")
    education = _member("education")
    month = _member("month")

    def __init__(self, *args: Any, known: Collection[str] = tuple(AXES), **kwargs: Any) -> None:
        """`known`: the axes that this figure can be narrowed by; the fields of all others are not shown."""
        super().__init__(*args, **kwargs)
        self.known = known

    @cached_property
    def form(self) -> Any:
        form = super().form
        own = {str(centre.pk) for centre in centres_for(self.request)}
        centre = form.fields["centre"]
        centre.choices = [choice for choice in centre.choices if choice[0] in ("", UNKNOWN) or choice[0] in own]
        for name in AXES:
            if name in self.known:
                # Asked once, for the check and for the page.
                form.fields[name].choices = list(form.fields[name].choices)
            else:
                form.fields[name].widget = HiddenInput()
        return form

    @property
    def period(self) -> Period:
        part = self.form.cleaned_data.get("part") if self.form.is_valid() else ""
        return Period.coded(int(self.form.cleaned_data["year"]), part) if part else super().period

    @property
    def more(self) -> tuple[str, ...]:
        """What is asked for less often: all axes but the place."""
        return (*(name for name in self.known if name not in ("centre", "region")), "until")

    @property
    def is_whole_year(self) -> bool:
        return bool(self.form.cleaned_data.get("mode") != QUARTER_ONLY)

    @property
    def last_day(self) -> date | None:
        """The last day of the month that the figure runs to; None where the period decides."""
        month = self.form.cleaned_data.get("until")
        return min(add_months(date(self.period.year, int(month), 1), 1) - ONE_DAY, self.period.end) if month else None

    @property
    def members(self) -> dict[str, Any]:
        """Only those that are set, as `programs.measures` takes them."""
        return members_named(self.form.cleaned_data) if self.form.is_valid() else {}


def _counted_things() -> list[tuple[Any, Any]]:
    """Every indicator that is counted, then every count and ratio by itself."""
    indicators = [(one.code, str(one)) for one in counted_on(today())]
    others = sorted((one.key, str(one.name)) for one in (*all_measures(), *all_ratios()))
    return [(_("Indicators"), indicators), (_("Other counts"), sorted(others, key=lambda other: other[1]))]


class MatrixFilter(FigureFilter):
    """Which figure, divided by what, narrowed to what."""

    figure = django_filters.ChoiceFilter(label=_("Figure"), choices=_counted_things, method="leave", empty_label=None)
    rows = django_filters.ChoiceFilter(
        label=_("Rows"), choices=[(name, axis.label) for name, axis in AXES.items()], method="leave", empty_label=None
    )
    columns = django_filters.ChoiceFilter(
        label=_("Columns"),
        choices=[(name, axis.label) for name, axis in AXES.items()],
        method="leave",
        empty_label=_("none"),
    )
    part = until = None
    field_order = ("figure", "rows", "columns", "year", "quarter", "mode")

    @cached_property
    def form(self) -> Any:
        form = super().form
        form.order_fields(self.field_order)
        return form
