"""What records are shown with: the names behind a code, the same wherever they stand."""

from rest_framework import serializers

from certifications.models import Issuer
from kaltim_naker.accounts.models import Office
from kaltim_naker.api.rest.names import NamedPart
from kaltim_naker.regions.models import KbliSection, Region
from programs.models import Field, TrainingCentre


class RegionPart(NamedPart):
    """Kemendagri's and BPS's codes apart: 6402 and 6403 mean different regions in the two systems (domain.md §1)."""

    of = Region

    code = serializers.CharField(help_text="Kemendagri code, for example 64.72.")
    bps_code = serializers.CharField(allow_null=True, help_text="BPS code, for example 6472.")
    name = serializers.CharField()


class DistrictPart(NamedPart):
    of = Region

    code = serializers.CharField(help_text="Kemendagri code, for example 64.72.01.")
    name = serializers.CharField()


class CentrePart(NamedPart):
    of = TrainingCentre

    code = serializers.CharField(source="office.code")
    name = serializers.CharField(source="short_name")


class OfficePart(NamedPart):
    of = Office

    code = serializers.CharField()
    name = serializers.CharField(source="short_name")


class FieldPart(NamedPart):
    of = Field

    code = serializers.CharField()
    name_id = serializers.CharField()
    name_en = serializers.CharField()


class SectorPart(NamedPart):
    """Letters moved between versions of KBLI, so none stands without its version (domain.md §6.5)."""

    of = KbliSection

    code = serializers.CharField()
    version = serializers.IntegerField()
    title_id = serializers.CharField()
    title_en = serializers.CharField()


class IssuerPart(NamedPart):
    of = Issuer

    code = serializers.CharField()
    name = serializers.CharField(source="short_name")


class PersonPart(serializers.Serializer):
    id = serializers.UUIDField()
    full_name = serializers.CharField()
    nik = serializers.CharField(source="nik_masked", help_text="Masked.")


class ClassPart(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    label = serializers.CharField()
    programme = serializers.CharField(source="programme.title")
    centre = serializers.CharField(source="centre.office.code")
