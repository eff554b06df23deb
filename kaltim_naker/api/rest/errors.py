"""Refusals as problem+json (RFC 9457): status, a code for programs, and sentences in the asked language."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response

from kaltim_naker.api.constants import PROBLEM_TYPE
from kaltim_naker.api.services.faults import Fault, faults_of, of_detail
from kaltim_naker.core.errors import DomainError

#: What a service may raise because of what was sent; everything else is a fault of ours.
REFUSALS = (DomainError, ValidationError, exceptions.ValidationError, IntegrityError)


class BadRequest(exceptions.APIException):
    """The request itself cannot be understood: parameters, headers. `location` is where to ask instead."""

    status_code = HTTPStatus.BAD_REQUEST
    location = ""

    def __init__(self, code: str, message: str, field: str = "", status: int = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(message, code)
        self.status_code = status
        self.faults = [Fault(code, str(message), field)]


def wrong_parameters(errors: Any) -> BadRequest:
    """Parameters of the address that a serializer does not take."""
    faults = list(of_detail(errors, ""))
    wrong = BadRequest("wrong_value", faults[0].message, faults[0].field)
    wrong.faults = faults
    return wrong


def problem_body(status: int, faults: list[Fault]) -> dict[str, Any]:
    """What is said of a refusal; `code` and `detail` are those of the first fault."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "code": faults[0].code,
        "detail": faults[0].message,
        "errors": [asdict(fault) for fault in faults],
    }


def problem(status: int, faults: list[Fault], headers: dict[str, str] | None = None) -> Response:
    """The answer that says what is wrong."""
    return Response(problem_body(status, faults), status=status, headers=headers, content_type=PROBLEM_TYPE)


def _as_ours(error: Exception) -> Exception:
    """What Django itself raises, as this framework says it."""
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, RequestDataTooBig):  # by the length that was announced, before anything is read
        message = _("This is more than one request may bring. Send it in parts.")
        return BadRequest("too_large", message, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return error


def answer_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """For whatever the conventions refuse before or beside a service. None: a fault of ours, which goes on."""
    error = _as_ours(error)
    if isinstance(error, DomainError | ValidationError | exceptions.ValidationError):
        _undo(context)
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, faults_of(error))
    if not isinstance(error, exceptions.APIException):
        return None
    _undo(context)
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "location", None):
        headers["Location"] = error.location
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)
    faults = getattr(error, "faults", None) or list(of_detail(error.detail, ""))
    return problem(error.status_code, faults, headers)


def _undo(context: dict[str, Any]) -> None:
    """Whatever was written. What only reads runs in no transaction of its own (`ApiViewSet.dispatch`)."""
    if context["request"].method not in SAFE_METHODS and connection.in_atomic_block:
        transaction.set_rollback(True)
