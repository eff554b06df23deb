"""What lists about productivity and coaching can be narrowed by."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from companies.choices.productivity import CoachingState
from companies.models import Coaching, Guidance, Measurement
from kaltim_naker.core.periods import today
from kaltim_naker.ui.filters import YearFilter


class MeasurementFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Company"), field_name="company__name", lookup_expr="icontains")
    year = YearFilter(label=_("Year"))
    check = django_filters.ChoiceFilter(
        label=_("To be looked at"), method="by_check", choices=(("methods", _("the methods differ by more than 1 %")),)
    )

    class Meta:
        model = Measurement
        fields = ()

    def by_check(self, measurements: QuerySet, name: str, value: str) -> QuerySet:
        return measurements.with_methods_apart()


class CoachingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Company"), field_name="company__name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("Step"), choices=CoachingState)
    due = django_filters.ChoiceFilter(
        label=_("To be done"),
        method="by_due",
        choices=(
            ("actions", _("actions are late")),
            ("measurement", _("to be measured again")),
            ("open", _("not over yet")),
        ),
    )

    class Meta:
        model = Coaching
        fields = ()

    def by_due(self, coachings: QuerySet, name: str, value: str) -> QuerySet:
        if value == "actions":
            return coachings.open().filter(late_actions__gt=0)
        return coachings.open() if value == "open" else coachings.to_measure_again(today())


class GuidanceFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Company"), field_name="company__name", lookup_expr="icontains")

    class Meta:
        model = Guidance
        fields = ()
