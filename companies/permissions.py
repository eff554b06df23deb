"""Who sees what a company earns and pays, and what an agreement is worth. Decided here once, asked by every page."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.accounts.models import User


def sees_money(user: User | AnonymousUser) -> bool:
    return can(user, Action.VIEW_COMPANY_MONEY)


def only_with_money(user: User | AnonymousUser, parts: Iterable[Any]) -> list[Any]:
    """Facts, columns or actions about money: all of them, or none."""
    return list(parts) if sees_money(user) else []
