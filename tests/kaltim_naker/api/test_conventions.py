"""What holds for every resource: strict parameters, pages, fields, languages, limits, few queries."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaltim_naker.api.rest import throttling
from tests.factories.accounts import home_region
from tests.factories.certifications import CertificateFactory
from tests.factories.needs import ProposalFactory, SkillNeedFactory
from tests.factories.programs import TrainingClassFactory
from tests.factories.tokens import program_of
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from tests.security import security

pytestmark = pytest.mark.django_db


@pytest.fixture
def province_program(province):
    return program_of(province)


@pytest.mark.parametrize(
    ("path", "query", "code", "field"),
    [
        ("job-seekers", {"regoin": "64.72"}, "unknown_parameter", "regoin"),
        ("job-seekers", {"region": "6472"}, "invalid_choice", "region"),
        ("job-seekers", {"sex": "x"}, "invalid_choice", "sex"),
        ("job-seekers", {"sex": ["L", "P"]}, "repeated_parameter", "sex"),
        ("job-seekers", {"limit": "101"}, "limit_not_possible", "limit"),
        ("job-seekers", {"limit": "0"}, "limit_not_possible", "limit"),
        ("job-seekers", {"limit": "9" * 30}, "limit_not_possible", "limit"),
        ("job-seekers", {"cursor": "%%%"}, "wrong_cursor", "cursor"),
        ("job-seekers", {"cursor": "AAAA"}, "wrong_cursor", "cursor"),
        ("job-seekers", {"fields": "id,nik_cipher"}, "unknown_field", "fields"),
        ("regions", {"q": "x"}, "unknown_parameter", "q"),
        ("achievements", {"quarter": "5"}, "max_value", "quarter"),
    ],
)
@security(19, "What the API refuses rather than guesses", target="400, limit 100")
def test_what_is_mistyped_is_refused(province_program, path, query, code, field):
    """A filter that is ignored would give all rows as if filtered."""
    answer = province_program.get(path, **query)
    assert answer.status_code == 400
    assert [(error["code"], error["field"]) for error in answer.json()["errors"]] == [(code, field)]


def test_filters_are_those_of_the_page_by_official_code(province_program):
    here, _there = (JobSeekerFactory(domicile=home_region(code)) for code in ("64.72", "64.74"))
    found = province_program.get("job-seekers", region="64.72").json()["items"]
    assert [row["id"] for row in found] == [str(here.pk)]


def test_pages_by_cursor_have_everybody_once(province_program):
    people = {str(JobSeekerFactory().pk) for _n in range(5)}
    answer, seen = province_program.get("job-seekers", limit=2).json(), []
    while True:
        seen += [row["id"] for row in answer["items"]]
        if answer["next"] is None:
            break
        answer = province_program.client.get(answer["next"], headers=province_program.headers).json()
    assert sorted(seen) == sorted(people)


def test_only_the_fields_that_were_asked_for(province_program):
    person = JobSeekerFactory()
    row = province_program.get("job-seekers", fields="full_name,domicile").json()["items"][0]
    assert list(row) == ["full_name", "domicile"]
    one = province_program.get(f"job-seekers/{person.pk}", fields="id").json()
    assert one == {"id": str(person.pk)}


@pytest.mark.parametrize(("asked", "got"), [("en", "en"), ("id-ID,id;q=0.9", "id"), ("fr", "id"), ("", "id")])
def test_sentences_come_in_the_language_asked_for(province_program, asked, got):
    province_program.headers["Accept-Language"] = asked
    answer = province_program.get("job-seekers", limit=0)
    assert answer["Content-Language"] == got


def test_how_much_is_left_is_said_and_then_it_is_enough(province_program, monkeypatch):
    cache.clear()
    monkeypatch.setattr(throttling, "READS_A_MINUTE", 2)
    monkeypatch.setattr(throttling.time, "time", lambda: 1_800_000_010)
    first, second, third = (province_program.get("regions") for _n in range(3))
    assert [first["RateLimit-Remaining"], second["RateLimit-Remaining"], first["RateLimit-Limit"]] == ["1", "0", "2"]
    assert (first.status_code, third.status_code, third.json()["code"]) == (200, 429, "throttled")
    assert 0 < int(third["Retry-After"]) <= 61


def test_anybody_may_check_a_paper_but_not_without_end(client, monkeypatch):
    cache.clear()
    certificate = CertificateFactory()
    path = "/api/v1/certificates/verify"
    good = client.post(path, {"code": certificate.code}, content_type="application/json")
    assert (good.status_code, good.json()["outcome"]) == (200, "valid")
    assert certificate.holder_name not in good.content.decode()
    typed = {"number": certificate.number, "short_code": certificate.short_code}
    assert client.post(path, typed, content_type="application/json").json()["outcome"] == "valid"
    wrong = client.post(path, {"code": "x" * 24}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["outcome"], wrong.json()["title"]) == (200, "unknown", "")
    assert client.post(path, {"number": "1"}, content_type="application/json").status_code == 422
    monkeypatch.setattr(throttling, "STRANGERS_A_MINUTE", 3)
    assert (
        client.post(path, {"code": "x"}, content_type="application/json", HTTP_X_FORWARDED_FOR="9.9.9.9").status_code
        == 429
    )


def test_what_is_no_json_is_refused_in_words(province_program):
    answer = province_program.client.post(
        "/api/v1/job-seekers/find", "{", content_type="application/json", headers=province_program.headers
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")
    assert province_program.client.put("/api/v1/needs", headers=province_program.headers).status_code == 405


def one_more() -> None:
    enrolment = EnrolmentFactory(training_class=TrainingClassFactory(), job_seeker=JobSeekerFactory())
    CertificateFactory()
    ProposalFactory(region=enrolment.job_seeker.domicile)
    SkillNeedFactory(region=enrolment.job_seeker.domicile)


LISTS = (
    "job-seekers",
    "classes",
    "enrolments",
    "certificates",
    "proposals",
    "needs",
    "programmes",
    "schemes",
    "regions",
)


def test_more_rows_need_no_more_queries(province_program):
    def queries(path: str) -> int:
        province_program.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = province_program.get(path, limit=100)
        assert answer.json()["items"]
        return len(captured)

    one_more()
    few = {path: queries(path) for path in LISTS}
    for _n in range(30):
        one_more()
    assert {path: queries(path) for path in LISTS} == few
    assert max(few.values()) <= 6, few


def test_achievement_is_that_of_the_page(province_program, balikpapan):
    CertificateFactory()
    answer = province_program.get("achievements", year=2025).json()
    assert (answer["year"], answer["quarter"]) == (2025, None)
    assert isinstance(answer["items"], list)
