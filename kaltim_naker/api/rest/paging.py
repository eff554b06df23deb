"""Pages by cursor: the millionth row costs what the first one costs, and nothing is skipped while rows come in."""

import base64
import binascii
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from kaltim_naker.api.constants import PAGE_LIMIT, USUAL_PAGE
from kaltim_naker.api.rest.errors import BadRequest
from kaltim_naker.api.rest.filtering import DATA_DEPENDENT

PARAMETERS = frozenset({"limit", "cursor"})


class CursorPages(BasePagination):
    """`{"items": […], "next": address or null}`, in the order of the view's `cursor_field`, which is unique."""

    next_url: str | None = None

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: APIView | None = None) -> list[Any]:
        reader, field = view.reader, _column_of(queryset, view.cursor_field)
        limit = _limit(request)
        if "cursor" in request.query_params:
            queryset = queryset.filter(**{f"{field}__gt": _after(request, queryset, field)})
        shown = reader.lookups.index(field) if field in reader.lookups else None
        more = [field] if shown is None else []
        rows = list(reader.fetch(queryset.order_by(field), *more)[: limit + 1])
        if len(rows) > limit:
            rows.pop()
            last = rows[-1][len(reader.lookups) if shown is None else shown]
            self.next_url = replace_query_param(request.build_absolute_uri(), "cursor", _cursor(last))
        return reader.build(rows)

    def get_paginated_response(self, data: list[Any]) -> Response:
        return Response({"items": data, "next": self.next_url})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": {**schema, "maxItems": PAGE_LIMIT},
                "next": {"type": ["string", "null"], "format": "uri", "description": "The page after this one."},
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        limit = {"type": "integer", "minimum": 1, "maximum": PAGE_LIMIT, "default": USUAL_PAGE}
        return [
            {"name": "limit", "in": "query", "required": False, "description": "Rows a page.", "schema": limit},
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "Where to go on, from `next`.",
                "schema": {"type": "string", DATA_DEPENDENT: True},
            },
        ]


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", str(USUAL_PAGE))
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= PAGE_LIMIT):
        raise BadRequest("limit_not_possible", _("A page has 1 to %(limit)s rows.") % {"limit": PAGE_LIMIT}, "limit")
    return int(text)


def _column_of(queryset: QuerySet, field: str) -> str:
    """Its own column where the key is a relation: by the relation, rows come in the order of what it leads to."""
    return queryset.model._meta.pk.attname if field == "pk" else field


def _cursor(value: object) -> str:
    return base64.urlsafe_b64encode(str(value).encode()).decode().rstrip("=")


def _after(request: Request, queryset: QuerySet, field: str) -> Any:
    """The value behind a cursor. It opens nothing: the rows are cut to the scope all the same."""
    text = request.query_params["cursor"]
    try:
        value = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
        queryset.model._meta.get_field(field).get_prep_value(value)
        if "\x00" in value:
            raise ValueError
    except (binascii.Error, ValueError, TypeError, ValidationError) as error:
        raise BadRequest(
            "wrong_cursor", _("This cursor is none of ours. Use the address in “next”."), "cursor"
        ) from error
    return value
