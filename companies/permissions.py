"""Whether a person may act on an apprenticeship, and who sees what a company earns and what an agreement is worth.

The roles are in `access.policy`, the rows in `access.scope`.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser

from companies.models import Apprenticeship
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import scope_of
from kaltim_naker.accounts.models import User


def may(user: User, action: Action, apprenticeship: Apprenticeship) -> bool:
    """For buttons: the page behind one decides again by itself."""
    scope = scope_of(user, action)
    return scope.everything or apprenticeship.site.region_id in scope.regions


def sees_money(user: User | AnonymousUser) -> bool:
    """Decided here once, for every page that shows an amount of a company."""
    return can(user, Action.VIEW_COMPANY_MONEY)


def only_with_money(user: User | AnonymousUser, parts: Iterable[Any]) -> list[Any]:
    """Facts, columns or actions about money: all of them, or none."""
    return list(parts) if sees_money(user) else []
