"""What lists of apprenticeships can be narrowed by."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from companies.choices.apprenticeships import ApprenticeshipKind, ApprenticeshipState, ApprenticeState
from companies.models import Apprentice, Apprenticeship
from kaltim_naker.core.periods import today
from trainees.filters import NameFilter, regions_for


def start_years() -> list[tuple[int, str]]:
    """The years in which programmes begin, newest first."""
    return [(day.year, str(day.year)) for day in Apprenticeship.objects.dates("starts_on", "year", order="DESC")]


class ApprenticeshipFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Company"), field_name="site__company__name", lookup_expr="icontains")
    year = django_filters.ChoiceFilter(
        label=_("Begins in"), field_name="starts_on", lookup_expr="year", choices=start_years
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ApprenticeshipKind)
    state = django_filters.ChoiceFilter(label=_("State"), choices=ApprenticeshipState)
    region = django_filters.ModelChoiceFilter(
        label=_("Regency or city"), field_name="site__region", queryset=regions_for
    )
    due = django_filters.ChoiceFilter(
        label=_("To be done"),
        method="by_due",
        choices=(
            ("permit", _("answer overdue")),
            ("agreement", _("agreement missing on the first day")),
            ("follow_up", _("finding not put right")),
        ),
    )

    class Meta:
        model = Apprenticeship
        fields = ()

    def by_due(self, programmes: QuerySet, name: str, value: str) -> QuerySet:
        due = {"permit": "permit_overdue", "agreement": "agreement_missing", "follow_up": "follow_up_due"}
        return getattr(programmes, due[value])(today())


class ApprenticeFilter(django_filters.FilterSet):
    q = NameFilter(label=_("Name"), field_name="job_seeker__full_name", lookup_expr="icontains")
    company = django_filters.CharFilter(
        label=_("Company"), field_name="apprenticeship__site__company__name", lookup_expr="icontains"
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), field_name="apprenticeship__kind", choices=ApprenticeshipKind)
    state = django_filters.ChoiceFilter(label=_("State"), choices=ApprenticeState)
    region = django_filters.ModelChoiceFilter(
        label=_("Regency or city of the site"), field_name="apprenticeship__site__region", queryset=regions_for
    )
    due = django_filters.ChoiceFilter(
        label=_("To be done"),
        method="by_due",
        choices=(
            ("ending", _("ends within 30 days")),
            ("logbook", _("logbook not kept")),
            ("after", _("what came after is not known")),
        ),
    )

    class Meta:
        model = Apprentice
        fields = ()

    def by_due(self, people: QuerySet, name: str, value: str) -> QuerySet:
        if value == "after":
            return people.after_unknown()
        return people.ending(today()) if value == "ending" else people.logbook_not_kept(today())
