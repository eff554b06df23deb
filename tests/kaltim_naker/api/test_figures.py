"""Figures by what one asks for, the records behind them, and reports, as programs of different offices see them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaltim_naker.audit.models import AccessKind, AccessLog
from kaltim_naker.reports.models import ReportRun
from tests.factories.accounts import home_region
from tests.factories.certifications import certify
from tests.factories.programs import TrainingClassFactory
from tests.factories.tokens import program_of
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from trainees.models import JobSeeker
from trainees.services import merge_people

pytestmark = pytest.mark.django_db
FIGURE = "job_seekers_certified"


@pytest.fixture
def year(balikpapan, bontang):
    """Three people with certificates in March 2025: two of Samarinda, one of them at both centres; one of Bontang."""
    people = [
        JobSeekerFactory(domicile=home_region(code), sex=sex, registered_by=balikpapan.office)
        for code, sex in (("64.72", "L"), ("64.72", "P"), ("64.74", "P"))
    ]
    for place, centre in ((0, balikpapan), (0, bontang), (1, balikpapan), (2, bontang)):
        paket = TrainingClassFactory(centre=centre, closed=True)
        certify(EnrolmentFactory(training_class=paket, job_seeker=people[place], passed=True), date(2025, 3, 10))
    return people


def parts(answer):
    assert answer.status_code == 200, answer.content
    return {tuple(one["members"].values()): one["cumulative"] for one in answer.json()["parts"]}


def test_parts_are_distinct_and_may_exceed_the_whole(year, province, balikpapan, bontang):
    program = program_of(province)
    answer = program.get(f"achievements/{FIGURE}", year=2025, by="centre")
    assert parts(answer) == {(balikpapan.office.code,): 2, (bontang.office.code,): 2}
    assert (answer.json()["whole"]["cumulative"], answer.json()["excess"]) == (3, 1)
    crossed = program.get(f"achievements/{FIGURE}", year=2025, by="region,sex")
    assert parts(crossed) == {("64.72", "L"): 1, ("64.72", "P"): 1, ("64.74", "P"): 1}
    totals = [(one["members"], one["cumulative"]) for one in crossed.json()["totals"]]
    assert ({"region": "64.72"}, 2) in totals
    assert ({"sex": "P"}, 2) in totals
    narrowed = program.get(f"achievements/{FIGURE}", year=2025, by="sex", region="64.74")
    assert parts(narrowed) == {("P",): 1}
    quarter = program.get(f"achievements/{FIGURE}", year=2025, quarter=2).json()["whole"]
    assert (quarter["in_period"], quarter["cumulative"]) == (0, 3)


@pytest.mark.parametrize("by", ["", "region", "region,sex"])
def test_a_year_without_anything_has_a_whole_and_no_parts(province, by):
    answer = program_of(province).get(f"achievements/{FIGURE}", year=2024, **({"by": by} if by else {}))
    assert parts(answer) == {}
    assert answer.json()["whole"]["cumulative"] == 0


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ({"by": "colour"}, "not_divided", "by"),
        ({"by": "region,sex,age"}, "not_divided", "by"),
        ({"region": "6472"}, "wrong_filter", "region"),
        ({"year": "1"}, "min_value", "year"),
        ({"regio": "64.72"}, "unknown_parameter", "regio"),
    ],
)
def test_what_cannot_be_asked_is_refused(year, province, query, code, field):
    answer = program_of(province).get(f"achievements/{FIGURE}", **query)
    assert answer.status_code == 400
    assert [(error["code"], error["field"]) for error in answer.json()["errors"]] == [(code, field)]


def test_each_office_counts_and_lists_its_own(year, province, balikpapan, samarinda_office):
    for office, count in ((province, 3), (balikpapan.office, 2), (samarinda_office, 2)):
        program = program_of(office)
        whole = program.get(f"achievements/{FIGURE}", year=2025).json()["whole"]
        behind = program.get(f"achievements/{FIGURE}/records", year=2025).json()
        assert (whole["cumulative"], behind["count"], behind["hidden"], len(behind["items"])) == (
            count,
            count,
            0,
            count,
        )
        assert behind["kind"] == "certifications.certificate"
        assert program.get(f"certificates/{behind['items'][0]['record']}").status_code == 200
    assert AccessLog.objects.filter(kind=AccessKind.EXPORT, subject=FIGURE).count() == 3
    first = program_of(province, name="pages").get(f"achievements/{FIGURE}/records", year=2025, limit=2).json()
    assert (len(first["items"]), bool(first["next"])) == (2, True)


def test_who_may_not_see_records_is_told_how_many(year, samarinda_office):
    program = program_of(samarinda_office, ["figures.read"])
    behind = program.get(f"achievements/{FIGURE}/records", year=2025).json()
    assert (behind["count"], behind["hidden"], behind["items"]) == (2, 2, [])


def test_more_members_need_no_more_queries(year, province):
    program = program_of(province)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            program.get(f"achievements/{FIGURE}", year=2025, by="region,sex")
        return len(captured)

    queries()
    few = queries()
    paket = TrainingClassFactory(closed=True)
    for code in ("64.71", "64.01", "64.02", "64.03"):
        person = JobSeekerFactory(domicile=home_region(code))
        certify(EnrolmentFactory(training_class=paket, job_seeker=person, passed=True), date(2025, 3, 10))
    assert queries() == few


def test_a_report_is_asked_for_once_watched_and_cancelled(balikpapan, bontang):
    program, neighbour = program_of(balikpapan.office), program_of(bontang.office)
    sent = {"kind": "target_realisation", "year": 2025, "quarter": 3}
    made = program.post("reports", sent)
    assert (made.status_code, made.json()["centre"]["code"]) == (201, balikpapan.office.code), made.content
    path = f"reports/{made.json()['id']}"
    run = ReportRun.objects.get()
    if run.state == "queued":
        assert program.post("reports", sent).json()["id"] == made.json()["id"]
        for what in ("facts", "document"):
            assert (program.get(f"{path}/{what}").status_code, neighbour.get(f"{path}/{what}").status_code) == (
                409,
                404,
            )
        stopped = program.post(f"{path}/cancel", {}, **{"If-Match": program.get(path)["ETag"]})
        assert (stopped.status_code, stopped.json()["state"]) == (200, "cancelled")
    foreign = program.post("reports", {**sent, "centre": bontang.office.code})
    assert foreign.json()["code"] == "division_out_of_scope"
    assert program.post("reports", {**sent, "month": 3}).status_code == 422


def test_a_merged_person_leads_to_the_record_that_stayed(samarinda_office, samarinda_operator, planner):
    program = program_of(samarinda_office)
    keep, remove, elsewhere = (JobSeekerFactory(domicile=home_region(code)) for code in ("64.72", "64.72", "64.74"))
    second = JobSeekerFactory(domicile=home_region("64.74"), nik=None, nik_missing_reason="no_card")
    gone = [remove.pk, second.pk]
    JobSeeker.objects.filter(pk=remove.pk).update(nik_cipher=None, nik_index=None, nik_missing_reason="no_card")
    remove.refresh_from_db()
    merge_people(actor=planner, keep=keep, remove=remove, reason="satu orang")
    merge_people(actor=planner, keep=elsewhere, remove=second, reason="satu orang")
    for answer in (program.get(f"job-seekers/{gone[0]}"), program.patch(f"job-seekers/{gone[0]}", {}, etag="x")):
        assert (answer.status_code, answer.json()["code"]) == (410, "merged")
        assert answer["Location"].endswith(f"/api/v1/job-seekers/{keep.pk}")
    assert program.get(f"job-seekers/{gone[1]}").status_code == 404
