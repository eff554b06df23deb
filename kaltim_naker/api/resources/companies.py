"""Companies, their sites, and what is agreed with them."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from companies.choices import Ownership, SiteKind, SizeBasis, SizeClass
from companies.filters.agreements import AgreementFilter
from companies.filters.register import CompanyFilter
from companies.measures.fulfilment import Score, scoreboard
from companies.models import Agreement, Company, WorkSite
from companies.services import CompanyData, change_company, details_of, register_company, save_site
from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import Scope
from kaltim_naker.api.filters import SiteFilter
from kaltim_naker.api.resources.parts import RegionPart, SectorPart
from kaltim_naker.api.rest.fields import CodeField, ForeignIdField, RecordField, SectorField, TextField
from kaltim_naker.api.rest.records import RecordViewSet
from kaltim_naker.api.rest.viewsets import ResourceViewSet
from kaltim_naker.core.periods import today
from kaltim_naker.regions.kbli import KBLI_VERSIONS
from kaltim_naker.regions.models import Region
from kaltim_naker.ui.readonly import reading_only

_MONEY = {"help_text": "Rupiah; null for who may not see what companies told in confidence."}


def home_regions(scope: Scope) -> QuerySet[Region]:
    return Region.objects.home()


def companies_in(scope: Scope) -> QuerySet[Company]:
    return Company.objects.visible_to(scope)


class CompanySerializer(serializers.Serializer):
    id = serializers.UUIDField()
    foreign_id = ForeignIdField(allow_null=True)
    name = serializers.CharField()
    nib = serializers.CharField(allow_null=True, help_text="13 digits.")
    npwp = serializers.CharField()
    kbli_version = serializers.IntegerField(allow_null=True)
    kbli_code = serializers.CharField()
    sector = SectorPart(allow_null=True)
    size = serializers.CharField()
    size_basis = serializers.CharField(help_text="By which rule the size was found.")
    size_amount = serializers.DecimalField(18, 2, allow_null=True, **_MONEY)
    ownership = serializers.CharField()
    phone = serializers.CharField()
    email = serializers.CharField()
    is_active = serializers.BooleanField()
    updated_at = serializers.DateTimeField()


class CompanyInput(serializers.Serializer):
    """As the company stated it. `sector` only where the KBLI code does not tell it."""

    foreign_id = ForeignIdField()
    name = TextField(max_length=150)
    nib = TextField(max_length=20, required=False, allow_blank=True)
    npwp = TextField(max_length=24, required=False, allow_blank=True)
    kbli_version = serializers.ChoiceField([(one, str(one)) for one in KBLI_VERSIONS], required=False, allow_null=True)
    kbli_code = TextField(max_length=5, required=False, allow_blank=True)
    sector = SectorField(required=False, allow_null=True)
    size = serializers.ChoiceField(SizeClass.choices, required=False, allow_blank=True)
    size_basis = serializers.ChoiceField(SizeBasis.choices, required=False, allow_blank=True)
    size_amount = serializers.DecimalField(18, 2, min_value=0, required=False, allow_null=True)
    ownership = serializers.ChoiceField(Ownership.choices, required=False, allow_blank=True)
    phone = TextField(max_length=30, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    is_active = serializers.BooleanField(required=False)


class CompanyViewSet(RecordViewSet):
    """The register of companies. The province keeps it; everybody else reads."""

    needs = {
        "list": Action.VIEW_COMPANIES,
        "retrieve": Action.VIEW_COMPANIES,
        "create": Action.MANAGE_COMPANIES,
        "partial_update": Action.MANAGE_COMPANIES,
    }
    guarded = {"size_amount": Action.VIEW_COMPANY_MONEY}
    resource, route = "companies", "company"
    serializer_class, input_class = CompanySerializer, CompanyInput
    queryset = Company.objects.all()
    filterset_class = CompanyFilter

    @extend_schema(request=CompanyInput, responses={201: CompanySerializer})
    def create(self, request: Request) -> Response:
        """Enter a company that is not in the register yet."""
        return self.submit_new(request)

    @extend_schema(request=CompanyInput, responses=CompanySerializer)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Correct what is known about a company. Whatever is not sent stays."""
        return self.submit_change(request)

    def enter(self, sent: dict[str, Any]) -> Company:
        return register_company(actor=self.request.user, data=CompanyData(**sent))

    def amend(self, record: Company, sent: dict[str, Any]) -> Company:
        data = CompanyData(**{**details_of(record), **sent})
        return change_company(actor=self.request.user, company=record, data=data)


