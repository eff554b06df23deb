"""A hundred invented NIKs go in by every door, and by doors that break; none of them is found anywhere afterwards."""

import base64
import hashlib
import logging
from datetime import date

import pytest
from celery import shared_task
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from kaltim_naker.accounts.roles import Role
from kaltim_naker.imports import marked, services
from kaltim_naker.imports.models import ImportRun
from tests.conftest import approve_as, client_of
from tests.factories.accounts import home_region, user_with_role
from tests.factories.certifications import AssessmentFactory, CertificateFactory, ResultFactory
from tests.factories.programs import TrainingClassFactory
from tests.factories.tokens import program_of
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from tests.kaltim_naker.imports.files import text_table, xlsx
from tests.schema import as_owner
from tests.security import security, traces
from trainees.models import DuplicatePair, JobSeeker

pytestmark = pytest.mark.django_db
CANARIES = 100
BORN = date(2000, 5, 17)
HEAD = ["NIK", "Nama", "Tgl Lahir", "L/P", "Kab/Kota", "Program", "Paket"]
NUMBERS = [f"647201170500{serial:04d}" for serial in range(4001, 4001 + CANARIES)]


class Canaries:
    """Hands the numbers out, each once, each with a name of its own."""

    def __init__(self) -> None:
        self.left = list(NUMBERS)

    def one(self) -> str:
        return self.left.pop()

    def card(self, **changed):
        """What stands on an identity card, as a form or a program sends it."""
        number = self.one()
        return {
            "full_name": f"Warga {number[-4:]}",
            "nik": number,
            "birth_date": BORN.isoformat(),
            "sex": "L",
            **changed,
        }

    def line(self, region: str = "Samarinda", **changed) -> list[str]:
        number = self.one()
        nik = changed.get("nik", "{}").format(number)
        born = changed.get("born", "17/05/2000")
        return [nik, f"Warga {number[-4:]}", born, "L", region, "Barista", "Paket 1"]


@pytest.fixture
def numbers():
    return Canaries()


@pytest.fixture
def desk(balikpapan_admin):
    client = client_of(balikpapan_admin)
    client.raise_request_exception = False
    return client


@shared_task(name="tests.crash_with_a_number")
def crash(number: str) -> None:
    raise ValueError(f"cannot save {number}")


def by_form(numbers, desk, office, monkeypatch):
    url = reverse("trainees:job_seeker_register")
    here = {
        "office": office.pk,
        "domicile": home_region("64.72").pk,
        "work_status": "never_worked",
        "trained_elsewhere": "not_asked",
    }
    taken = numbers.card(**here)
    assert desk.post(url, taken).status_code == 302
    assert desk.post(url, taken).status_code == 422  # known already
    assert desk.post(url, numbers.card(**here, phone="no phone")).status_code == 422
    other_day = numbers.card(**here) | {"birth_date": "2001-01-01"}
    assert desk.post(url, other_day).status_code == 422
    said = other_day | {"nik_mismatch_reason": f"KTP {other_day['nik']} memang demikian"}
    assert desk.post(url, said).status_code == 302
    one_digit_more = numbers.card(**here)
    assert desk.post(url, one_digit_more | {"nik": one_digit_more["nik"] + "7"}).status_code == 422
    with monkeypatch.context() as broken:
        broken.setattr("trainees.views.people.register_job_seeker", fail_with_the_number)
        assert desk.post(url, numbers.card(**here)).status_code == 500


def fail_with_the_number(*, data, **_more):
    logging.getLogger("trainees").error("registering %s", data)
    raise RuntimeError(f"cannot save {data.nik}")


def by_workbook(numbers, desk, office):
    TrainingClassFactory.create(centre=office.training_centre, programme__title="Barista", fiscal_year=2025)
    for name, build in (("a.xlsx", lambda rows: xlsx({"x": rows})), ("b.csv", text_table)):
        bad = [numbers.line("Atlantis"), numbers.line(nik="{}7"), numbers.line(born="01/01/1999")]
        rows = [HEAD, *(numbers.line() for _row in range(10)), *bad]
        named = SimpleUploadedFile(f"NIK {rows[1][0]} {name}", build(rows).getvalue())
        sent = desk.post(
            reverse("imports:upload", args=["participants"]),
            {"file": named, "office": office.pk, "fiscal_year": 2025},
        )
        run = ImportRun.objects.get(pk=sent["Location"].rstrip("/").rpartition("/")[2])
        services.carry_out(str(run.pk))
        assert desk.get(run.get_absolute_url()).status_code == 200
        desk.post(reverse("imports:accept", args=[run.pk]), {"mode": "good_rows"})
        services.carry_out(str(run.pk))
        assert desk.get(reverse("imports:correct", args=[run.pk])).status_code == 200
        held = run.quarantine.first()
        typed = {"row": [str(held.pk)], f"{held.pk}-nik": numbers.one() + "7"}
        assert desk.post(reverse("imports:correct", args=[run.pk]), typed).status_code in (302, 422)
        desk.post(reverse("imports:mark", args=[run.pk]))
        run.refresh_from_db()
        marked.mark_file(str(run.marked.pk))
        run.refresh_from_db()
        assert run.file
        assert run.marked.is_ready


