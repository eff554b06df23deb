"""Which role reads which field, on pages, in exports and papers, and by the API: a table, and a crawl that holds it.

Each sensitive field has a value here that stands nowhere else. Every page that a role may open is opened, with its
workbook; a value outside its row of the table fails with the role, the page and the field by name. Who adds a person's
field to a page that others read too is told so here.
"""

import json
import zipfile
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from companies.models import Apprentice
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import POLICY, can
from kaltim_naker.accounts.roles import Role
from kaltim_naker.audit.models import AccessLog
from kaltim_naker.core.periods import add_months, today
from kaltim_naker.pdf import engine
from kaltim_naker.ui.formatting import long_date
from tests.access.test_api_matrix import KNOWN, OPERATIONS, programs
from tests.access.test_matrix import DOORS, address
from tests.conftest import client_of, exported
from tests.security import security
from trainees.choices import WageBand
from trainees.models import JobSeeker, Placement

WORKBOOK = "workbook: "
NOBODY: frozenset[Role] = frozenset()
WITH_PEOPLE = POLICY[Action.VIEW_JOB_SEEKERS] | POLICY[Action.VIEW_APPRENTICES] | POLICY[Action.VIEW_CERTIFICATES]


@dataclass(frozen=True)
class Field:
    """A sensitive field: the value it has here, who may read it, and by which action."""

    name: str
    value: str
    readers: frozenset[Role]


FIELDS = (
    # A full NIK stands on no page: it is given out by POST, with a reason, and written down (UNMASK_NIK).
    Field("NIK", "", NOBODY),
    Field("address of a person", "JALAN-KENARI-7", POLICY[Action.VIEW_JOB_SEEKERS]),
    Field("phone of a person", "81234509876", POLICY[Action.VIEW_JOB_SEEKERS]),
    Field("name of a person", "ORANG-GELATIK", WITH_PEOPLE),
    # Specially protected (UU 27/2022, article 4): what somebody earns, health and insurance, and children.
    Field("wage of a person", "", POLICY[Action.TRACE_GRADUATES]),
    Field("insurance of an apprentice", "BPJS-KUTILANG", POLICY[Action.MANAGE_APPRENTICESHIPS]),
    Field("health of an apprentice", "", POLICY[Action.MANAGE_APPRENTICESHIPS]),
    Field("address of a minor", "JALAN-MURAI-9", POLICY[Action.VIEW_PROTECTED_DATA]),
    Field("phone of a minor", "81333666999", POLICY[Action.VIEW_PROTECTED_DATA]),
)
# Tables that a role without this action does not even ask about a person.
TABLES = {"trainees_protecteddata": Action.VIEW_PROTECTED_DATA}
# Every column about a person is said here to be read by whoever works with people, or by nobody, or not to be personal.
# A new one fails the test below until somebody has thought about who reads it.
CLASSIFIED = {
    "read with people": {
        "full_name", "nik_masked", "nik_missing_reason", "nik_mismatch_reason", "birth_place", "birth_date", "sex",
        "address", "domicile", "district", "phone", "education", "work_status", "trained_elsewhere",
        "trained_elsewhere_note", "ak1_number", "ak1_issued_on", "ak1_reported_on", "registered_by",
    },
    "never shown": {"nik_cipher", "nik_index"},
    "not about the person": {
        "id", "created_at", "updated_at", "purpose", "legal_basis", "notice_version", "notice_shown_at", "is_invented",
    },
}  # fmt: skip
# All that is kept, made for the person himself, only while his own request for it is open (UU 27/2022, article 7).
COPIES = frozenset({"privacy:copy_pdf", "privacy:copy_json"})
CHECK = security(
    3, "Field matrix: NIK, disability, wage, health, minors, address, phone, name by role", target="0 outside the table"
)


@pytest.fixture(autouse=True)
def _papers_are_their_html(monkeypatch):
    """What a paper would show, without drawing it."""
    monkeypatch.setattr(engine, "write_pdf", lambda order: (order.html.encode(), 1))


@pytest.fixture
def known(world):
    """The person of the world with a value in each field; field name → value."""
    person = JobSeeker.objects.get(pk=world.own.person.pk)
    checked_on = date(1961, 10, 31)
    values = {field.name: field.value for field in FIELDS} | {
        "NIK": person.reveal_nik(),
        "wage of a person": str(WageBand.FROM_10.label),
        "health of an apprentice": long_date(checked_on),
    }
    JobSeeker.objects.filter(pk=person.pk).update(
        address=values["address of a person"],
        phone=f"+62{values['phone of a person']}",
        full_name=values["name of a person"],
    )
    JobSeeker.objects.filter(pk=world.own.mate.pk).update(
        birth_date=add_months(today(), -17 * 12),
        address=values["address of a minor"],
        phone=f"+62{values['phone of a minor']}",
    )
    Placement.objects.filter(pk=world.things["job"].own.pk).update(wage_band=WageBand.FROM_10)
    Apprentice.objects.filter(pk=world.own.apprentice.pk).update(
        health_checked_on=checked_on, insurance_number=values["insurance of an apprentice"]
    )
    return values


