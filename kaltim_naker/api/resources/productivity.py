"""Measurements of productivity: who was measured; the amounts for who may see them."""

from django.db.models import QuerySet
from django.db.models.functions import Round
from rest_framework import serializers

from companies.constants.productivity import ADDED_PARTS, BOUGHT_IN_PARTS, MONEY_FIELDS, OUTPUT_PARTS
from companies.filters.productivity import MeasurementFilter
from companies.models import Measurement
from kaltim_naker.access.actions import Action
from kaltim_naker.api.resources.companies import CompanyPart
from kaltim_naker.api.rest.viewsets import ResourceViewSet

_DECIMALS = 4
_COMPUTED = ("by_subtraction", "added", "value_added", "productivity")


def _amount(name: str) -> serializers.DecimalField:
    text = f"{name.replace('_', ' ').capitalize()}, in full rupiah; null where it is unknown, or not for you to see."
    return serializers.DecimalField(24, _DECIMALS, allow_null=True, help_text=text)


class MeasurementBase(serializers.Serializer):
    """Value added by subtraction (output less what was bought in) and by addition (who received it)."""

    id = serializers.UUIDField()
    company = CompanyPart()
    year = serializers.IntegerField()
    measured_on = serializers.DateField()
    agreement = serializers.UUIDField(source="agreement_id", allow_null=True)
    measured_by = serializers.CharField()
    source = serializers.CharField()
    worker_basis = serializers.CharField()
    workers_begin = serializers.IntegerField(allow_null=True)
    workers_end = serializers.IntegerField(allow_null=True)
    workers_mean = serializers.DecimalField(9, 2, allow_null=True)
    hours = serializers.IntegerField(allow_null=True)
    updated_at = serializers.DateTimeField()


MeasurementSerializer = type(
    "MeasurementSerializer",
    (MeasurementBase,),
    {
        "__doc__": MeasurementBase.__doc__,
        **{name: _amount(name) for name in (*OUTPUT_PARTS, *BOUGHT_IN_PARTS, *ADDED_PARTS, "fixed_assets", *_COMPUTED)},
    },
)


class MeasurementViewSet(ResourceViewSet):
    """The productivity of companies, a year at a time."""

    needs = {"list": Action.VIEW_PRODUCTIVITY, "retrieve": Action.VIEW_PRODUCTIVITY}
    guarded = dict.fromkeys((*MONEY_FIELDS, *_COMPUTED), Action.VIEW_COMPANY_MONEY)
    serializer_class = MeasurementSerializer
    filterset_class = MeasurementFilter
    lookup_value_converter = "uuid"

    def get_base_queryset(self) -> QuerySet:
        with_shares = Measurement.objects.with_productivity()
        return with_shares.annotate(productivity=Round("productivity", precision=_DECIMALS))
