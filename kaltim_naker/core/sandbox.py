"""The sandbox: a database of its own, without people, for programs that are tried out (docs/decisions/0023).

Within `in_sandbox` the connection `default` of this thread is the sandbox's. Services, transactions and what happens
after commit need not know of it, and nothing that runs there can name the real database. The connection itself is the
only mark of where we are, so the two can never disagree.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_MARK = "IS_SANDBOX"


def is_configured() -> bool:
    """Whether this installation has a sandbox; without one there are no keys for it."""
    return settings.SANDBOX_DATABASE is not None


def is_active() -> bool:
    """Whether this thread works in the sandbox now."""
    return bool(connections[DEFAULT_DB_ALIAS].settings_dict.get(_MARK))


@contextmanager
def in_sandbox() -> Iterator[BaseDatabaseWrapper]:
    """Work in the sandbox; yields the connection to the real database, for who copies from it.

    The sandbox's connection lasts as long as the context: a key to try out need not be quick, and no connection that
    was left over can hold up the nightly renewal. Raises ImproperlyConfigured where there is no sandbox, RuntimeError
    within it.
    """
    if is_active():
        raise RuntimeError("We are in the sandbox already.")
    outside, inside = connections[DEFAULT_DB_ALIAS], _connection()
    connections[DEFAULT_DB_ALIAS] = inside
    try:
        yield outside
    finally:
        connections[DEFAULT_DB_ALIAS] = outside
        inside.close()


def cache_key(key: str, prefix: str, version: int) -> str:
    """Django's `KEY_FUNCTION`: what is kept in the sandbox is read in the sandbox only."""
    place = "sandbox" if is_active() else ""
    return f"{prefix}:{version}:{place}:{key}"


def _connection() -> BaseDatabaseWrapper:
    if settings.SANDBOX_DATABASE is None:
        raise ImproperlyConfigured("SANDBOX_DATABASE_URL is not set: there is no sandbox here.")
    own = {**settings.SANDBOX_DATABASE, "CONN_MAX_AGE": 0, _MARK: True}
    outside = connections[DEFAULT_DB_ALIAS]
    return type(outside)({**connections.settings[DEFAULT_DB_ALIAS], **own}, DEFAULT_DB_ALIAS)
