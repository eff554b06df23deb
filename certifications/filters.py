"""What lists of certification can be narrowed by."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from certifications.choices import CertificateState, ResultOutcome
from certifications.models import Certificate, Issuer, Result
from programs.filters import centres_for
from trainees.filters import NameFilter
from trainees.models import Enrolment


def issue_years() -> list[tuple[int, str]]:
    """The years in which certificates were issued, newest first."""
    return [(day.year, str(day.year)) for day in Certificate.objects.dates("issued_on", "year", order="DESC")]


class CertificateFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(label=_("Number"), method="by_number")
    q = NameFilter(label=_("Name"), field_name="holder_name", lookup_expr="icontains")
    year = django_filters.ChoiceFilter(
        label=_("Issued in"), field_name="issued_on", lookup_expr="year", choices=issue_years
    )
    issuer = django_filters.ModelChoiceFilter(label=_("Issuer"), queryset=Issuer.objects.all())
    centre = django_filters.ModelChoiceFilter(
        label=_("Training centre"), field_name="result__assessment__training_class__centre", queryset=centres_for
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=CertificateState)
    handed_over = django_filters.ChoiceFilter(
        label=_("Hand-over"),
        method="by_hand_over",
        choices=(("waiting", _("not handed over yet")), ("done", _("handed over"))),
    )

    class Meta:
        model = Certificate
        fields = ()

    def by_number(self, certificates: QuerySet, name: str, value: str) -> QuerySet:
        return certificates.with_number_like(value)

    def by_hand_over(self, certificates: QuerySet, name: str, value: str) -> QuerySet:
        return certificates.awaiting_hand_over() if value == "waiting" else certificates.handed_over()


class ByPersonFilter(django_filters.FilterSet):
    """For lists of records that each belong to one person."""

    q = NameFilter(label=_("Name"), field_name="job_seeker__full_name", lookup_expr="icontains")


class AwaitingCertificateFilter(ByPersonFilter):
    issuer = django_filters.ModelChoiceFilter(
        label=_("Issuer"), field_name="assessment__issuer", queryset=Issuer.objects.all()
    )
    centre = django_filters.ModelChoiceFilter(
        label=_("Training centre"), field_name="assessment__training_class__centre", queryset=centres_for
    )

    class Meta:
        model = Result
        fields = ()


class AwaitingAssessmentFilter(ByPersonFilter):
    centre = django_filters.ModelChoiceFilter(
        label=_("Training centre"), field_name="training_class__centre", queryset=centres_for
    )

    class Meta:
        model = Enrolment
        fields = ()


class ResultFilter(ByPersonFilter):
    outcome = django_filters.ChoiceFilter(label=_("Result"), choices=ResultOutcome)

    class Meta:
        model = Result
        fields = ()
