"""A sandbox for tests: a copy of the migrated database beside the one of this process.

What is written to it stays until it is made anew, whatever becomes of the transaction of a test.
"""

import os
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from kaltim_naker.sandbox.services import renew_sandbox
from tests.schema import copy_template


@pytest.fixture(scope="session")
def sandbox_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Any]:
    """What `settings.SANDBOX_DATABASE` is with it. Its role owns the tables there, as in production."""
    with django_db_blocker.unblock():
        name = f"sandbox_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
        copy_template(name)
        given = connection.settings_dict
    return {key: given[key] for key in ("ENGINE", "HOST", "PORT", "USER", "PASSWORD")} | {"NAME": name, "OPTIONS": {}}


@pytest.fixture
def configured(db: None, sandbox_database: dict[str, Any], settings: Any, tmp_path: Any) -> None:
    """An installation with a sandbox, in whatever state the last test left it."""
    settings.SANDBOX_DATABASE = sandbox_database
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def sandbox(configured: None) -> None:
    """A new sandbox, copied from what the fixtures named before it have made."""
    renew_sandbox()
