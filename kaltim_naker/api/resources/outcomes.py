"""What became of graduates: jobs and own businesses, and what they answer months later."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from kaltim_naker.access.actions import Action
from kaltim_naker.api.filters import PlacementFilter, SurveyFilter
from kaltim_naker.api.resources.many import BulkInput, BulkResultSerializer, SentRow, write_each
from kaltim_naker.api.resources.parts import PersonPart, SectorPart
from kaltim_naker.api.resources.who import OfEnrolmentInput, OfPersonInput, enrolments_in, refuse
from kaltim_naker.api.rest.fields import ForeignIdField, RecordField, SectorField, TextField
from kaltim_naker.api.rest.records import RecordViewSet
from kaltim_naker.api.rest.writing import submit
from kaltim_naker.api.services.bulk import CREATED, UNCHANGED, UPDATED
from trainees.choices import AT_WORK, ContractKind, Evidence, PlacementKind, TracerStatus, WageBand
from trainees.constants import TRACER_MONTHS
from trainees.models import Enrolment, JobSeeker, Placement, TracerRound
from trainees.services import Answer, PlacementData, answer_by_phone, record_placement


class PlacementSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    foreign_id = ForeignIdField(allow_null=True)
    job_seeker = PersonPart()
    enrolment = serializers.UUIDField(source="enrolment_id", allow_null=True, help_text="The training before it.")
    kind = serializers.CharField()
    employer = serializers.CharField()
    occupation = serializers.CharField()
    wage_band = serializers.CharField(
        allow_null=True, help_text="A band of the monthly wage, or empty; null for who may not trace graduates."
    )
    sector = SectorPart(allow_null=True)
    contract = serializers.CharField()
    started_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    is_relevant = serializers.BooleanField(allow_null=True, help_text="Whether it fits the training.")
    evidence = serializers.CharField(help_text="How it is known: employer, document or own_word.")
    updated_at = serializers.DateTimeField()


class JobInput(serializers.Serializer):
    """What may be said of a job, and corrected later."""

    foreign_id = ForeignIdField()
    kind = serializers.ChoiceField(PlacementKind.choices, required=False)
    occupation = TextField(max_length=120, required=False, allow_blank=True)
    wage_band = serializers.ChoiceField(WageBand.choices, required=False)
    sector = SectorField(required=False)
    contract = serializers.ChoiceField(ContractKind.choices, required=False)
    ended_on = serializers.DateField(required=False, allow_null=True)
    is_relevant = serializers.BooleanField(required=False, allow_null=True)
    evidence = serializers.ChoiceField(Evidence.choices, required=False)


class OutcomeInput(OfPersonInput, JobInput):
    """A job or an own business. Person, employer and first day tell it from others."""

    enrolment = RecordField(
        enrolments_in, required=False, help_text="The training before it; the last one passed where it is missing."
    )
    employer = TextField(max_length=150)
    started_on = serializers.DateField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        passed = attrs["job_seeker"].enrolments.passed().order_by("-ended_on")
        enrolment = attrs.get("enrolment") or passed.first()
        if enrolment and enrolment.job_seeker_id != attrs["job_seeker"].pk:
            refuse("enrolment", "other_person", _("This is a participation of somebody else."))
        return attrs | {"enrolment": enrolment}


class OutcomeBulkInput(BulkInput):
    """Up to 1,000 rows. With `all_or_none` nothing is written unless every row can be."""

    rows = OutcomeInput(many=True)


_NAMES = ("kind", "occupation", "wage_band", "sector", "contract", "ended_on", "is_relevant", "evidence")


def _data(sent: dict[str, Any], known: Placement | None) -> PlacementData:
    """The job as sent; what is not said stays as it is known."""
    kept = {name: getattr(known, name) for name in _NAMES} if known else {}
    said = {name: sent[name] for name in _NAMES if name in sent}
    return PlacementData(employer=sent["employer"], started_on=sent["started_on"], **{**kept, **said})


def _known_job(person: JobSeeker, sent: dict[str, Any]) -> Placement | None:
    jobs = Placement.objects.filter(job_seeker=person, started_on=sent["started_on"]).select_related("sector")
    return jobs.filter(employer__iexact=" ".join(sent["employer"].split())).first()


class OutcomeViewSet(RecordViewSet):
    """Jobs and own businesses of your residents or graduates."""

    needs = {
        "list": Action.VIEW_JOB_SEEKERS,
        "retrieve": Action.VIEW_JOB_SEEKERS,
        "create": Action.TRACE_GRADUATES,
        "partial_update": Action.TRACE_GRADUATES,
        "bulk": Action.TRACE_GRADUATES,
    }
    resource, route = "outcomes", "outcome"
    serializer_class, input_class, change_class = PlacementSerializer, OutcomeInput, JobInput
    guarded = {"wage_band": Action.TRACE_GRADUATES}
    queryset = Placement.objects.all()
    filterset_class = PlacementFilter

    @extend_schema(request=OutcomeInput, responses={201: PlacementSerializer})
    def create(self, request: Request) -> Response:
        """Record a job or an own business. One that is known already is brought up to date."""
        return self.submit_new(request)

    @extend_schema(request=JobInput, responses=PlacementSerializer)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Correct what is known of a job. Person, employer and first day stay; better evidence is never undone."""
        return self.submit_change(request)

    @extend_schema(request=OutcomeBulkInput, responses={200: BulkResultSerializer, 422: BulkResultSerializer})
    @action(methods=["post"], detail=False)
    def bulk(self, request: Request) -> Response:
        """Up to 1,000 jobs, each found by person, employer and first day, with a verdict on each row."""
        return submit(request, self.operation("bulk"), lambda: write_each(self, OutcomeInput, self._write))

    def enter(self, sent: dict[str, Any]) -> Placement:
        person = sent["job_seeker"]
        known = _known_job(person, sent)
        return record_placement(
            actor=self.request.user, job_seeker=person, data=_data(sent, known), enrolment=sent["enrolment"]
        )

    def amend(self, record: Placement, sent: dict[str, Any]) -> Placement:
        whole = {**sent, "employer": record.employer, "started_on": record.started_on}
        return record_placement(actor=self.request.user, job_seeker=record.job_seeker, data=_data(whole, record))

    def _write(self, one: SentRow) -> tuple[Any, str]:
        known = _known_job(one.sent["job_seeker"], one.sent)
        placement = self.enter(one.sent)
        self.note(placement, one.foreign_id)
        if known is None:
            return placement.pk, CREATED
        return placement.pk, UNCHANGED if known.updated_at == placement.updated_at else UPDATED


