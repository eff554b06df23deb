"""Certificates, and the check that is open to everybody."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from certifications.filters import CertificateFilter
from certifications.models import Certificate
from certifications.verification import check_code, check_number
from kaltim_naker.access.actions import Action
from kaltim_naker.api.resources.parts import IssuerPart
from kaltim_naker.api.rest.fields import TextField
from kaltim_naker.api.rest.viewsets import ApiViewSet, ResourceViewSet
from kaltim_naker.core.periods import today


class CertificateSerializer(serializers.Serializer):
    """Name, scheme and issuer as they were printed."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    registration_number = serializers.CharField()
    holder_name = serializers.CharField()
    scheme_title = serializers.CharField()
    issuer = IssuerPart()
    job_seeker = serializers.UUIDField(source="job_seeker_id")
    training_class = serializers.UUIDField(source="result.assessment.training_class_id")
    centre = serializers.CharField(source="result.assessment.training_class.centre.office.code")
    issued_on = serializers.DateField()
    valid_until = serializers.DateField()
    state = serializers.CharField(help_text="active, revoked or replaced.")
    standing = serializers.CharField(source="stands", help_text="As of today: active, expiring, expired, or the state.")
    ended_on = serializers.DateField(allow_null=True)
    handed_over_on = serializers.DateField(allow_null=True)


class PaperInput(serializers.Serializer):
    """The code of the QR; or the printed number with its short code."""

    code = TextField(max_length=60, required=False)
    number = TextField(max_length=80, required=False)
    short_code = TextField(max_length=20, required=False)

    def validate(self, attrs: dict) -> dict:
        if set(attrs) not in ({"code"}, {"number", "short_code"}):
            message = _("Give the code of the QR, or the number with its short code.")
            raise serializers.ValidationError(message, code="code_or_number")
        return attrs


class VerdictSerializer(serializers.Serializer):
    """All that a stranger is told; of an unknown paper the outcome only."""

    outcome = serializers.CharField(help_text="valid, expired, revoked, replaced or unknown.")
    initials = serializers.CharField()
    title = serializers.CharField()
    issuer = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    is_competence = serializers.BooleanField()


class CertificateViewSet(ResourceViewSet):
    """Competence certificates of your residents, or of your centre's classes."""

    needs = {"list": Action.VIEW_CERTIFICATES, "retrieve": Action.VIEW_CERTIFICATES}
    serializer_class = CertificateSerializer
    queryset = Certificate.objects.all()
    filterset_class = CertificateFilter
    lookup_value_converter = "uuid"

    def get_base_queryset(self) -> QuerySet:
        return Certificate.objects.with_standing(today())


class VerifyViewSet(ApiViewSet):
    """For anybody who holds a certificate or another paper; needs no token."""

    needs = {"verify": None}
    reads_by_post = frozenset({"verify"})
    authentication_classes = ()
    serializer_class = VerdictSerializer
    queryset = Certificate.objects.none()

    @extend_schema(request=PaperInput, responses=VerdictSerializer, auth=[])
    @action(methods=["post"], detail=False)
    def verify(self, request: Request) -> Response:
        """Check a paper by the code of its QR, or by its number and short code."""
        sent = self.checked(PaperInput)
        verdict = check_code(sent["code"]) if "code" in sent else check_number(sent["number"], sent["short_code"])
        return Response({name: getattr(verdict, name) for name in VerdictSerializer().fields})
