"""Indicators, targets and achievement: the same figures as on the page and in the report."""

from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django_filters import CharFilter, FilterSet
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kaltim_naker.access.actions import Action
from kaltim_naker.api.resources.parts import CentrePart, RegionPart, SectorPart
from kaltim_naker.api.rest.errors import wrong_parameters
from kaltim_naker.api.rest.viewsets import ApiViewSet, ResourceViewSet
from kaltim_naker.core.periods import Period, fiscal_year, today
from kaltim_naker.reports.achievement import Yardstick, achievement_of, centres_in
from kaltim_naker.ui.filters import YearFilter
from kaltim_naker.ui.readonly import reading_only
from programs.models import Indicator, Target
from programs.services import indicators_on


class IndicatorSerializer(serializers.Serializer):
    code = serializers.CharField()
    name_id = serializers.CharField()
    name_en = serializers.CharField()
    unit = serializers.CharField(help_text="What is counted: persons, certificates, companies …")
    measure = serializers.CharField(help_text="Key of the measure; empty where figures are typed.")
    direction = serializers.CharField(help_text="higher or lower is better.")
    cumulation = serializers.CharField()


class IndicatorViewSet(ResourceViewSet):
    """What the office is held to."""

    needs = {"list": Action.VIEW_ACHIEVEMENT, "retrieve": Action.VIEW_ACHIEVEMENT}
    serializer_class = IndicatorSerializer
    queryset = Indicator.objects.all()
    cursor_field = lookup_field = "code"
    lookup_value_converter = "str"


class TargetSerializer(serializers.Serializer):
    """Only what a second person has approved. Parts name what they are part of."""

    id = serializers.UUIDField()
    indicator = serializers.CharField(source="indicator.code")
    year = serializers.IntegerField()
    quarter = serializers.IntegerField(allow_null=True, help_text="Cumulative from January; null is the year.")
    centre = CentrePart(allow_null=True)
    region = RegionPart(allow_null=True)
    sector = SectorPart(allow_null=True)
    issuer = serializers.CharField()
    funding = serializers.CharField()
    parent = serializers.UUIDField(source="parent_id", allow_null=True)
    value = serializers.DecimalField(14, 4)
    original = serializers.DecimalField(14, 4, help_text="What was promised first.")
    source = serializers.CharField(help_text="The document that sets it.")


class TargetFilter(FilterSet):
    year = YearFilter(label="Fiscal year", field_name="year")
    indicator = CharFilter(label="Code of the indicator", field_name="indicator__code")

    class Meta:
        model = Target
        fields = ()


class TargetViewSet(ResourceViewSet):
    """What was promised, with its parts."""

    needs = {"list": Action.VIEW_ACHIEVEMENT, "retrieve": Action.VIEW_ACHIEVEMENT}
    serializer_class = TargetSerializer
    filterset_class = TargetFilter
    lookup_value_converter = "uuid"

    def get_base_queryset(self) -> QuerySet:
        return Target.objects.filter(value__isnull=False)


class PeriodInput(serializers.Serializer):
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False)
    quarter = serializers.IntegerField(min_value=1, max_value=4, required=False)


class PredicateSerializer(serializers.Serializer):
    level = serializers.IntegerField(help_text="From 1, the best.")
    lower = serializers.DecimalField(8, 2)
    name = serializers.CharField()


class TargetRowSerializer(serializers.Serializer):
    """One line of target and realisation; percentages are unrounded."""

    label = serializers.CharField()
    centre = serializers.CharField(allow_null=True, help_text="Code of the centre; null is the whole.")
    target_year = serializers.DecimalField(14, 4, allow_null=True)
    target_to_date = serializers.DecimalField(14, 4, allow_null=True)
    in_period = serializers.IntegerField(allow_null=True)
    cumulative = serializers.DecimalField(20, 4, allow_null=True)
    percent = serializers.CharField(allow_null=True)
    percent_of_year = serializers.CharField(allow_null=True)
    against_year = serializers.BooleanField()
    predicate = PredicateSerializer(allow_null=True)
    target_original = serializers.DecimalField(14, 4, allow_null=True)
    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)


class AchievementSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    measure = serializers.CharField()
    unit = serializers.CharField()
    rule = serializers.CharField(help_text="How it is counted, in a sentence.")
    whole = TargetRowSerializer()
    parts = TargetRowSerializer(many=True)
    overlap = serializers.IntegerField(help_text="By how many the parts exceed the whole: counted in more than one.")
    target_gap = serializers.DecimalField(14, 4)


class AchievementListSerializer(serializers.Serializer):
    year = serializers.IntegerField()
    quarter = serializers.IntegerField(allow_null=True)
    items = AchievementSerializer(many=True)


class AchievementViewSet(ApiViewSet):
    """Target against achievement within your scope, for each indicator."""

    needs = {"list": Action.VIEW_ACHIEVEMENT}
    serializer_class = AchievementListSerializer
    queryset = Indicator.objects.none()
    pagination_class = None

    def known_parameters(self) -> frozenset[str]:
        return frozenset({"year", "quarter"})

    @extend_schema(
        parameters=[
            OpenApiParameter("year", {"type": "integer", "minimum": 2000, "maximum": 2100}),
            OpenApiParameter("quarter", int, enum=[1, 2, 3, 4]),
        ],
        responses=forced_singular_serializer(AchievementListSerializer),
    )
    def list(self, request: Request) -> Response:
        asked = PeriodInput(data=request.query_params)
        if not asked.is_valid():
            raise wrong_parameters(asked.errors)
        year, quarter = asked.validated_data.get("year"), asked.validated_data.get("quarter")
        period = Period(year or fiscal_year(today()), quarter)
        with reading_only():
            yardstick, centres = Yardstick.of(period), centres_in(self.scope)
            codes = {centre.pk: centre.office.code for centre in centres}
            figures = [
                _with_codes(asdict(achievement_of(one, yardstick, self.scope, centres)), codes)
                for one in indicators_on(period.end)
            ]
        return Response({"year": period.year, "quarter": period.quarter, "items": figures})


def _with_codes(figures: dict[str, Any], codes: dict[int, str]) -> dict[str, Any]:
    """Centres by the code that other offices know."""
    for row in (figures["whole"], *figures["parts"]):
        row["centre"] = codes.get(row["centre"])
    return figures
