"""Reference lists: regions, sectors, fields, training centres, programmes, schemes."""

from django.conf import settings
from django.db.models import Q
from rest_framework import serializers

from certifications.models import Scheme
from kaltim_naker.access.actions import Action
from kaltim_naker.api.resources.parts import FieldPart, RegionPart, SectorPart
from kaltim_naker.api.rest.viewsets import ListViewSet, ResourceViewSet
from kaltim_naker.regions.models import KbliSection, Region
from programs.filters import TrainingProgramFilter
from programs.models import Field, TrainingCentre, TrainingProgram

_FOR_EVERY_TOKEN = {"list": Action.USE_API, "retrieve": Action.USE_API}


class RegionSerializer(RegionPart):
    short_name = serializers.CharField()
    level = serializers.CharField(help_text="province, regency, city or district")
    parent = serializers.CharField(source="parent.code", allow_null=True, help_text="Kemendagri code")


class RegionViewSet(ResourceViewSet):
    """The province, its regencies and cities, and their districts."""

    is_personal = False
    needs = _FOR_EVERY_TOKEN
    serializer_class = RegionSerializer
    cursor_field = lookup_field = "code"
    lookup_value_converter = "str"

    def get_base_queryset(self):
        return Region.objects.filter(Q(code=settings.HOME_PROVINCE) | Q(code__startswith=f"{settings.HOME_PROVINCE}."))


class SectorViewSet(ListViewSet):
    """Sections of the standard industrial classification (KBLI)."""

    is_personal = False
    needs = {"list": Action.USE_API}
    serializer_class = SectorPart
    queryset = KbliSection.objects.all()


class FieldViewSet(ResourceViewSet):
    """Trade fields (kejuruan)."""

    is_personal = False
    needs = _FOR_EVERY_TOKEN
    serializer_class = FieldPart
    queryset = Field.objects.all()
    cursor_field = lookup_field = "code"
    lookup_value_converter = "str"


class CentreSerializer(serializers.Serializer):
    code = serializers.CharField(source="office.code")
    name = serializers.CharField()
    short_name = serializers.CharField()
    address = serializers.CharField()
    region = RegionPart(source="office.region")


class CentreViewSet(ResourceViewSet):
    """The provincial training centres (UPTD BLKI)."""

    is_personal = False
    needs = _FOR_EVERY_TOKEN
    serializer_class = CentreSerializer
    queryset = TrainingCentre.objects.all()
    lookup_field = "office__code"
    lookup_url_kwarg = "code"
    lookup_value_converter = "slug"


class ProgrammeSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    field = FieldPart()
    sector = SectorPart(allow_null=True)
    hours = serializers.IntegerField(allow_null=True, help_text="Training hours (JP) of 45 minutes.")
    kkni_level = serializers.IntegerField(allow_null=True)
    scheme = serializers.CharField(help_text="Title of the certification scheme it prepares for.")


class ProgrammeViewSet(ResourceViewSet):
    """Curricula: what is taught, in which field, for which sector."""

    is_personal = False
    needs = _FOR_EVERY_TOKEN
    serializer_class = ProgrammeSerializer
    queryset = TrainingProgram.objects.all()
    filterset_class = TrainingProgramFilter
    lookup_value_converter = "uuid"


class SchemeSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    kind = serializers.CharField()
    code = serializers.CharField()
    kkni_level = serializers.IntegerField(allow_null=True)
    validity_months = serializers.IntegerField()
    counts_toward_target = serializers.BooleanField()


class SchemeViewSet(ResourceViewSet):
    """Certification schemes: what somebody is assessed against."""

    is_personal = False
    needs = _FOR_EVERY_TOKEN
    serializer_class = SchemeSerializer
    queryset = Scheme.objects.all()
    lookup_value_converter = "uuid"
