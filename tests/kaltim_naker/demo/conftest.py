"""The demo year, loaded once for all tests of a module and gone afterwards."""

import time
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="module", autouse=True)
def seconds_to_load(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[float]:
    """The modules mark their tests with `django_db`: each then works in a savepoint of this transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference")
        started = time.monotonic()
        call_command("load_demo")
        yield time.monotonic() - started
        transaction.set_rollback(True)
