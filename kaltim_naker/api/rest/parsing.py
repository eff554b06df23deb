"""What a body may hold: text that a database can keep, nested no deeper than anybody means it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.parsers import JSONParser

from kaltim_naker.api.rest.errors import BadRequest

_DEPTH = 20
#: Bytes; a thousand people with everything that is known of them are half of it.
_LIMIT = 4 * 1024 * 1024


class PlainJSONParser(JSONParser):
    """JSON without NUL characters, without halves of surrogate pairs, and without towers of brackets."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        _require_short(parser_context or {})
        try:
            sent = super().parse(stream, media_type, parser_context)
            _require_plain(sent, _DEPTH)
        except RecursionError as error:
            raise BadRequest("parse_error", _("This is nested too deeply.")) from error
        return sent


def _require_short(context: Mapping[str, Any]) -> None:
    """The server reads no more of a body than its length says."""
    length = context["request"].META.get("CONTENT_LENGTH") if "request" in context else None
    if length and length.isdigit() and int(length) > _LIMIT:
        message = _("This is more than one request may bring. Send it in parts.")
        raise BadRequest("too_large", message, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _require_plain(value: Any, depth: int) -> None:
    if not depth:
        raise RecursionError
    if isinstance(value, str):
        _require_text(value)
    elif isinstance(value, list):
        for inner in value:
            _require_plain(inner, depth - 1)
    elif isinstance(value, dict):
        for name, inner in value.items():
            _require_text(name)
            _require_plain(inner, depth - 1)


def _require_text(text: str) -> None:
    if "\x00" in text:
        raise BadRequest("null_character", _("Text holds no NUL characters."))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadRequest("not_unicode", _("Text holds half of a surrogate pair, which is no character.")) from error