class CompanyPart(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class SiteSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    foreign_id = ForeignIdField(allow_null=True)
    company = CompanyPart()
    name = serializers.CharField()
    kind = serializers.CharField()
    region = RegionPart()
    address = serializers.CharField()
    is_active = serializers.BooleanField()
    updated_at = serializers.DateTimeField()


class SiteChange(serializers.Serializer):
    foreign_id = ForeignIdField()
    region = CodeField(home_regions, help_text="Kemendagri code of the regency or city.")
    name = TextField(max_length=120, required=False, allow_blank=True)
    kind = serializers.ChoiceField(SiteKind.choices, required=False)
    address = TextField(max_length=200, required=False, allow_blank=True)
    is_active = serializers.BooleanField(required=False)


class SiteInput(SiteChange):
    company = RecordField(companies_in)


class SiteViewSet(RecordViewSet):
    """Where companies work."""

    needs = CompanyViewSet.needs
    resource, route = "work-sites", "work-site"
    serializer_class, input_class, change_class = SiteSerializer, SiteInput, SiteChange
    queryset = WorkSite.objects.all()
    filterset_class = SiteFilter

    @extend_schema(request=SiteInput, responses={201: SiteSerializer})
    def create(self, request: Request) -> Response:
        """Add a place where a company works."""
        return self.submit_new(request)

    @extend_schema(request=SiteChange, responses=SiteSerializer)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Correct a work site. It stays with its company."""
        return self.submit_change(request)

    def enter(self, sent: dict[str, Any]) -> WorkSite:
        return save_site(actor=self.request.user, **sent)

    def amend(self, record: WorkSite, sent: dict[str, Any]) -> WorkSite:
        kept = {name: getattr(record, name) for name in ("region", "name", "kind", "address", "is_active")}
        return save_site(actor=self.request.user, company=record.company, site=record, **{**kept, **sent})


# --- agreements ------------------------------------------------------------------------------------------------------
class AgreementSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.CharField(help_text="MoU, PKS, addendum …")
    title = serializers.CharField()
    company = CompanyPart()
    parent = serializers.UUIDField(source="parent_id", allow_null=True, help_text="What it rests on.")
    stage = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    signed_on = serializers.DateField(allow_null=True)
    terminated_on = serializers.DateField(allow_null=True)
    value = serializers.DecimalField(18, 2, allow_null=True, **_MONEY)
    target_companies = serializers.IntegerField(allow_null=True)
    updated_at = serializers.DateTimeField()


class PartySerializer(serializers.Serializer):
    position = serializers.IntegerField()
    name = serializers.CharField()
    number = serializers.CharField(help_text="Its own number of the agreement.")
    signer_name = serializers.CharField()
    signer_position = serializers.CharField()


class RegionScoreSerializer(serializers.Serializer):
    region = serializers.CharField(help_text="Kemendagri code.")
    achieved = serializers.IntegerField()


class DeliverableSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    measure = serializers.CharField()
    unit = serializers.CharField()
    promised = serializers.IntegerField()
    due_on = serializers.DateField()
    achieved = serializers.IntegerField(help_text="As of today, counted from the records.")
    in_time = serializers.IntegerField()
    missing = serializers.IntegerField()
    state = serializers.CharField()
    regions = RegionScoreSerializer(many=True)


class PromisesSerializer(serializers.Serializer):
    parties = PartySerializer(many=True)
    deliverables = DeliverableSerializer(many=True)


class AgreementViewSet(ResourceViewSet):
    """What was agreed with companies and schools."""

    needs = {
        "list": Action.VIEW_COMPANIES,
        "retrieve": Action.VIEW_COMPANIES,
        "deliverables": Action.VIEW_COMPANIES,
    }
    guarded = {"value": Action.VIEW_COMPANY_MONEY}
    serializer_class = AgreementSerializer
    queryset = Agreement.objects.all()
    filterset_class = AgreementFilter
    lookup_value_converter = "uuid"

    @extend_schema(responses=PromisesSerializer, parameters=[])
    @action(methods=["get"], detail=True, pagination_class=None, filterset_class=None)
    def deliverables(self, request: Request, **kwargs: Any) -> Response:
        """Who signed it, what it promised, and how far each promise has come."""
        with reading_only():
            agreement = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
            if agreement is None:
                raise Http404
            parties = agreement.parties.order_by("position").values(*PartySerializer().fields)
            scores = [_score(one) for one in scoreboard(agreement, today())]
        return Response({"parties": list(parties), "deliverables": scores})

    def known_parameters(self) -> frozenset[str]:
        return frozenset() if self.action == "deliverables" else super().known_parameters()


def _score(score: Score) -> dict[str, Any]:
    one = score.deliverable
    return {
        "id": one.pk,
        "measure": one.measure,
        "unit": score.measure.unit,
        "promised": one.promised,
        "due_on": one.due_on,
        "achieved": score.achieved,
        "in_time": score.in_time,
        "missing": score.missing,
        "state": score.state.value,
        "regions": [{"region": region.code, "achieved": count} for region, count in score.by_region],
    }
