"""Job seekers: read, registered, corrected. Their NIK is masked; the full one is asked for by itself, with a reason."""

from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.api.models import JobSeekerReference
from kaltim_naker.api.resources.bulk import BulkResultSerializer, JobSeekerBulkInput, upsert
from kaltim_naker.api.resources.inputs import JobSeekerInput, person_data
from kaltim_naker.api.resources.parts import DistrictPart, OfficePart, RegionPart
from kaltim_naker.api.rest.errors import BadRequest
from kaltim_naker.api.rest.fields import TextField
from kaltim_naker.api.rest.versions import etag_of, require_same
from kaltim_naker.api.rest.viewsets import ResourceViewSet
from kaltim_naker.api.rest.writing import RowVerdict, Written, submit
from kaltim_naker.api.services.references import note_reference
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core.periods import today
from trainees.filters import JobSeekerFilter
from trainees.models import JobSeeker
from trainees.services import (
    PersonData,
    change_job_seeker,
    find_by_nik,
    merged_into,
    register_job_seeker,
    reveal_nik,
)

_MINORS = "Null for somebody under 18, unless you may write job seekers."


class JobSeekerSerializer(serializers.Serializer):
    """A person as on the identity card."""

    id = serializers.UUIDField()
    foreign_id = serializers.CharField(allow_null=True, help_text="Your office's own number of the person.")
    full_name = serializers.CharField()
    nik = serializers.CharField(source="nik_masked", help_text="Masked: 6472••••••••0001.")
    nik_missing_reason = serializers.CharField(allow_null=True)
    nik_mismatch_reason = serializers.CharField()
    birth_place = serializers.CharField()
    birth_date = serializers.DateField(source="shown_birth_date", allow_null=True, help_text=_MINORS)
    sex = serializers.CharField(help_text="L or P.")
    address = serializers.CharField(source="shown_address", allow_null=True, help_text=_MINORS)
    domicile = RegionPart()
    district = DistrictPart(allow_null=True)
    phone = serializers.CharField(source="shown_phone", allow_null=True, help_text=_MINORS)
    education = serializers.IntegerField(allow_null=True, help_text="Highest completed level, 0 (none) to 11 (S3).")
    work_status = serializers.CharField()
    trained_elsewhere = serializers.CharField()
    trained_elsewhere_note = serializers.CharField()
    ak1_number = serializers.CharField()
    ak1_issued_on = serializers.DateField(allow_null=True)
    ak1_reported_on = serializers.DateField(allow_null=True)
    registered_by = OfficePart()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class NikInput(serializers.Serializer):
    nik = TextField(max_length=24)


class ReasonInput(serializers.Serializer):
    reason = TextField(max_length=200, help_text="Why you need the full number; it is written down.")


class NikSerializer(serializers.Serializer):
    nik = serializers.CharField(help_text="All 16 digits.")


_MERGED = "Registered twice; Location is the record that stayed."


