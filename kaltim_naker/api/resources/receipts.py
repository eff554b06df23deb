"""Receipts of what this office's programs sent."""

from rest_framework import serializers

from kaltim_naker.access.actions import Action
from kaltim_naker.api.filters import ReceiptFilter
from kaltim_naker.api.models import Receipt
from kaltim_naker.api.rest.schema import FaultSerializer
from kaltim_naker.api.rest.viewsets import ResourceViewSet


class RowVerdictSerializer(serializers.Serializer):
    row = serializers.IntegerField()
    outcome = serializers.CharField()
    id = serializers.CharField()
    foreign_id = serializers.CharField()
    done = serializers.CharField(help_text="Of an accepted row of many: created, updated or unchanged.")
    errors = FaultSerializer(many=True)


class ReceiptSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    program = serializers.CharField(source="token.name")
    operation = serializers.CharField()
    outcome = serializers.CharField(help_text="accepted, held, refused or partly.")
    accepted = serializers.IntegerField()
    held = serializers.IntegerField()
    refused = serializers.IntegerField()
    rows = serializers.JSONField()
    created_at = serializers.DateTimeField()


class ReceiptViewSet(ResourceViewSet):
    """What became of each thing that your office's programs sent."""

    needs = {"list": Action.VIEW_RECEIPTS, "retrieve": Action.VIEW_RECEIPTS}
    serializer_class = ReceiptSerializer
    queryset = Receipt.objects.all()
    filterset_class = ReceiptFilter
    lookup_value_converter = "uuid"
