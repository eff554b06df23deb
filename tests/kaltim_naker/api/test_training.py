"""A training centre sends its year from its own program: seats, attendance, results, and what became of graduates."""

from datetime import date, timedelta

import pytest

from certifications.models import Result
from kaltim_naker.api.models import Receipt
from kaltim_naker.core.periods import add_months, today
from kaltim_naker.regions.models import KbliSection
from programs.choices import ClassState
from tests.factories.accounts import home_region
from tests.factories.certifications import IssuerFactory, SchemeFactory
from tests.factories.periods import ReportingPeriodFactory
from tests.factories.programs import TrainingClassFactory
from tests.factories.tokens import program_of
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory, SessionFactory
from trainees.models import AttendanceMark, Enrolment, Placement, Session, TracerRound

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre(balikpapan):
    return program_of(balikpapan.office)


@pytest.fixture
def samarinda(samarinda_office):
    return program_of(samarinda_office)


def codes(answer):
    return [error["code"] for error in answer.json()["errors"]]


def done(answer):
    assert answer.status_code == 200, answer.content
    return [row["done"] or [error["code"] for error in row["errors"]] for row in answer.json()["rows"]]


# --- what is protected of people -------------------------------------------------------------------------------------
_READS_AND_WRITES = (("Dasbor", ["job_seekers.read"]), ("SIMNAKER", None))


def test_where_a_child_lives_is_for_who_enters_people(samarinda_office):
    birthday = add_months(today(), -18 * 12)
    home = {"domicile": home_region("64.72"), "address": "Jl. Murai 9", "phone": "+6281333666999"}
    adult = JobSeekerFactory(birth_date=birthday, **home)
    child = JobSeekerFactory(birth_date=birthday + timedelta(days=1), **home | {"phone": "+6281333666998"})
    keys = ("address", "phone", "birth_date")
    reads, enters = (program_of(samarinda_office, grants, name) for name, grants in _READS_AND_WRITES)
    listed = {row["id"]: row for row in reads.get("job-seekers").json()["items"]}
    assert [listed[str(child.pk)][key] for key in keys] == [None, None, None]
    assert [listed[str(adult.pk)][key] for key in keys] == ["Jl. Murai 9", "+6281333666999", birthday.isoformat()]
    assert reads.get(f"job-seekers/{child.pk}?fields=phone").json() == {"phone": None}
    assert enters.get(f"job-seekers/{child.pk}?fields=phone,address").json() == {
        "phone": "+6281333666998",
        "address": "Jl. Murai 9",
    }


def test_what_somebody_earns_is_for_who_traces_graduates(samarinda_office, graduate):
    Placement.objects.create(
        job_seeker=graduate.job_seeker, employer="PT Contoh", started_on=today(), wage_band="from_10"
    )
    reads, traces = (program_of(samarinda_office, grants, name) for name, grants in _READS_AND_WRITES)
    assert [row["wage_band"] for row in reads.get("outcomes").json()["items"]] == [None]
    assert [row["wage_band"] for row in traces.get("outcomes").json()["items"]] == ["from_10"]


# --- seats -----------------------------------------------------------------------------------------------------------
def test_a_seat_is_given_once_and_given_back(centre, balikpapan):
    paket = TrainingClassFactory(centre=balikpapan, seats=1, state=ClassState.OPEN)
    first, second = (JobSeekerFactory(registered_by=balikpapan.office) for _n in range(2))
    sent = {"training_class": str(paket.pk), "nik": first.reveal_nik(), "foreign_id": "P-1"}
    seat = centre.post("enrolments", sent)
    assert (seat.status_code, seat.json()["foreign_id"]) == (201, "P-1"), seat.content
    assert first.reveal_nik() not in seat.content.decode()
    full = centre.post("enrolments", {"training_class": str(paket.pk), "job_seeker": str(second.pk)})
    assert (full.status_code, codes(full)) == (422, ["class_full"])
    rehearsal = centre.patch(
        f"enrolments/{seat.json()['id']}?validate_only=true", {"end_reason": "Diterima bekerja"}, etag=seat["ETag"]
    )
    assert (rehearsal.json()["state"], Enrolment.objects.get().state) == ("withdrawn", "participant")
    left = centre.patch(f"enrolments/{seat.json()['id']}", {"end_reason": "Diterima bekerja"}, etag=seat["ETag"])
    assert (left.status_code, left.json()["state"]) == (200, "withdrawn")
    late = centre.patch(f"enrolments/{seat.json()['id']}", {"end_reason": "x"}, etag=seat["ETag"])
    assert (late.status_code, codes(late)) == (412, ["changed_since"])
    assert centre.post("enrolments", {"training_class": str(paket.pk), "job_seeker": str(second.pk)}).status_code == 201
    assert [
        row["id"] for row in centre.get("enrolments", training_class=paket.pk, state="withdrawn").json()["items"]
    ] == [seat.json()["id"]]


