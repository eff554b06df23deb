"""How many queries each list and first page needs, whatever it holds. A new number is a decision: write it down.

To accept changed numbers, run with `UPDATE_QUERY_COUNTS=1` and commit `query_counts.json`.
"""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from companies.models import Company
from companies.services.coaching import plan_action, save_problem
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.accounts.models import Office, User
from kaltim_naker.api.services.receipts import RowVerdict, write_receipt
from kaltim_naker.audit.models import AccessKind, AccessLog
from kaltim_naker.core.periods import today
from programs.models import Indicator, TrainingCentre
from tests.access.partners import one_more_partner
from tests.access.privacy import expiry_of, incident_of, request_of
from tests.access.test_matrix import DOORS, address
from tests.access.world import World, build_world, side
from tests.conftest import client_of
from tests.factories.periods import ReportingPeriodFactory, RestatementFactory
from tests.factories.productivity import CoachingFactory, PriceIndexFactory, consultation, instrument, measured
from tests.factories.tokens import token_of, webhook_of

BASELINE = Path(__file__).with_name("query_counts.json")
MANY = 100
PAGES = sorted(
    name for name, door in DOORS.items() if isinstance(door.needs, Action) and not door.about and door.method == "get"
)


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker) -> dict[str, tuple[int, int]]:
    """Page → queries with one row or so, queries with a hundred more."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        one_more_quarter(0)
        few = {name: queries(name, world) for name in PAGES}
        for number in range(MANY):
            grown = side(world.own.centre, "64.72", mark=str(number), class_mark=str(number))
            one_more_company(one_more_partner(number), grown.upload.requested_by, number)
            one_more_quarter(number + 1)
            one_more_token(number)
            request_of(world.own.centre.office, grown.person, grown.upload.requested_by)
            expiry_of(grown.person)
            incident_of(world.user("auditor"))
            AccessLog.objects.create(actor=grown.upload.requested_by, kind=AccessKind.EXPORT)
        many = {name: queries(name, world) for name in PAGES}
        transaction.set_rollback(True)
    return {name: (few[name], many[name]) for name in PAGES}


def one_more_token(number: int) -> None:
    """With the receipt of something it sent."""
    token, _secret = token_of(Office.objects.get(code="disnaker-samarinda"), name=f"SIM {number}")
    webhook_of(token)
    write_receipt(token=token, operation="needs.create", verdicts=[RowVerdict(row=1, outcome="accepted")])


def one_more_company(company: Company, actor: User, number: int) -> None:
    """Measured in three years and rising, coached with a late action, and at a consultation."""
    for year in (2023, 2024, 2025):
        measured(company, year, value_added=4_000 + year, actor=actor)
    case = CoachingFactory(company=company, adviser=actor)
    problem = save_problem(actor=actor, coaching=case, description="Gudang", tool="pareto", root_cause="Sebab")
    plan_action(
        actor=actor,
        problem=problem,
        technique="5s",
        action="5R",
        owner="A",
        due_on=date(2025, 1, 1),
        indicator="i",
    )
    PriceIndexFactory(base_year=2000, year=2000 + number)
    consultation(company)
    instrument()


def one_more_quarter(number: int) -> None:
    """Of the province and of a centre, closed, with a figure that turned out to be different.

    The first ones are in the running year, with which the pages open.
    """
    when = {"year": today().year + number // 4, "quarter": number % 4 + 1}
    ReportingPeriodFactory(**when)
    period = ReportingPeriodFactory(**when, centre=TrainingCentre.objects.first(), closed=True)
    RestatementFactory(figure__period=period, figure__indicator=Indicator.objects.first())


def reader_of(name: str, world: World) -> User:
    """The planner, who may open most; else the first of the province, who sees most; else anybody."""
    others = sorted(world.people.values(), key=lambda held: held[1])
    people = [world.user("planner"), *(user for user, _kind in others)]
    return next(user for user in people if can(user, DOORS[name].needs))


def queries(name: str, world: World) -> int:
    """The second visit is counted: the first one fills caches that the pages share."""
    client = client_of(reader_of(name, world))
    url = address(name, DOORS[name])
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, f"{name}: {response.status_code}"
    return len(captured)


@pytest.mark.parametrize("name", PAGES)
def test_more_rows_need_no_more_queries(name, counted):
    few, many = counted[name]
    assert few == many


def test_baseline(counted):
    found = {name: many for name, (_few, many) in counted.items()}
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        BASELINE.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n")
    assert found == json.loads(BASELINE.read_text())
