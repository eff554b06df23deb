"""Apprenticeships (Permenaker 6/2020): the programme with its permit, its mentors, and who takes part."""

from dataclasses import fields
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from companies.choices.apprenticeships import ApprenticeshipKind, PermitLevel
from companies.constants.apprenticeships import LEAST_THEORY, MINIMUM_AGE, MOST_THEORY
from companies.filters.apprenticeships import ApprenticeshipFilter
from companies.models import Agreement, Apprenticeship, Mentor, WorkSite
from companies.services import (
    ApprenticeshipData,
    add_mentor,
    cancel_apprenticeship,
    change_apprenticeship,
    grant_permit,
    plan_apprenticeship,
    refuse_permit,
    submit_application,
)
from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import Scope
from kaltim_naker.api.filters import MentorFilter
from kaltim_naker.api.resources.companies import CompanyPart
from kaltim_naker.api.resources.needs import all_fields
from kaltim_naker.api.resources.parts import FieldPart, RegionPart
from kaltim_naker.api.rest.fields import CodeField, ForeignIdField, RecordField, TextField
from kaltim_naker.api.rest.records import RecordViewSet
from trainees.constants import ADULT_AGE


def sites_in(scope: Scope) -> QuerySet[WorkSite]:
    """Where an office may enter programmes: at the sites of its region."""
    sites = WorkSite.objects.filter(is_active=True)
    return sites if scope.everything else sites.filter(region__in=scope.regions)


def agreements_in(scope: Scope) -> QuerySet[Agreement]:
    return Agreement.objects.visible_to(scope)


def apprenticeships_in(scope: Scope) -> QuerySet[Apprenticeship]:
    return Apprenticeship.objects.visible_to(scope)


