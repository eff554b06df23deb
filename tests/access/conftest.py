"""The world is built once a module: each test changes it within its own savepoint."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.access.world import World, build_world


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(_built: World, db: None) -> World:
    """Two centres with everything that hangs on them, and one user for each role (tests.access.world)."""
    for user, _kind in _built.people.values():
        # The rights are read once a request and kept on the user; here one user makes many requests.
        user.__dict__.pop("_held_memberships", None)
    return _built
