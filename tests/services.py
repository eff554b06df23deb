"""pytest plugin: the tests' own PostgreSQL and Redis-compatible server.

Loaded by ``-p tests.services`` (pyproject.toml), so early that the addresses are in the environment before
pytest-django reads the settings. The controlling process starts the servers and migrates once (tests/schema.py); xdist
workers inherit the addresses, copy the migrated database and get a Redis database each. The servers that a running
``script/server`` uses are never touched, even when ``DATABASE_URL`` names them.
"""

import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from kaltim_naker.embedded.environment import provided
from kaltim_naker.embedded.errors import EmbeddedError
from tests.schema import prepare_template


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        _use_own_redis_database(int(worker.removeprefix("gw")))
    else:
        _start_servers(early_config)
    return (yield)


def _start_servers(config: pytest.Config) -> None:
    # A shell that says "production" must not stop the tests, nor may they touch what it points at.
    os.environ["KALTIM_ENV"] = "test"
    servers = ExitStack()
    config.add_cleanup(servers.close)
    try:
        os.environ.update(servers.enter_context(provided(temporary=True)), KALTIM_ENV="test")
        # Whoever copies databases owns them; the tests themselves run as the program (tests.schema.use_program_role).
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    except EmbeddedError as error:
        raise pytest.UsageError(str(error)) from error
    # Tests that need a sandbox make one of their own (tests.sandbox).
    os.environ.pop("SANDBOX_DATABASE_URL", None)
    prepare_template()


def _use_own_redis_database(worker: int) -> None:
    server, _, _ = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{server}/{worker + 1}"
