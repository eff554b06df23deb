"""What is open to everybody without a token: open data of closed quarters, and the check of a report."""

import csv
from collections.abc import Sequence
from dataclasses import asdict, fields
from io import StringIO
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from kaltim_naker.api.rest.fields import TextField
from kaltim_naker.api.rest.versions import etag_of_text
from kaltim_naker.api.rest.viewsets import ApiViewSet
from kaltim_naker.api.services.open_data import OpenRow, open_rows, open_years
from kaltim_naker.api.services.suppression import LEAST
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.proof.checking import verify_report
from kaltim_naker.ui.readonly import reading_only
from programs.models import ClosedFigure

_KEPT_SECONDS = 3600
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_COLUMNS = [one.name for one in fields(OpenRow)]


class OpenRowSerializer(serializers.Serializer):
    year = serializers.IntegerField()
    quarter = serializers.IntegerField()
    indicator = serializers.CharField(help_text="Code of the indicator.")
    unit = serializers.CharField(help_text="What is counted.")
    dimension = serializers.CharField(help_text="whole, region, centre, sector, sex, age or education.")
    code = serializers.CharField(help_text="Kemendagri code of a region, code of a centre, else our key; may be empty.")
    name = serializers.CharField()
    count = serializers.IntegerField(allow_null=True, help_text="What the quarter added; null where it is hidden.")
    is_hidden = serializers.BooleanField(help_text="1 to 4, or what 1 to 4 could be reckoned out from.")


class DistributionSerializer(serializers.Serializer):
    media_type = serializers.CharField()
    download_url = serializers.URLField()


class DatasetSerializer(serializers.Serializer):
    """What DCAT asks of a data set."""

    identifier = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    temporal = serializers.CharField(help_text="ISO 8601 interval.")
    spatial = serializers.CharField(help_text="Kemendagri code of the province.")
    publisher = serializers.CharField()
    license = serializers.URLField()
    distribution = DistributionSerializer(many=True)


class CatalogueSerializer(serializers.Serializer):
    title = serializers.CharField()
    items = DatasetSerializer(many=True)


class OpenDataSerializer(serializers.Serializer):
    dataset = DatasetSerializer()
    items = OpenRowSerializer(many=True)


class OpenDataViewSet(ApiViewSet):
    """Counts of closed quarters, for everybody; counts below five are hidden, and cannot be reckoned out."""

    needs = {"list": None, "retrieve": None, "table": None}
    authentication_classes = ()
    serializer_class = CatalogueSerializer
    queryset = ClosedFigure.objects.none()
    pagination_class = None
    lookup_field = "year"
    lookup_value_converter = "int"

    def known_parameters(self) -> frozenset[str]:
        return frozenset()

    def add_headers(self, response: HttpResponseBase) -> None:
        super().add_headers(response)
        if response.status_code == 200:
            del response["Cache-Control"]
            patch_cache_control(response, public=True, max_age=_KEPT_SECONDS)

    @extend_schema(responses=forced_singular_serializer(CatalogueSerializer), auth=[])
    def list(self, request: Request) -> Response:
        """Which data sets there are."""
        with reading_only():
            items = [_dataset(request, year) for year in open_years()]
        return Response({"title": "Data ketenagakerjaan", "items": items})

    @extend_schema(responses=OpenDataSerializer, auth=[])
    def retrieve(self, request: Request, year: int) -> Response:
        """All counts of the closed quarters of a year, with what describes them."""
        with reading_only():
            rows = [asdict(row) for row in _rows_or_404(year)]
        return Response({"dataset": _dataset(request, year), "items": rows})

    @extend_schema(responses={(200, "text/csv"): OpenApiResponse(str, "CSV with a head, UTF-8.")}, auth=[])
    @action(methods=["get"], detail=True, url_path="csv")
    def table(self, request: Request, year: int) -> HttpResponse:
        """The same as CSV."""
        with reading_only():
            rows = _rows_or_404(year)
        text = StringIO()
        writer = csv.DictWriter(text, _COLUMNS)
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
        content = text.getvalue().encode()
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers={"ETag": etag_of_text(content)})


def _rows_or_404(year: int) -> Sequence[OpenRow]:
    if year not in open_years():
        raise Http404
    return open_rows(year)


def _dataset(request: Request, year: int) -> dict[str, Any]:
    whole = reverse("api:open-data-detail", args=[year], request=request)
    table = reverse("api:open-data-table", args=[year], request=request)
    return {
        "identifier": f"kaltim-naker-{year}",
        "title": f"Capaian ketenagakerjaan {settings.LETTERHEAD['government']} {year}",
        "description": f"Counts of closed quarters, one dimension at a time; 1 to {LEAST - 1} are hidden.",
        "temporal": f"{year}-01-01/{year}-12-31",
        "spatial": settings.HOME_PROVINCE,
        "publisher": f"{settings.LETTERHEAD['office']} {settings.LETTERHEAD['government']}",
        "license": _LICENCE,
        "distribution": [
            {"media_type": "application/json", "download_url": whole},
            {"media_type": "text/csv", "download_url": table},
        ],
    }


class ReportCodeInput(serializers.Serializer):
    code = TextField(max_length=40, help_text="The code printed on the report.")


class ReportProofSerializer(serializers.Serializer):
    """Of an unknown report and of a draft, `standing` is all that is said."""

    standing = serializers.CharField(help_text="unknown, draft, published or replaced.")
    code = serializers.CharField()
    reference = serializers.CharField()
    number = serializers.CharField()
    letter = serializers.CharField()
    title = serializers.CharField()
    subject = serializers.CharField()
    period = serializers.CharField()
    made_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    pages = serializers.IntegerField()
    file_sha256 = serializers.CharField()
    facts_sha256 = serializers.CharField()
    signed_sha256 = serializers.CharField()
    signed_at = serializers.DateTimeField(allow_null=True)
    signed_is_extension = serializers.BooleanField()
    replaced_by = serializers.CharField()


class ReportVerifyViewSet(ApiViewSet):
    """For anybody who holds a report; needs no token."""

    needs = {"verify": None}
    reads_by_post = frozenset({"verify"})
    authentication_classes = ()
    serializer_class = ReportProofSerializer
    queryset = ReportRun.objects.none()

    @extend_schema(request=ReportCodeInput, responses=ReportProofSerializer, auth=[])
    @action(methods=["post"], detail=False)
    def verify(self, request: Request) -> Response:
        """Check a report by its code."""
        proof = verify_report(self.checked(ReportCodeInput)["code"])
        return Response({name: getattr(proof, name) for name in ReportProofSerializer().fields})
