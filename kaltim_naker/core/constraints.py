"""Builders of named database constraints, so that the same rule reads the same everywhere."""

from typing import TYPE_CHECKING

from django.db.models import CheckConstraint, F, Q, TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def one_of(field: str, choices: type[TextChoices], name: str) -> CheckConstraint:
    """The column holds one of the declared choices, whoever writes it."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}),
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
