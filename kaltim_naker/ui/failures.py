"""From a broken rule to a sentence beside the right field."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.utils.functional import Promise

from kaltim_naker.core.constraints import explained, violated_constraint
from kaltim_naker.core.errors import DomainError


class Refused(Exception):  # noqa: N818 - a verdict on the input, no fault of the program
    """What a service could not do, in words. `errors` maps a field (None: the whole) to its messages."""

    def __init__(self, errors: dict[str | None, list[Any]]) -> None:
        super().__init__(errors)
        self.errors = errors

    @property
    def text(self) -> str:
        """All messages in one line, for a page without a form."""
        return " ".join(str(message) for messages in self.errors.values() for message in messages)

    def add_to(self, form: BaseForm) -> None:
        """Put each message beside its field; what the form does not have goes on top."""
        for field, messages in self.errors.items():
            for message in messages:
                form.add_error(field if field in form.fields else None, message)


@contextmanager
def told_in_words() -> Iterator[None]:
    """Run a service: a broken rule becomes `Refused` and leaves nothing behind.

    Knows DomainError, ValidationError (from full_clean) and the violation of a constraint that carries a message for
    people. Anything else is a fault of the program and goes on as it is.
    """
    try:
        with transaction.atomic():
            yield
    except DomainError as error:
        raise Refused({error.field: [error.message]}) from error
    except ValidationError as error:
        raise Refused(_by_field(error)) from error
    except IntegrityError as error:
        message = _message_of(error)
        if message is None:
            raise
        raise Refused({None: [message]}) from error


def run_in_words(call: Callable[[], Any]) -> Any:
    """`told_in_words` for one call; returns what it returns."""
    with told_in_words():
        return call()


def constraint_message(name: str) -> str | Promise | None:
    """The sentence that a named constraint of any of our models carries."""
    return _constraint_messages().get(name)


@cache
def _constraint_messages() -> dict[str, str | Promise]:
    return {
        constraint.name: constraint.violation_error_message
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }


def _message_of(error: IntegrityError) -> str | Promise | None:
    """What a trigger or a named constraint has to say to people."""
    known = explained(error)
    return known.message if known else constraint_message(violated_constraint(error))


def _by_field(error: ValidationError) -> dict[str | None, list[Any]]:
    if hasattr(error, "error_dict"):
        return {None if name == "__all__" else name: found for name, found in error.error_dict.items()}
    return {None: error.error_list}
