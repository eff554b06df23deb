"""An office tries its program out: everything works, nothing of it is real, and in the morning it is gone."""

import base64
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from celery.contrib.testing.worker import start_worker
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from kaltim_naker.api.models import OfficeToken, Receipt
from kaltim_naker.api.services import make_token, revoke_token, rotate_token
from kaltim_naker.api.services.tokens import grants_for
from kaltim_naker.api.services.webhooks import make_webhook
from kaltim_naker.celery import app
from kaltim_naker.core import tasks
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.sandbox import in_sandbox, is_active
from kaltim_naker.core.signing import is_signed, sign, signing_key_id
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.sandbox.services import renew_sandbox
from kaltim_naker.sandbox.tasks import renew
from programs.models import Proposal
from tests.conftest import client_of
from tests.factories.accounts import user_with_role
from tests.factories.tokens import Program, program_of, token_of
from trainees.models import JobSeeker

pytestmark = pytest.mark.django_db
ANI = {
    "foreign_id": "SMD-17",
    "full_name": "Ani Rahmawati",
    "nik": "6472015705000001",
    "birth_date": "2000-05-17",
    "sex": "P",
    "domicile": "64.72",
    "phone": "0812-3456-7890",
}
PARTICIPANTS = {
    "kind": "participants",
    "file_name": "peserta.csv",
    "content": base64.b64encode(b"NIK;Nama;Program\n6472015705000001;Ani Rahmawati;Las\n").decode(),
    "options": {"fiscal_year": "2025"},
}
WELDING = {"region": "64.72", "year": 2027, "title": "Pelatihan las", "volume": 2, "unit": "package"}


def made_by(office, operator, name="SIMNAKER"):
    """A sandbox key with everything that the office may be granted."""
    return make_token(actor=operator, office=office, name=name, grants=grants_for(office), days=30, is_sandbox=True)


@pytest.fixture
def key(samarinda_office, samarinda_operator, sandbox):
    return made_by(samarinda_office, samarinda_operator)


@pytest.fixture
def program(key):
    return Program(key[1])


def rows_of_all_tables() -> dict[str, int]:
    tables = connection.introspection.table_names()
    counts = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())


def test_a_key_is_made_on_the_page_and_works_at_once(samarinda_operator, samarinda_office, sandbox):
    client = client_of(samarinda_operator)
    form = {"office": samarinda_office.pk, "name": "SIM", "grants": ["job_seekers.read"], "days": "90"}
    answer = client.post(reverse("tokens:make"), form | {"is_sandbox": "on"})
    assert answer.context["secret"].startswith("kts_")
    token = OfficeToken.objects.get()
    for page in (answer, client.get(token.get_absolute_url())):
        assert "data-sandbox" in page.content.decode()
    # A program may have a key of either kind under one name.
    assert client.post(reverse("tokens:make"), form).context["secret"].startswith("knk_")
    listed = Program(answer.context["secret"]).get("job-seekers")
    assert (listed.status_code, listed["Sandbox"]) == (200, "true")
    assert [one["full_name"] for one in listed.json()["items"]] == [
        f"Contoh {number} Samarinda" for number in ("Satu", "Dua", "Tiga")
    ]


def test_whatever_is_sent_the_real_database_has_not_one_row_more(program, samarinda_office):
    before = rows_of_all_tables()

    made = program.post("job-seekers", ANI, key="a1")
    assert (made.status_code, made["Sandbox"]) == (201, "true"), made.content
    again = program.post("job-seekers", ANI, key="a1")
    assert (again.json(), again["Idempotent-Replayed"]) == (made.json(), "true")
    assert program.post("job-seekers", ANI).json()["code"] == "nik_known"
    known = program.post(
        "job-seekers", {**ANI, "nik": "6472011705999001", "birth_date": "1999-05-17", "sex": "L", "foreign_id": "X"}
    )
    assert known.json()["code"] == "nik_known"
    path = f"job-seekers/{made.json()['id']}"
    changed = program.patch(path, {"phone": "081299998888"}, etag=program.get(path)["ETag"])
    assert changed.json()["phone"] == "+6281299998888"
    many = [{**ANI, "nik": f"64720157050001{n:02d}", "foreign_id": f"B{n}", "full_name": f"B {n}"} for n in range(5)]
    assert program.post("job-seekers/bulk", {"rows": many}).json()["accepted"] == 5
    assert program.post("proposals", WELDING).status_code == 201
    assert program.post(f"{path}/nik", {"reason": "Mencoba"}).json() == {"nik": ANI["nik"]}
    receipts = program.get("receipts").json()["items"]
    assert len(receipts) == 6
    assert program.get("achievements", year=2026).status_code == 200

    assert rows_of_all_tables() == before
    real = program_of(samarinda_office, name="Asli")
    assert real.get("job-seekers").json()["items"] == []
    assert "Sandbox" not in real.get("job-seekers")
    assert real.get(path).status_code == 404

    renew_sandbox()
    assert program.get(path).status_code == 404
    assert program.get("receipts").json()["items"] == []
    assert len(program.get("job-seekers").json()["items"]) == 3
    assert program.post("job-seekers", ANI, key="a1").status_code == 201


