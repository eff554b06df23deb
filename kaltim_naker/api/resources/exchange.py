"""Files for the import desk, and lists that are compared with ours."""

import base64
import binascii
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from kaltim_naker.access.actions import Action
from kaltim_naker.api.filters import ImportFilter
from kaltim_naker.api.resources.parts import OfficePart
from kaltim_naker.api.rest.fields import TextField
from kaltim_naker.api.rest.parsing import FileFormParser, PlainJSONParser
from kaltim_naker.api.rest.records import RecordViewSet
from kaltim_naker.api.rest.viewsets import ApiViewSet
from kaltim_naker.api.rest.writing import is_rehearsal
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core.errors import DomainError
from kaltim_naker.imports.choices import AcceptMode
from kaltim_naker.imports.forms import upload_form_for
from kaltim_naker.imports.kinds import all_kinds, get_kind
from kaltim_naker.imports.models import ImportRun, kinds_for, offices_for
from kaltim_naker.imports.reconcile import Line, all_sources, get_source
from kaltim_naker.imports.reconcile.forms import form_for
from kaltim_naker.imports.reconcile.reading import MOST_ENTRIES
from kaltim_naker.imports.reconcile.sources import reconcile
from kaltim_naker.imports.services import accept_run, discard_run, upload_file
from kaltim_naker.ui.readonly import reading_only

_OPTIONS = "What the kind asks for beside the file, by the names of the fields on its page."


