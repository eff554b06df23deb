"""Who gets what answer from every operation of the API: each needs a row here, or the test fails with its name.

A token acts with a role of its office, so the rows name actions, and the policy says what follows for each office.
"""

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.accounts.models import Office
from kaltim_naker.api.docs import openapi, operations
from tests.access.test_matrix import MATRIX, addresses
from tests.access.test_scope import CANARIES
from tests.access.world import CANARY, CENTRE, REGION, World
from tests.factories.tokens import Program, token_of

ABSENT = str(uuid.uuid4())
# Operation → (action, what it is about). An operation about nothing is a list or something new.
OPERATIONS: dict[str, tuple[Action, str]] = {
    **{
        f"{name}_list": (Action.USE_API, "")
        for name in ("regions", "sectors", "fields", "centres", "programmes", "schemes")
    },
    "regions_read": (Action.USE_API, "64.72"),
    "fields_read": (Action.USE_API, ABSENT),
    "centres_read": (Action.USE_API, "blki-balikpapan"),
    "programmes_read": (Action.USE_API, "programme"),
    "schemes_read": (Action.USE_API, ABSENT),
    "classes_list": (Action.VIEW_CLASSES, ""),
    "classes_read": (Action.VIEW_CLASSES, "class"),
    "enrolments_list": (Action.VIEW_JOB_SEEKERS, ""),
    "enrolments_read": (Action.VIEW_JOB_SEEKERS, "enrolment"),
    "enrolments_create": (Action.ENROL_JOB_SEEKER, ""),
    "enrolments_update": (Action.ENROL_JOB_SEEKER, "enrolment"),
    "sessions_list": (Action.VIEW_ATTENDANCE, ""),
    "sessions_read": (Action.VIEW_ATTENDANCE, "session"),
    "attendance_list": (Action.VIEW_ATTENDANCE, ""),
    "attendance_read": (Action.VIEW_ATTENDANCE, "mark"),
    "attendance_create": (Action.RECORD_ATTENDANCE, ""),
    "attendance_update": (Action.RECORD_ATTENDANCE, "mark"),
    "attendance_bulk": (Action.RECORD_ATTENDANCE, ""),
    "outcomes_list": (Action.VIEW_JOB_SEEKERS, ""),
    "outcomes_read": (Action.VIEW_JOB_SEEKERS, "job"),
    "outcomes_create": (Action.TRACE_GRADUATES, ""),
    "outcomes_update": (Action.TRACE_GRADUATES, "job"),
    "outcomes_bulk": (Action.TRACE_GRADUATES, ""),
    "survey_answers_list": (Action.VIEW_JOB_SEEKERS, ""),
    "survey_answers_read": (Action.VIEW_JOB_SEEKERS, "survey"),
    "survey_answers_create": (Action.TRACE_GRADUATES, ""),
    "survey_answers_bulk": (Action.TRACE_GRADUATES, ""),
    "assessments_list": (Action.VIEW_CERTIFICATES, ""),
    "assessments_read": (Action.VIEW_CERTIFICATES, "assessment"),
    "results_list": (Action.VIEW_CERTIFICATES, ""),
    "results_read": (Action.VIEW_CERTIFICATES, "result"),
    "results_create": (Action.RECORD_RESULT, ""),
    "results_bulk": (Action.RECORD_RESULT, ""),
    "job_seekers_list": (Action.VIEW_JOB_SEEKERS, ""),
    "job_seekers_read": (Action.VIEW_JOB_SEEKERS, "person"),
    "job_seekers_create": (Action.REGISTER_JOB_SEEKER, ""),
    "job_seekers_update": (Action.CHANGE_JOB_SEEKER, "person"),
    "job_seekers_bulk": (Action.REGISTER_JOB_SEEKER, ""),
    "job_seekers_find": (Action.VIEW_JOB_SEEKERS, ""),
    "job_seekers_nik": (Action.UNMASK_NIK, "person"),
    "certificates_list": (Action.VIEW_CERTIFICATES, ""),
    "certificates_read": (Action.VIEW_CERTIFICATES, "certificate"),
    "companies_list": (Action.VIEW_COMPANIES, ""),
    "companies_read": (Action.VIEW_COMPANIES, "company"),
    "companies_create": (Action.MANAGE_COMPANIES, ""),
    "companies_update": (Action.MANAGE_COMPANIES, "company"),
    "work_sites_list": (Action.VIEW_COMPANIES, ""),
    "work_sites_read": (Action.VIEW_COMPANIES, "site"),
    "work_sites_create": (Action.MANAGE_COMPANIES, ""),
    "work_sites_update": (Action.MANAGE_COMPANIES, "site"),
    "agreements_list": (Action.VIEW_COMPANIES, ""),
    "agreements_read": (Action.VIEW_COMPANIES, "agreement"),
    "agreements_deliverables": (Action.VIEW_COMPANIES, "agreement"),
    "apprenticeships_list": (Action.VIEW_APPRENTICESHIPS, ""),
    "apprenticeships_read": (Action.VIEW_APPRENTICESHIPS, "apprenticeship"),
    "apprenticeships_create": (Action.MANAGE_APPRENTICESHIPS, ""),
    **{
        f"apprenticeships_{step}": (Action.MANAGE_APPRENTICESHIPS, "apprenticeship")
        for step in ("update", "apply", "permit", "refuse", "cancel")
    },
    "mentors_list": (Action.VIEW_APPRENTICES, ""),
    "mentors_read": (Action.VIEW_APPRENTICES, "mentor"),
    "mentors_create": (Action.MANAGE_APPRENTICESHIPS, ""),
    "apprentices_list": (Action.VIEW_APPRENTICES, ""),
    "apprentices_read": (Action.VIEW_APPRENTICES, "apprentice"),
    "apprentices_create": (Action.MANAGE_APPRENTICESHIPS, ""),
    **{
        f"apprentices_{step}": (Action.MANAGE_APPRENTICESHIPS, "apprentice")
        for step in ("update", "sign", "ratify", "start", "complete", "leave", "cancel", "after")
    },
    "measurements_list": (Action.VIEW_PRODUCTIVITY, ""),
    "measurements_read": (Action.VIEW_PRODUCTIVITY, "measurement"),
    "activities_list": (Action.VIEW_ACTIVITIES, ""),
    "activities_read": (Action.VIEW_ACTIVITIES, "consultation"),
    "activities_create": (Action.MANAGE_ACTIVITIES, ""),
    "activities_update": (Action.MANAGE_ACTIVITIES, "consultation"),
    "periods_list": (Action.VIEW_ACHIEVEMENT, ""),
    "periods_read": (Action.VIEW_ACHIEVEMENT, "period"),
    "periods_submit": (Action.SUBMIT_PERIOD, "period"),
    "proposals_list": (Action.VIEW_PROPOSALS, ""),
    "proposals_read": (Action.VIEW_PROPOSALS, "proposal"),
    "proposals_create": (Action.ENTER_PROPOSAL, ""),
    "proposals_update": (Action.ENTER_PROPOSAL, "proposal"),
    "needs_list": (Action.VIEW_NEEDS, ""),
    "needs_read": (Action.VIEW_NEEDS, "need"),
    "needs_create": (Action.ENTER_NEED, ""),
    "needs_update": (Action.ENTER_NEED, "need"),
    "indicators_list": (Action.VIEW_ACHIEVEMENT, ""),
    "indicators_read": (Action.VIEW_ACHIEVEMENT, "K1"),
    "targets_list": (Action.VIEW_ACHIEVEMENT, ""),
    "targets_read": (Action.VIEW_ACHIEVEMENT, ABSENT),
    "achievements_list": (Action.VIEW_ACHIEVEMENT, ""),
    "changes_list": (Action.USE_API, ""),
    "achievements_read": (Action.VIEW_ACHIEVEMENT, "K1"),
    "achievements_records": (Action.VIEW_ACHIEVEMENT, "K1"),
    "reports_list": (Action.VIEW_REPORTS, ""),
    "reports_read": (Action.VIEW_REPORTS, "report"),
    "reports_facts": (Action.VIEW_REPORTS, "report"),
    "reports_document": (Action.VIEW_REPORTS, "report"),
    "reports_create": (Action.REQUEST_REPORT, ""),
    "reports_cancel": (Action.REQUEST_REPORT, "report"),
    "imports_list": (Action.USE_IMPORT_DESK, ""),
    "imports_read": (Action.USE_IMPORT_DESK, "import"),
    "imports_create": (Action.USE_IMPORT_DESK, ""),
    "imports_accept": (Action.USE_IMPORT_DESK, "import"),
    "imports_discard": (Action.USE_IMPORT_DESK, "import"),
    "reconciliations_create": (Action.RECONCILE_LISTS, ""),
    "receipts_list": (Action.VIEW_RECEIPTS, ""),
    "receipts_read": (Action.VIEW_RECEIPTS, "receipt"),
}
PUBLIC = {"certificates_verify", "reports_verify", "open_data_list", "open_data_read", "open_data_table"}
KNOWN = {one.id: one for _tag, one in operations(openapi())}
LET_IN = (200, 201, 400, 404, 422, 428)


