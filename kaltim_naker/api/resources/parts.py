"""What records are shown with: the names behind a code, the same wherever they stand."""

from rest_framework import serializers


class RegionPart(serializers.Serializer):
    """Kemendagri's and BPS's codes apart: 6402 and 6403 mean different regions in the two systems (domain.md §1)."""

    code = serializers.CharField(help_text="Kemendagri code, for example 64.72.")
    bps_code = serializers.CharField(allow_null=True, help_text="BPS code, for example 6472.")
    name = serializers.CharField()


class DistrictPart(serializers.Serializer):
    code = serializers.CharField(help_text="Kemendagri code, for example 64.72.01.")
    name = serializers.CharField()


class CentrePart(serializers.Serializer):
    code = serializers.CharField(source="office.code")
    name = serializers.CharField(source="short_name")


class OfficePart(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField(source="short_name")


class FieldPart(serializers.Serializer):
    code = serializers.CharField()
    name_id = serializers.CharField()
    name_en = serializers.CharField()


class SectorPart(serializers.Serializer):
    """Letters moved between versions of KBLI, so none stands without its version (domain.md §6.5)."""

    code = serializers.CharField()
    version = serializers.IntegerField()
    title_id = serializers.CharField()
    title_en = serializers.CharField()


class IssuerPart(serializers.Serializer):
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