def test_somebody_of_another_centre_and_nobody_look_the_same(centre, balikpapan, bontang):
    paket, foreign = TrainingClassFactory(centre=balikpapan), TrainingClassFactory(centre=bontang)
    person = JobSeekerFactory(registered_by=bontang.office)
    own = JobSeekerFactory(registered_by=balikpapan.office)
    for sent, field in (
        ({"training_class": str(foreign.pk), "job_seeker": str(own.pk)}, "training_class"),
        ({"training_class": str(paket.pk), "job_seeker": str(person.pk)}, "job_seeker"),
        ({"training_class": str(paket.pk), "nik": person.reveal_nik()}, "nik"),
        ({"training_class": str(paket.pk), "job_seeker_foreign_id": "X"}, "job_seeker_foreign_id"),
    ):
        [error] = centre.post("enrolments", sent).json()["errors"]
        assert (error["code"], error["field"]) == ("unknown_record", field)
    assert codes(centre.post("enrolments", {"training_class": str(paket.pk)})) == ["one_person"]
    assert not Enrolment.objects.exists()


# --- attendance ------------------------------------------------------------------------------------------------------
@pytest.fixture
def running(balikpapan):
    """A class that began a week ago, with three people."""
    start = today() - timedelta(days=7)
    paket = TrainingClassFactory(
        centre=balikpapan, starts_on=start, ends_on=start + timedelta(days=30), fiscal_year=start.year
    )
    return paket, [EnrolmentFactory(training_class=paket, enrolled_on=start) for _n in range(3)]


def test_a_day_of_a_class_is_sent_and_corrected(centre, running):
    paket, people = running
    marks = [{"enrolment": str(one.pk), "mark": mark} for one, mark in zip(people, "HSA", strict=True)]
    day = {"training_class": str(paket.pk), "held_on": paket.starts_on.isoformat(), "marks": marks}
    assert codes(centre.post("attendance", day)) == ["session_unknown"]
    first = centre.post("attendance", {**day, "hours": 8})
    assert (first.status_code, first.json()["changed"], Session.objects.get().hours) == (200, 3, 8), first.content
    assert centre.post("attendance", day).json()["changed"] == 0
    marks[1]["mark"] = "H"
    assert codes(centre.post("attendance", day)) == ["late_change_needs_reason"]
    assert centre.post("attendance", {**day, "late_reason": "Surat dokter keliru"}).json()["changed"] == 1
    row = centre.get("attendance", enrolment=people[2].pk).json()["items"][0]
    assert (row["mark"], row["hours"], row["session"]["hours"]) == ("A", 0, 8)
    path = f"attendance/{row['id']}"
    corrected = centre.patch(
        path, {"mark": "H", "hours": 4, "late_reason": "Datang siang"}, etag=centre.get(path)["ETag"]
    )
    assert (corrected.json()["mark"], corrected.json()["hours"]) == ("H", 4), corrected.content


def test_marks_of_many_people_each_with_a_verdict(centre, running):
    paket, people = running
    SessionFactory(training_class=paket, held_on=paket.starts_on, hours=8)
    other = EnrolmentFactory()
    rows = [{"enrolment": str(one.pk), "held_on": paket.starts_on.isoformat(), "mark": "H"} for one in (*people, other)]
    rows += [{**rows[0], "mark": "A"}, {**rows[1], "held_on": today().isoformat()}, {**rows[1], "hours": 12}]
    assert done(centre.post("attendance/bulk", {"rows": rows})) == [
        "written",
        "written",
        "written",
        ["unknown_record"],
        ["repeated_row"],
        ["session_unknown"],
        ["repeated_row"],
    ]
    assert AttendanceMark.objects.count() == 3
    refused = centre.post("attendance/bulk", {"rows": [rows[0], rows[5]], "all_or_none": True})
    assert refused.status_code == 422


# --- results ---------------------------------------------------------------------------------------------------------
def test_results_of_a_class_sent_twice_are_recorded_once(centre, balikpapan):
    paket = TrainingClassFactory(centre=balikpapan, closed=True)
    people = [EnrolmentFactory(training_class=paket, passed=True) for _n in range(2)]
    scheme, issuer = SchemeFactory(), IssuerFactory(code="bnsp")
    common = {"scheme": str(scheme.pk), "issuer": issuer.code, "assessed_on": paket.ends_on.isoformat()}
    rows = [
        {**common, "nik": people[0].job_seeker.reveal_nik(), "outcome": "K", "foreign_id": "U-1"},
        {**common, "enrolment": str(people[1].pk), "outcome": "BK"},
        {**common, "enrolment": str(EnrolmentFactory().pk), "outcome": "K"},
        {**common, "enrolment": str(people[1].pk), "outcome": "C"},
    ]
    first = centre.post("results/bulk", {"rows": rows})
    assert done(first) == ["created", "created", ["unknown_record"], ["invalid_choice"]]
    assert done(centre.post("results/bulk", {"rows": rows}))[:2] == ["unchanged", "unchanged"]
    assert Result.objects.count() == 2
    assert people[0].job_seeker.reveal_nik() not in str(Receipt.objects.values_list("rows", flat=True))
    found = centre.get("results", training_class=paket.pk, outcome="K").json()["items"]
    assert [(row["foreign_id"], row["scheme"]["title"]) for row in found] == [("U-1", scheme.title)]
    again = centre.post("results", {**common, "enrolment": str(people[0].pk), "outcome": "K"})
    assert codes(again) == ["competent_already"]
    assert len(centre.get("assessments", state="assessed").json()["items"]) == 1


