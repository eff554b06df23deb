"""A whole office, ready for work: reference data, people with roles, a worker, and a browser for each of them."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery.contrib.testing.worker import start_worker
from django.core.management import call_command
from playwright.sync_api import Browser

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.celery import app
from kaltim_naker.demo.targets import set_targets
from tests.browser.visitor import Visitor
from tests.factories.accounts import user_with_role
from tests.factories.certifications import SchemeFactory
from tests.factories.programs import TrainingProgramFactory

# Playwright keeps an event loop in the thread that also uses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

#: What the sample workbooks teach.
PROGRAMMES = (
    "Plate Welder SMAW 3G",
    "Mekanik Alat Berat",
    "Instalasi Listrik Bangunan Sederhana",
    "Housekeeping",
    "Teknisi AC Residensial",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, which the bootstrap installs; Playwright's own where there is none."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return browser_type_launch_args | {"executable_path": found, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path) -> Callable[[Role, str], User]:
    """The province with its reference data and targets, and no class yet. Gives a user for a role in an office."""
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("load_reference", verbosity=0)
    for title in PROGRAMMES:
        TrainingProgramFactory(title=title)
        SchemeFactory(title=title)

    def user(role: Role, code: str) -> User:
        return user_with_role(role, Office.objects.get(code=code), email=f"{role.value}@{code}.test")

    set_targets(user(Role.PLANNER, "disnakertrans-kaltim"), user(Role.HEAD_OF_OFFICE, "disnakertrans-kaltim"))
    return user


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """A Celery worker in this process that takes its work from the broker, as in production."""
    app.control.purge()
    with start_worker(app, queues=["default", "reports"], perform_ping_check=False, shutdown_timeout=60):
        yield


@pytest.fixture
def visit(browser: Browser, live_server: Any, worker: None) -> Iterator[Callable[..., Visitor]]:
    """Log somebody in, in a browser of his own."""
    contexts = []

    def log_in(user: User, lands_on: str = "dashboard:home") -> Visitor:
        contexts.append(browser.new_context())
        return Visitor(contexts[-1].new_page(), live_server.url, user, lands_on)

    yield log_in
    for context in contexts:
        context.close()
