"""A regional office sends its whole list, month after month."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaltim_naker.api.models import JobSeekerReference, Receipt
from kaltim_naker.api.services import bulk
from tests.factories.accounts import home_region
from tests.factories.tokens import program_of
from tests.factories.trainees import JobSeekerFactory, nik_for
from trainees.models import DuplicatePair, JobSeeker
from trainees.tasks import search_duplicates_of

pytestmark = pytest.mark.django_db
BORN = date(2000, 5, 17)


@pytest.fixture
def samarinda(samarinda_office):
    return program_of(samarinda_office)


def person(number: int, **changed):
    return {
        "foreign_id": f"SMD-{number}",
        "full_name": f"Warga {number}",
        "nik": f"647201170500{number:04d}",
        "birth_date": BORN.isoformat(),
        "sex": "L",
        "domicile": "64.72",
        "phone": f"08125555{number:04d}",
        **changed,
    }


def verdicts(answer):
    return [(row["outcome"], row["done"], [error["code"] for error in row["errors"]]) for row in answer.json()["rows"]]


def test_the_same_list_again_creates_nobody(samarinda):
    rows = [person(n) for n in range(1, 6)]
    first = samarinda.post("job-seekers/bulk", {"rows": rows})
    assert first.status_code == 200, first.content
    assert verdicts(first) == [("accepted", "created", [])] * 5
    assert (JobSeeker.objects.count(), JobSeekerReference.objects.count()) == (5, 5)
    rows[2]["phone"] = "081299990000"
    again = samarinda.post("job-seekers/bulk", {"rows": rows})
    expected = ["unchanged", "unchanged", "updated", "unchanged", "unchanged"]
    assert [row["done"] for row in again.json()["rows"]] == expected
    assert [row["id"] for row in again.json()["rows"]] == [row["id"] for row in first.json()["rows"]]
    assert JobSeeker.objects.get(full_name="Warga 3").phone == "+6281299990000"
    assert JobSeeker.objects.count() == 5


def test_nobody_waits_for_the_search_for_duplicates(samarinda, monkeypatch, django_capture_on_commit_callbacks):
    """A worker is told whom to search for; what it finds is what the night would have found."""
    sent = []
    monkeypatch.setattr("kaltim_naker.core.jobs._send", lambda name, ids: sent.append((name, ids)))
    with django_capture_on_commit_callbacks(execute=True):
        samarinda.post("job-seekers/bulk", {"rows": [person(1), person(2, full_name="Warga 1")]})
    assert not DuplicatePair.objects.exists()
    [(name, ids)] = sent
    assert name == search_duplicates_of.name
    search_duplicates_of(**ids)
    assert DuplicatePair.objects.count() == 1


def test_a_number_that_another_request_took_meanwhile(samarinda, samarinda_office, monkeypatch):
    """It was free when we looked. Everything is taken back, and the sender told which number it was."""
    other = JobSeekerReference(office=samarinda_office, foreign_id="SMD-2", job_seeker=JobSeekerFactory())
    monkeypatch.setattr(bulk, "update_contacts", lambda **given: other.save())
    answer = samarinda.post("job-seekers/bulk", {"rows": [person(1), person(2)]})
    assert (answer.status_code, answer.json()["code"]) == (422, "foreign_id_taken")
    assert "SMD-2" in answer.json()["detail"]
    assert not JobSeeker.objects.filter(full_name__startswith="Warga ").exists()


def test_good_rows_go_in_and_the_others_say_why(samarinda):
    elsewhere = JobSeekerFactory(domicile=home_region("64.74"), birth_date=BORN)
    known = samarinda.post("job-seekers/bulk", {"rows": [person(1)]}).json()["rows"][0]["id"]
    answer = samarinda.post(
        "job-seekers/bulk",
        {
            "rows": [
                person(2),
                person(3, nik="123"),
                person(4, domicile="64.74"),
                person(1, full_name="Orang Lain", foreign_id="Y"),
                person(5, nik=elsewhere.reveal_nik(), full_name=elsewhere.full_name),
                person(6, nik=person(2)["nik"], foreign_id="X"),
                person(7, foreign_id="SMD-1"),
                {"full_name": "Hanya Nama"},
            ]
        },
    )
    assert verdicts(answer) == [
        ("accepted", "created", []),
        ("refused", "", ["nik_length"]),
        ("refused", "", ["unknown_code"]),
        ("held", "", ["identity_differs"]),
        ("held", "", ["known_elsewhere"]),
        ("refused", "", ["repeated_row"]),
        ("held", "", ["identity_differs"]),
        ("refused", "", ["required", "required", "required"]),
    ]
    assert JobSeeker.objects.get(pk=known).full_name == "Warga 1"
    receipt = Receipt.objects.get(pk=answer["Receipt"])
    assert (receipt.outcome, receipt.accepted, receipt.held, receipt.refused) == ("partly", 1, 3, 4)
    assert "647201" not in str(receipt.rows)


def test_all_or_none(samarinda):
    rows = [person(1), person(2, sex="P")]
    answer = samarinda.post("job-seekers/bulk", {"rows": rows, "all_or_none": True}, key="k")
    assert answer.status_code == 422
    assert [codes for _outcome, _done, codes in verdicts(answer)] == [["all_or_none"], ["nik_sex_mismatch"]]
    assert not JobSeeker.objects.exists()
    assert Receipt.objects.get().refused == 2
    rows[1]["sex"] = "L"
    assert samarinda.post("job-seekers/bulk", {"rows": rows, "all_or_none": True}, key="k").status_code == 200
    assert JobSeeker.objects.count() == 2


def test_found_by_ones_own_number_alone(samarinda):
    without = {**person(1), "nik_missing_reason": "no_card"}
    del without["nik"]
    for done in ("created", "unchanged"):
        assert samarinda.post("job-seekers/bulk", {"rows": [without]}).json()["rows"][0]["done"] == done
    assert JobSeeker.objects.count() == 1


@pytest.mark.parametrize("rows", [[], [{}] * 1001, "x", None])
def test_one_to_a_thousand(samarinda, rows):
    answer = samarinda.post("job-seekers/bulk", {"rows": rows})
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


def test_a_rehearsal_tells_the_verdicts_and_writes_nothing(samarinda):
    answer = samarinda.post("job-seekers/bulk", {"rows": [person(1)]}, query="?validate_only=true")
    assert verdicts(answer) == [("accepted", "created", [])]
    assert not JobSeeker.objects.exists()


def test_many_rows_need_no_more_queries(samarinda):
    def queries(first: int, last: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = samarinda.post("job-seekers/bulk", {"rows": [person(n) for n in range(first, last)]})
        assert answer.json()["accepted"] == last - first
        return len(captured)

    queries(1, 3)
    assert queries(10, 12) == queries(100, 200)


def test_the_numbers_here_agree_with_the_people():

    assert nik_for("64.72", BORN, "L", 6) == person(7)["nik"]
