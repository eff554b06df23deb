"""Which acts need a second person. Each app says in its `AppConfig.ready` which of its services do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.accounts.models import User

if TYPE_CHECKING:
    from kaltim_naker.approvals.models import Approval


@dataclass(frozen=True)
class Kind:
    """One kind of act. Who may `ask` for it may be another than who may `decide`; nobody decides about his own.

    `carry_out` calls the service with what was kept in `details`, and raises DomainError where it cannot be done (any
    more). `link` leads to the record that it is about, as long as it is there.
    """

    name: str
    label: str | Promise
    ask: Action
    decide: Action
    carry_out: Callable[["Approval"], Any]
    link: Callable[["Approval"], str]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Raises ValueError for a name that is taken."""
    if kind.name in _kinds:
        raise ValueError(f"There are two kinds of approval named {kind.name!r}.")
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind:
    return _kinds[name]


def labels() -> dict[str, str | Promise]:
    return {kind.name: kind.label for kind in _kinds.values()}


def kinds_of(user: User | AnonymousUser) -> list[str]:
    """Names of the kinds that a person may ask for or decide, and so may read about."""
    return [kind.name for kind in _kinds.values() if can(user, kind.ask) or can(user, kind.decide)]
