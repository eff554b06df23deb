"""What regions propose and need: read by the province, sent by the regional offices."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import Scope
from kaltim_naker.api.resources.parts import FieldPart, RegionPart, SectorPart
from kaltim_naker.api.rest.fields import CodeField, ForeignIdField, SectorField, TextField
from kaltim_naker.api.rest.records import RecordViewSet
from programs.choices import NeedOrigin, ProposalChannel, ProposalUnit
from programs.filters import NeedFilter, ProposalFilter
from programs.forms.regions import regions_in
from programs.models import Field, Proposal, SkillNeed
from programs.services import change_need, change_proposal, record_need, submit_proposal

_YEAR = {"min_value": 2000, "max_value": 2100}


def all_fields(scope: Scope) -> QuerySet[Field]:
    return Field.objects.all()


class ProposalSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    foreign_id = ForeignIdField(allow_null=True)
    number = serializers.CharField(help_text="The number of the receipt: USL/2027/000001.")
    year = serializers.IntegerField()
    region = RegionPart()
    title = serializers.CharField()
    field = FieldPart(allow_null=True)
    field_words = serializers.CharField()
    location = serializers.CharField()
    volume = serializers.IntegerField()
    unit = serializers.CharField()
    cost = serializers.DecimalField(18, 2, allow_null=True, help_text="Rupiah.")
    priority = serializers.IntegerField(allow_null=True)
    justification = serializers.CharField()
    channel = serializers.CharField()
    sipd_id = serializers.CharField()
    on_behalf = serializers.BooleanField(help_text="Entered by the province.")
    state = serializers.CharField()
    agreed_volume = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)
    updated_at = serializers.DateTimeField()


class ProposalInput(serializers.Serializer):
    foreign_id = ForeignIdField()
    region = CodeField(regions_in, help_text="Kemendagri code of your region.")
    year = serializers.IntegerField(**_YEAR)
    title = TextField(max_length=200)
    field = CodeField(all_fields, required=False, help_text="Code of the field.")
    field_words = TextField(max_length=120, required=False)
    location = TextField(max_length=120, required=False, allow_blank=True)
    volume = serializers.IntegerField(min_value=1, max_value=100_000)
    unit = serializers.ChoiceField(ProposalUnit.choices, required=False)
    cost = serializers.DecimalField(18, 2, min_value=0, required=False, allow_null=True)
    priority = serializers.IntegerField(min_value=1, max_value=99, required=False, allow_null=True)
    justification = TextField(max_length=500, required=False, allow_blank=True)
    channel = serializers.ChoiceField(ProposalChannel.choices, required=False)
    sipd_id = TextField(max_length=40, required=False, allow_blank=True)


class SkillNeedSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    foreign_id = ForeignIdField(allow_null=True)
    year = serializers.IntegerField()
    quarter = serializers.IntegerField(allow_null=True)
    region = RegionPart()
    field = FieldPart()
    sector = SectorPart(allow_null=True)
    skill = serializers.CharField()
    people = serializers.IntegerField()
    origin = serializers.CharField()
    evidence = serializers.CharField()
    updated_at = serializers.DateTimeField()


class SkillNeedInput(serializers.Serializer):
    foreign_id = ForeignIdField()
    region = CodeField(regions_in, help_text="Kemendagri code of your region.")
    year = serializers.IntegerField(**_YEAR)
    quarter = serializers.IntegerField(min_value=1, max_value=4, required=False, allow_null=True)
    field = CodeField(all_fields, help_text="Code of the field.")
    sector = SectorField(required=False, allow_null=True)
    skill = TextField(max_length=120)
    people = serializers.IntegerField(min_value=1, max_value=100_000)
    origin = serializers.ChoiceField(NeedOrigin.choices)
    evidence = TextField(max_length=300, help_text="Letter, survey or vacancy, with number and date.")


class EnteredByRegionViewSet(RecordViewSet):
    """Records that a region enters and corrects; what may still be corrected, the service says."""

    #: What enters a record, the keyword of the record, and what changes it.
    services: tuple[Callable[..., Model], str, Callable[..., Model]]

    def enter(self, sent: dict[str, Any]) -> Model:
        return self.services[0](actor=self.request.user, **sent)

    def amend(self, record: Model, sent: dict[str, Any]) -> Model:
        _enter, keyword, change = self.services
        return change(actor=self.request.user, **{keyword: record}, **sent)


class ProposalViewSet(EnteredByRegionViewSet):
    """What regions propose for the programme of a year, and what was decided."""

    needs = {
        "list": Action.VIEW_PROPOSALS,
        "retrieve": Action.VIEW_PROPOSALS,
        "create": Action.ENTER_PROPOSAL,
        "partial_update": Action.ENTER_PROPOSAL,
    }
    serializer_class, input_class = ProposalSerializer, ProposalInput
    queryset = Proposal.objects.all()
    filterset_class = ProposalFilter
    resource, route = "proposals", "proposal"
    services = (submit_proposal, "proposal", change_proposal)

    @extend_schema(request=ProposalInput, responses={201: ProposalSerializer})
    def create(self, request: Request) -> Response:
        """Send a proposal of your region."""
        return self.submit_new(request)

    @extend_schema(request=ProposalInput, responses=ProposalSerializer)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change a proposal until the province has taken it up. It stays with its region and year."""
        return self.submit_change(request)


class SkillNeedViewSet(EnteredByRegionViewSet):
    """How many people with which skill are needed where and when."""

    needs = {
        "list": Action.VIEW_NEEDS,
        "retrieve": Action.VIEW_NEEDS,
        "create": Action.ENTER_NEED,
        "partial_update": Action.ENTER_NEED,
    }
    serializer_class, input_class = SkillNeedSerializer, SkillNeedInput
    queryset = SkillNeed.objects.all()
    filterset_class = NeedFilter
    resource, route = "needs", "need"
    services = (record_need, "need", change_need)

    @extend_schema(request=SkillNeedInput, responses={201: SkillNeedSerializer})
    def create(self, request: Request) -> Response:
        """Record a need of your region."""
        return self.submit_new(request)

    @extend_schema(request=SkillNeedInput, responses=SkillNeedSerializer)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Correct a need. It stays with its region."""
        return self.submit_change(request)