@MATRIX
def test_every_operation_has_a_row():
    assert set(OPERATIONS) | PUBLIC <= set(KNOWN)
    missing = operations_without_row()
    assert not missing, f"say in OPERATIONS who may ask: {', '.join(missing)}"


def operations_without_row() -> list[str]:
    return sorted(set(KNOWN) - set(OPERATIONS) - PUBLIC)


@MATRIX
def test_the_document_knows_every_address():
    """And the other way round: what the resolver answers under /api/v1/ stands in the document."""
    served = {name for name in addresses() if name.startswith("api:")} - {"api:schema", "api:docs", "api:nowhere"}
    described = {
        resolve(re.sub(r"{\w+}", ABSENT, one.path.replace("{year}", "2025"))).view_name for one in KNOWN.values()
    }
    assert served == described


def programs(world: World) -> Iterator[tuple[str, Program, Any]]:
    """A program of each kind of office, with everything that a token of it can be made for."""
    for kind, code in (("", "disnakertrans"), (CENTRE, "blki-balikpapan"), (REGION, "disnaker-samarinda")):
        token, secret = token_of(Office.objects.get(code=code), name=f"all {kind}")
        token.user.narrowed_to = token.actions
        yield kind, Program(secret), token.user


def ask(program: Program, name: str, key: str = "") -> int:
    one = KNOWN[name]
    path = one.path.removeprefix("/api/v1/").replace("{id}", key).replace("{code}", key)
    if one.method == "GET":
        return program.get(path).status_code
    return (program.post(path, {}) if one.method == "POST" else program.patch(path, {})).status_code


