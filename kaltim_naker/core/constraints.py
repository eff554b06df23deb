"""Builders of named database constraints, so that the same rule reads the same everywhere."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.db import IntegrityError
from django.db.models import CheckConstraint, DateField, F, Func, Q, TextChoices, Value
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.errors import DomainError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def one_of(field: str, choices: type[TextChoices], name: str) -> CheckConstraint:
    """The column holds one of the declared choices, whoever writes it."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}),
        name=name,
        violation_error_message=_("This value is not one of the allowed choices."),
    )


def one_of_or_empty(field: str, choices: type[TextChoices], name: str) -> CheckConstraint:
    """The column holds one of the declared choices, or nothing where it is not known."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": ["", *choices.values]}),
        name=name,
        violation_error_message=_("This value is not one of the allowed choices."),
    )


def in_order(first: str, second: str, name: str, message: "str | _StrPromise") -> CheckConstraint:
    """`first` is not after `second`; either may be missing."""
    return CheckConstraint(
        condition=Q(**{f"{first}__isnull": True})
        | Q(**{f"{second}__isnull": True})
        | Q(**{f"{first}__lte": F(second)}),
        name=name,
        violation_error_message=message,
    )


class DateRange(Func):
    """Two date columns as one range, both days included, for constraints against overlapping."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self, first: str, last: str) -> None:
        super().__init__(first, last, RangeBoundary(inclusive_lower=True, inclusive_upper=True))
        self.columns = (first, last)

    def deconstruct(self) -> tuple[str, tuple[str, ...], dict[str, str]]:
        """As it was asked for, so that migrations stay readable."""
        return f"{self.__module__}.{type(self).__qualname__}", self.columns, {}


class MonthsAfter(Func):
    """Calendar months after a date column, as `core.periods.add_months` counts them in Python."""

    template = "(%(expressions)s))::date"
    arg_joiner = " + make_interval(months => "
    output_field = DateField()

    def __init__(self, column: str, months: int) -> None:
        super().__init__(column, Value(months))
        self.arguments = (column, months)

    def deconstruct(self) -> tuple[str, tuple[str | int, ...], dict[str, str]]:
        """As it was asked for, so that migrations stay readable and compare equal."""
        return f"{self.__module__}.{type(self).__qualname__}", self.arguments, {}


_EXPLANATIONS: dict[str, Callable[[str], DomainError]] = {}


def explain_violation(constraint: str, explain: Callable[[str], DomainError]) -> None:
    """Declare what a rule of a trigger says to people; it gets the detail that the database gave."""
    _EXPLANATIONS[constraint] = explain


def explained(error: IntegrityError) -> DomainError | None:
    """The same error as the service would have raised, had it known; None where nobody has declared one.

    Asked when the transaction, or the savepoint, of the error has been rolled back: explaining reads the database.
    """
    explain = _EXPLANATIONS.get(violated_constraint(error))
    return explain(error.__cause__.diag.message_detail or "") if explain else None  # type: ignore[union-attr]


def violated_constraint(error: IntegrityError) -> str:
    """PostgreSQL names the constraint in the diagnosis of the driver's own error."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
