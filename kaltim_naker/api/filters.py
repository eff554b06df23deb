"""What the lists of tokens and receipts can be narrowed by, and lists that have no page of their own."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from certifications.filters import ResultFilter
from companies.models import Mentor, WorkSite
from kaltim_naker.api.choices import Outcome
from kaltim_naker.api.models import OfficeToken, Receipt, Webhook
from kaltim_naker.core.codes import as_typed
from kaltim_naker.core.jobs import JobState
from kaltim_naker.imports.choices import ImportStage
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.regions.models import Region
from kaltim_naker.reports.kinds import KINDS
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.ui.filters import YearFilter
from programs.filters import centres_for
from trainees.choices import Mark, PlacementKind, TracerStatus
from trainees.filters import EnrolmentFilter
from trainees.models import AttendanceMark, Placement, Session, TracerRound


class TokenFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name"), field_name="name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=(("in_force", _("in force")), ("revoked", _("revoked"))), method="by_state"
    )

    class Meta:
        model = OfficeToken
        fields = ()

    def by_state(self, tokens: QuerySet, name: str, value: str) -> QuerySet:
        return tokens.filter(revoked_at__isnull=value == "in_force")


class WebhookFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Address"), field_name="url", lookup_expr="icontains")

    class Meta:
        model = Webhook
        fields = ()


class ReceiptFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(label=_("Number"), method="by_number")
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=Outcome)

    class Meta:
        model = Receipt
        fields = ()

    def by_number(self, receipts: QuerySet, name: str, value: str) -> QuerySet:
        return receipts.filter(number=as_typed(value))


class OfClassFilter(django_filters.FilterSet):
    """By the class that something belongs to, and by its centre."""

    training_class = django_filters.UUIDFilter(label=_("Training class"), field_name="training_class_id")
    centre = django_filters.ModelChoiceFilter(
        label=_("Training centre"), field_name="training_class__centre", queryset=centres_for
    )


class EnrolmentsFilter(OfClassFilter, EnrolmentFilter):
    """As on the page of a class; the page has its class in the address."""

    job_seeker = django_filters.UUIDFilter(label=_("Job seeker"), field_name="job_seeker_id")

    class Meta(EnrolmentFilter.Meta):
        pass


class SessionFilter(OfClassFilter):
    since = django_filters.DateFilter(label=_("From"), field_name="held_on", lookup_expr="gte")
    until = django_filters.DateFilter(label=_("Until"), field_name="held_on", lookup_expr="lte")

    class Meta:
        model = Session
        fields = ()


class AttendanceFilter(django_filters.FilterSet):
    training_class = django_filters.UUIDFilter(label=_("Training class"), field_name="session__training_class")
    enrolment = django_filters.UUIDFilter(label=_("Enrolment"), field_name="enrolment_id")
    held_on = django_filters.DateFilter(label=_("Day"), field_name="session__held_on")
    mark = django_filters.ChoiceFilter(label=_("Mark"), choices=Mark)

    class Meta:
        model = AttendanceMark
        fields = ()


class PlacementFilter(django_filters.FilterSet):
    job_seeker = django_filters.UUIDFilter(label=_("Job seeker"), field_name="job_seeker_id")
    training_class = django_filters.UUIDFilter(label=_("Training class"), field_name="enrolment__training_class")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=PlacementKind)
    since = django_filters.DateFilter(label=_("Begun from"), field_name="started_on", lookup_expr="gte")
    until = django_filters.DateFilter(label=_("Begun until"), field_name="started_on", lookup_expr="lte")

    class Meta:
        model = Placement
        fields = ()


class SurveyFilter(django_filters.FilterSet):
    training_class = django_filters.UUIDFilter(label=_("Training class"), field_name="enrolment__training_class")
    status = django_filters.ChoiceFilter(label=_("Situation"), choices=TracerStatus)

    class Meta:
        model = TracerRound
        fields = ()


class ResultsFilter(ResultFilter):
    """As on the page of an assessment; the page has its assessment in the address."""

    assessment = django_filters.UUIDFilter(label=_("Assessment"), field_name="assessment_id")
    training_class = django_filters.UUIDFilter(label=_("Training class"), field_name="assessment__training_class")

    class Meta(ResultFilter.Meta):
        pass


class SiteFilter(django_filters.FilterSet):
    company = django_filters.UUIDFilter(label=_("Company"), field_name="company_id")
    region = django_filters.ModelChoiceFilter(
        label=_("Regency or city"), queryset=lambda request: Region.objects.home(), field_name="region"
    )

    class Meta:
        model = WorkSite
        fields = ()


class MentorFilter(django_filters.FilterSet):
    apprenticeship = django_filters.UUIDFilter(label=_("Apprenticeship programme"), field_name="apprenticeship_id")

    class Meta:
        model = Mentor
        fields = ()


class ReportFilter(django_filters.FilterSet):
    """As on the page of reports; the years are those of the address, so that the schema needs no database."""

    kind = django_filters.ChoiceFilter(label=_("Report"), choices=[(key, key) for key in KINDS])
    year = YearFilter(label=_("Year"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=JobState)

    class Meta:
        model = ReportRun
        fields = ()


class ImportFilter(django_filters.FilterSet):
    kind = django_filters.CharFilter(label=_("Kind"))
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=ImportStage)

    class Meta:
        model = ImportRun
        fields = ()
