"""A program asks what happened since: nothing is lost, nothing told twice, nothing told of others' records."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.api.services.changes import FOLLOWED, KEPT, Place, forget_lines, happened_since
from kaltim_naker.audit.feed import followed_tables
from kaltim_naker.audit.models import FeedLine
from programs.models import Proposal
from tests.factories.accounts import OfficeFactory, home_region
from tests.factories.needs import ProposalFactory, SkillNeedFactory
from tests.factories.tokens import Program, token_of
from tests.factories.trainees import JobSeekerFactory
from trainees.models import JobSeeker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def samarinda():
    return OfficeFactory(code="disnaker-samarinda", kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.72"))


@pytest.fixture
def program(samarinda):
    return Program(token_of(samarinda)[1])


def told(program: Program, cursor: str = ""):
    answer = program.get("changes", **({"cursor": cursor} if cursor else {})).json()
    return [(one["resource"], one["change"], one["fields"]) for one in answer["items"]], answer["cursor"]


def test_what_happened_to_ones_own_records(program, samarinda):
    _before, cursor = told(program)
    person = JobSeekerFactory(domicile=samarinda.region)
    proposal = ProposalFactory(region=samarinda.region)
    JobSeekerFactory(domicile=home_region("64.74"))
    ProposalFactory(region=home_region("64.74"))
    found, cursor = told(program, cursor)
    assert found == [("job-seekers", "created", []), ("proposals", "created", [])]
    with transaction.atomic():
        JobSeeker.objects.filter(pk=person.pk).update(phone="+6281100000001", nik_masked="************0001")
        JobSeeker.objects.filter(pk=person.pk).update(phone="+6281100000001")  # nothing of it is new
    Proposal.objects.filter(pk=proposal.pk).update(state="deferred", decided_on=date(2026, 3, 1), reason="x")
    found, cursor = told(program, cursor)
    assert found == [
        ("job-seekers", "changed", ["nik", "phone"]),
        ("proposals", "decided", ["decided_on", "reason", "state"]),
    ]
    assert told(program, cursor)[0] == []


def test_a_token_hears_only_of_what_it_was_made_for(samarinda):
    narrow = Program(token_of(samarinda, ["proposals.read"])[1])
    JobSeekerFactory(domicile=samarinda.region)
    SkillNeedFactory(region=samarinda.region)
    assert {resource for resource, _change, _fields in told(narrow)[0]} == {"needs"}


def test_who_begins_early_and_ends_late_is_not_lost(program, samarinda):
    """The slow one has the lower numbers and ends after the quick one was read: a running number would lose it."""
    _before, cursor = told(program)
    written, may_end = Event(), Event()

    def slow():
        try:
            with transaction.atomic():
                ProposalFactory(region=samarinda.region, title="langsam")
                written.set()
                assert may_end.wait(20)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(slow)
        assert written.wait(20)
        ProposalFactory(region=samarinda.region, title="schnell")
        early, cursor = told(program, cursor)
        may_end.set()
        running.result()
    late, cursor = told(program, cursor)
    assert len(early) + len(late) == 2
    assert told(program, cursor)[0] == []


def test_many_transactions_at_once_are_each_told_once(program, samarinda):
    _before, cursor = told(program)
    found: list[str] = []

    def one(number: int):
        try:
            with transaction.atomic():
                ProposalFactory(region=samarinda.region, title=f"Usulan {number}")
        finally:
            connection.close()

    def read(cursor: str) -> str:
        answer = program.get("changes", cursor=cursor).json()
        found.extend(item["id"] for item in answer["items"] if item["change"] == "created")
        return answer["cursor"]

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(one, number) for number in range(24)]
        while not all(each.done() for each in running):
            cursor = read(cursor)
    read(cursor)
    assert sorted(found) == sorted(str(key) for key in Proposal.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(("cursor", "status"), [("x", 400), ("1-2", 400), ("9" * 40 + "-1-1", 400), ("1-1-1", 410)])
def test_a_cursor_that_is_none_or_too_old(program, cursor, status):
    assert program.get("changes", cursor=cursor).status_code == status


def test_lines_are_kept_for_a_while(program, samarinda):
    SkillNeedFactory(region=samarinda.region)
    FeedLine.objects.update(made_at=timezone.now() - KEPT - timedelta(minutes=1))
    SkillNeedFactory(region=samarinda.region)
    assert forget_lines() > 0
    assert len([one for one in told(program)[0] if one[0] == "needs"]) == 1


def test_every_table_that_is_told_of_has_a_name_here():
    assert set(FOLLOWED) == followed_tables()


def test_a_page_ends_where_the_next_begins(samarinda):
    actor = token_of(samarinda)[0].user
    for number in range(5):
        SkillNeedFactory(region=samarinda.region, skill=f"Las {number}")
    place, seen, more = Place(), [], True
    while more:
        found, place, more = happened_since(actor=actor, place=place, lines=2)
        seen += [one.id for one in found]
    assert len(seen) == len(set(seen)) == 5
