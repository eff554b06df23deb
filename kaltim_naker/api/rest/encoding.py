"""How values become JSON: amounts as text, because a number of JSON is read as a float and loses them."""

from decimal import Decimal
from typing import Any

from rest_framework.renderers import JSONRenderer
from rest_framework.utils import encoders


class ExactEncoder(encoders.JSONEncoder):
    """As the schema says it: a decimal is a string."""

    def default(self, obj: Any) -> Any:
        return str(obj) if isinstance(obj, Decimal) else super().default(obj)


class ExactRenderer(JSONRenderer):
    encoder_class = ExactEncoder
