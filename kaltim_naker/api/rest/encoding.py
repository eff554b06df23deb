"""How values become JSON: amounts as text, because a number of JSON is read as a float and loses them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer
from rest_framework.utils import encoders


class ExactEncoder(encoders.JSONEncoder):
    """As the schema says it: a decimal is a string."""

    def default(self, obj: Any) -> Any:
        return str(obj) if isinstance(obj, Decimal) else super().default(obj)


_default = ExactEncoder().default


def encode(body: Any, *, in_order: bool = False) -> bytes:
    """The JSON of an answer; `in_order` of its keys, so that the same content has the same bytes."""
    options = orjson.OPT_UTC_Z | (orjson.OPT_SORT_KEYS if in_order else 0)
    try:
        return orjson.dumps(body, _default, options)
    except TypeError:  # a key that is no text: rare, and looking for it would cost every answer half as much again
        return orjson.dumps(body, _default, options | orjson.OPT_NON_STR_KEYS)


class ExactRenderer(JSONRenderer):
    """Writes with orjson, in a tenth of the time that DRF's own encoder takes; that one indents, where it is asked."""

    encoder_class = ExactEncoder

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        if data is None or self.get_indent(accepted_media_type or "", renderer_context or {}):
            return super().render(data, accepted_media_type, renderer_context)
        return encode(data)
