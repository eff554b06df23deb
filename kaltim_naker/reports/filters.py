"""What the pages of figures can be asked by. Every filter is part of the page's address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from certifications.models import Issuer
from kaltim_naker.core.jobs import JobState
from kaltim_naker.core.periods import Period
from kaltim_naker.regions.models import KbliSection, Region
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.years import QUARTERS, default_period, year_choices
from programs.choices import RevisionState
from programs.filters import centres_for
from programs.models import Field, TargetRevision
from trainees.choices import Sex

WHOLE_YEAR, QUARTER_ONLY = "cumulative", "quarter"
#: Filters that name a member of a dimension (`programs.measures.Dimension`).
MEMBERS = ("centre", "region", "sector", "field", "issuer", "sex")


class ReportRunFilter(django_filters.FilterSet):
    year = django_filters.ChoiceFilter(label=_("Year"), field_name="year", choices=year_choices)
    quarter = django_filters.ChoiceFilter(label=_("Quarter"), field_name="quarter", choices=QUARTERS)
    centre = django_filters.ModelChoiceFilter(label=_("Training centre"), queryset=centres_for)
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


class PeriodFilter(YearFilter):
    quarter = django_filters.ChoiceFilter(
        label=_("Quarter"), choices=QUARTERS, method="leave", empty_label=_("whole year")
    )


def with_default_period(query: QueryDict) -> QueryDict:
    """The address, completed by the default period where it names no year, so that the form shows what is counted."""
    if query.get("year"):
        return query
    completed, period = query.copy(), default_period()
    completed["year"] = str(period.year)
    completed.setdefault("quarter", str(period.quarter or ""))
    return completed


class FigureFilter(PeriodFilter):
    """Which figure: period, alone or cumulative, and the members that it is narrowed to."""

    mode = django_filters.ChoiceFilter(
        label=_("Counted"),
        choices=((WHOLE_YEAR, _("since January")), (QUARTER_ONLY, _("in the quarter alone"))),
        method="leave",
        empty_label=None,
    )
    centre = django_filters.ModelChoiceFilter(label=_("Training centre"), queryset=centres_for, method="leave")
    region = django_filters.ModelChoiceFilter(
        label=_("Regency or city"), queryset=lambda _request: Region.objects.home(), method="leave"
    )
    field = django_filters.ModelChoiceFilter(label=_("Field"), queryset=Field.objects.all(), method="leave")
    issuer = django_filters.ModelChoiceFilter(label=_("Issuer"), queryset=Issuer.objects.all(), method="leave")
    sector = django_filters.ModelChoiceFilter(label=_("Sector"), queryset=KbliSection.objects.all(), method="leave")
    sex = django_filters.ChoiceFilter(label=_("Sex"), choices=Sex, method="leave")

    @property
    def is_whole_year(self) -> bool:
        return self.form.cleaned_data.get("mode") != QUARTER_ONLY

    @property
    def members(self) -> dict[str, Any]:
        """Only those that are set, as `programs.measures` takes them."""
        chosen = {name: self.form.cleaned_data.get(name) for name in MEMBERS}
        return {name: getattr(member, "pk", member) for name, member in chosen.items() if member}