def by_a_list(numbers, desk):
    text = "\n".join([numbers.one(), numbers.one(), numbers.one() + "7"])
    asked = desk.post(reverse("imports:reconcile", args=["participants"]), {"fiscal_year": 2025, "text": text})
    assert asked.status_code == 200
    url = reverse("imports:reconcile_export", args=["participants"])
    assert desk.post(url, {"sealed": asked.context["sealed"]}).status_code == 200


def by_program(numbers, office, monkeypatch):
    program, here = program_of(office), {"domicile": "64.72", "notice_shown": True}
    taken = numbers.card(**here)
    first = program.post("job-seekers", taken, key="same")
    assert first.status_code == 201, first.content
    assert program.post("job-seekers", taken, key="same")["Idempotent-Replayed"] == "true"
    assert program.post("job-seekers", taken | {"full_name": "Lain"}, key="same").status_code == 422
    assert program.post("job-seekers", taken).status_code == 422
    assert program.post("job-seekers", numbers.card(**here), query="?validate_only=true").status_code == 200
    assert program.post("job-seekers", numbers.card(**here) | {"sex": "X"}).status_code in (400, 422)
    correct = {"nik": numbers.one()}
    assert program.patch(f"job-seekers/{first.json()['id']}", correct, etag='"stale"').status_code == 412
    assert program.patch(f"job-seekers/{first.json()['id']}", correct, etag=first["ETag"]).status_code == 200
    rows = [numbers.card(**here, foreign_id=f"S{n}") for n in range(12)]
    rows[3]["domicile"], rows[4]["birth_date"], rows[5]["nik"] = "99.99", "1999-01-01", rows[5]["nik"] + "7"
    assert program.post("job-seekers/bulk", {"rows": rows}).status_code == 200
    assert program.post("job-seekers/find", {"nik": rows[0]["nik"]}).status_code == 200
    assert program.post("job-seekers/find", {"nik": numbers.one()}).status_code == 404
    assert program.post("job-seekers/find", {"nik": numbers.one() + "7"}).status_code in (400, 422)
    person = JobSeeker.objects.with_nik(rows[0]["nik"]).get()
    shown = program.post(f"job-seekers/{person.pk}/nik", {"reason": f"Cocokkan {rows[0]['nik']}"})
    assert rows[0]["nik"] in shown.content.decode()
    program.client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("kaltim_naker.api.resources.people.register_job_seeker", fail_with_the_number)
        assert program.post("job-seekers", numbers.card(**here)).status_code == 500
    program.client.post(
        "/api/v1/job-seekers", f'{{"nik": "{numbers.one()}"', content_type="application/json", headers=program.headers
    )


def by_search(numbers, desk):
    find, by_number = reverse("trainees:job_seeker_find"), reverse("trainees:job_seeker_find_number")
    known = JobSeekerFactory(nik=numbers.one(), birth_date=BORN, domicile=home_region("64.72"))
    for typed in (known.reveal_nik(), numbers.one(), numbers.one() + "7"):
        assert desk.post(find, {"nik": typed}).status_code in (302, 422)
        assert desk.post(by_number, {"number": typed}).status_code in (200, 302, 422)
        for page in ("trainees:job_seeker_list", "certifications:certificate_list"):
            desk.get(reverse(page), {"q": "Warga"})
    desk.get(reverse("certifications:verify"))
    desk.post(reverse("certifications:verify"), {"code": numbers.one(), "number": numbers.one()})


def by_officers(numbers, desk, centre, planner, auditor):
    """Correcting, unmasking, merging, erasing, issuing."""
    mine = {"domicile": home_region("64.72"), "registered_by": centre.office, "birth_date": BORN}
    first, second, third = (JobSeekerFactory(nik=numbers.one(), **mine) for _person in range(3))
    edit = {
        "office": centre.office.pk,
        "full_name": first.full_name,
        "nik": numbers.one(),
        "birth_date": BORN.isoformat(),
        "sex": "L",
        "domicile": first.domicile_id,
        "work_status": "never_worked",
        "trained_elsewhere": "not_asked",
    }
    assert desk.post(reverse("trainees:job_seeker_edit", args=[first.pk]), edit).status_code == 302
    unmask = reverse("trainees:job_seeker_nik", args=[first.pk])
    assert edit["nik"] in desk.post(unmask, {"reason": f"BPJS {edit['nik']}"}).content.decode()

    low, high = sorted((first, second), key=lambda one: one.pk)
    facts = {"reason": "birth_and_name", "similarity": 0.9}
    pair, _made = DuplicatePair.objects.get_or_create(first=low, second=high, defaults=facts)
    decided = desk.post(
        reverse("trainees:duplicate_detail", args=[pair.pk]),
        {"decision": "first" if low == first else "second", "reason": f"NIK {edit['nik']} salah ketik"},
    )
    approve_as(planner, decided)

    url = reverse("privacy:request_take", args=[third.pk])
    asked = desk.post(
        url,
        {
            "office": centre.office.pk,
            "kind": "erasure",
            "channel": "in_person",
            "identity_check": f"KTP {third.reveal_nik()}",
            "wish": f"Hapus {numbers.one()}",
        },
    )
    answer = f"{asked['Location']}answer/"
    assert client_of(auditor).post(answer, {"answer": f"NIK {third.reveal_nik()} dihapus."}).status_code == 302

    graduate = JobSeekerFactory(nik=numbers.one(), **mine)
    closed = TrainingClassFactory(centre=centre, closed=True, fiscal_year=2025)
    passed = EnrolmentFactory(training_class=closed, job_seeker=graduate, passed=True)
    result = ResultFactory(assessment=AssessmentFactory(training_class=closed), enrolment=passed)
    certificate = CertificateFactory(result=result)
    officer = client_of(user_with_role(Role.CERTIFICATION_OFFICER, centre.office))
    slip = officer.post(reverse("certifications:certificate_slip", args=[certificate.pk]))
    assert slip.status_code in (200, 302)