class JobSeekerViewSet(ResourceViewSet):
    """Job seekers: for a regional office its residents, for a centre whoever it registered or trains."""

    needs = {
        "list": Action.VIEW_JOB_SEEKERS,
        "retrieve": Action.VIEW_JOB_SEEKERS,
        "create": Action.REGISTER_JOB_SEEKER,
        "partial_update": Action.CHANGE_JOB_SEEKER,
        "bulk": Action.REGISTER_JOB_SEEKER,
        "find": Action.VIEW_JOB_SEEKERS,
        "nik": Action.UNMASK_NIK,
    }
    reads_by_post = frozenset({"find", "nik"})
    refusals = {
        "retrieve": {410: _MERGED},
        "partial_update": {410: _MERGED},
        "find": {404: "Nobody of yours has this NIK."},
    }
    serializer_class = JobSeekerSerializer
    queryset = JobSeeker.objects.all()
    filterset_class = JobSeekerFilter
    lookup_value_converter = "uuid"

    def get_base_queryset(self) -> QuerySet:
        office = self.request.auth.office_id if self.request.auth else None
        own = JobSeekerReference.objects.filter(office=office, job_seeker=OuterRef("pk")).order_by("created_at")
        may_reach_all = can(self.request.user, Action.VIEW_PROTECTED_DATA)
        return JobSeeker.objects.with_reach(None if may_reach_all else today()).annotate(
            foreign_id=Subquery(own.values("foreign_id")[:1], output_field=CharField())
        )

    def represent(self, key: Any) -> dict[str, Any]:
        try:
            return super().represent(key)
        except Http404:
            self.require_not_merged(key)
            raise

    def require_not_merged(self, key: Any) -> None:
        """Raises 410 naming the person that a removed registration became part of, where the program sees that one."""
        kept = merged_into(key)
        if kept is None or not self.get_queryset().filter(pk=kept.pk).exists():
            return
        message = _("This person was registered twice. The record that stayed is %(id)s.")
        gone = BadRequest("merged", message % {"id": kept.pk}, status=410)
        gone.location = reverse("api:job-seeker-detail", args=[kept.pk], request=self.request)
        raise gone

    def note_look(self, request: Request) -> None:
        record_access(
            actor=request.user, kind=AccessKind.VIEW_PERSON, subject=self.kwargs["pk"], request=request._request
        )

    @extend_schema(request=JobSeekerInput, responses={201: JobSeekerSerializer})
    def create(self, request: Request) -> Response:
        """Register a person. Needs the domicile to be one of your office's regions."""
        return submit(request, "job_seekers.create", self._register)

    def _register(self) -> Written:
        sent, token = self.checked(JobSeekerInput), self.request.auth
        person = register_job_seeker(actor=self.request.user, office=token.office, data=person_data(sent))
        foreign_id = sent.get("foreign_id", "")
        note_reference(office=token.office, job_seeker=person, foreign_id=foreign_id)
        return self.written(person.pk, 201, foreign_id)

    @extend_schema(request=JobSeekerInput, responses=JobSeekerSerializer)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Correct a person's data. Whatever is not sent stays as it is."""
        return submit(request, "job_seekers.update", self._change)

    def _change(self) -> Written:
        person = self.get_queryset().select_for_update(of=("self",)).filter(pk=self.kwargs["pk"]).first()
        if person is None:
            self.require_not_merged(self.kwargs["pk"])
            raise Http404
        require_same(self.request, self.represent(person.pk))
        sent, token = self.checked(JobSeekerInput, partial=True), self.request.auth
        data = person_data(sent, kept_of(person, sent))
        change_job_seeker(actor=self.request.user, job_seeker=person, data=data)
        note_reference(office=token.office, job_seeker=person, foreign_id=sent.get("foreign_id", ""))
        return self.written(person.pk, 200, sent.get("foreign_id", ""))

    def written(self, key: Any, status: int, foreign_id: str) -> Written:
        body = self.represent(key)
        address = reverse("api:job-seeker-detail", args=[key], request=self.request)
        return Written(
            body=body,
            status=status,
            headers={"Location": address, "ETag": etag_of(body)},
            verdicts=[RowVerdict(row=1, outcome="accepted", id=str(key), foreign_id=foreign_id)],
        )

    @extend_schema(request=JobSeekerBulkInput, responses={200: BulkResultSerializer, 422: BulkResultSerializer})
    @action(methods=["post"], detail=False)
    def bulk(self, request: Request) -> Response:
        """Register or bring up to date up to 1,000 people, found by NIK or by your own number, with a verdict on each.

        New people are registered. Of known ones phone, address, education and domicile are updated; where name, date of
        birth, sex or NIK differ from the record, the row is held for a person to look at.
        """
        return submit(request, "job_seekers.bulk", lambda: upsert(self))

    @extend_schema(request=NikInput, responses=JobSeekerSerializer)
    @action(methods=["post"], detail=False)
    def find(self, request: Request) -> Response:
        """Find a person by the full NIK. It is sent in the body, so that no log has it; the search is noted."""
        sent = self.checked(NikInput)
        person = find_by_nik(actor=request.user, nik=sent["nik"], among=self.get_queryset())
        if person is None:
            raise Http404
        body = self.represent(person.pk)
        return Response(body, headers={"ETag": etag_of(body)})

    @extend_schema(request=ReasonInput, responses=NikSerializer)
    @action(methods=["post"], detail=True)
    def nik(self, request: Request, **kwargs: Any) -> Response:
        """Read the full NIK of a person. Your program, the time and the reason are written down."""
        person = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if person is None:
            raise Http404
        sent = self.checked(ReasonInput)
        number = reveal_nik(actor=request.user, job_seeker=person, reason=sent["reason"], request=request._request)
        return Response({"nik": number}, headers={"Cache-Control": "no-store"})


def kept_of(person: JobSeeker, sent: dict[str, Any]) -> dict[str, Any]:
    """The data on record. A NIK that is sent takes the place of the reason why there was none, and the other way."""
    names = set(PersonData.__dataclass_fields__) - {"nik", "nik_missing_reason", "notice_version"}
    kept = {name: getattr(person, name) for name in names}
    if "nik" not in sent and "nik_missing_reason" not in sent:
        kept |= {"nik": person.reveal_nik() or "", "nik_missing_reason": person.nik_missing_reason}
    if sent.get("domicile", person.domicile) != person.domicile:
        del kept["district"]
    return kept
