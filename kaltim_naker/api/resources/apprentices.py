"""Who takes part in an apprenticeship, from selection to what came after."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from companies.choices.apprenticeships import After, LeaveReason
from companies.filters.apprenticeships import ApprenticeFilter
from companies.models import Apprentice, Mentor
from companies.services import (
    add_apprentices,
    cancel_apprentice,
    change_apprentice,
    complete_apprentices,
    leave_apprenticeship,
    ratify_agreements,
    record_after,
    sign_agreements,
    start_apprentices,
)
from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import Scope
from kaltim_naker.api.resources.apprenticeships import CancelInput, apprenticeships_in
from kaltim_naker.api.resources.parts import PersonPart
from kaltim_naker.api.resources.who import OfPersonInput
from kaltim_naker.api.rest.fields import ForeignIdField, RecordField, TextField
from kaltim_naker.api.rest.records import RecordViewSet

_FIXED = ("mentor", "allowance", "consent_by", "consent_on", "health_checked_on", "insurance_number")
_MAKES = Action.MANAGE_APPRENTICESHIPS


def mentors_in(scope: Scope) -> QuerySet[Mentor]:
    return Mentor.objects.visible_to(scope)


class ApprenticeSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    foreign_id = ForeignIdField(allow_null=True)
    apprenticeship = serializers.UUIDField(source="apprenticeship_id")
    job_seeker = PersonPart()
    state = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    age = serializers.IntegerField(help_text="On the first day.")
    mentor = serializers.UUIDField(source="mentor_id", allow_null=True)
    allowance = serializers.DecimalField(18, 2, allow_null=True, help_text="Rupiah a month.")
    health_checked_on = serializers.DateField(allow_null=True)
    insurance_number = serializers.CharField(
        allow_null=True, help_text="Null, as the health check, for who may not write apprenticeships."
    )
    agreement_number = serializers.CharField()
    signed_on = serializers.DateField(allow_null=True)
    ratified_on = serializers.DateField(allow_null=True)
    ratified_number = serializers.CharField()
    started_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    meets_standard = serializers.BooleanField(allow_null=True)
    leave_reason = serializers.CharField()
    note = serializers.CharField()
    after = serializers.CharField(help_text="What came after.")
    after_on = serializers.DateField(allow_null=True)
    updated_at = serializers.DateTimeField()


class ApprenticeInput(OfPersonInput):
    foreign_id = ForeignIdField()
    apprenticeship = RecordField(apprenticeships_in)


class ApprenticeChange(serializers.Serializer):
    """What the agreement needs."""

    foreign_id = ForeignIdField()
    mentor = RecordField(mentors_in, allow_null=True, required=False)
    allowance = serializers.DecimalField(18, 2, min_value=0, allow_null=True, required=False)
    consent_by = TextField(max_length=150, allow_blank=True, required=False)
    consent_on = serializers.DateField(allow_null=True, required=False)
    health_checked_on = serializers.DateField(allow_null=True, required=False)
    insurance_number = TextField(max_length=40, allow_blank=True, required=False)


class SignInput(serializers.Serializer):
    signed_on = serializers.DateField()


class RatifyInput(serializers.Serializer):
    ratified_on = serializers.DateField()
    number = TextField(max_length=80)


class StartInput(serializers.Serializer):
    started_on = serializers.DateField()


class EndInput(serializers.Serializer):
    ended_on = serializers.DateField()
    meets_standard = serializers.BooleanField()


class LeaveInput(serializers.Serializer):
    ended_on = serializers.DateField()
    reason = serializers.ChoiceField(LeaveReason.choices)
    note = TextField(max_length=200, required=False, allow_blank=True)


class AfterInput(serializers.Serializer):
    after = serializers.ChoiceField(After.choices)
    after_on = serializers.DateField()
    employer = TextField(max_length=150, required=False, allow_blank=True)


class ApprenticeViewSet(RecordViewSet):
    """Participants at the sites of your region, and your residents elsewhere. Only the region of the site acts."""

    needs = {
        "list": Action.VIEW_APPRENTICES,
        "retrieve": Action.VIEW_APPRENTICES,
        **dict.fromkeys(
            ("create", "partial_update", "sign", "ratify", "start", "complete", "leave", "cancel", "after"), _MAKES
        ),
    }
    resource, route = "apprentices", "apprentice"
    serializer_class, input_class, change_class = ApprenticeSerializer, ApprenticeInput, ApprenticeChange
    guarded = dict.fromkeys(("health_checked_on", "insurance_number"), Action.MANAGE_APPRENTICESHIPS)
    step_inputs = {
        "sign": SignInput,
        "ratify": RatifyInput,
        "start": StartInput,
        "complete": EndInput,
        "leave": LeaveInput,
        "cancel": CancelInput,
        "after": AfterInput,
    }
    filterset_class = ApprenticeFilter

    def get_base_queryset(self) -> QuerySet:
        people = self.with_foreign_id(Apprentice.objects.all())
        return people if self.request.method == "GET" else people.at_sites_of(self.scope)

    @extend_schema(request=ApprenticeInput, responses={201: ApprenticeSerializer})
    def create(self, request: Request) -> Response:
        """Select a person for a programme."""
        return self.submit_new(request)

    @extend_schema(request=ApprenticeChange, responses=ApprenticeSerializer)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Enter what the agreement needs. The allowance stays as it was signed."""
        return self.submit_change(request)

    @extend_schema(request=SignInput, responses=ApprenticeSerializer)
    @action(methods=["post"], detail=True)
    def sign(self, request: Request, **kwargs: Any) -> Response:
        """Company and participant have signed; the agreement gets its number."""
        return self._all(request, sign_agreements)

    @extend_schema(request=RatifyInput, responses=ApprenticeSerializer)
    @action(methods=["post"], detail=True)
    def ratify(self, request: Request, **kwargs: Any) -> Response:
        """Your office ratified the agreement."""
        return self._all(request, ratify_agreements, office=self.office)

    @extend_schema(request=StartInput, responses=ApprenticeSerializer)
    @action(methods=["post"], detail=True)
    def start(self, request: Request, **kwargs: Any) -> Response:
        """The participant began. Without a ratified agreement nobody does."""
        return self._all(request, start_apprentices)

    @extend_schema(request=EndInput, responses=ApprenticeSerializer)
    @action(methods=["post"], detail=True)
    def complete(self, request: Request, **kwargs: Any) -> Response:
        """The participant took part to the end."""
        return self._all(request, complete_apprentices)

    @extend_schema(request=LeaveInput, responses=ApprenticeSerializer)
    @action(methods=["post"], detail=True)
    def leave(self, request: Request, **kwargs: Any) -> Response:
        """The participant left before the end."""
        return self._one(request, leave_apprenticeship)

    @extend_schema(request=CancelInput, responses=ApprenticeSerializer)
    @action(methods=["post"], detail=True)
    def cancel(self, request: Request, **kwargs: Any) -> Response:
        """Somebody who has not begun gives up the place."""
        return self._one(request, cancel_apprentice)

    @extend_schema(request=AfterInput, responses=ApprenticeSerializer)
    @action(methods=["post"], detail=True)
    def after(self, request: Request, **kwargs: Any) -> Response:
        """What came after the apprenticeship. A job is an outcome of the person, too."""
        return self._one(request, record_after)

    def _one(self, request: Request, service: Callable[..., Any]) -> Response:
        return self.submit_step(request, lambda one, sent: service(actor=request.user, apprentice=one, **sent))

    def _all(self, request: Request, service: Callable[..., Any], **more: Any) -> Response:
        """By a service that takes several."""
        return self.submit_step(
            request, lambda one, sent: service(actor=request.user, apprentices=[one], **sent, **more)
        )

    def enter(self, sent: dict[str, Any]) -> Apprentice:
        [selected] = add_apprentices(
            actor=self.request.user, apprenticeship=sent["apprenticeship"], job_seekers=[sent["job_seeker"]]
        )
        return selected

    def amend(self, record: Apprentice, sent: dict[str, Any]) -> Apprentice:
        kept = {name: getattr(record, name) for name in _FIXED}
        return change_apprentice(actor=self.request.user, apprentice=record, **{**kept, **sent})