@pytest.fixture
def centre_program(balikpapan, balikpapan_admin, sandbox):
    return Program(made_by(balikpapan.office, balikpapan_admin)[1])


@pytest.mark.django_db(transaction=True)
def test_work_that_is_put_off_is_done_in_the_sandbox_by_a_real_message(centre_program, settings):
    program = centre_program
    before = rows_of_all_tables()
    app.control.purge()
    with start_worker(app, pool="solo", queues=["default", "reports"], perform_ping_check=False, shutdown_timeout=60):
        asked = program.post("reports", {"kind": "certification", "year": 2025})
        assert asked.status_code == 201, asked.content
        path = f"reports/{asked.json()['id']}"
        brought = program.post("imports", PARTICIPANTS)
        assert brought.status_code == 201, brought.content
        file = f"imports/{brought.json()['id']}"
        for one in (path, file):
            wait_until(lambda one=one: program.get(one).json()["state"] in ("done", "failed"))
    assert program.get(path).json()["state"] == "done", program.get(path).content
    document = program.get(f"{path}/document")
    assert b"".join(document.streaming_content).startswith(b"%PDF")
    assert program.get(file).json()["state"] == "done", program.get(file).content
    kept = [one.relative_to(settings.MEDIA_ROOT) for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()]
    assert {one.parts[0] for one in kept} == {"sandbox"}
    assert {one.parts[1] for one in kept} == {"imports", "reports"}
    assert rows_of_all_tables() == before
    assert not ReportRun.objects.exists()
    assert not ImportRun.objects.exists()


def wait_until(is_so):
    paused = Event()
    for _n in range(120):
        if is_so():
            return
        paused.wait(0.25)
    pytest.fail("not within half a minute")


def test_lost_work_of_the_sandbox_is_sent_again_there(centre_program, monkeypatch):
    asked = centre_program.post("reports", {"kind": "certification", "year": 2025}).json()
    seen = []
    monkeypatch.setattr(tasks.jobs, "sweep", lambda: seen.append((is_active(), ReportRun.objects.count())) or 0)
    tasks.sweep_jobs()
    assert seen == [(False, 0), (True, 1)]
    assert asked["state"] == "queued"


def test_a_task_of_the_sandbox_fails_where_there_is_none(configured, settings):
    seen = []

    @app.task(name="tests.where")
    def where() -> None:
        seen.append(is_active())

    where.push_request(sandbox=True)
    try:
        where()
        settings.SANDBOX_DATABASE = None
        with pytest.raises(Exception, match="SANDBOX_DATABASE_URL"):
            where()
    finally:
        where.pop_request()
        del app.tasks["tests.where"]
    assert seen == [True]


def test_it_is_revoked_at_once(program, key, samarinda_operator):
    assert program.get("job-seekers").status_code == 200
    revoke_token(actor=samarinda_operator, token=key[0])
    refused = program.get("job-seekers")
    assert (refused.status_code, refused.json()["code"]) == (401, "token_not_valid")
    # The next one of that name is another one.
    _token, secret = made_by(key[0].office, samarinda_operator)
    assert Program(secret).post("proposals", WELDING).status_code == 201


def test_a_new_secret_works_at_once_and_the_last_use_is_shown(program, key, samarinda_operator):
    new = rotate_token(actor=samarinda_operator, token=key[0], days=30, overlap=0)
    assert new.startswith("kts_")
    assert program.get("regions").status_code == 401
    assert Program(new).get("regions").status_code == 200
    assert key[0].secrets.exclude(last_used_at=None).count() == 1


def test_a_role_that_was_taken_away_counts_here_too(program, key):
    assert program.get("job-seekers").status_code == 200
    key[0].user.memberships.all().delete()
    assert program.get("job-seekers").status_code == 403


def test_without_a_sandbox_the_key_opens_nothing_and_the_page_offers_none(
    program, settings, samarinda_operator, samarinda_office
):
    settings.SANDBOX_DATABASE = None
    refused = program.get("job-seekers")
    assert (refused.status_code, refused.json()["code"]) == (401, "no_sandbox")
    assert refused["Content-Type"] == "application/problem+json"
    assert "is_sandbox" not in client_of(samarinda_operator).get(reverse("tokens:make")).content.decode()
    with pytest.raises(DomainError) as unknown:
        made_by(samarinda_office, samarinda_operator, name="Lain")
    assert unknown.value.code == "no_sandbox"


