"""Training classes and who takes part."""

from rest_framework import serializers

from kaltim_naker.access.actions import Action
from kaltim_naker.api.resources.parts import CentrePart
from kaltim_naker.api.rest.viewsets import ResourceViewSet
from programs.filters import TrainingClassFilter
from programs.models import TrainingClass
from trainees.filters import EnrolmentFilter
from trainees.models import Enrolment


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


class PersonPart(serializers.Serializer):
    id = serializers.UUIDField()
    full_name = serializers.CharField()
    nik = serializers.CharField(source="nik_masked", help_text="Masked.")


class ClassPart(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    label = serializers.CharField()
    programme = serializers.CharField(source="programme.title")
    centre = serializers.CharField(source="centre.office.code")


class EnrolmentSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    job_seeker = PersonPart()
    training_class = ClassPart()
    state = serializers.CharField()
    enrolled_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    end_reason = serializers.CharField()
    work_status = serializers.CharField(help_text="At the start of the class.")


class EnrolmentViewSet(ResourceViewSet):
    """Who takes part in which class, and how it ended."""

    needs = {"list": Action.VIEW_JOB_SEEKERS, "retrieve": Action.VIEW_JOB_SEEKERS}
    serializer_class = EnrolmentSerializer
    queryset = Enrolment.objects.all()
    filterset_class = EnrolmentFilter
    lookup_value_converter = "uuid"
