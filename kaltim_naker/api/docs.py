"""The OpenAPI document, and the same for people: both drawn from the code, open to everybody, without a script."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import override
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator


@cache
def openapi() -> dict[str, Any]:
    """OpenAPI 3.1. Written in English whoever asks first."""
    with override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)


@login_not_required
@require_GET
def schema_document(request: HttpRequest) -> JsonResponse:
    """For generators of clients, and for tools that try requests."""
    return JsonResponse(openapi())


@dataclass(frozen=True)
class Operation:
    """One line of the documentation: what is asked how, and what it may be answered."""

    id: str
    method: str
    path: str
    summary: str
    parameters: list[dict[str, Any]]
    fields: list[dict[str, Any]]
    answers: list[tuple[str, str]]


@method_decorator(login_not_required, name="dispatch")
class DocsView(TemplateView):
    """Every operation with its parameters and fields."""

    template_name = "api/docs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups: dict[str, list[Operation]] = {}
        for tag, operation in operations(openapi()):
            groups.setdefault(tag, []).append(operation)
        return super().get_context_data(groups=groups, **kwargs)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, Operation]]:
    """Tag and operation, in the order of the document."""
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            yield (
                said["tags"][0],
                Operation(
                    id=said["operationId"],
                    method=method.upper(),
                    path=path,
                    summary=said.get("description", ""),
                    parameters=[one for one in said.get("parameters", []) if one["name"] != "Accept-Language"],
                    fields=list(_fields_of(document, said.get("requestBody", {}))),
                    answers=[(status, one.get("description", "")) for status, one in said["responses"].items()],
                ),
            )


def _fields_of(document: dict[str, Any], body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The fields of what is sent, with whether they must be there."""
    reference = body.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    if not reference:
        return
    schema = document["components"]["schemas"][reference.rpartition("/")[2]]
    for name, said in schema["properties"].items():
        yield {"name": name, "required": name in schema.get("required", ()), "description": said.get("description", "")}
