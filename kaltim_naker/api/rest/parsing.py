"""What a body may hold: text that a database can keep, nested no deeper than anybody means it."""

import base64
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.parsers import JSONParser, MultiPartParser

from kaltim_naker.api.rest.errors import BadRequest

_DEPTH = 20


class PlainJSONParser(JSONParser):
    """JSON without NUL characters, without halves of surrogate pairs, and without towers of brackets."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            sent = super().parse(stream, media_type, parser_context)
            _require_plain(sent, _DEPTH)
        except RecursionError as error:
            raise BadRequest("parse_error", _("This is nested too deeply.")) from error
        return sent


class FileFormParser(MultiPartParser):
    """A form with a `file`, read as what the same request holds in JSON; `options.year` is `year` of `options`.

    So that it is checked, fingerprinted and answered like any other body.
    """

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        form = super().parse(stream, media_type, parser_context)
        sent: dict[str, Any] = {name: value for name, value in form.data.items() if "." not in name}
        groups: dict[str, dict[str, Any]] = {}
        for name in form.data.keys() - sent.keys():
            group, _dot, inner = name.partition(".")
            groups.setdefault(group, {})[inner] = form.data[name]
        sent |= groups
        if file := form.files.get("file"):
            sent = {"file_name": file.name, **sent, "content": base64.b64encode(file.read()).decode()}
        _require_plain(sent, _DEPTH)
        return sent


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
