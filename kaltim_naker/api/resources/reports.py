"""Reports: asked for, watched, fetched, and read as data."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import Scope
from kaltim_naker.api.filters import ReportFilter
from kaltim_naker.api.resources.parts import CentrePart, RegionPart
from kaltim_naker.api.rest.errors import BadRequest
from kaltim_naker.api.rest.fields import CodeField
from kaltim_naker.api.rest.records import RecordViewSet
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.core.periods import Period
from kaltim_naker.regions.models import Region
from kaltim_naker.reports.kinds import KINDS
from kaltim_naker.reports.models import Language, ReportRun
from kaltim_naker.reports.services import cancel_report, open_report, request_report
from kaltim_naker.reports.twins import as_data
from kaltim_naker.ui.readonly import reading_only
from programs.models import TrainingCentre


def all_centres(scope: Scope) -> Any:
    return TrainingCentre.objects.all()


def home_regions(scope: Scope) -> Any:
    return Region.objects.home()


class ReportSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    reference = serializers.CharField(help_text="TR-2025-Q3-7F3K2")
    kind = serializers.CharField()
    year = serializers.IntegerField()
    quarter = serializers.IntegerField(allow_null=True)
    semester = serializers.IntegerField(allow_null=True)
    month = serializers.IntegerField(allow_null=True)
    centre = CentrePart(allow_null=True)
    region = RegionPart(allow_null=True)
    language = serializers.CharField()
    state = serializers.CharField(help_text="queued, running, done, failed or cancelled.")
    progress = serializers.IntegerField(help_text="Per cent.")
    message = serializers.CharField(source="error", help_text="Why it failed.")
    pages = serializers.IntegerField(allow_null=True)
    facts_sha256 = serializers.CharField()
    file_sha256 = serializers.CharField()
    publication = serializers.CharField(source="publication.number", allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class ReportInput(serializers.Serializer):
    """A kind of report of a year or a part of it, about the province, a centre or a region."""

    kind = serializers.ChoiceField([(key, key) for key in KINDS])
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    quarter = serializers.IntegerField(min_value=1, max_value=4, required=False)
    semester = serializers.IntegerField(min_value=1, max_value=2, required=False)
    month = serializers.IntegerField(min_value=1, max_value=12, required=False)
    centre = CodeField(all_centres, by="office__code", required=False, help_text="Code of the centre.")
    region = CodeField(home_regions, required=False, help_text="Kemendagri code.")
    language = serializers.ChoiceField(Language.choices, required=False)


class NothingInput(serializers.Serializer):
    """Nothing has to be said."""


class ReportDataSerializer(serializers.Serializer):
    """A finished report as data: what it is about, its rules, and every table of figures (numbers as text)."""

    reference = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    year = serializers.IntegerField()
    part = serializers.CharField(help_text="Q1, S2, M03, or empty for the year.")
    last_day = serializers.DateField()
    about = serializers.CharField()
    language = serializers.CharField()
    made_at = serializers.DateTimeField()
    facts_sha256 = serializers.CharField()
    rules = serializers.ListField(child=serializers.CharField(), help_text="How it is counted.")
    sources = serializers.ListField(child=serializers.CharField())
    revised = serializers.BooleanField(help_text="A closed quarter was corrected since.")
    tables = serializers.JSONField(help_text="Key, title, columns and rows of each table; numbers as text.")


class ReportViewSet(RecordViewSet):
    """Reports of your centre or region, of whatever state."""

    needs = {
        "list": Action.VIEW_REPORTS,
        "retrieve": Action.VIEW_REPORTS,
        "create": Action.REQUEST_REPORT,
        "cancel": Action.REQUEST_REPORT,
        "document": Action.VIEW_REPORTS,
        "facts": Action.VIEW_REPORTS,
    }
    refusals = {name: {409: "The report is not finished."} for name in ("document", "facts")}
    resource, route = "reports", "report"
    serializer_class, input_class = ReportSerializer, ReportInput
    step_inputs = {"cancel": NothingInput}
    queryset = ReportRun.objects.all()
    filterset_class = ReportFilter

    @extend_schema(request=ReportInput, responses={201: ReportSerializer})
    def create(self, request: Request) -> Response:
        """Ask for a report. While the same one is being made, that one is answered; read it until it is done."""
        return self.submit_new(request)

    @extend_schema(request=NothingInput, responses=ReportSerializer)
    @action(methods=["post"], detail=True)
    def cancel(self, request: Request, **kwargs: Any) -> Response:
        """Stop a report that is not made yet."""
        return self.submit_step(request, lambda run, sent: cancel_report(actor=request.user, run=run))

    @extend_schema(responses={(200, "application/pdf"): OpenApiResponse(bytes)}, parameters=[])
    @action(methods=["get"], detail=True, pagination_class=None)
    def document(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        """The finished document as PDF; the signed copy where there is one. 409 while it is being made."""
        run = self._finished()
        content = open_report(actor=request.user, run=run, request=request._request)
        return FileResponse(content, filename=f"{run.reference}.pdf", content_type="application/pdf")

    @extend_schema(responses=ReportDataSerializer, parameters=[])
    @action(methods=["get"], detail=True, pagination_class=None)
    def facts(self, request: Request, **kwargs: Any) -> Response:
        """The frozen figures of a finished report. 409 while it is being made."""
        run = self._finished()
        with reading_only():
            return Response(as_data(run))

    def known_parameters(self) -> frozenset[str]:
        return frozenset() if self.action in ("document", "facts") else super().known_parameters()

    def _finished(self) -> ReportRun:
        run = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if run is None:
            raise Http404
        if run.state != JobState.DONE:
            raise BadRequest("report_not_ready", _("This report is not finished."), status=409)
        return run

    def enter(self, sent: dict[str, Any]) -> ReportRun:
        parts = {name: sent.pop(name) for name in ("year", "quarter", "semester", "month") if name in sent}
        try:
            period = Period(**parts)
        except ValueError as error:
            raise DomainError("two_parts", str(error), field="quarter") from error
        return request_report(actor=self.request.user, period=period, **sent)
