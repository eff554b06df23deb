"""Fields of what is sent."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kaltim_naker.access.scope import Scope


@extend_schema_field({"type": "string"})
class CodeField(serializers.Field):
    """A row of a reference table by its code. The table is read once a request, however many rows are sent."""

    default_error_messages = {"unknown_code": _("“%(code)s” is none of the codes that your office may use here.")}

    def __init__(self, rows: Callable[[Scope], QuerySet], by: str = "code", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows, self.by = rows, by

    def to_internal_value(self, data: Any) -> Model:
        code = str(data)
        known = self.context.setdefault("codes", {})
        if self.rows not in known:
            found = self.rows(self.context["view"].scope)
            known[self.rows] = dict(zip(found.values_list(self.by, flat=True), found, strict=True))
        if code not in known[self.rows]:
            raise serializers.ValidationError(self.error_messages["unknown_code"] % {"code": code}, code="unknown_code")
        return known[self.rows][code]