@CHECK
@pytest.mark.parametrize("role", [role.value for role in Role])
def test_no_page_shows_a_field_to_others(role, world, known):
    user, _kind = world.people[role]
    held = {Role(one.role) for one in user.held_memberships}
    forbidden = {field.name: known[field.name] for field in FIELDS if not held & field.readers}
    tables = [table for table, action in TABLES.items() if not can(user, action)]
    client, wrong = client_of(user), []
    for name, door in DOORS.items():
        if name in COPIES or door.method == "post" or not isinstance(door.needs, Action) or not can(user, door.needs):
            continue
        url = address(name, door, world.things[door.about].own.pk if door.about else None)
        # Lists alone have a workbook.
        for ask in (client.get,) if door.about or door.method == "form" else (client.get, partial(exported, client)):
            looks = AccessLog.objects.count()
            with CaptureQueriesContext(connection) as queries:
                text = written_in(ask(url))
            if text.startswith(WORKBOOK) and known["name of a person"] in text and AccessLog.objects.count() == looks:
                wrong.append(f"no entry in the log of looks for {name}")
            wrong += [f"{field} on {url}" for field, value in forbidden.items() if value in text]
            wrong += [f"{table} asked by {url}" for table in tables if any(reads(one, table) for one in queries)]
    assert not wrong, f"{role}: " + "\n".join(wrong)


@CHECK
def test_a_minor_s_own_page_tells_only_who_may_know(world, known):
    """His address, phone and birthday, up to the day he is 18."""
    minor = JobSeeker.objects.get(pk=world.own.mate.pk)
    hidden = ("address of a minor", "phone of a minor")
    for name, (user, _kind) in world.people.items():
        if not can(user, Action.VIEW_JOB_SEEKERS):
            continue
        page = written_in(client_of(user).get(minor.get_absolute_url()))
        may = can(user, Action.VIEW_PROTECTED_DATA)
        assert [known[field] in page for field in hidden] == [may, may], name
        assert (long_date(minor.birth_date) in page) == may, name
    JobSeeker.objects.filter(pk=minor.pk).update(birth_date=add_months(today(), -18 * 12))
    assert known["address of a minor"] in written_in(client_of(world.user("planner")).get(minor.get_absolute_url()))


@CHECK
def test_what_is_specially_protected_stands_where_it_may_stand(world, known):
    """Else the crawl would prove nothing about it."""
    officer, admin = client_of(world.user("apprenticeship_officer")), client_of(world.user("centre_admin"))
    arranged = written_in(officer.get(world.own.apprentice.get_absolute_url()))
    assert known["insurance of an apprentice"] in arranged
    assert known["health of an apprentice"] in arranged
    assert known["wage of a person"] in written_in(admin.get(world.own.person.get_absolute_url()))


def reads(query, table: str) -> bool:
    """Of single people; counted by measures, it names nobody."""
    return f'"{table}"."disability"' in query["sql"].split(" FROM ")[0]


def unclassified() -> list[str]:
    said = set().union(*CLASSIFIED.values())
    return sorted({field.name for field in JobSeeker._meta.concrete_fields} ^ said)


@CHECK
def test_every_field_of_a_person_is_classified():
    assert unclassified() == [], "say in CLASSIFIED who reads it"


@CHECK
def test_the_values_stand_where_they_may_stand(world, known):
    """Else the crawl above would prove nothing."""
    page = written_in(client_of(world.user("centre_admin")).get(world.own.person.get_absolute_url()))
    assert known["name of a person"] in page
    assert known["address of a person"] in page


@CHECK
def test_no_program_reads_a_full_number(world, known):
    for kind, program, user in programs(world):
        for name, (needs, about) in OPERATIONS.items():
            if KNOWN[name].method != "GET" or not can(user, needs):
                continue
            key = str(world.things[about].own.pk) if about in world.things else about
            path = KNOWN[name].path.removeprefix("/api/v1/").replace("{id}", key).replace("{code}", key)
            answer = program.get(path)
            assert known["NIK"] not in json.dumps(answer.json()), f"{kind or 'province'}: {name}"


def written_in(response) -> str:
    """Everything in an answer, a workbook unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if "spreadsheet" not in response.headers.get("Content-Type", ""):
        return content.decode(errors="replace")
    with zipfile.ZipFile(BytesIO(content)) as book:
        return WORKBOOK + "".join(book.read(part).decode(errors="replace") for part in book.namelist())
