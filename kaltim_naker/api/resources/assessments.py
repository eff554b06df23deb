"""Assessments and what came out of them."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from certifications.choices import ResultOutcome
from certifications.filters import AssessmentFilter
from certifications.models import Assessment, Issuer, Result, Scheme
from certifications.services import record_result
from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import Scope
from kaltim_naker.api.filters import ResultsFilter
from kaltim_naker.api.resources.many import BulkInput, BulkResultSerializer, SentRow, write_each
from kaltim_naker.api.resources.parts import ClassPart, IssuerPart, PersonPart
from kaltim_naker.api.resources.who import OfEnrolmentInput
from kaltim_naker.api.rest.fields import CodeField, ForeignIdField, RecordField
from kaltim_naker.api.rest.records import RecordViewSet
from kaltim_naker.api.rest.viewsets import ResourceViewSet
from kaltim_naker.api.rest.writing import submit
from kaltim_naker.api.services.bulk import CREATED, UNCHANGED
from trainees.choices import EnrolmentState
from trainees.models import Enrolment


def all_schemes(scope: Scope) -> QuerySet[Scheme]:
    return Scheme.objects.all()


def all_issuers(scope: Scope) -> QuerySet[Issuer]:
    return Issuer.objects.all()


class SchemePart(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()


class AssessmentSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    training_class = ClassPart()
    scheme = SchemePart()
    issuer = IssuerPart()
    round = serializers.IntegerField(help_text="2 and more are re-assessments.")
    body = serializers.CharField(source="body.name", allow_null=True, help_text="Certification body (LSP).")
    state = serializers.CharField()
    scheduled_on = serializers.DateField(allow_null=True)
    place = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)
    requested_on = serializers.DateField(allow_null=True)
    updated_at = serializers.DateTimeField()


class AssessmentViewSet(ResourceViewSet):
    """Assessments (uji kompetensi) of your centre's classes."""

    needs = {"list": Action.VIEW_CERTIFICATES, "retrieve": Action.VIEW_CERTIFICATES}
    serializer_class = AssessmentSerializer
    queryset = Assessment.objects.all()
    filterset_class = AssessmentFilter
    lookup_value_converter = "uuid"


class ResultSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    foreign_id = ForeignIdField(allow_null=True)
    assessment = serializers.UUIDField(source="assessment_id")
    enrolment = serializers.UUIDField(source="enrolment_id")
    job_seeker = PersonPart()
    training_class = serializers.UUIDField(source="assessment.training_class_id")
    scheme = SchemePart(source="assessment.scheme")
    issuer = IssuerPart(source="assessment.issuer")
    attempt = serializers.IntegerField()
    assessed_on = serializers.DateField()
    outcome = serializers.CharField(help_text="K competent, BK not yet competent, absent.")
    updated_at = serializers.DateTimeField()


class ResultInput(OfEnrolmentInput):
    """What an assessment gave. After BK or an absence, the next one is a further attempt."""

    foreign_id = ForeignIdField()
    scheme = RecordField(all_schemes, help_text="Our key of the scheme.")
    issuer = CodeField(all_issuers, help_text="Code of the issuer.")
    assessed_on = serializers.DateField()
    outcome = serializers.ChoiceField(ResultOutcome.choices)

    def possible(self) -> QuerySet[Enrolment]:
        return super().possible().exclude(state=EnrolmentState.WITHDRAWN)


class ResultBulkInput(BulkInput):
    """Up to 1,000 rows. With `all_or_none` nothing is written unless every row can be."""

    rows = ResultInput(many=True)


class ResultViewSet(RecordViewSet):
    """What came out for each candidate in each attempt."""

    needs = {
        "list": Action.VIEW_CERTIFICATES,
        "retrieve": Action.VIEW_CERTIFICATES,
        "create": Action.RECORD_RESULT,
        "bulk": Action.RECORD_RESULT,
    }
    resource, route = "results", "result"
    serializer_class, input_class = ResultSerializer, ResultInput
    queryset = Result.objects.all()
    filterset_class = ResultsFilter

    @extend_schema(request=ResultInput, responses={201: ResultSerializer})
    def create(self, request: Request) -> Response:
        """Record a result of your centre's classes. It is changed by an appeal only."""
        return self.submit_new(request)

    @extend_schema(request=ResultBulkInput, responses={200: BulkResultSerializer, 422: BulkResultSerializer})
    @action(methods=["post"], detail=False)
    def bulk(self, request: Request) -> Response:
        """Up to 1,000 results. One that is known (participation, scheme, issuer, day, result) stays as it is."""
        return submit(request, self.operation("bulk"), lambda: write_each(self, ResultInput, self._write))

    def enter(self, sent: dict[str, Any]) -> Result:
        return record_result(actor=self.request.user, **sent)

    def _write(self, one: SentRow) -> tuple[Any, str]:
        sent = one.sent
        known = Result.objects.filter(
            enrolment=sent["enrolment"],
            assessment__scheme=sent["scheme"],
            assessment__issuer=sent["issuer"],
            assessed_on=sent["assessed_on"],
            outcome=sent["outcome"],
        ).first()
        result = known or self.enter(sent)
        self.note(result, one.foreign_id)
        return result.pk, UNCHANGED if known else CREATED
