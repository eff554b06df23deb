"""Pages of selection, attendance, duplicates, tracing and oversight: what they show, and what they refuse."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from kaltim_naker.audit.models import AccessLog
from kaltim_naker.core.periods import today
from programs.choices import ClassState
from tests.conftest import approve_as, client_of
from tests.factories.accounts import home_region
from tests.factories.certifications import certify
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import ApplicationFactory, EnrolmentFactory, JobSeekerFactory
from trainees.models import Application, AttendanceMark, DuplicatePair, JobSeeker, ProtectedData, Signal
from trainees.services import invite_graduate, plan_sessions, queue_duplicates_of

pytestmark = pytest.mark.django_db

MONDAY = date(2025, 2, 3)


@pytest.fixture
def training(balikpapan):
    return TrainingClassFactory(centre=balikpapan, starts_on=MONDAY, ends_on=date(2025, 2, 28))


@pytest.fixture
def selecting(balikpapan):
    return TrainingClassFactory(centre=balikpapan, state=ClassState.SELECTING, starts_on=date(2030, 3, 4), seats=2)


@pytest.fixture
def sessions(training, balikpapan_admin):
    days = [MONDAY + timedelta(days=n) for n in range(3)]
    return plan_sessions(actor=balikpapan_admin, training_class=training, days=days, hours=8)


def page(name, training, **query):
    return reverse(f"trainees:{name}", args=[training.pk]) + ("?week=2025-02-03" if query.get("week") else "")


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


class TestQueryCounts:
    """One row or a class full of them: the same number of queries."""

    def test_selection(self, selecting, balikpapan_admin):
        client, url = client_of(balikpapan_admin), page("class_selection", selecting)
        ApplicationFactory(training_class=selecting)
        few = queries(client, url)
        for _n in range(30):
            ApplicationFactory(training_class=selecting, administration="passed", written_score=50, interview_score=60)
        assert queries(client, url) == few

    def test_attendance(self, training, sessions, balikpapan_admin):
        client, url = client_of(balikpapan_admin), page("class_attendance", training, week=True)
        EnrolmentFactory(training_class=training)
        few = queries(client, url)
        for _n in range(15):
            EnrolmentFactory(training_class=training)
        assert queries(client, url) == few

    def test_steps(self, selecting, balikpapan_admin):
        client, url = client_of(balikpapan_admin), page("class_steps", selecting)
        ApplicationFactory(training_class=selecting)
        few = queries(client, url)
        for _n in range(15):
            ApplicationFactory(training_class=selecting)
        assert queries(client, url) == few


class TestSelection:
    def test_a_decision_against_the_list_without_a_reason_is_refused_in_words(self, selecting, balikpapan_admin):
        one = ApplicationFactory(training_class=selecting, administration="failed")
        url = reverse("trainees:application_decide", args=[one.pk])
        response = client_of(balikpapan_admin).post(url, {"decision": "accepted"}, follow=True)
        assert [message.level_tag for message in response.context["messages"]] == ["error"]
        one.refresh_from_db()
        assert one.state == "submitted"

    def test_a_regional_office_applies_for_its_residents_only(self, selecting, samarinda_operator):
        foreign = JobSeekerFactory(domicile=home_region("64.74"))
        url = page("class_apply", selecting)
        response = client_of(samarinda_operator).post(url, {"nik": foreign.reveal_nik()})
        assert response.status_code == 422
        resident = JobSeekerFactory(domicile=home_region("64.72"))
        client_of(samarinda_operator).post(url, {"nik": resident.reveal_nik()})
        assert Application.objects.get().channel == "regional_office"

    def test_rules_that_do_not_add_up_stay_in_the_form(self, selecting, balikpapan_admin):
        rules = {
            "written_weight": 70,
            "interview_weight": 70,
            "minimum_score": 0,
            "priority": "first",
            "bonus": 10,
            "seats_for_women": 0,
            "seats_for_disability": 0,
            "seats_for_remote": 0,
        }
        client, url = client_of(balikpapan_admin), page("class_rules", selecting)
        assert client.post(url, rules).status_code == 422
        assert client.post(url, {**rules, "interview_weight": 30}).status_code == 302


class TestAttendance:
    def cell(self, session, enrolment):
        return f"m-{session.pk}-{enrolment.pk}"

    def test_marks_are_saved_and_wrong_ones_shown_again(self, training, sessions, balikpapan_admin):
        one = EnrolmentFactory(training_class=training, enrolled_on=MONDAY)
        client, url = client_of(balikpapan_admin), page("class_attendance", training, week=True)
        first, second, third = (self.cell(session, one) for session in sessions)
        response = client.post(url, {first: "h", second: "X"})
        assert response.status_code == 422
        assert 'value="X"' in response.content.decode()
        assert not AttendanceMark.objects.exists()
        assert client.post(url, {first: "h", second: "H 6", third: "s"}).status_code == 302
        assert sorted(AttendanceMark.objects.values_list("mark", "hours")) == [("H", 6), ("H", 8), ("S", 0)]

    def test_pasting_by_name(self, training, sessions, balikpapan_admin):
        one = EnrolmentFactory(training_class=training, enrolled_on=MONDAY, job_seeker__full_name="Siti Aminah")
        EnrolmentFactory(training_class=training, enrolled_on=MONDAY, job_seeker__full_name="Budi Santoso")
        client, url = client_of(balikpapan_admin), page("attendance_paste", training, week=True)
        refused = client.post(url, {"block": "Siti Aminah\tH\tQ\r\nSiapa\tH"})
        assert refused.status_code == 422
        errors = " ".join(refused.context["form"].errors["block"])
        assert "Q" in errors
        assert "Siapa" in errors
        client.post(url, {"block": "SITI  AMINAH\tH\tA\tH4\r\n"})
        assert sorted(one.marks.values_list("mark", "hours")) == [("A", 0), ("H", 4), ("H", 8)]

    def test_pasting_in_order(self, training, sessions, balikpapan_admin):
        for name in ("Budi", "Adi"):
            EnrolmentFactory(training_class=training, enrolled_on=MONDAY, job_seeker__full_name=name)
        client, url = client_of(balikpapan_admin), page("attendance_paste", training, week=True)
        assert client.post(url, {"block": "H\tH"}).status_code == 422
        assert client.post(url, {"block": "H\tH\nA\tA"}).status_code == 302
        assert AttendanceMark.objects.filter(enrolment__job_seeker__full_name="Budi", mark="A").count() == 2

    def test_the_sheet_to_sign_is_one_page_with_its_codes(self, training, sessions, balikpapan_admin, tmp_path):
        for _n in range(16):
            EnrolmentFactory(training_class=training, enrolled_on=MONDAY)
        answer = client_of(balikpapan_admin).get(page("attendance_sheet", training, week=True))
        file = tmp_path / "sheet.pdf"
        file.write_bytes(answer.content)
        sheet = PdfReader(file)
        assert len(sheet.pages) == 1
        text = sheet.pages[0].extract_text()
        assert all(session.code in text for session in sessions)

    def test_a_code_opens_its_session_in_ones_own_centre_only(self, sessions, balikpapan_admin, bontang_admin):
        url = reverse("trainees:attendance_code")
        code = f"{sessions[0].code[:4].lower()}-{sessions[0].code[4:]}"
        assert "2025-02-03" in client_of(balikpapan_admin).post(url, {"code": code})["Location"]
        assert client_of(bontang_admin).post(url, {"code": code}).status_code == 422

    def test_too_few_hours_are_proposed_as_not_passed(self, training, sessions, balikpapan_admin):
        present, absent = (EnrolmentFactory(training_class=training, enrolled_on=MONDAY) for _n in range(2))
        for one, mark, hours in ((present, "H", 8), (absent, "A", 0)):
            AttendanceMark.objects.create(
                session=sessions[0], enrolment=one, mark=mark, hours=hours, recorded_by=balikpapan_admin
            )
        rows = client_of(balikpapan_admin).get(page("class_close", training)).context["rows"]
        assert {row.record: row.initial.get("state") for row in rows} == {present: None, absent: "failed"}
        assert any("0,0" in row.note for row in rows)


class TestPeople:
    def test_found_by_phone_and_by_certificate(self, balikpapan, bontang_admin, balikpapan_admin):
        enrolment = EnrolmentFactory(training_class__centre=balikpapan, passed=True, job_seeker__phone="+6281234567890")
        certificate = certify(enrolment, enrolment.ended_on)
        url = reverse("trainees:job_seeker_find_number")
        for typed in ("0812 3456 7890", certificate.number):
            response = client_of(balikpapan_admin).post(url, {"number": typed})
            assert response.context["people"] == [enrolment.job_seeker]
            assert client_of(bontang_admin).post(url, {"number": typed}).context["people"] == []

    def test_opening_protected_data_is_written_down(self, balikpapan, balikpapan_admin):
        person = JobSeekerFactory(registered_by=balikpapan.office)
        client, url = client_of(balikpapan_admin), reverse("trainees:protected_data", args=[person.pk])
        client.get(url)
        assert AccessLog.objects.get().reason == "protected data"
        client.post(url, {"disability": "physical", "special_groups": ["laid_off"]})
        assert ProtectedData.objects.get().disability == "physical"

    def test_a_pair_is_decided_on_one_page(self, balikpapan, balikpapan_admin, planner):
        for _n in range(2):
            person = JobSeekerFactory(full_name="Nur Hidayah", registered_by=balikpapan.office)
        queue_duplicates_of(person)
        pair = DuplicatePair.objects.get()
        client = client_of(balikpapan_admin)
        url = reverse("trainees:duplicate_detail", args=[pair.pk])
        approve_as(planner, client.post(url, {"decision": "first", "reason": "KTP sama"}))
        assert JobSeeker.objects.get() == pair.first
        old = reverse("trainees:job_seeker_detail", args=[pair.second_id])
        assert client.get(old)["Location"] == pair.first.get_absolute_url()
        merge = pair.first.merges.get()
        client.post(reverse("trainees:merge_undo", args=[merge.pk]))
        assert JobSeeker.objects.count() == 2

    def test_a_pair_across_centres_is_nobodys_but_the_provinces(self, balikpapan, bontang, balikpapan_admin, planner):
        JobSeekerFactory(full_name="Nur Hidayah", registered_by=bontang.office, domicile=home_region("64.74"))
        queue_duplicates_of(JobSeekerFactory(full_name="Nur Hidayah", registered_by=balikpapan.office))
        url = reverse("trainees:duplicate_detail", args=[DuplicatePair.objects.get().pk])
        assert client_of(balikpapan_admin).get(url).status_code == 404
        assert client_of(planner).get(url).status_code == 200


class TestTracing:
    @pytest.fixture
    def graduate(self, balikpapan):
        closed = today() - timedelta(days=120)
        training = TrainingClassFactory(
            centre=balikpapan,
            starts_on=closed - timedelta(days=20),
            ends_on=closed,
            fiscal_year=closed.year,
            closed=True,
        )
        return EnrolmentFactory(training_class=training, passed=True)

    def test_the_form_needs_no_account_and_is_kept_nowhere(self, client, graduate, balikpapan_admin):
        url = invite_graduate(actor=balikpapan_admin, enrolment=graduate, months=3).url
        path = "/t/" + url.split("/t/")[1]
        response = client.get(path)
        assert response.status_code == 200
        # With “no-referrer” a browser sends its own form from nowhere, and the guard against forgery refuses it.
        assert response["Referrer-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]
        assert graduate.job_seeker.full_name not in response.content.decode()
        assert client.post(path, {"status": "employed"}).status_code == 422
        assert client.post(path, {"status": "seeking"}).status_code == 200
        assert client.get(path).status_code == 404

    def test_an_unknown_link_says_the_same_as_a_used_one(self, client, db):
        assert client.get("/t/abcdefghijklmnopqrstuvwxyz123456/").status_code == 404

    def test_who_answered_leaves_the_list(self, graduate, balikpapan_admin):
        client = client_of(balikpapan_admin)
        url = reverse("trainees:tracer_list")
        assert client.get(url).context["table"].page.count == 1
        ask = reverse("trainees:tracer_ask", args=[graduate.pk, 3])
        client.post(ask, {"status": "seeking"})
        assert client.get(url).context["table"].page.count == 0

    def test_months_that_are_no_round_are_refused(self, graduate, balikpapan_admin):
        client = client_of(balikpapan_admin)
        client.post(reverse("trainees:tracer_invite", args=[graduate.pk, 4]))
        assert not graduate.tracer_rounds.exists()


def test_a_centre_does_not_mark_its_own_signals(training, balikpapan_admin, planner):
    signal = Signal.objects.create(kind="weekend", training_class=training, fingerprint="x")
    url = reverse("trainees:signal_look", args=[signal.pk])
    assert client_of(balikpapan_admin).post(url, {"note": "tidak apa-apa"}).status_code == 403
    assert client_of(planner).post(url, {"note": "Sudah dicek"}).status_code == 302


def test_the_names_behind_a_protected_figure_are_kept_from_who_may_only_count(training, planner, balikpapan_admin):
    training.state, training.closed_on, training.closing_document = ClassState.CLOSED, date(2025, 2, 28), "BA/1"
    training.save()
    passed = EnrolmentFactory(training_class=training, passed=True, job_seeker__full_name="Nama Dilindungi")
    ProtectedData.objects.create(job_seeker=passed.job_seeker, disability="sensory")
    url = reverse("reports:records", args=["people_with_disability_trained"]) + "?year=2025"
    assert "Nama Dilindungi" not in client_of(planner).get(url).content.decode()
    assert "Nama Dilindungi" in client_of(balikpapan_admin).get(url).content.decode()


def test_a_sample_is_drawn_called_and_added_up(training, balikpapan, planner):
    training.state, training.closed_on, training.closing_document = ClassState.CLOSED, date(2025, 2, 28), "BA/1"
    training.save()
    for _n in range(3):
        EnrolmentFactory(training_class=training, passed=True, job_seeker__phone="+6281234567890")
    client = client_of(planner)
    asked = {"centre": balikpapan.pk, "year": 2025, "quarter": 1, "size": 2}
    sample = client.post(reverse("trainees:sample_draw"), asked)["Location"]
    rows = client.get(sample).context["rows"]
    assert all("0812-3456-7890" in row.heading for row in rows)
    results = dict(zip((row.prefix for row in rows), ("confirmed", "unreachable"), strict=True))
    client.post(sample, {f"{prefix}-result": result for prefix, result in results.items()})
    assert "50,0" in client.get(sample).content.decode()
