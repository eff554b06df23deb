"""Fields of what is sent."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kaltim_naker.access.scope import Scope
from kaltim_naker.regions.models import KbliSection


# No docstring, which the document would take for that of each input.
# Looks at the fields that were sent, have to be, or have a default: of twenty, a row of many brings eight.
class SparseInput(serializers.Serializer):
    def to_internal_value(self, data: Any) -> dict[str, Any]:
        self._sent = data if isinstance(data, Mapping) else {}
        return super().to_internal_value(data)

    @property
    def _writable_fields(self) -> Iterator[serializers.Field]:
        for field in super()._writable_fields:
            if field.field_name in self._sent or field.required or field.default is not serializers.empty:
                yield field


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


class RecordField(serializers.UUIDField):
    """A record within this program's scope by its key, looked up once a request. Foreign and absent look the same."""

    default_error_messages = {"unknown_record": _("There is no such record, or none of yours.")}

    def __init__(self, rows: Callable[[Scope], QuerySet], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows = rows

    def to_internal_value(self, data: Any) -> Model:
        key = super().to_internal_value(data)
        known = self.context.setdefault("records", {})
        mark = (self.rows, key)
        if mark not in known:
            known[mark] = self.rows(self.context["view"].scope).filter(pk=key).first()
        if known[mark] is None:
            self.fail("unknown_record")
        return known[mark]


class TextField(serializers.CharField):
    """A text. A number in its place is refused: 0012 as a number is 12."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class ForeignIdField(TextField):
    """How the sender's own program calls the record."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": "Your own number of it.", "max_length": 80, "required": False, **kwargs})


@extend_schema_field({"type": "string", "pattern": r"^[A-V](/20[0-9]{2})?$"})
class SectorField(serializers.Field):
    """A section of KBLI: “C”, or “C/2015” of another version than the newest (letters moved, domain.md §6.5)."""

    default_error_messages = {"unknown_code": _("There is no such sector. Write a letter, or letter/version.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": "Letter of the KBLI section: C, or C/2020.", **kwargs})

    def to_internal_value(self, data: Any) -> KbliSection:
        code = str(data)
        if "sectors" not in self.context:
            sections = KbliSection.objects.order_by("version")
            self.context["sectors"] = {
                name: one for one in sections for name in (one.code, f"{one.code}/{one.version}")
            }
        if code not in self.context["sectors"]:
            self.fail("unknown_code")
        return self.context["sectors"][code]