def by_workers(numbers):
    result = crash.apply(kwargs={"number": numbers.one()})
    assert result.failed()
    logging.getLogger("gunicorn.error").error("request with %s failed", numbers.one())
    try:
        raise ValueError(numbers.one())
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error")


@pytest.fixture
def left_behind(
    numbers, desk, province, balikpapan, samarinda_office, planner, settings, tmp_path, monkeypatch,
    django_capture_on_commit_callbacks,
):  # fmt: skip
    """Everything in which a number could have stayed, place → bytes."""
    settings.MEDIA_ROOT = tmp_path
    auditor = user_with_role(Role.AUDITOR, province)
    with traces.all_log_lines() as lines, django_capture_on_commit_callbacks(execute=True):
        by_form(numbers, desk, balikpapan.office, monkeypatch)
        by_workbook(numbers, desk, balikpapan.office)
        by_a_list(numbers, desk)
        by_program(numbers, samarinda_office, monkeypatch)
        by_search(numbers, desk)
        by_officers(numbers, desk, balikpapan, planner, auditor)
        by_workers(numbers)
        while numbers.left:
            JobSeekerFactory(nik=numbers.one(), birth_date=BORN, domicile=home_region("64.72"))
    with as_owner():
        dump = traces.tables()
    return {
        "tables": dump,
        "broker and cache": traces.broker_and_cache(),
        "log": lines.getvalue().encode(),
        "files": traces.files_below(tmp_path),
        "mail": traces.mailed(),
    }


@security(11, "A hundred NIKs through every door", target="0 in tables, broker, log, files, mail")
def test_no_number_stays_anywhere(left_behind, figure):
    found = {place: sorted(traces.traces_of(NUMBERS, held)) for place, held in left_behind.items()}
    megabytes = sum(map(len, left_behind.values())) / 1e6
    figure(f"{sum(map(len, found.values()))} of {CANARIES} in {megabytes:.1f} MB")
    assert not any(found.values()), found
    assert all(left_behind[place] for place in ("tables", "broker and cache", "log", "files"))


@pytest.mark.parametrize(
    "written",
    [
        b"x 6472011705004001 y",
        b"6472 0117 0500 4001",
        b"64720117050040017",
        b"\\x" + b"a6472011705004001b".hex().encode(),
        base64.b64encode(b"6472011705004001"),
        base64.b64encode(b'{"nik": "6472011705004001", "x": 1}'),
        base64.b64encode(b'.{"nik": "6472011705004001", "x": 1}'),
        base64.b64encode(b'..{"nik": "6472011705004001", "x": 1}'),
        hashlib.sha256(b"6472011705004001").hexdigest().encode(),
        hashlib.md5(b"6472011705004001", usedforsecurity=False).hexdigest().upper().encode(),
        base64.b64encode(hashlib.sha256(b"6472011705004001").digest()),
    ],
)
def test_the_search_finds_a_number_however_it_is_written(written):
    """Else the check above would prove nothing."""
    assert NUMBERS[0] in traces.traces_of(NUMBERS, b"before " + written + b" after")
    assert not traces.traces_of(NUMBERS, b"before 6472011705000001 after")


def test_the_search_opens_workbooks_and_sessions(desk, tmp_path, balikpapan_admin):
    (tmp_path / "list").write_bytes(xlsx({"x": [["NIK"], [NUMBERS[0]]]}).getvalue())
    assert traces.traces_of(NUMBERS, traces.files_below(tmp_path)) == {NUMBERS[0]}
    session = desk.session
    session["stashed"] = {"nik": NUMBERS[1]}
    session.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        assert NUMBERS[1] not in str(cursor.fetchall())
    with as_owner():
        assert traces.traces_of(NUMBERS, traces.tables()) == {NUMBERS[1]}