class SitePart(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    company = CompanyPart()
    region = RegionPart()


class ApprenticeshipSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    foreign_id = ForeignIdField(allow_null=True)
    site = SitePart()
    agreement = serializers.UUIDField(source="agreement_id", allow_null=True)
    kind = serializers.CharField()
    occupation = serializers.CharField()
    field = FieldPart()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    theory_percent = serializers.IntegerField()
    seats = serializers.IntegerField()
    minimum_age = serializers.IntegerField()
    allowance = serializers.DecimalField(18, 2, allow_null=True, help_text="Rupiah a month.")
    instructor_name = serializers.CharField()
    state = serializers.CharField()
    permit_level = serializers.CharField()
    complete_on = serializers.DateField(allow_null=True, help_text="When the application was complete.")
    permit_number = serializers.CharField()
    permit_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField()
    updated_at = serializers.DateTimeField()


class ApprenticeshipInput(serializers.Serializer):
    """As the company applies for it."""

    foreign_id = ForeignIdField()
    site = RecordField(sites_in, help_text="Our key of the work site.")
    agreement = RecordField(agreements_in, required=False, allow_null=True)
    kind = serializers.ChoiceField(ApprenticeshipKind.choices, required=False)
    occupation = TextField(max_length=120)
    field = CodeField(all_fields, help_text="Code of the field.")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(help_text="At most a year later.")
    theory_percent = serializers.IntegerField(min_value=LEAST_THEORY, max_value=MOST_THEORY, required=False)
    seats = serializers.IntegerField(min_value=1, max_value=1_000)
    minimum_age = serializers.ChoiceField(
        [(age, str(age)) for age in (MINIMUM_AGE, ADULT_AGE)], required=False, help_text="18 for dangerous work."
    )
    allowance = serializers.DecimalField(18, 2, min_value=0, required=False, allow_null=True)
    instructor_name = TextField(max_length=150, required=False, allow_blank=True)
    permit_level = serializers.ChoiceField(PermitLevel.choices, required=False)


class CompleteInput(serializers.Serializer):
    complete_on = serializers.DateField(help_text="The day on which the application was complete.")


class PermitInput(serializers.Serializer):
    permit_on = serializers.DateField()
    number = TextField(max_length=80)


class RefusalInput(serializers.Serializer):
    permit_on = serializers.DateField()
    reason = TextField(max_length=200)


class CancelInput(serializers.Serializer):
    reason = TextField(max_length=200)


class ApprenticeshipViewSet(RecordViewSet):
    """Programmes at the sites of your region."""

    needs = {
        "list": Action.VIEW_APPRENTICESHIPS,
        "retrieve": Action.VIEW_APPRENTICESHIPS,
        "create": Action.MANAGE_APPRENTICESHIPS,
        "partial_update": Action.MANAGE_APPRENTICESHIPS,
        "apply": Action.MANAGE_APPRENTICESHIPS,
        "permit": Action.MANAGE_APPRENTICESHIPS,
        "refuse": Action.MANAGE_APPRENTICESHIPS,
        "cancel": Action.MANAGE_APPRENTICESHIPS,
    }
    resource, route = "apprenticeships", "apprenticeship"
    serializer_class, input_class = ApprenticeshipSerializer, ApprenticeshipInput
    step_inputs = {"apply": CompleteInput, "permit": PermitInput, "refuse": RefusalInput, "cancel": CancelInput}
    queryset = Apprenticeship.objects.all()
    filterset_class = ApprenticeshipFilter

    @extend_schema(request=ApprenticeshipInput, responses={201: ApprenticeshipSerializer})
    def create(self, request: Request) -> Response:
        """Prepare a programme at a site of your region."""
        return self.submit_new(request)

    @extend_schema(request=ApprenticeshipInput, responses=ApprenticeshipSerializer)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Correct a programme until it is permitted."""
        return self.submit_change(request)

    @extend_schema(request=CompleteInput, responses=ApprenticeshipSerializer)
    @action(methods=["post"], detail=True)
    def apply(self, request: Request, **kwargs: Any) -> Response:
        """The application is complete; within three working days it is answered."""
        return self.take(request, submit_application)

    @extend_schema(request=PermitInput, responses=ApprenticeshipSerializer)
    @action(methods=["post"], detail=True)
    def permit(self, request: Request, **kwargs: Any) -> Response:
        """The application was answered with a permit."""
        return self.take(request, grant_permit)

    @extend_schema(request=RefusalInput, responses=ApprenticeshipSerializer)
    @action(methods=["post"], detail=True)
    def refuse(self, request: Request, **kwargs: Any) -> Response:
        """The application was answered with a refusal; it may be corrected and handed in again."""
        return self.take(request, refuse_permit)

    @extend_schema(request=CancelInput, responses=ApprenticeshipSerializer)
    @action(methods=["post"], detail=True)
    def cancel(self, request: Request, **kwargs: Any) -> Response:
        """The programme does not take place."""
        return self.take(request, cancel_apprenticeship)

    def take(self, request: Request, service: Any) -> Response:
        return self.submit_step(
            request, lambda record, sent: service(actor=self.request.user, apprenticeship=record, **sent)
        )

    def enter(self, sent: dict[str, Any]) -> Apprenticeship:
        return plan_apprenticeship(actor=self.request.user, data=ApprenticeshipData(**sent))

    def amend(self, record: Apprenticeship, sent: dict[str, Any]) -> Apprenticeship:
        kept = {one.name: getattr(record, one.name) for one in fields(ApprenticeshipData)}
        data = ApprenticeshipData(**{**kept, **sent})
        return change_apprenticeship(actor=self.request.user, apprenticeship=record, data=data)


class MentorSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    foreign_id = ForeignIdField(allow_null=True)
    apprenticeship = serializers.UUIDField(source="apprenticeship_id")
    full_name = serializers.CharField()
    position = serializers.CharField()
    phone = serializers.CharField()


class MentorInput(serializers.Serializer):
    foreign_id = ForeignIdField()
    apprenticeship = RecordField(apprenticeships_in)
    full_name = TextField(max_length=150)
    position = TextField(max_length=100, required=False, allow_blank=True)
    phone = TextField(max_length=20, required=False, allow_blank=True)


class MentorViewSet(RecordViewSet):
    """Who guides participants at work."""

    needs = {
        "list": Action.VIEW_APPRENTICES,
        "retrieve": Action.VIEW_APPRENTICES,
        "create": Action.MANAGE_APPRENTICESHIPS,
    }
    resource, route = "mentors", "mentor"
    serializer_class, input_class = MentorSerializer, MentorInput
    queryset = Mentor.objects.all()
    filterset_class = MentorFilter

    @extend_schema(request=MentorInput, responses={201: MentorSerializer})
    def create(self, request: Request) -> Response:
        """Name somebody of the company who guides participants."""
        return self.submit_new(request)

    def enter(self, sent: dict[str, Any]) -> Mentor:
        return add_mentor(actor=self.request.user, **sent)