def test_a_sandbox_that_does_not_answer_is_not_replaced_by_the_real_one(program, settings):
    settings.SANDBOX_DATABASE = {**settings.SANDBOX_DATABASE, "NAME": "there_is_none"}
    before = rows_of_all_tables()
    answer = program.post("proposals", WELDING)
    assert (answer.status_code, answer.json()["code"]) == (503, "sandbox_away")
    assert rows_of_all_tables() == before
    assert tasks.sweep_jobs() == 0


def test_nothing_leaves_the_sandbox(key, samarinda_operator):
    with pytest.raises(DomainError) as refused:
        make_webhook(actor=samarinda_operator, token=key[0], url="https://198.51.100.7/kabar")
    assert refused.value.code in ("sandbox_token", "address_not_public")
    offered = client_of(samarinda_operator).get(reverse("tokens:webhook_make")).context["form"].fields["token"].queryset
    assert key[0] not in offered


def test_a_real_key_never_opens_the_sandbox(samarinda_office, sandbox):
    _token, secret = token_of(samarinda_office)
    assert "Sandbox" not in Program(secret).get("regions")
    # Were it let in by mistake, it would be refused there.
    with in_sandbox():
        assert Program(secret).get("regions").status_code == 401


def test_what_is_remembered_is_remembered_apart(configured):
    cache.set("same", "real")
    with in_sandbox():
        assert cache.get("same") is None
        cache.set("same", "sandbox")
    assert cache.get("same") == "real"


def test_what_is_signed_there_is_not_signed_by_us(configured):
    with in_sandbox():
        signature = sign(b"x")
    assert not is_signed(b"x", signature, signing_key_id())
    assert is_signed(b"x", sign(b"x"), signing_key_id())


def test_a_browser_that_sends_a_key_stays_logged_in(program, samarinda_operator):
    program.client.force_login(samarinda_operator)
    answer = program.get("job-seekers")
    assert answer.status_code == 200
    assert not answer.cookies
    assert program.client.get(reverse("tokens:list")).status_code == 200


@pytest.mark.parametrize("trouble", [RuntimeError, KeyboardInterrupt, GeneratorExit])
def test_whatever_happens_the_thread_comes_back(configured, trouble):
    outside, seen = connection.settings_dict["NAME"], []

    def break_off():
        with in_sandbox():
            seen.append(connection.settings_dict["NAME"])
            raise trouble

    with pytest.raises(trouble):
        break_off()
    assert seen != [outside]
    assert connection.settings_dict["NAME"] == outside
    with in_sandbox(), pytest.raises(RuntimeError), in_sandbox():
        pass
    assert not is_active()


def test_a_fault_of_ours_in_the_sandbox_leaves_the_connection_real(program, monkeypatch):
    program.client.raise_request_exception = False
    monkeypatch.setattr("kaltim_naker.api.rest.viewsets.ListViewSet.list", lambda *args: 1 / 0)
    answer = program.get("job-seekers")
    assert (answer.status_code, answer["Sandbox"]) == (500, "true")
    assert not is_active()
    assert Receipt.objects.count() == 0


def test_threads_do_not_meet(configured):
    """Three in the sandbox, three outside, at the same moments; some of them break."""
    barrier = Barrier(6)
    names = {True: "sandbox_", False: "test_"}

    def work(number: int) -> list[bool]:
        inside, right = number % 2 == 0, []
        for turn in range(6):
            barrier.wait()
            try:
                if inside:
                    with in_sandbox():
                        right.append(place().startswith(names[True]))
                        if turn % 3 == number % 3:
                            raise ValueError
                else:
                    right.append(place().startswith(names[False]))
            except ValueError:
                right.append(not is_active())
        connection.close()
        return right

    with ThreadPoolExecutor(6) as pool:
        seen = [one for found in pool.map(work, range(6)) for one in found]
    assert all(seen)
    assert len(seen) == 42


def place() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        return str(cursor.fetchone()[0])


def test_an_administrator_empties_it_and_nobody_else(program, planner, samarinda_operator, province, monkeypatch):
    sent = []
    monkeypatch.setattr("kaltim_naker.api.views.tokens.defer", sent.append)
    program.post("proposals", WELDING)
    assert client_of(samarinda_operator).post(reverse("tokens:renew_sandbox")).status_code == 403
    admin = user_with_role("system_admin", province)
    assert client_of(admin).post(reverse("tokens:renew_sandbox")).status_code == 302
    assert sent == ["sandbox.renew"]
    renew()
    with in_sandbox():
        assert not Proposal.objects.exists()
        assert JobSeeker.objects.filter(is_invented=False).count() == 0
