"""What most tests stand on: the offices of the province, and users who hold a role in them."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.http import HttpResponse
from django.test import Client, testcases
from pytest_django import DjangoDbBlocker

from kaltim_naker.accounts.models import Office, OfficeKind, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.ui.personal import ReasonForm
from programs.models import TrainingCentre
from tests.factories.accounts import OfficeFactory, home_province, home_region, user_with_role
from tests.factories.programs import TrainingCentreFactory
from tests.sandbox import configured, sandbox, sandbox_database
from tests.schema import as_owner, copy_template, use_program_role

__all__ = ["configured", "sandbox", "sandbox_database"]

_TESTS = Path(__file__).parent
# They ask what PostgreSQL as a whole is in the middle of: the long transaction of another test rightly holds them up.
ALONE = frozenset(
    _TESTS / "kaltim_naker" / name
    for name in (
        "api/test_changes.py",
        "api/test_webhooks.py",
        "api/test_guide.py",
        "api/test_regional_office.py",
        "sandbox/test_told.py",
    )
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what cannot run just anywhere."""
    if missing := [str(path) for path in ALONE if not path.exists()]:
        raise pytest.UsageError(f"tests/conftest.py lets run alone what is not there: {', '.join(missing)}")
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if item.path in ALONE:
            item.add_marker("alone")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> None:
    """A copy of the migrated database for this process, instead of pytest-django's migrating of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    connection = connections["default"]
    name = f"test_{connection.settings_dict['NAME']}_{worker}"
    with django_db_blocker.unblock():
        connection.close()
        copy_template(name)
        connection.settings_dict["NAME"] = name
        use_program_role(connection.settings_dict)


@pytest.fixture(autouse=True, scope="session")
def _emptied_by_the_owner() -> None:
    """After a test with transactions of its own all tables are emptied, which the program's role may not do."""
    empty = testcases.TransactionTestCase._fixture_teardown

    def empty_as_owner(case: testcases.TransactionTestCase) -> None:
        with as_owner():
            empty(case)

    testcases.TransactionTestCase._fixture_teardown = empty_as_owner


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> None:
    """The real hash is slow on purpose; the tests make hundreds of users."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def _static_files_of_the_live_server() -> None:
    """pytest-django looks for the app by its usual name, and ours has another (kaltim_naker.core.static_files)."""
    testcases._StaticFilesHandler = StaticFilesHandler


@pytest.fixture
def province(db: None) -> Office:
    """The provincial office (Disnakertrans)."""
    return OfficeFactory(
        code="disnakertrans",
        kind=OfficeKind.PROVINCE,
        name="Dinas Tenaga Kerja dan Transmigrasi Provinsi Kalimantan Timur",
        short_name="Disnakertrans",
        region=home_province(),
    )


@pytest.fixture
def balikpapan(db: None) -> TrainingCentre:
    return _centre("blki-balikpapan", "Balikpapan", "64.71")


@pytest.fixture
def bontang(db: None) -> TrainingCentre:
    return _centre("blki-bontang", "Bontang", "64.74")


def _centre(code: str, place: str, region_code: str) -> TrainingCentre:
    return TrainingCentreFactory(
        office__code=code,
        office__name=f"UPTD BLKI {place}",
        office__short_name=f"BLKI {place}",
        office__region=home_region(region_code),
        name=f"UPTD Balai Latihan Kerja Industri {place}",
    )


@pytest.fixture
def samarinda_office(db: None) -> Office:
    """The manpower office of the city of Samarinda."""
    return OfficeFactory(
        code="disnaker-samarinda",
        kind=OfficeKind.REGIONAL_OFFICE,
        name="Dinas Tenaga Kerja Kota Samarinda",
        short_name="Disnaker Samarinda",
        region=home_region("64.72"),
    )


@pytest.fixture
def planner(province: Office) -> User:
    return user_with_role(Role.PLANNER, province)


@pytest.fixture
def head_of_office(province: Office) -> User:
    return user_with_role(Role.HEAD_OF_OFFICE, province)


@pytest.fixture
def balikpapan_admin(balikpapan: TrainingCentre) -> User:
    return user_with_role(Role.CENTRE_ADMIN, balikpapan.office)


@pytest.fixture
def bontang_admin(bontang: TrainingCentre) -> User:
    return user_with_role(Role.CENTRE_ADMIN, bontang.office)


@pytest.fixture
def samarinda_operator(samarinda_office: Office) -> User:
    return user_with_role(Role.REGIONAL_OPERATOR, samarinda_office)


def client_of(user: User) -> Client:
    """A browser in which this person is logged in."""
    client = Client()
    client.force_login(user)
    return client


EXPORT_REASON = "daftar untuk rapat"


def exported(client: Client, url: str, ending: str = "xlsx", **query: Any) -> HttpResponse:
    """The workbook of a list; a list of people is told what it is needed for."""
    address = f"{url}?{urlencode({**query, 'export': ending})}"
    asked = client.get(address)
    is_question = asked.context is not None and isinstance(asked.context.get("form"), ReasonForm)
    return client.post(address, {"reason": EXPORT_REASON}) if is_question else asked


def approve_as(user: User, asked: HttpResponse) -> None:
    """A second person approves what the answer leads to (kaltim_naker.approvals)."""
    answer = client_of(user).post(asked["Location"], {"decision": "approve", "note": ""})
    assert answer.status_code == 302, answer.content.decode()


@pytest.fixture
def planner_client(planner: User) -> Client:
    return client_of(planner)
