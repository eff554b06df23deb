"""What a program is told when it goes astray, and how it hears of what will end."""

import gzip
import json
from datetime import date

import pytest
from django.test import Client

from kaltim_naker.api.resources.reference import RegionViewSet
from kaltim_naker.api.rest.deprecation import Deprecation
from kaltim_naker.regions.models import Region
from tests.factories.tokens import program_of
from tests.factories.trainees import JobSeekerFactory

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture
def program(samarinda_office):
    return program_of(samarinda_office)


@pytest.mark.parametrize("path", ["", "nothing", "job-seekers/", "job-seekers/no-key", "regions/64.72/more"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_is_none(client, path, method):
    answer = getattr(client, method)(f"/api/v1/{path}", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer["Content-Type"], answer["Content-Language"]) == (404, PROBLEM, "en")
    assert (answer.json()["code"], answer.json()["status"]) == ("not_found", 404)


def test_a_fault_of_ours_is_told_as_one(program, monkeypatch):
    """In the program's own form, without a word of what is inside."""

    def broken(self):
        raise RuntimeError("inside")

    monkeypatch.setattr(RegionViewSet, "get_base_queryset", broken)
    program.client.raise_request_exception = False
    answer = program.get("regions")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (500, PROBLEM, "server_fault")
    assert "inside" not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_pages_keep_their_own_faults(client):
    assert client.get("/nothing-here/")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"reason": "a\\u0000b"}', "null_character"),
        (b'{"a\\u0000": 1}', "null_character"),
        (b'{"rows": [{"full_name": "\\ud800"}]}', "not_unicode"),
        (b'{"a": "\xff"}', "parse_error"),
        (b'{"a": 1' + b"0" * 5000 + b"}", "parse_error"),
        (b'{"a": NaN}', "parse_error"),
        (b"[" * 100_000, "parse_error"),
        (b"[" * 25 + b"]" * 25, "parse_error"),
    ],
)
def test_a_body_that_nobody_could_keep(program, body, code):
    answer = program.client.post(
        "/api/v1/job-seekers/find", body, content_type="application/json", headers=program.headers
    )
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_a_body_without_end(program, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = program.post("job-seekers/find", {"nik": "6472010101000001"})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("path", ["regions/%00", "job-seekers?q=%00", "certificates?fields=%00", "needs?cursor=AA%00"])
def test_nul_in_an_address(program, path):
    answer = program.client.get(f"/api/v1/{path}", headers=program.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "null_character")


def test_an_answer_travels_small_and_only_when_it_changed(program):
    """Compressed, its ETag is a weak one; that one is taken, too."""
    whole = program.get("regions")
    program.headers["Accept-Encoding"] = "gzip"
    small = program.get("regions")
    assert small["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(small.content)) == whole.json()
    assert len(small.content) < len(whole.content)
    program.headers["If-None-Match"] = small["ETag"]
    assert (program.get("regions").status_code, program.get("regions").content) == (304, b"")
    Region.objects.filter(code="64.72").update(name="Kota Lain")
    assert program.get("regions").status_code == 200


def test_what_is_personal_is_kept_nowhere(program, samarinda_office):
    person = JobSeekerFactory(domicile=samarinda_office.region)
    for path in ("job-seekers", f"job-seekers/{person.pk}", "certificates", "receipts"):
        assert "no-store" in program.get(path)["Cache-Control"]
    assert program.get("regions")["Cache-Control"] == "private, no-cache"
    assert "no-store" in program.get("regions", what="x")["Cache-Control"]


def test_what_will_end_says_so_in_each_answer(program, monkeypatch):
    ends = Deprecation(since=date(2027, 1, 1), sunset=date(2027, 7, 1), instead="/api/v1/areas")
    monkeypatch.setattr(RegionViewSet, "deprecated", {"list": ends})
    listed = program.get("regions")
    assert listed["Deprecation"] == "@1798761600"
    assert listed["Sunset"] == "Thu, 01 Jul 2027 00:00:00 GMT"
    assert listed["Link"] == '</api/v1/areas>; rel="successor-version"'
    assert "Deprecation" not in program.get("regions/64.72")


def test_nothing_ends_overnight():
    with pytest.raises(ValueError, match="180"):
        Deprecation(since=date(2027, 1, 1), sunset=date(2027, 6, 1), instead="/api/v1/areas")


def test_a_cookie_opens_nothing(planner_client: Client):
    assert planner_client.get("/api/v1/regions").status_code == 401
