"""Who gets what answer from every address of the program.

The addresses are walked from the resolver; each needs a row in `DOORS`, or the test fails with its name. The rows say
by which action a page is opened and what it is about; what that means for each role is asked of the policy itself, so
this table and `access.policy` together say everything about access.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.accounts.models import User
from kaltim_naker.pdf import engine
from tests.access.doors import PARTNER_DOORS, PRODUCTIVITY_DOORS, PUBLIC, STAFF, Door, of
from tests.access.login_doors import LOGIN_DOORS, NOTHING_YET
from tests.access.need_doors import NEED_DOORS
from tests.access.privacy import PRIVACY_DOORS
from tests.access.world import Pair, World
from tests.conftest import client_of
from tests.security import security

MATRIX = security(2, "Every page and operation × role × own, foreign, absent", target="0 deviations")

# Answers of a page that lets somebody in: shown, nothing more to ask for (htmx), sent on, refused in words.
LET_IN = (200, 286, 302, 400, 422)


DOORS: dict[str, Door] = {
    # the frame
    "healthz": Door(PUBLIC),
    "readyz": Door(PUBLIC),
    "open_data": Door(PUBLIC),
    "security_txt": Door(PUBLIC),
    "set_language": Door(PUBLIC, method="post"),
    "ui:style": of(Action.VIEW_STYLE_PAGE),
    "ui:style_progress": of(Action.VIEW_STYLE_PAGE),
    "dashboard:home": of(Action.VIEW_DASHBOARD),
    **LOGIN_DOORS,
    # training supply
    "programs:class_list": of(Action.VIEW_CLASSES),
    "programs:class_plan": of(Action.PLAN_CLASS, method="form"),
    "programs:class_detail": of(Action.VIEW_CLASSES, "class"),
    "programs:class_edit": of(Action.PLAN_CLASS, "class", "form"),
    "programs:class_move": of(Action.MOVE_CLASS, "class", "post", to="open"),
    "programs:programme_list": of(Action.VIEW_CLASSES),
    "programs:programme_detail": of(Action.VIEW_CLASSES, "programme"),
    "programs:class_calendar": of(Action.VIEW_CLASSES),
    "programs:class_assign": of(Action.PLAN_CLASS, "class", "form"),
    "programs:class_release": of(Action.PLAN_CLASS, "class", "post"),
    "programs:resources": of(Action.MANAGE_RESOURCES),
    "programs:room_add": of(Action.MANAGE_RESOURCES, method="form"),
    "programs:instructor_add": of(Action.MANAGE_RESOURCES, method="form"),
    "programs:legal_basis_list": of(Action.VIEW_ACHIEVEMENT),
    "programs:legal_basis_add": of(Action.KEEP_PAPERS, method="form"),
    "programs:legal_basis_detail": of(Action.VIEW_ACHIEVEMENT, "legal basis"),
    "programs:legal_basis_change": of(Action.KEEP_PAPERS, "legal basis", "form"),
    "programs:legal_basis_file": of(Action.VIEW_ACHIEVEMENT, "legal basis"),
    # people
    "trainees:class_participants": of(Action.VIEW_JOB_SEEKERS, "class"),
    "trainees:class_enrol": of(Action.ENROL_JOB_SEEKER, "class", "form"),
    "trainees:class_close": of(Action.CLOSE_CLASS, "class", "form"),
    "trainees:job_seeker_list": of(Action.VIEW_JOB_SEEKERS),
    "trainees:job_seeker_find": of(Action.VIEW_JOB_SEEKERS, method="form"),
    "trainees:job_seeker_find_number": of(Action.VIEW_JOB_SEEKERS, method="form"),
    "trainees:job_seeker_register": of(Action.REGISTER_JOB_SEEKER, method="form"),
    "trainees:job_seeker_detail": of(Action.VIEW_JOB_SEEKERS, "person"),
    "trainees:job_seeker_edit": of(Action.CHANGE_JOB_SEEKER, "person", "form"),
    "trainees:job_seeker_enrol": of(Action.ENROL_JOB_SEEKER, "person", "form"),
    "trainees:job_seeker_nik": of(Action.UNMASK_NIK, "person", "post"),
    "trainees:enrolment_withdraw": of(Action.ENROL_JOB_SEEKER, "enrolment", "form"),
    "trainees:protected_data": of(Action.VIEW_PROTECTED_DATA, "person", "form"),
    "trainees:placement_add": of(Action.TRACE_GRADUATES, "person", "form"),
    "trainees:duplicate_list": of(Action.MERGE_PEOPLE),
    "trainees:duplicate_detail": of(Action.MERGE_PEOPLE, "pair", "form"),
    "trainees:merge_list": of(Action.MERGE_PEOPLE),
    "trainees:merge_detail": of(Action.MERGE_PEOPLE, "merge"),
    "trainees:merge_undo": of(Action.MERGE_PEOPLE, "merge", "post"),
    # selection
    "trainees:class_selection": of(Action.VIEW_SELECTION, "class"),
    "trainees:class_confirm": of(Action.DECIDE_SELECTION, "class", "post"),
    "trainees:class_steps": of(Action.DECIDE_SELECTION, "class", "form"),
    "trainees:class_rules": of(Action.DECIDE_SELECTION, "class", "form"),
    "trainees:class_announcement": of(Action.ANNOUNCE_SELECTION, "class"),
    "trainees:class_apply": of(Action.RECORD_APPLICATION, "class", "form"),
    "trainees:application_decide": of(Action.DECIDE_SELECTION, "application", "post"),
    "trainees:application_withdraw": of(Action.DECIDE_SELECTION, "application", "post"),
    # attendance
    "trainees:class_attendance": of(Action.VIEW_ATTENDANCE, "class", "form"),
    "trainees:attendance_paste": of(Action.RECORD_ATTENDANCE, "class", "form"),
    "trainees:attendance_sheet": of(Action.VIEW_ATTENDANCE, "class"),
    "trainees:class_sessions": of(Action.RECORD_ATTENDANCE, "class", "form"),
    "trainees:attendance_code": of(Action.RECORD_ATTENDANCE, method="form"),
    # outcome
    "trainees:tracer_list": of(Action.TRACE_GRADUATES),
    "trainees:tracer_ask": of(Action.TRACE_GRADUATES, "graduate", "form", months=3),
    "trainees:tracer_invite": of(Action.TRACE_GRADUATES, "graduate", "post", months=3),
    "trainees:tracer_no_answer": of(Action.TRACE_GRADUATES, "graduate", "post", months=3),
    "trainees:tracer_answer": Door(PUBLIC, method="form", args={"token": "x" * 32}),
    "trainees:absorption": of(Action.VIEW_ABSORPTION),
    "trainees:interest": of(Action.VIEW_CLASSES),
    # looking twice
    "trainees:signal_list": of(Action.VIEW_SIGNALS),
    "trainees:signal_look": of(Action.VIEW_SIGNALS, "signal", "form"),
    "trainees:sample_list": of(Action.CALL_BACK),
    "trainees:sample_draw": of(Action.CALL_BACK, method="form"),
    "trainees:sample_detail": of(Action.CALL_BACK, "sample", "form"),
    # certification
    "certifications:class_assessment": of(Action.VIEW_CERTIFICATES, "class"),
    "certifications:record_results": of(Action.RECORD_RESULT, "class", "form"),
    "certifications:issue_certificates": of(Action.ISSUE_CERTIFICATE, "class", "form"),
    "certifications:certificate_list": of(Action.VIEW_CERTIFICATES),
    "certifications:awaiting_certificate": of(Action.VIEW_CERTIFICATES),
    "certifications:awaiting_assessment": of(Action.VIEW_CERTIFICATES),
    "certifications:certificate_detail": of(Action.VIEW_CERTIFICATES, "certificate"),
    "certifications:certificate_hand_over": of(Action.HAND_OVER_CERTIFICATE, "certificate", "form"),
    "certifications:certificate_revoke": of(Action.END_CERTIFICATE, "certificate", "form"),
    "certifications:certificate_replace": of(Action.END_CERTIFICATE, "certificate", "form"),
    "certifications:certificate_slip": of(Action.ISSUE_DOCUMENT, "certificate", "post"),
    "certifications:ledger": of(Action.VIEW_CERTIFICATES),
    "certifications:assessment_list": of(Action.VIEW_CERTIFICATES),
    "certifications:assessment_detail": of(Action.VIEW_CERTIFICATES, "assessment"),
    "certifications:assessment_move": of(Action.MANAGE_ASSESSMENT, "assessment", "post", to="assessed"),
    "certifications:assessment_schedule": of(Action.MANAGE_ASSESSMENT, "assessment", "form"),
    "certifications:assessment_decide": of(Action.MANAGE_ASSESSMENT, "assessment", "form"),
    "certifications:assessment_request": of(Action.MANAGE_ASSESSMENT, "assessment", "form"),
    "certifications:assessment_cancel": of(Action.MANAGE_ASSESSMENT, "assessment", "form"),
    "certifications:blank_request": of(Action.TAKE_BLANK_REQUEST, "assessment", "form"),
    "certifications:plan_assessment": of(Action.MANAGE_ASSESSMENT, "class", "form"),
    "certifications:appeal_lodge": of(Action.MANAGE_ASSESSMENT, "result", "form"),
    "certifications:appeal_decide": of(Action.MANAGE_ASSESSMENT, "appeal", "form"),
    "certifications:result_statement": of(Action.ISSUE_DOCUMENT, "result", "post"),
    "certifications:class_documents": of(Action.VIEW_CERTIFICATES, "class"),
    "certifications:bundle_request": of(Action.ISSUE_DOCUMENT, "class", "form"),
    "certifications:document_detail": of(Action.VIEW_CERTIFICATES, "paper"),
    "certifications:document_file": of(Action.ISSUE_DOCUMENT, "paper", "post"),
    "certifications:document_signed": of(Action.ISSUE_DOCUMENT, "paper", "form"),
    "certifications:document_revoke": of(Action.END_CERTIFICATE, "paper", "form"),
    "certifications:document_replace": of(Action.END_CERTIFICATE, "paper", "form"),
    "certifications:document_run": of(Action.ISSUE_DOCUMENT, "paper run"),
    "certifications:document_run_status": of(Action.ISSUE_DOCUMENT, "paper run"),
    "certifications:document_run_file": of(Action.ISSUE_DOCUMENT, "paper run"),
    "certifications:person_passport": of(Action.GIVE_PASSPORT, "person"),
    "certifications:passport_give": of(Action.GIVE_PASSPORT, "person", "post"),
    "certifications:passport_revoke": of(Action.GIVE_PASSPORT, "passport", "form"),
    # the public check
    "certifications:verify": Door(PUBLIC, method="form"),
    "certifications:verify_list": Door(PUBLIC, method="form"),
    "certifications:verify_key": Door(PUBLIC),
    "certifications:verify_keys": Door(PUBLIC),
    "certifications:verify_program": Door(PUBLIC),
    "certifications:verify_code": Door(PUBLIC, args={"code": "x" * 24}),
    "certifications:passport": Door(PUBLIC, args={"code": "x" * 24}),
    "certifications:passport_pdf": Door(PUBLIC, args={"code": "x" * 24}),
    # partners
    **PARTNER_DOORS,
    **PRODUCTIVITY_DOORS,
    **NEED_DOORS,
    # data desk
    "imports:list": of(Action.USE_IMPORT_DESK),
    "imports:upload": of(Action.IMPORT_RESULTS, method="form", kind="results"),
    "imports:reconcile_start": of(Action.RECONCILE_LISTS, method="form"),
    "imports:reconcile": of(Action.RECONCILE_LISTS, method="form", source="participants"),
    "imports:reconcile_export": of(Action.RECONCILE_LISTS, method="post", source="participants"),
    "imports:template": of(Action.IMPORT_RESULTS, kind="results"),
    "imports:template_for": of(Action.IMPORT_RESULTS, "class", kind="results"),
    "imports:detail": of(Action.USE_IMPORT_DESK, "import"),
    "imports:progress": of(Action.USE_IMPORT_DESK, "import"),
    "imports:quarantine": of(Action.USE_IMPORT_DESK),
    "imports:correct": of(Action.USE_IMPORT_DESK, "import", "form"),
    "imports:replace": of(Action.USE_IMPORT_DESK, "import", "post"),
    "imports:give_up": of(Action.USE_IMPORT_DESK, "import", "post"),
    "imports:columns": of(Action.USE_IMPORT_DESK, "import", "form"),
    "imports:forget_columns": of(Action.USE_IMPORT_DESK, "import", "post"),
    "imports:findings": of(Action.USE_IMPORT_DESK, "import"),
    "imports:changes": of(Action.USE_IMPORT_DESK, "import"),
    "imports:replace_in_file": of(Action.USE_IMPORT_DESK, "import", "post"),
    "imports:accept": of(Action.USE_IMPORT_DESK, "import", "post"),
    "imports:mark": of(Action.USE_IMPORT_DESK, "import", "post"),
    "imports:marked_progress": of(Action.USE_IMPORT_DESK, "import"),
    "imports:marked_file": of(Action.USE_IMPORT_DESK, "import"),
    "imports:receipt": of(Action.USE_IMPORT_DESK, "import"),
    "imports:undo": of(Action.USE_IMPORT_DESK, "import", "form"),
    "imports:discard": of(Action.USE_IMPORT_DESK, "import", "post"),
    "imports:retry": of(Action.USE_IMPORT_DESK, "import", "post"),
    # numbers
    "reports:achievement": of(Action.VIEW_ACHIEVEMENT),
    "reports:matrix": of(Action.VIEW_ACHIEVEMENT),
    "reports:pace": of(Action.VIEW_ACHIEVEMENT),
    "reports:targets": of(Action.VIEW_ACHIEVEMENT),
    "reports:target_set": of(Action.SET_TARGET, method="form"),
    "reports:target_detail": of(Action.VIEW_ACHIEVEMENT, "target"),
    "reports:revisions": of(Action.VIEW_ACHIEVEMENT),
    "reports:target_approve": of(Action.APPROVE_TARGET, "proposed target", "post"),
    "reports:target_return": of(Action.APPROVE_TARGET, "proposed target", "form"),
    "reports:indicators": of(Action.VIEW_ACHIEVEMENT),
    "reports:indicator_detail": of(Action.VIEW_ACHIEVEMENT, code="K1"),
    "reports:indicator_version": of(Action.DEFINE_INDICATOR, method="form", code="K1"),
    "reports:budget": of(Action.VIEW_ACHIEVEMENT),
    "reports:budget_line_add": of(Action.KEEP_PAPERS, method="form"),
    "reports:budget_line": of(Action.VIEW_ACHIEVEMENT, "budget line"),
    "reports:budget_line_change": of(Action.KEEP_PAPERS, "budget line", "form"),
    "reports:budget_spending": of(Action.KEEP_PAPERS, "budget line", "form"),
    "reports:periods": of(Action.VIEW_ACHIEVEMENT),
    "reports:period_list": of(Action.VIEW_ACHIEVEMENT),
    "reports:quarters_begin": of(Action.CLOSE_PERIOD, method="post", year=2025),
    "reports:quarter_close": of(Action.CLOSE_PERIOD, method="post", year=2025, quarter=1),
    "reports:period": of(Action.VIEW_ACHIEVEMENT, "period"),
    "reports:period_submit": of(Action.SUBMIT_PERIOD, "period", "form"),
    "reports:period_approve": of(Action.APPROVE_PERIOD, "period", "post"),
    "reports:period_return": of(Action.APPROVE_PERIOD, "period", "form"),
    "reports:period_reopen": of(Action.REOPEN_PERIOD, "period", "form"),
    "reports:period_compare": of(Action.APPROVE_RESTATEMENT, "period", "post"),
    "reports:narratives": of(Action.VIEW_ACHIEVEMENT),
    "reports:narrative_write": of(Action.WRITE_NARRATIVE, method="form", year=2025, quarter=1, code="K1"),
    "reports:closed_figure": of(Action.VIEW_ACHIEVEMENT, "closed figure"),
    "reports:restatements": of(Action.VIEW_ACHIEVEMENT),
    "reports:restatements_approve": of(Action.APPROVE_RESTATEMENT, method="post", year=2025, quarter=1),
    "reports:restatement": of(Action.VIEW_ACHIEVEMENT, "restatement"),
    "reports:restatement_approve": of(Action.APPROVE_RESTATEMENT, "restatement", "post"),
    "reports:restatement_reject": of(Action.APPROVE_RESTATEMENT, "restatement", "form"),
    # Names need VIEW_RECORDS_BEHIND besides; without it the page says how many it does not show.
    "reports:promised": of(Action.VIEW_ACHIEVEMENT, "promise"),
    "reports:records": of(Action.VIEW_ACHIEVEMENT, measure="job_seekers_certified"),
    "reports:quality": of(Action.VIEW_DATA_QUALITY),
    # The board counts for more people than may see the names behind a number.
    "reports:quality_list": of(Action.VIEW_JOB_SEEKERS, check="phone_missing"),
    "reports:list": of(Action.VIEW_REPORTS),
    "reports:new": of(Action.REQUEST_REPORT, method="form"),
    "reports:detail": of(Action.VIEW_REPORTS, "report"),
    "reports:status": of(Action.VIEW_REPORTS, "report"),
    "reports:facts": of(Action.VIEW_REPORTS, "report"),
    "reports:twin": of(Action.VIEW_REPORTS, "report", ending="xlsx"),
    "reports:download": of(Action.VIEW_REPORTS, "report"),
    "reports:retry": of(Action.REQUEST_REPORT, "report", "post"),
    "reports:cancel": of(Action.REQUEST_REPORT, "report", "post"),
    "reports:publish": of(Action.PUBLISH_REPORT, "report", "form"),
    "reports:signed_copy": of(Action.PUBLISH_REPORT, "report", "form"),
    "reports:verify_report_form": Door(PUBLIC, method="form"),
    "reports:verify_report_file": Door(PUBLIC, method="form"),
    "reports:verify_figure": Door(PUBLIC, args={"code": "X" * 13, "figure": "01P"}),
    "reports:verify_report": Door(PUBLIC, args={"code": "X" * 13}),
    # programs of other offices
    "tokens:list": of(Action.MANAGE_TOKENS),
    "tokens:renew_sandbox": of(Action.RENEW_SANDBOX, method="post"),
    "tokens:make": of(Action.MANAGE_TOKENS, method="form"),
    "tokens:detail": of(Action.MANAGE_TOKENS, "token"),
    "tokens:rotate": of(Action.MANAGE_TOKENS, "token", "form"),
    "tokens:revoke": of(Action.MANAGE_TOKENS, "token", "post"),
    "tokens:webhooks": of(Action.MANAGE_TOKENS),
    "tokens:webhook_make": of(Action.MANAGE_TOKENS, method="form"),
    "tokens:webhook": of(Action.MANAGE_TOKENS, "webhook"),
    "tokens:webhook_stop": of(Action.MANAGE_TOKENS, "webhook", "post"),
    "tokens:webhook_resume": of(Action.MANAGE_TOKENS, "webhook", "post"),
    "tokens:webhook_resend": of(Action.MANAGE_TOKENS, "webhook call", "post"),
    "tokens:receipts": of(Action.VIEW_RECEIPTS),
    "tokens:receipt": of(Action.VIEW_RECEIPTS, "receipt"),
    **PRIVACY_DOORS,
    # what needs a second person
    "approvals:list": of(Action.VIEW_APPROVALS),
    "approvals:role_ask": of(Action.MANAGE_ACCOUNTS, method="form"),
    "approvals:detail": of(Action.VIEW_APPROVALS, "approval", "form"),
    # oversight
    "audit:history": of(Action.VIEW_HISTORY, "class", label="programs.trainingclass"),
    "audit:access_log": of(Action.VIEW_ACCESS_LOG),
    "audit:deleted": of(Action.VIEW_ACCESS_LOG),
    "audit:chain": of(Action.VIEW_ACCESS_LOG),
}

# Pages of a record that say 404 until the record has what they show.
NOT_THERE_YET = frozenset(
    {
        "certifications:document_run_file",
        "imports:marked_file",
        "imports:receipt",
        "programs:legal_basis_file",
        "reports:facts",
    }
)


def addresses() -> Iterator[str]:
    """The name of every address that the program answers, with its namespace."""
    yield from _walk(get_resolver(), "")


def _walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name or entry.pattern}"


SUPPORT_PAGES = sorted({name for name in addresses() if name.startswith("admin:")})
# What programs ask for has a matrix of its own (test_api_matrix).
PAGES = sorted({name for name in addresses() if not name.startswith(("admin:", "api:"))})


@MATRIX
def test_every_address_has_a_row(figure):
    figure(f"{len(DOORS)} addresses")
    missing = addresses_without_row()
    assert not missing, f"say in DOORS who may open: {', '.join(missing)}"


def test_every_row_has_an_address():
    assert [name for name in DOORS if name not in PAGES] == []


def addresses_without_row() -> list[str]:
    """What programs ask for, and the support pages, have tables of their own."""
    return sorted({name for name in addresses() if not name.startswith(("admin:", "api:"))} - DOORS.keys())


def address(name: str, door: Door, pk: Any = None) -> str:
    return reverse(name, kwargs={**door.args, **({"pk": pk} if pk else {})})


def ask(client: Client, door: Door, url: str) -> int:
    """The status of the answer; what a button changed is taken back, so that the next one finds the same world."""
    with transaction.atomic():
        response = client.post(url) if door.method == "post" else client.get(url)
        transaction.set_rollback(True)
    return response.status_code


GUARDED = [name for name, door in DOORS.items() if isinstance(door.needs, Action)]


@pytest.fixture(autouse=True)
def _papers_are_not_drawn(monkeypatch):
    """Who gets a paper is asked here, not how it looks: drawing them would take most of the time."""
    monkeypatch.setattr(engine, "write_pdf", lambda order: (order.html.encode(), 1))


@pytest.mark.parametrize("name", GUARDED)
@MATRIX
def test_roles(name, world, count):
    """May → let in; may not → 403; out of scope and absent alike → 404."""
    door = DOORS[name]
    wrong = []
    for role, (user, kind) in world.people.items():
        client = client_of(user)
        for what, url, is_visible in cases(name, door, world.things, kind):
            is_visible &= is_of_their_trade(user, door, world.things)
            expected = ((404,) if name in NOT_THERE_YET else LET_IN) if is_visible else (404,)
            if not can(user, door.needs):
                expected = (403,)
            status = ask(client, door, url)
            count(1, "requests")
            if status not in expected:
                wrong.append(f"{role}, {what}: {status} instead of {expected}")
    assert not wrong, "\n".join(wrong)


def cases(name: str, door: Door, things: dict[str, Pair], kind: str) -> Iterator[tuple[str, str, bool]]:
    """(own | foreign | absent, address, whether somebody in this kind of office sees it)."""
    if not door.about:
        yield "page", address(name, door), True
        return
    pair = things[door.about]
    yield "own", address(name, door, pair.own.pk), not kind or kind in pair.seen_by
    if pair.foreign is not None:
        yield "foreign", address(name, door, pair.foreign.pk), not kind
    yield "absent", address(name, door, uuid.uuid4()), False


def is_of_their_trade(user: User, door: Door, things: dict[str, Pair]) -> bool:
    """A file at the desk is seen by those only who may take in its kind."""
    needs = things[door.about].needs if door.about else None
    return needs is None or can(user, needs)


@pytest.mark.parametrize("name", DOORS)
@MATRIX
def test_strangers(name, world, count):
    """Without an account, whatever is not public leads to the log-in, whether the record exists or not."""
    door = DOORS[name]
    client = Client()
    if door.needs == PUBLIC:
        assert not sent_to_log_in(client, door, address(name, door))
        return
    for _what, url, _is_visible in cases(name, door, world.things, ""):
        count(1, "requests")
        assert sent_to_log_in(client, door, url)


def sent_to_log_in(client: Client, door: Door, url: str) -> bool:
    response = client.post(url) if door.method == "post" else client.get(url)
    return response.status_code == 302 and response["Location"].startswith(f"{reverse('account_login')}?")


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.method != "get"])
@security(16, "Forged requests to every address", target="all 403")
def test_forged_requests(name, world, count):
    """A POST without the token of our own page changes nothing, whoever sends it."""
    door = DOORS[name]
    pk = world.things[door.about].own.pk if door.about else None
    for user in allowed(door, world):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        count(1, "forged requests")
        assert client.post(address(name, door, pk)).status_code == 403


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.method == "post"])
def test_buttons_are_not_followed(name, world):
    """What changes something is never reached by a link, a prefetch or a picture."""
    door = DOORS[name]
    pk = world.things[door.about].own.pk if door.about else None
    for user in allowed(door, world):
        assert client_of(user).get(address(name, door, pk)).status_code in (302, 405)


def allowed(door: Door, world: World) -> list[User]:
    return [
        user for user, _kind in world.people.values() if not isinstance(door.needs, Action) or can(user, door.needs)
    ]


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.needs == STAFF])
def test_pages_of_ones_own_account(name, world):
    user = world.user("instructor")
    expected = (404,) if name in NOTHING_YET else LET_IN
    assert client_of(user).get(address(name, DOORS[name])).status_code in expected


@pytest.mark.parametrize("name", [name for name in SUPPORT_PAGES if name not in ("admin:login", "admin:jsi18n")])
def test_support_pages_are_closed(name, world):
    """The support pages know no roles of the field: nobody gets in without the mark on the account."""
    try:
        url = reverse(name)
    except Exception:
        url = f"/admin/{name.removeprefix('admin:').replace('_', '/', 1)}/1/change/"
    for user, _kind in world.people.values():
        assert client_of(user).get(url).status_code in (302, 404)
