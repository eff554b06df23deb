"""What happened to your records since you last asked."""

from dataclasses import asdict
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kaltim_naker.access.actions import Action
from kaltim_naker.api.constants import CHANGES_LIMIT
from kaltim_naker.api.rest.errors import BadRequest
from kaltim_naker.api.rest.filtering import DATA_DEPENDENT
from kaltim_naker.api.rest.viewsets import ApiViewSet
from kaltim_naker.api.services.changes import Place, happened_since
from kaltim_naker.audit.models import FeedLine
from kaltim_naker.ui.readonly import reading_only


class ChangeSerializer(serializers.Serializer):
    resource = serializers.CharField(help_text="job-seekers, enrolments, outcomes, merges, classes, certificates …")
    id = serializers.CharField(help_text="Key of the record, to read it anew.")
    change = serializers.CharField(
        help_text="created or changed; decided (proposals), ended (certificates), moved (classes), undone (merges)."
    )
    fields = serializers.ListField(  # type: ignore[assignment]
        child=serializers.CharField(), help_text="What of it changed; empty for what is new. Values are not told here."
    )
    at = serializers.DateTimeField()


class ChangeListSerializer(serializers.Serializer):
    items = ChangeSerializer(many=True)
    cursor = serializers.CharField(help_text="Keep it, and ask with it the next time.")
    more = serializers.BooleanField(help_text="Whether to ask again at once.")


class ChangeViewSet(ApiViewSet):
    """What happened to records of yours, within what your token may read."""

    needs = {"list": Action.USE_API}
    refusals = {"list": {410: "What happened since this cursor is not kept any more."}}
    serializer_class = ChangeListSerializer
    queryset = FeedLine.objects.none()
    pagination_class = None

    def known_parameters(self) -> frozenset[str]:
        return frozenset({"cursor"})

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "cursor",
                {"type": "string", DATA_DEPENDENT: True},
                description="From the answer before; without it, from the oldest that is kept (90 days).",
            )
        ],
        responses=forced_singular_serializer(ChangeListSerializer),
    )
    def list(self, request: Request) -> Response:
        """Ask with the cursor of the answer before: nothing is left out and nothing told twice.

        A record that left your scope is not told of any more. Items may be empty though `more` is true.
        """
        place = _place_of(request)
        with reading_only():
            told, after, more = happened_since(actor=request.user, place=place, lines=CHANGES_LIMIT)
        items = [{**asdict(one), "at": timezone.localtime(one.at)} for one in told]
        return Response({"items": items, "cursor": _cursor(after), "more": more})


def _cursor(place: Place) -> str:
    at = place.at or timezone.now()
    return f"{place.transaction}-{place.line}-{int(at.timestamp())}"


def _place_of(request: Request) -> Place:
    text = request.query_params.get("cursor")
    if text is None:
        return Place()
    place = _parsed(text)
    if place is None:
        raise BadRequest("wrong_cursor", _("This cursor is none of ours. Use the one in “cursor”."), "cursor")
    if place.is_too_old:
        message = _("What happened since is not kept any more. Read the records anew, and begin without a cursor.")
        raise BadRequest("cursor_too_old", message, "cursor", status=HTTPStatus.GONE)
    return place


def _parsed(text: str) -> Place | None:
    parts: list[Any] = text.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return None
    try:
        return Place(int(parts[0]), int(parts[1]), datetime.fromtimestamp(int(parts[2]), UTC))
    except (OverflowError, ValueError, OSError):
        return None
