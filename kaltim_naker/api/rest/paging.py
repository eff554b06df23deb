"""Pages by cursor: the millionth row costs what the first one costs, and nothing is skipped while rows come in."""

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Field
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from kaltim_naker.api.constants import PAGE_LIMIT, USUAL_PAGE
from kaltim_naker.api.rest.errors import BadRequest
from kaltim_naker.api.rest.filtering import DATA_DEPENDENT
from kaltim_naker.api.rest.rows import Reader
from kaltim_naker.api.rest.statements import ASKED, Statement

if TYPE_CHECKING:
    from kaltim_naker.api.rest.viewsets import ListViewSet

PARAMETERS = frozenset({"limit", "cursor"})


class CursorPages(BasePagination):
    """`{"items": […], "next": address or null}`, in the order of the view's `cursor_field`, which is unique."""

    def page(self, view: "ListViewSet") -> Response:
        """The answer to the request of a view."""
        request = view.request
        limit, is_first = _limit(request), "cursor" not in request.query_params
        page = view.kept(("page", limit, is_first, *view.kwargs.items()), lambda: _Page.of(view, limit, is_first))
        rows = page.statement.fetch(None if is_first else _after(request, page.column))
        following = None
        if len(rows) > limit:
            rows.pop()
            following = replace_query_param(request.build_absolute_uri(), "cursor", _cursor(rows[-1][page.place]))
        return Response({"items": page.reader.build(rows), "next": following})

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


@dataclass(frozen=True)
class _Page:
    """One row more than a page has, in the order of `column`, which stands at `place` of each row."""

    statement: Statement
    reader: Reader
    column: Field
    place: int

    @classmethod
    def of(cls, view: "ListViewSet", limit: int, is_first: bool) -> Self:
        queryset, reader = view.filter_queryset(view.get_queryset()), view.reader
        meta = queryset.model._meta
        column = meta.pk if view.cursor_field == "pk" else meta.get_field(view.cursor_field)
        # By its own column where the key is a relation: by the relation, rows come in the order of what it leads to.
        name = column.attname
        if not is_first:
            queryset = queryset.filter(**{f"{name}__gt": ASKED})
        lookups = [*reader.lookups, name]
        more = [name] if name not in reader.lookups else []
        rows = reader.fetch(queryset.order_by(name), *more)[: limit + 1]
        return cls(Statement(rows), reader, column, lookups.index(name))


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", str(USUAL_PAGE))
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= PAGE_LIMIT):
        raise BadRequest("limit_not_possible", _("A page has 1 to %(limit)s rows.") % {"limit": PAGE_LIMIT}, "limit")
    return int(text)


def _cursor(value: object) -> str:
    return base64.urlsafe_b64encode(str(value).encode()).decode().rstrip("=")


def _after(request: Request, column: Field) -> Any:
    """The value behind a cursor. It opens nothing: the rows are cut to the scope all the same."""
    text = request.query_params["cursor"]
    try:
        value = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
        if "\x00" in value:
            raise ValueError
        return column.get_db_prep_value(value, connection)
    except (binascii.Error, ValueError, TypeError, ValidationError) as error:
        raise BadRequest(
            "wrong_cursor", _("This cursor is none of ours. Use the address in “next”."), "cursor"
        ) from error
