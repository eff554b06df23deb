"""What is wrong with something that was sent, whoever noticed: a service, a form of the data, a constraint."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import exceptions

from kaltim_naker.core.constraints import explained, violated_constraint
from kaltim_naker.core.errors import DomainError
from kaltim_naker.ui.failures import constraint_message


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `field` is a path in what was sent, empty for the whole."""

    code: str
    message: str
    field: str = ""


def faults_of(error: Exception) -> list[Fault]:
    """What was refused, sentence by sentence. A violated constraint without a sentence is raised again."""
    if isinstance(error, DomainError):
        return [Fault(error.code, str(error.message), error.field or "")]
    if isinstance(error, exceptions.ValidationError):
        return list(of_detail(error.detail, ""))
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


def of_detail(detail: Any, path: str) -> Iterator[Fault]:
    """The nested errors of a serializer, each with its path."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            field = path if name == "non_field_errors" else f"{path}.{name}".lstrip(".")
            yield from of_detail(inner, field)
    elif isinstance(detail, list):
        for inner in detail:
            yield from of_detail(inner, path)
    else:
        yield Fault(detail.code, str(detail), path)