class ImportSerializer(serializers.Serializer):
    """`verdict` is what the check found, `receipt` what became of each row. Neither holds a NIK."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    office = OfficePart()
    file_name = serializers.CharField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    stage = serializers.CharField(help_text="uploaded, checked, rejected, accepting, accepted, discarded or undone.")
    state = serializers.CharField(help_text="Of the work under way: queued, running, done or failed.")
    progress = serializers.IntegerField()
    notice = serializers.CharField()
    message = serializers.CharField(source="error")
    verdict = serializers.JSONField(help_text="Findings by line, rows that wait and why, and what taking in would do.")
    mode = serializers.CharField(allow_null=True)
    receipt = serializers.JSONField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class ImportInput(serializers.Serializer):
    """A workbook as it is, up to 3 MB; up to 20 MB as a form."""

    kind = TextField(max_length=20, help_text="participants, results, attendance, placements, proposals …")
    file_name = TextField(max_length=100)
    content = TextField(help_text="The bytes of the file in Base64.")
    options = serializers.DictField(
        child=TextField(max_length=200, allow_blank=True), required=False, help_text=_OPTIONS
    )


class AcceptInput(serializers.Serializer):
    mode = serializers.ChoiceField(AcceptMode.choices, help_text="all_or_none, or the good rows without the others.")
    confirmations = serializers.DictField(
        child=TextField(max_length=200), required=False, help_text="Line → why its warning is in order."
    )

    def validate_confirmations(self, value: dict[str, str]) -> dict[int, str]:
        if any(not (line.isascii() and line.isdigit() and len(line) < 8) for line in value):
            raise serializers.ValidationError(_("A line is a number."), code="line_unknown")
        return {int(line): reason for line, reason in value.items()}


class DiscardInput(serializers.Serializer):
    """Nothing has to be said."""


_FORM = {
    "type": "object",
    "required": ["kind", "file"],
    "properties": {
        "kind": {"type": "string", "maxLength": 20},
        "file": {"type": "string", "format": "binary", "description": "The workbook as it is."},
        "options.fiscal_year": {"type": "string", "description": "And so on: options. before the name of a field."},
    },
}


class ImportViewSet(RecordViewSet):
    """Files of your office: brought, checked in the background, taken in when you say so, with a receipt."""

    needs = dict.fromkeys(("list", "retrieve", "create", "accept", "discard"), Action.USE_IMPORT_DESK)
    resource, route = "imports", "import"
    serializer_class, input_class = ImportSerializer, ImportInput
    step_inputs = {"accept": AcceptInput, "discard": DiscardInput}
    filterset_class = ImportFilter
    parser_classes = (PlainJSONParser, FileFormParser)
    is_steady = False  # kinds of files ask for the offices

    def get_base_queryset(self) -> QuerySet:
        return ImportRun.objects.open_to(self.request.user)

    @extend_schema(
        request={"application/json": ImportInput, "multipart/form-data": _FORM}, responses={201: ImportSerializer}
    )
    def create(self, request: Request) -> Response:
        """Bring a file, as a form or in Base64. It is checked completely before anything is saved.

        Read it until its state is done.
        """
        return self.submit_new(request)

    @extend_schema(request=AcceptInput, responses=ImportSerializer)
    @action(methods=["post"], detail=True, parser_classes=[PlainJSONParser])
    def accept(self, request: Request, **kwargs: Any) -> Response:
        """Take in all rows of a checked file, or the good ones. The others wait for a correction."""
        return self.submit_step(request, self._accept)

    @extend_schema(request=DiscardInput, responses=ImportSerializer)
    @action(methods=["post"], detail=True, parser_classes=[PlainJSONParser])
    def discard(self, request: Request, **kwargs: Any) -> Response:
        """Give a checked file up; nothing of it was saved."""
        return self.submit_step(request, lambda run, sent: discard_run(actor=request.user, run=run))

    def _accept(self, run: ImportRun, sent: dict[str, Any]) -> ImportRun:
        given = sent.get("confirmations", {})
        return accept_run(actor=self.request.user, run=run, mode=sent["mode"], confirmations=given)

    def enter(self, sent: dict[str, Any]) -> ImportRun:
        user = self.request.user
        if sent["kind"] not in {kind.name for kind in all_kinds()} or get_kind(sent["kind"]) not in kinds_for(user):
            raise DomainError("kind_unknown", _("Your office brings no such files."), field="kind")
        kind = get_kind(sent["kind"])
        data = {"office": str(self.office.pk), **sent.get("options", {})}
        file = SimpleUploadedFile(sent["file_name"], _decoded(sent["content"]))
        form = upload_form_for(kind)(data, {"file": file}, offices=offices_for(user, kind))
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        office, options = form.cleaned_data["office"], form.options()
        run = upload_file(actor=user, kind=kind, office=office, file=form.cleaned_data["file"], options=options)
        if is_rehearsal(self.request):  # the row goes back by itself, the stored file does not
            run.file.storage.delete(run.file.name)
        return run


def _decoded(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise DomainError("not_base64", _("The content is no Base64."), field="content") from error


# --- two lists -------------------------------------------------------------------------------------------------------
class ListInput(serializers.Serializer):
    """Numbers of yours, and which of ours they are compared with. They are neither kept nor logged."""

    source = serializers.ChoiceField([(one.name, one.name) for one in all_sources()])
    of = serializers.DictField(
        child=TextField(max_length=80, allow_blank=True),
        required=False,
        help_text="Which of ours, by the names on the page: fiscal_year, training_class; issuer, year …",
    )
    numbers = serializers.ListField(
        child=serializers.RegexField(r"^[^\r\n\t;|,]*$", max_length=80), min_length=1, max_length=MOST_ENTRIES
    )


class LineSerializer(serializers.Serializer):
    line = serializers.IntegerField(allow_null=True, help_text="Place in your list, from 1.")
    shown = serializers.CharField(help_text="The number; a NIK masked.")
    label = serializers.CharField(help_text="Who or what it is with us.")
    reason = serializers.CharField()


class ComparisonSerializer(serializers.Serializer):
    both = LineSerializer(many=True)
    only_theirs = LineSerializer(many=True)
    only_ours = LineSerializer(many=True)
    unread = LineSerializer(many=True)
    hidden = serializers.IntegerField(help_text="Of ours, beyond your rights.")


class ReconciliationViewSet(ApiViewSet):
    """Your list and ours."""

    needs = {"create": Action.RECONCILE_LISTS}
    reads_by_post = frozenset({"create"})
    serializer_class = ComparisonSerializer
    queryset = ImportRun.objects.none()
    pagination_class = None

    @extend_schema(request=ListInput, responses={200: ComparisonSerializer})
    def create(self, request: Request) -> Response:
        """Compare a list of NIK or certificate numbers with ours: in both, only in yours, only in ours, and why."""
        sent = self.checked(ListInput)
        source = get_source(sent["source"])
        data = {**sent.get("of", {}), "text": "\n".join(sent["numbers"])}
        form = form_for(source)(data, scope=self.scope)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        found = form.found
        record_access(
            actor=request.user,
            kind=AccessKind.SEARCH_NIK,
            subject=f"reconcile:{source.name}",
            rows=len(found.entries),
            request=request._request,
        )
        with reading_only():
            answer = reconcile(source, self.scope, form.cleaned_data, found.entries)
            columns = {name: [_line(one) for one in getattr(answer, name)] for name in _COLUMNS}
        unread = [{"line": one.line, "shown": one.shown, "label": "", "reason": one.message} for one in found.unread]
        return Response({**columns, "unread": unread, "hidden": answer.hidden})


_COLUMNS = ("both", "only_theirs", "only_ours")


def _line(line: Line) -> dict[str, Any]:
    return {"line": line.line, "shown": line.shown, "label": str(line.label), "reason": str(line.reason)}
