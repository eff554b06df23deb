"""What a list may be asked: the filters of the page with the same rows, and nothing that is mistyped."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import ModelChoiceFilter
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from certifications.models import Issuer
from kaltim_naker.api.rest.errors import BadRequest
from kaltim_naker.api.services.faults import Fault
from kaltim_naker.regions.models import KbliSection, Region
from programs.models import Field, TrainingCentre

#: Filters name these by the code that other offices know, never by our keys.
CODE_OF = {Region: "code", Field: "code", TrainingCentre: "office__code", Issuer: "code", KbliSection: "code"}

_FORMATS = {forms.UUIDField: "uuid", forms.DateField: "date"}
#: Marks parameters whose values stand in the data, in the document.
DATA_DEPENDENT = "x-values-from-data"
#: Beyond it django-filter refuses a number.
_LARGEST = 10**50


def require_known(request: Request, known: Iterable[str]) -> None:
    """Refuse an unknown or repeated parameter: a mistyped filter that is ignored would give all rows as if filtered."""
    known = sorted(known)
    for name, value in request.query_params.items():
        if name not in known:
            message = _("Unknown parameter “%(name)s”. Known: %(known)s.")
            raise BadRequest("unknown_parameter", message % {"name": name, "known": ", ".join(known)}, name)
        if len(request.query_params.getlist(name)) > 1:
            raise BadRequest("repeated_parameter", _("“%(name)s” is given more than once.") % {"name": name}, name)
        if "\x00" in value:
            raise BadRequest("null_character", _("Text holds no NUL characters."), name)


class StrictFilters(BaseFilterBackend):
    """The FilterSet of the page, as it is; a wrong value is refused with its field."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: APIView) -> QuerySet:
        # A FilterSet copies its filters and makes a form of them: most lists are asked for without any.
        if view.filterset_class is None or view.filterset_class.base_filters.keys().isdisjoint(request.query_params):
            return queryset
        _require_values(request, view.filterset_class.base_filters)
        filterset = view.filterset_class(request.query_params, queryset=queryset, request=request)
        for field in filterset.form.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                _by_code(field)
        if not filterset.is_valid():
            raise _wrong_filter(filterset.form)
        return filterset.qs

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        if view.filterset_class is None:
            return []
        return [
            {"name": name, "in": "query", "required": False, "description": str(one.label), "schema": _schema_of(one)}
            for name, one in view.filterset_class.base_filters.items()
        ]


def _require_values(request: Request, filters: Mapping[str, Any]) -> None:
    """`?until=` is no day: a program that lost its value would get all rows as if it had asked for them."""
    for name, one in filters.items():
        if request.query_params.get(name) == "" and not _takes_any_text(one):
            raise BadRequest("empty_parameter", _("“%(name)s” has no value. Leave it out.") % {"name": name}, name)


def _takes_any_text(one: Any) -> bool:
    said = _schema_of(one)
    return said["type"] == "string" and said.keys() <= {"type", "pattern"}


def _by_code(field: forms.ModelChoiceField) -> None:
    model = field.queryset.model
    field.to_field_name = CODE_OF[model]
    if model is KbliSection:  # a letter means the newest version that has it
        field.queryset = field.queryset.order_by("code", "-version").distinct("code")


def _wrong_filter(form: forms.Form) -> BadRequest:
    faults = [
        Fault(one.code or "invalid", text, name)
        for name, errors in form.errors.as_data().items()
        for one in errors
        for text in one.messages
    ]
    wrong = BadRequest("wrong_filter", faults[0].message, faults[0].field)
    wrong.faults = faults
    return wrong


def _schema_of(one: Any) -> dict[str, Any]:
    """What a filter takes. Where that stands in the data, as codes of regions do, no list of it can stand here."""
    if issubclass(one.field_class, forms.IntegerField):
        limits = {"minimum": one.extra.get("min_value"), "maximum": one.extra.get("max_value", _LARGEST)}
        kind = "number" if issubclass(one.field_class, forms.DecimalField) else "integer"
        return {"type": kind, **{name: limit for name, limit in limits.items() if limit is not None}}
    if one.field_class in _FORMATS:
        return {"type": "string", "format": _FORMATS[one.field_class]}
    choices = one.extra.get("choices")
    if isinstance(one, ModelChoiceFilter) or (callable(choices) and not hasattr(choices, "values")):
        return {"type": "string", DATA_DEPENDENT: True}
    if choices is None:
        patterns = [rule.regex.pattern for rule in one.field_class.default_validators if hasattr(rule, "regex")]
        return {"type": "string", **({"pattern": patterns[0]} if patterns else {})}
    pairs = choices.choices if hasattr(choices, "choices") else choices
    return {"type": "string", "enum": [str(value) for value, _label in pairs]}
