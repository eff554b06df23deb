"""What the OpenAPI document says of every operation, beside what the serializers say."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from kaltim_naker.api.constants import PROBLEM_TYPE

_CHANGES = {"POST", "PATCH"}
_PROBLEMS = {
    "400": "The request cannot be understood: an unknown parameter, a wrong filter, a missing header.",
    "401": "No token, or one that is not valid any more.",
    "403": "The token was not made for this, or the role of the office does not allow it.",
    "404": "No such record, or none of yours.",
    "409": "The first request with this Idempotency-Key is still at work.",
    "412": "The record was changed since you read it.",
    "413": "More than one request may bring.",
    "415": "What was sent is no JSON.",
    "422": "What was sent breaks a rule; `errors` says which, field by field. Nothing was changed.",
    "428": "If-Match is missing.",
    "429": "Too many requests in this minute; Retry-After says how many seconds to wait.",
}


_SEEN = OpenApiParameter("If-Match", str, "header", required=True, description="The ETag of the record as you read it.")


class FaultSerializer(serializers.Serializer):
    code = serializers.CharField()
    message = serializers.CharField()
    field = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """RFC 9457. `code` is stable and meant for programs; `detail` is in the language asked for."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = FaultSerializer(many=True)


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "kaltim_naker.api.rest.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token of your office, made on the page Tokens."}


class ResourceSchema(AutoSchema):
    """Adds headers, sparse fields and refusals, which are the same for all resources."""

    def get_override_parameters(self) -> list[OpenApiParameter]:
        language = OpenApiParameter(
            "Accept-Language", str, "header", description="id or en; id where it is missing or another one."
        )
        return [language, *self._of_reading(), *self._of_writing()]

    @property
    def _writes(self) -> bool:
        return self.method in _CHANGES and self.view.action not in self.view.reads_by_post

    @property
    def _is_step(self) -> bool:
        """A step of a record's way: sent once, by who has seen the record as it stands."""
        return self.view.action in getattr(self.view, "step_inputs", ())

    def _of_reading(self) -> list[OpenApiParameter]:
        if self.method != "GET" or self.view.pagination_class is None:
            return []
        names = list(self.view.serializer_class().fields)
        one = f"({'|'.join(names)})"
        said = {"type": "string", "pattern": f"^{one}(,{one})*$"}
        return [OpenApiParameter("fields", said, description=f"Only these, separated by commas: {', '.join(names)}.")]

    def _of_writing(self) -> list[OpenApiParameter]:
        if not self._writes:
            return []
        rehearse = OpenApiParameter("validate_only", bool, description="Say what would come of it, change nothing.")
        if self.method == "PATCH":
            return [rehearse, _SEEN]
        text = "New for each thing you send; the answer is kept for 24 hours and given again."
        said = {"type": "string", "pattern": "^[!-~]{1,100}$"}
        key = OpenApiParameter("Idempotency-Key", said, "header", required=True, description=text)
        return [rehearse, key, _SEEN] if self._is_step else [rehearse, key]

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        """Named and typed by the route, so that nothing has to be guessed from models."""
        kinds = {"uuid": {"type": "string", "format": "uuid"}, "int": {"type": "integer", "minimum": 0}}
        kind = kinds.get(getattr(self.view, "lookup_value_converter", ""), {"type": "string"})
        return [{"in": "path", "name": name, "required": True, "schema": kind} for name in variables]

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        if self._writes and "201" in bodies:
            rehearsed = {"description": "With validate_only: what would come of it."}
            bodies.setdefault("200", bodies["201"] | rehearsed)
        problem = self.resolve_serializer(ProblemSerializer, "response").ref
        own = {str(status): when for status, when in self.view.refusals.get(self.view.action, {}).items()}
        told = {status: _PROBLEMS[status] for status in self._problems()} | own
        for status, when in sorted(told.items()):
            content = bodies.get(status, {}).get("content", {}) | {PROBLEM_TYPE: {"schema": problem}}
            bodies[status] = {"description": when, "content": content}
        return bodies

    def _problems(self) -> list[str]:
        """What every operation of this kind may be refused with."""
        found = ["400", "429"]
        if self.view.authentication_classes:
            found += ["401", "403"]
        if "{" in self.path:
            found.append("404")
        if self.method in _CHANGES:
            found += ["413", "415", "422"]
        if self._writes:
            found += ["409"] if self.method == "POST" else []
            found += ["412", "428"] if self.method == "PATCH" or self._is_step else []
        return found

    def is_deprecated(self) -> bool:
        return self.view.action in self.view.deprecated

    def get_operation_id(self) -> str:
        """`job_seekers_list`, as receipts name it, too."""
        if named := getattr(self.view, "operation_name", ""):
            return str(named)
        resource = self.path.split("/")[3].replace("-", "_")
        verbs = {"retrieve": "read", "partial_update": "update"}
        return f"{resource}_{verbs.get(self.view.action, self.view.action)}"

    def get_tags(self) -> list[str]:
        return [self.path.split("/")[3]]

    def get_filter_backends(self) -> list[Any]:
        return getattr(self.view, "filter_backends", []) if self.view.action == "list" else []