class SurveySerializer(serializers.Serializer):
    """One graduate, asked once."""

    id = serializers.UUIDField()
    foreign_id = ForeignIdField(allow_null=True)
    enrolment = serializers.UUIDField(source="enrolment_id")
    job_seeker = PersonPart(source="enrolment.job_seeker")
    months = serializers.IntegerField(help_text="After the class was closed.")
    status = serializers.CharField(help_text="Empty while nobody answered.")
    outcome = serializers.UUIDField(source="placement_id", allow_null=True, help_text="The job, if there is one.")
    note = serializers.CharField()
    attempts = serializers.IntegerField(help_text="Calls that nobody answered.")
    answered_at = serializers.DateTimeField(allow_null=True)
    answered_by = serializers.CharField(help_text="link or phone.")


class SurveyInput(OfEnrolmentInput):
    """What a graduate said. Who is at work names employer and first day."""

    foreign_id = ForeignIdField()
    months = serializers.ChoiceField([(months, str(months)) for months in TRACER_MONTHS])
    status = serializers.ChoiceField(TracerStatus.choices)
    employer = TextField(max_length=150, required=False)
    started_on = serializers.DateField(required=False)
    is_relevant = serializers.BooleanField(required=False, allow_null=True)
    note = TextField(max_length=200, required=False, allow_blank=True)

    def possible(self) -> QuerySet[Enrolment]:
        return super().possible().passed()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        missing = [name for name in ("employer", "started_on") if not attrs.get(name)]
        if attrs["status"] in AT_WORK and missing:
            refuse(missing[0], "required", str(self.fields[missing[0]].error_messages["required"]))
        return super().validate(attrs)


class SurveyBulkInput(BulkInput):
    """Up to 1,000 rows. With `all_or_none` nothing is written unless every row can be."""

    rows = SurveyInput(many=True)


class SurveyViewSet(RecordViewSet):
    """What graduates answer 3, 6 and 12 months after their class."""

    needs = {
        "list": Action.VIEW_JOB_SEEKERS,
        "retrieve": Action.VIEW_JOB_SEEKERS,
        "create": Action.TRACE_GRADUATES,
        "bulk": Action.TRACE_GRADUATES,
    }
    resource, route = "survey-answers", "survey-answer"
    serializer_class, input_class = SurveySerializer, SurveyInput
    queryset = TracerRound.objects.all()
    filterset_class = SurveyFilter

    @extend_schema(request=SurveyInput, responses={201: SurveySerializer})
    def create(self, request: Request) -> Response:
        """Write down what a graduate said. A round is answered once."""
        return self.submit_new(request)

    @extend_schema(request=SurveyBulkInput, responses={200: BulkResultSerializer, 422: BulkResultSerializer})
    @action(methods=["post"], detail=False)
    def bulk(self, request: Request) -> Response:
        """Up to 1,000 answers, with a verdict on each; the same answer again changes nothing."""
        return submit(request, self.operation("bulk"), lambda: write_each(self, SurveyInput, self._write))

    def enter(self, sent: dict[str, Any]) -> TracerRound:
        return answer_by_phone(
            actor=self.request.user, enrolment=sent["enrolment"], months=sent["months"], answer=_answer(sent)
        )

    def _write(self, one: SentRow) -> tuple[Any, str]:
        same = {name: one.sent[name] for name in ("enrolment", "months", "status")}
        answered = TracerRound.objects.answered().filter(**same).first()
        found = answered or self.enter(one.sent)
        self.note(found, one.foreign_id)
        return found.pk, UNCHANGED if answered else CREATED


def _answer(sent: dict[str, Any]) -> Answer:
    job = None
    if sent["status"] in AT_WORK:
        is_own = sent["status"] == TracerStatus.SELF_EMPLOYED
        job = PlacementData(
            employer=sent["employer"],
            started_on=sent["started_on"],
            kind=PlacementKind.SELF_EMPLOYED if is_own else PlacementKind.LOCAL,
            contract=ContractKind.OWN_BUSINESS if is_own else "",
            is_relevant=sent.get("is_relevant"),
        )
    return Answer(sent["status"], job, sent.get("note", ""))
