"""What lists of certification can be narrowed by."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from certifications.choices import AssessmentState, CertificateState, DocumentKind, LedgerStep, ResultOutcome, Standing
from certifications.ledger import LEDGER_KINDS, ledger_issuers, prefix_of
from certifications.models import Assessment, Certificate, IssuedDocument, Issuer, Result
from kaltim_naker.core.periods import today
from kaltim_naker.ui.filters import YearFilter
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
    standing = django_filters.ChoiceFilter(label=_("Stands today"), field_name="stands", choices=Standing)
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


class AssessmentFilter(django_filters.FilterSet):
    """`due` names what waits for somebody; the first page links to it."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=AssessmentState)
    issuer = django_filters.ModelChoiceFilter(label=_("Issuer"), queryset=Issuer.objects.all())
    centre = django_filters.ModelChoiceFilter(
        label=_("Training centre"), field_name="training_class__centre", queryset=centres_for
    )
    due = django_filters.ChoiceFilter(
        label=_("Waiting for"),
        method="by_due",
        choices=(("results", _("results: the day is over")), ("request", _("the request of certificates"))),
    )

    class Meta:
        model = Assessment
        fields = ()

    def by_due(self, assessments: QuerySet, name: str, value: str) -> QuerySet:
        return assessments.awaiting_results(today()) if value == "results" else assessments.awaiting_request()


class LedgerFilter(ByPersonFilter):
    """`step` is asked of the chosen issuer, or of either of them."""

    centre = django_filters.ModelChoiceFilter(
        label=_("Training centre"), field_name="training_class__centre", queryset=centres_for
    )
    year = YearFilter(label=_("Year"), field_name="training_class__fiscal_year")
    issuer = django_filters.ModelChoiceFilter(
        label=_("Issuer"), queryset=Issuer.objects.filter(kind__in=LEDGER_KINDS), method="with_step"
    )
    step = django_filters.ChoiceFilter(label=_("Stands at"), choices=LedgerStep, method="by_step")

    class Meta:
        model = Enrolment
        fields = ()

    def with_step(self, ledger: QuerySet, name: str, value: Issuer) -> QuerySet:
        """An issuer alone narrows to those who have gone some way with it."""
        if self.form.cleaned_data.get("step"):
            return ledger
        return ledger.exclude(**{f"{prefix_of(value)}_step": LedgerStep.NOT_REQUESTED})

    def by_step(self, ledger: QuerySet, name: str, value: str) -> QuerySet:
        chosen = self.form.cleaned_data.get("issuer")
        condition = Q()
        for issuer in [chosen] if chosen else ledger_issuers():
            condition |= Q(**{f"{prefix_of(issuer)}_step": value})
        return ledger.filter(condition)


class DocumentFilter(ByPersonFilter):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=DocumentKind)
    state = django_filters.ChoiceFilter(label=_("State"), choices=CertificateState)

    class Meta:
        model = IssuedDocument
        fields = ()