def test_a_closed_quarter_says_who_closed_it_and_whom_to_ask(centre, balikpapan):
    paket = TrainingClassFactory(centre=balikpapan, closed=True)
    closed = ReportingPeriodFactory(
        closed=True, centre=balikpapan, year=paket.ends_on.year, quarter=(paket.ends_on.month + 2) // 3
    )
    enrolment = EnrolmentFactory(training_class=TrainingClassFactory(centre=balikpapan), enrolled_on=date(2020, 1, 1))
    sent = {
        "enrolment": str(enrolment.pk),
        "scheme": str(SchemeFactory().pk),
        "issuer": IssuerFactory().code,
        "assessed_on": paket.ends_on.isoformat(),
        "outcome": "K",
    }
    for answer in (centre.post("results", sent), centre.post("results", sent, query="?validate_only=true")):
        assert (answer.status_code, codes(answer)) == (422, ["period_closed"])
        assert closed.closed_by.full_name in answer.json()["detail"]
    assert done(centre.post("results/bulk", {"rows": [sent]})) == [["period_closed"]]
    assert not Result.objects.exists()


# --- what became of them ---------------------------------------------------------------------------------------------
@pytest.fixture
def graduate(balikpapan):
    """A resident of Samarinda who passed in Balikpapan long ago."""
    person = JobSeekerFactory(domicile=home_region("64.72"), registered_by=balikpapan.office)
    paket = TrainingClassFactory(centre=balikpapan, closed=True)
    return EnrolmentFactory(training_class=paket, job_seeker=person, passed=True)


def test_a_job_is_known_once_however_often_it_is_sent(samarinda, centre, graduate):
    KbliSection.objects.get_or_create(version=2020, code="C", defaults={"title_id": "Industri", "title_en": "Industry"})
    job = {
        "foreign_id": "K-9",
        "nik": graduate.job_seeker.reveal_nik(),
        "employer": "PT  Karya Bersama",
        "started_on": graduate.ended_on.isoformat(),
        "sector": "C",
        "evidence": "document",
    }
    other = {**job, "nik": JobSeekerFactory(domicile=home_region("64.74")).reveal_nik()}
    assert done(samarinda.post("outcomes/bulk", {"rows": [job, other]})) == ["created", ["unknown_record"]]
    assert done(samarinda.post("outcomes/bulk", {"rows": [job]})) == ["unchanged"]
    assert done(samarinda.post("outcomes/bulk", {"rows": [{**job, "occupation": "Juru las"}]})) == ["updated"]
    placement = Placement.objects.get()
    assert (placement.enrolment, placement.sector.code, placement.occupation) == (graduate, "C", "Juru las")
    path = f"outcomes/{placement.pk}"
    seen = centre.get(path)
    assert (seen.json()["foreign_id"], samarinda.get(path).json()["foreign_id"]) == (None, "K-9")
    worse = centre.patch(path, {"evidence": "own_word", "is_relevant": True}, etag=seen["ETag"])
    assert (worse.json()["evidence"], worse.json()["is_relevant"]) == ("document", True)
    taken = samarinda.post("outcomes", {**job, "employer": "PT Lain"})
    assert (codes(taken), Placement.objects.count()) == (["foreign_id_taken"], 1)


def test_a_round_of_the_survey_is_answered_once(samarinda, graduate):
    said = {"enrolment": str(graduate.pk), "months": 3, "status": "employed"}
    assert codes(samarinda.post("survey-answers", said)) == ["required"]
    said |= {"employer": "PT Karya", "started_on": graduate.ended_on.isoformat()}
    first = samarinda.post("survey-answers", said)
    assert (first.status_code, first.json()["status"]) == (201, "employed"), first.content
    assert first.json()["outcome"] == str(Placement.objects.get().pk)
    assert codes(samarinda.post("survey-answers", {**said, "status": "seeking"})) == ["answered_already"]
    assert done(samarinda.post("survey-answers/bulk", {"rows": [said, {**said, "months": 4}]})) == [
        "unchanged",
        ["invalid_choice"],
    ]
    assert TracerRound.objects.answered().count() == 1
