"""Training classes and who takes part."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kaltim_naker.access.actions import Action
from kaltim_naker.api.filters import EnrolmentsFilter
from kaltim_naker.api.resources.parts import CentrePart, ClassPart, PersonPart
from kaltim_naker.api.resources.who import OfPersonInput, classes_in
from kaltim_naker.api.rest.fields import ForeignIdField, RecordField, TextField
from kaltim_naker.api.rest.records import RecordViewSet
from kaltim_naker.api.rest.viewsets import ResourceViewSet
from kaltim_naker.core.periods import today
from programs.filters import TrainingClassFilter
from programs.models import TrainingClass
from trainees.choices import EnrolmentState
from trainees.models import Enrolment
from trainees.services import enrol_job_seeker, withdraw_from_class


class ProgrammePart(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    field = serializers.CharField(source="field.code", help_text="Code of the field.")


class ClassSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    label = serializers.CharField(help_text="For example “Paket 3”.")
    centre = CentrePart()
    programme = ProgrammePart()
    fiscal_year = serializers.IntegerField()
    funding_source = serializers.CharField()
    seats = serializers.IntegerField()
    venue = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    state = serializers.CharField()
    closed_on = serializers.DateField(allow_null=True)
    skillhub_id = serializers.CharField()


class ClassViewSet(ResourceViewSet):
    """Training classes (paket). A regional office sees whatever was announced, a centre its own."""

    needs = {"list": Action.VIEW_CLASSES, "retrieve": Action.VIEW_CLASSES}
    serializer_class = ClassSerializer
    queryset = TrainingClass.objects.all()
    filterset_class = TrainingClassFilter
    lookup_value_converter = "uuid"


class EnrolmentSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    foreign_id = ForeignIdField(allow_null=True)
    job_seeker = PersonPart()
    training_class = ClassPart()
    state = serializers.CharField()
    enrolled_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    end_reason = serializers.CharField()
    work_status = serializers.CharField(help_text="At the start of the class.")


class EnrolmentInput(OfPersonInput):
    foreign_id = ForeignIdField()
    training_class = RecordField(classes_in, help_text="Our key of the class.")
    enrolled_on = serializers.DateField(required=False, help_text="Today where it is missing.")


class WithdrawalInput(serializers.Serializer):
    """How a participation ends early. How it ends with the class, the closing of the class says."""

    foreign_id = ForeignIdField()
    state = serializers.ChoiceField([EnrolmentState.WITHDRAWN], default=EnrolmentState.WITHDRAWN)
    end_reason = TextField(max_length=200)
    ended_on = serializers.DateField(required=False, help_text="Today where it is missing.")


class EnrolmentViewSet(RecordViewSet):
    """Who takes part in which class, and how it ended."""

    needs = {
        "list": Action.VIEW_JOB_SEEKERS,
        "retrieve": Action.VIEW_JOB_SEEKERS,
        "create": Action.ENROL_JOB_SEEKER,
        "partial_update": Action.ENROL_JOB_SEEKER,
    }
    resource, route = "enrolments", "enrolment"
    serializer_class, input_class, change_class = EnrolmentSerializer, EnrolmentInput, WithdrawalInput
    queryset = Enrolment.objects.all()
    filterset_class = EnrolmentsFilter

    @extend_schema(request=EnrolmentInput, responses={201: EnrolmentSerializer})
    def create(self, request: Request) -> Response:
        """Give a person a seat in a class of your centre, as long as there is one."""
        return self.submit_new(request)

    @extend_schema(request=WithdrawalInput, responses=EnrolmentSerializer)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Record that somebody leaves before the end. The first of the reserve list moves up."""
        return self.submit_change(request)

    def enter(self, sent: dict[str, Any]) -> Enrolment:
        return enrol_job_seeker(actor=self.request.user, **{"enrolled_on": today(), **sent})

    def amend(self, record: Enrolment, sent: dict[str, Any]) -> Enrolment:
        withdraw_from_class(
            actor=self.request.user,
            enrolment=record,
            reason=sent.get("end_reason", ""),
            withdrawn_on=sent.get("ended_on", today()),
        )
        return record