@pytest.mark.parametrize("name", OPERATIONS)
@MATRIX
def test_offices(name, world, count):
    """May → let in; may not → 403; out of scope and absent alike → 404."""
    needs, about = OPERATIONS[name]
    wrong = []
    for kind, program, user in programs(world):
        for what, key, visible in cases(about, world, kind, user):
            expected = (LET_IN if not about else (200, 409, 422, 428)) if visible else (404,)
            if not can(user, needs):
                expected = (403,)
            status = ask(program, name, key)
            count(1, "requests")
            if status not in expected:
                wrong.append(f"{kind or 'province'}, {what}: {status} instead of {expected}")
    assert not wrong, "\n".join(wrong)


def cases(about: str, world: World, kind: str, user: Any) -> Iterator[tuple[str, str, bool]]:
    if about not in world.things:
        yield "page", about, about != ABSENT
        return
    pair = world.things[about]
    may = pair.needs is None or can(user, pair.needs)
    yield "own", str(pair.own.pk), may and (not kind or kind in pair.seen_by)
    if pair.foreign is not None:
        yield "foreign", str(pair.foreign.pk), may and not kind
    yield "absent", str(uuid.uuid4()), False


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_token_for_something_else(name, world):
    """What a token was not made for is closed to it, whatever the role of its office may do."""
    needs, about = OPERATIONS[name]
    other = "classes.read" if needs != Action.VIEW_CLASSES else "certificates.read"
    _token, secret = token_of(Office.objects.get(code="disnaker-samarinda"), [other], name="narrow")
    key = str(world.things[about].own.pk) if about in world.things else about
    for_everybody = needs in (Action.USE_API, Action.VIEW_RECEIPTS)
    assert (ask(Program(secret), name, key) == 403) != for_everybody


@pytest.mark.parametrize("name", OPERATIONS)
@MATRIX
def test_strangers(name, world):
    key = str(uuid.uuid4())
    assert ask(Program("knk_none"), name, key) == 401


@pytest.mark.parametrize("path", ["schema", "docs"])
def test_the_documentation_is_open(path, db):
    assert Client().get(f"/api/v1/{path}").status_code == 200


@pytest.mark.parametrize("name", [name for name, (_needs, about) in OPERATIONS.items() if name.endswith("_list")])
@CANARIES
def test_no_list_shows_the_canary(name, world):
    for kind, program, _user in programs(world):
        answer = program.get(
            KNOWN[name].path.removeprefix("/api/v1/"),
            **({"limit": 100} if name not in ("achievements_list", "changes_list") else {}),
        )
        if kind and answer.status_code == 200:
            assert CANARY not in json.dumps(answer.json())


@CANARIES
def test_the_canary_sings_for_the_province(world):
    """Else the crawl above would prove nothing."""
    _kind, province, _user = next(programs(world))
    assert CANARY in json.dumps(province.get("job-seekers").json())
