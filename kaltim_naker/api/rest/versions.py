"""Versions of a record as ETags: to ask only for what changed, and to change only what one has seen."""

import hashlib
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from kaltim_naker.api.rest.encoding import encode
from kaltim_naker.api.rest.errors import BadRequest


def etag_of(body: Any) -> str:
    """The same for the same content, whatever way it was asked for."""
    return etag_of_text(encode(body, in_order=True))


def etag_of_text(text: bytes) -> str:
    """Of an answer that is written already; for lists, which nobody changes as a whole."""
    return f'"{hashlib.blake2b(text, digest_size=16).hexdigest()}"'


def require_same(request: Request, body: Any) -> None:
    """The sender must have seen the record as it stands: 428 without If-Match, 412 where it changed meanwhile.

    A compressed answer carries its tag as a weak one, so both spellings are taken.
    """
    given = request.headers.get("If-Match", "")
    if not given:
        message = _("Send If-Match with the ETag of the record as you read it.")
        raise BadRequest("if_match_missing", message, "If-Match", status=428)
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    if etag_of(body) not in tags:
        message = _("This record was changed since you read it. Read it again.")
        raise BadRequest("changed_since", message, "If-Match", status=412)
