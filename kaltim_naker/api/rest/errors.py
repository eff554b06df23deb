"""Refusals as problem+json (RFC 9457): status, a code for programs, and sentences in the asked language."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from kaltim_naker.core.constraints import explained, violated_constraint
from kaltim_naker.core.errors import DomainError
from kaltim_naker.ui.failures import constraint_message

PROBLEM_TYPE = "application/problem+json"
#: What a service may raise because of what was sent; everything else is a fault of ours.
REFUSALS = (DomainError, ValidationError, exceptions.ValidationError, IntegrityError)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `field` is a path in what was sent, empty for the whole."""

    code: str
    message: str
    field: str = ""


class BadRequest(exceptions.APIException):
    """The request itself cannot be understood: parameters, headers."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, code: str, message: str, field: str = "", status: int = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(message, code)
        self.status_code = status
        self.faults = [Fault(code, str(message), field)]


def wrong_parameters(errors: Any) -> BadRequest:
    """Parameters of the address that a serializer does not take."""
    faults = list(_of_detail(errors, ""))
    wrong = BadRequest("wrong_value", faults[0].message, faults[0].field)
    wrong.faults = faults
    return wrong


def faults_of(error: Exception) -> list[Fault]:
    """What a service refused, sentence by sentence. A violated constraint without a sentence is raised again."""
    if isinstance(error, DomainError):
        return [Fault(error.code, str(error.message), error.field or "")]
    if isinstance(error, exceptions.ValidationError):
        return list(_of_detail(error.detail, ""))
    if isinstance(error, ValidationError):
        return list(_of_validation(error))
    if known := explained(error):
        return faults_of(known)
    name = violated_constraint(error)
    message = constraint_message(name)
    if message is None:
        raise error
    return [Fault(name, str(message))]


def _of_validation(error: ValidationError) -> Iterator[Fault]:
    if hasattr(error, "error_dict"):
        for name, found in error.error_dict.items():
            field = "" if name == "__all__" else name
            yield from (Fault(one.code or "invalid", text, field) for one in found for text in one.messages)
    else:
        yield from (Fault(one.code or "invalid", text) for one in error.error_list for text in one.messages)


def _of_detail(detail: Any, path: str) -> Iterator[Fault]:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            field = path if name == "non_field_errors" else f"{path}.{name}".lstrip(".")
            yield from _of_detail(inner, field)
    elif isinstance(detail, list):
        for inner in detail:
            yield from _of_detail(inner, path)
    else:
        yield Fault(detail.code, str(detail), path)


def problem(status: int, faults: list[Fault], headers: dict[str, str] | None = None) -> Response:
    """The answer that says what is wrong; `code` and `detail` are those of the first fault."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "code": faults[0].code,
        "detail": faults[0].message,
        "errors": [asdict(fault) for fault in faults],
    }
    return Response(body, status=status, headers=headers, content_type=PROBLEM_TYPE)


def answer_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """For whatever the conventions refuse before or beside a service. None: a fault of ours, which goes on."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, DomainError | ValidationError | exceptions.ValidationError):
        set_rollback()
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, faults_of(error))
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)
    faults = getattr(error, "faults", None) or list(_of_detail(error.detail, ""))
    return problem(error.status_code, faults, headers)
