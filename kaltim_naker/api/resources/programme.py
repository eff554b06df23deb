"""The year of the office: activities, and the quarters that its units hand in."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from kaltim_naker.access.actions import Action
from kaltim_naker.api.resources.companies import home_regions
from kaltim_naker.api.resources.parts import CentrePart, RegionPart
from kaltim_naker.api.rest.fields import CodeField, ForeignIdField, TextField
from kaltim_naker.api.rest.records import RecordViewSet
from kaltim_naker.reports.filters import PeriodListFilter
from programs.choices import ActivityKind
from programs.filters import ActivityFilter
from programs.models import Activity, ReportingPeriod
from programs.services import change_activity, enter_activity, submit_period

_PEOPLE = {"min_value": 0, "max_value": 1_000_000, "required": False, "allow_null": True}


class ActivitySerializer(serializers.Serializer):
    id = serializers.UUIDField()
    foreign_id = ForeignIdField(allow_null=True)
    kind = serializers.CharField()
    title = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    place = serializers.CharField()
    region = RegionPart(allow_null=True)
    organiser = serializers.CharField()
    chair = serializers.CharField()
    document = serializers.CharField()
    agenda = serializers.CharField()
    participants = serializers.IntegerField(allow_null=True)
    companies = serializers.IntegerField(allow_null=True)
    summary = serializers.CharField()
    source = serializers.CharField()
    updated_at = serializers.DateTimeField()


class ActivityInput(serializers.Serializer):
    foreign_id = ForeignIdField()
    kind = serializers.ChoiceField(ActivityKind.choices)
    title = TextField(max_length=200)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    place = TextField(max_length=120, required=False, allow_blank=True)
    region = CodeField(home_regions, required=False, allow_null=True, help_text="Kemendagri code.")
    organiser = TextField(max_length=150, required=False, allow_blank=True)
    chair = TextField(max_length=150, required=False, allow_blank=True)
    document = TextField(max_length=200, required=False, allow_blank=True)
    agenda = TextField(max_length=5_000, required=False, allow_blank=True)
    participants = serializers.IntegerField(**_PEOPLE)
    companies = serializers.IntegerField(**_PEOPLE)
    summary = TextField(max_length=5_000, required=False, allow_blank=True)
    source = TextField(max_length=200)


class ActivityViewSet(RecordViewSet):
    """Events of the office: forums, consultations, job fairs."""

    needs = {
        "list": Action.VIEW_ACTIVITIES,
        "retrieve": Action.VIEW_ACTIVITIES,
        "create": Action.MANAGE_ACTIVITIES,
        "partial_update": Action.MANAGE_ACTIVITIES,
    }
    resource, route = "activities", "activity"
    serializer_class, input_class = ActivitySerializer, ActivityInput
    queryset = Activity.objects.all()
    filterset_class = ActivityFilter

    @extend_schema(request=ActivityInput, responses={201: ActivitySerializer})
    def create(self, request: Request) -> Response:
        """Enter an event."""
        return self.submit_new(request)

    @extend_schema(request=ActivityInput, responses=ActivitySerializer)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Correct an event."""
        return self.submit_change(request)

    def enter(self, sent: dict[str, Any]) -> Activity:
        return enter_activity(actor=self.request.user, **sent)

    def amend(self, record: Activity, sent: dict[str, Any]) -> Activity:
        return change_activity(actor=self.request.user, activity=record, **sent)


class PeriodSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    year = serializers.IntegerField()
    quarter = serializers.IntegerField()
    centre = CentrePart(allow_null=True, help_text="Null is what belongs to no centre.")
    state = serializers.CharField(help_text="open, submitted, returned, approved or closed.")
    submitted_at = serializers.DateTimeField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField(help_text="What has to be put right.")
    updated_at = serializers.DateTimeField()


class RemarkInput(serializers.Serializer):
    note = TextField(max_length=300, required=False, allow_blank=True)


class PeriodViewSet(RecordViewSet):
    """Quarters of the units. What is dated in a closed one is neither entered nor changed (422 `period_closed`)."""

    needs = {"list": Action.VIEW_ACHIEVEMENT, "retrieve": Action.VIEW_ACHIEVEMENT, "submit": Action.SUBMIT_PERIOD}
    resource, route = "periods", "period"
    serializer_class = PeriodSerializer
    step_inputs = {"submit": RemarkInput}
    queryset = ReportingPeriod.objects.all()
    filterset_class = PeriodListFilter

    @extend_schema(request=RemarkInput, responses=PeriodSerializer)
    @action(methods=["post"], detail=True)
    def submit(self, request: Request, **kwargs: Any) -> Response:
        """Hand in a quarter of your unit that is over."""
        return self.submit_step(request, lambda period, sent: submit_period(actor=request.user, period=period, **sent))
