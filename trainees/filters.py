"""What lists of people can be narrowed by. A NIK never is: an address is written into logs (find it by POST)."""

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kaltim_naker.regions.models import Region
from trainees.choices import Education, EnrolmentState, Sex, SignalKind, WorkStatus
from trainees.constants import TRACER_MONTHS
from trainees.models import Enrolment, JobSeeker, Signal

NAME_HELP = _("A name has no digits; use “Find by NIK” for a number.")


class NameField(forms.CharField):
    """The browser refuses digits before they get into an address; the server refuses them, too."""

    default_validators = [RegexValidator(r"^\D*$", NAME_HELP)]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {**super().widget_attrs(widget), "pattern": r"[^0-9]*", "title": str(NAME_HELP), "autocomplete": "off"}


class NameFilter(django_filters.CharFilter):
    """Part of a name, whatever its case; served by the trigram index on the upper-cased name."""

    field_class = NameField


class PersonNameFilter(NameFilter):
    """The words of a name in any order, near ones where nobody is written so (`JobSeekerQuerySet.named`)."""

    def filter(self, people: QuerySet, value: str) -> QuerySet:
        return people.named(value) if value else people


def regions_for(request: HttpRequest) -> QuerySet[Region]:
    """A regional office chooses among its own regions; everybody else among all of the province."""
    scope = request.scope  # type: ignore[attr-defined]
    home = Region.objects.home()
    only_regions = scope.regions and not scope.centres and not scope.everything
    return home.filter(pk__in=scope.regions) if only_regions else home


class JobSeekerFilter(django_filters.FilterSet):
    q = PersonNameFilter(label=_("Name"))
    region = django_filters.ModelChoiceFilter(label=_("Regency or city"), field_name="domicile", queryset=regions_for)
    sex = django_filters.ChoiceFilter(label=_("Sex"), choices=Sex)
    education = django_filters.ChoiceFilter(label=_("Education"), choices=Education)
    work_status = django_filters.ChoiceFilter(label=_("Work status"), choices=WorkStatus)

    class Meta:
        model = JobSeeker
        fields = ()


class EnrolmentFilter(django_filters.FilterSet):
    q = NameFilter(label=_("Name"), field_name="job_seeker__full_name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("State"), choices=EnrolmentState)

    class Meta:
        model = Enrolment
        fields = ()


class TracerFilter(django_filters.FilterSet):
    """The round is read by the page: which graduates are due depends on it."""

    months = django_filters.ChoiceFilter(
        label=_("Round"),
        choices=[(months, _("%(months)s months") % {"months": months}) for months in TRACER_MONTHS],
        method="by_round",
        empty_label=None,
    )
    q = NameFilter(label=_("Name"), field_name="job_seeker__full_name", lookup_expr="icontains")

    class Meta:
        model = Enrolment
        fields = ()

    def by_round(self, graduates: QuerySet, name: str, value: str) -> QuerySet:
        return graduates


class SignalFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("Signal"), choices=SignalKind)
    looked = django_filters.ChoiceFilter(
        label=_("Looked at"), choices=(("no", _("not yet")), ("yes", _("yes"))), method="by_look"
    )

    class Meta:
        model = Signal
        fields = ()

    def by_look(self, signals: QuerySet, name: str, value: str) -> QuerySet:
        return signals.filter(looked_at__isnull=value == "no")
