"""A regional office sends its residents and proposals, loses its line, asks again; its neighbours see none of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.api.models import Answer, JobSeekerReference, Receipt
from kaltim_naker.audit.models import AccessKind, AccessLog
from programs.models import Proposal
from tests.factories.accounts import OfficeFactory, home_region
from tests.factories.tokens import program_of
from tests.factories.trainees import JobSeekerFactory
from trainees.models import JobSeeker

pytestmark = pytest.mark.django_db
ANI = {
    "foreign_id": "SMD-17",
    "full_name": "Ani  Rahmawati",
    "nik": "6472015705000001",
    "birth_date": "2000-05-17",
    "sex": "P",
    "domicile": "64.72",
    "phone": "0812-3456-7890",
    "education": 4,
    "notice_shown": True,
}
WELDING = {"region": "64.72", "year": 2027, "title": "Pelatihan las", "volume": 2, "unit": "package"}


@pytest.fixture
def samarinda(samarinda_office):
    return program_of(samarinda_office)


@pytest.fixture
def bontang(db):
    office = OfficeFactory(code="disnaker-bontang", kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.74"))
    return program_of(office)


def test_a_person_is_registered_once_however_often_it_is_sent(samarinda, samarinda_office):
    first = samarinda.post("job-seekers", ANI, key="a1")
    assert first.status_code == 201, first.content
    person = JobSeeker.objects.get()
    assert (person.full_name, person.registered_by, person.phone) == (
        "Ani Rahmawati",
        samarinda_office,
        "+6281234567890",
    )
    said = first.json()
    assert (said["id"], said["foreign_id"], said["domicile"]["bps_code"]) == (str(person.pk), "SMD-17", None)
    assert "6472015705000001" not in first.content.decode()
    assert first["Location"].endswith(f"/api/v1/job-seekers/{person.pk}")

    again = samarinda.post("job-seekers", ANI, key="a1")
    assert (again.status_code, again.json(), again["Receipt"]) == (201, said, first["Receipt"])
    assert again["Idempotent-Replayed"] == "true"
    assert again["ETag"] == first["ETag"]
    assert (JobSeeker.objects.count(), Receipt.objects.count()) == (1, 1)

    other_key = samarinda.post("job-seekers", ANI, key="a2")
    assert (other_key.status_code, other_key.json()["code"]) == (422, "nik_known")
    assert other_key.json()["errors"][0]["field"] == "nik"
    assert JobSeeker.objects.count() == 1


def test_a_key_is_for_one_thing(samarinda):
    samarinda.post("proposals", WELDING, key="k")
    other = samarinda.post("proposals", {**WELDING, "title": "Pelatihan lain"}, key="k")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert Proposal.objects.count() == 1


def test_without_a_key_nothing_is_sent(samarinda):
    answer = samarinda.client.post(
        "/api/v1/proposals", WELDING, content_type="application/json", headers=samarinda.headers
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")
    assert not Proposal.objects.exists()


def test_what_was_refused_may_come_again_with_the_same_key_corrected(samarinda):
    refused = samarinda.post("proposals", {**WELDING, "volume": 0}, key="k")
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["volume"]
    assert refused["Content-Type"] == "application/problem+json"
    assert Receipt.objects.get().outcome == "refused"
    assert not Answer.objects.exists()
    assert samarinda.post("proposals", WELDING, key="k").status_code == 201


def test_an_old_answer_is_forgotten_after_a_day(samarinda, time_machine):
    samarinda.post("proposals", WELDING, key="k")
    time_machine.move_to(timezone.now() + timedelta(hours=25), tick=False)
    again = samarinda.post("proposals", WELDING, key="k")
    assert (again.status_code, Proposal.objects.count()) == (422, 1)


def test_keys_of_two_offices_do_not_meet(samarinda, bontang):
    samarinda.post("proposals", WELDING, key="1")
    assert bontang.post("proposals", {**WELDING, "region": "64.74"}, key="1").status_code == 201
    assert Proposal.objects.count() == 2


def test_a_rehearsal_changes_nothing_and_says_the_same(samarinda):
    answer = samarinda.post("proposals", WELDING, query="?validate_only=true")
    assert (answer.status_code, answer.json()["title"]) == (200, "Pelatihan las")
    assert answer["Validate-Only"] == "true"
    wrong = samarinda.post("proposals", {**WELDING, "region": "64.74"}, query="?validate_only=true")
    assert wrong.json()["errors"][0]["code"] == "unknown_code"
    assert [model.objects.count() for model in (Proposal, Receipt, Answer)] == [0, 0, 0]


def test_a_region_speaks_for_itself_only(samarinda):
    foreign = samarinda.post("proposals", {**WELDING, "region": "64.74"})
    assert (foreign.status_code, foreign.json()["errors"][0]["field"]) == (422, "region")
    resident_elsewhere = samarinda.post("job-seekers", {**ANI, "domicile": "64.74"})
    assert resident_elsewhere.json()["errors"][0] == {
        "code": "unknown_code",
        "field": "domicile",
        "message": resident_elsewhere.json()["detail"],
    }


def test_the_neighbour_sees_none_of_it(samarinda, bontang):
    key = samarinda.post("job-seekers", ANI).json()["id"]
    proposal = samarinda.post("proposals", WELDING).json()["id"]
    receipt = samarinda.get("receipts").json()["items"][0]["id"]
    for path in ("job-seekers", "proposals", "receipts"):
        assert bontang.get(path).json()["items"] == []
    for path in (f"job-seekers/{key}", f"proposals/{proposal}", f"receipts/{receipt}"):
        answer = bontang.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert bontang.post("job-seekers/find", {"nik": ANI["nik"]}).status_code == 404


def test_only_what_one_has_seen_is_changed(samarinda):
    made = samarinda.post("job-seekers", ANI)
    path, seen = f"job-seekers/{made.json()['id']}", made["ETag"]
    without = samarinda.patch(path, {"phone": "081299998888"})
    assert (without.status_code, without.json()["code"]) == (428, "if_match_missing")
    changed = samarinda.patch(path, {"phone": "081299998888"}, etag=seen)
    assert (changed.status_code, changed.json()["phone"]) == (200, "+6281299998888")
    assert changed.json()["full_name"] == "Ani Rahmawati"
    late = samarinda.patch(path, {"phone": "081211112222"}, etag=seen)
    assert (late.status_code, late.json()["code"]) == (412, "changed_since")
    assert samarinda.patch(path, {"phone": "081211112222"}, etag=f"W/{changed['ETag']}").status_code == 200
    # The number is kept though nobody sent it.
    assert JobSeeker.objects.get().reveal_nik() == ANI["nik"]


def test_what_did_not_change_is_not_sent_again(samarinda):
    key = samarinda.post("job-seekers", ANI).json()["id"]
    for path in (f"job-seekers/{key}", "job-seekers"):
        first = samarinda.get(path)
        samarinda.headers["If-None-Match"] = first["ETag"]
        assert samarinda.get(path).status_code == 304
        del samarinda.headers["If-None-Match"]


def test_the_full_nik_needs_a_reason_and_leaves_a_trace(samarinda):
    key = samarinda.post("job-seekers", ANI).json()["id"]
    assert samarinda.post(f"job-seekers/{key}/nik", {"reason": " "}).status_code == 422
    answer = samarinda.post(f"job-seekers/{key}/nik", {"reason": "Pencocokan data BPJS"})
    assert answer.json() == {"nik": ANI["nik"]}
    trace = AccessLog.objects.get(kind=AccessKind.UNMASK_NIK)
    assert (trace.subject, trace.reason) == (key, "Pencocokan data BPJS")
    found = samarinda.post("job-seekers/find", {"nik": ANI["nik"]})
    assert found.json()["id"] == key
    assert samarinda.post("job-seekers/find", {"nik": "12"}).status_code == 422
    samarinda.get(f"job-seekers/{key}")
    kinds = list(AccessLog.objects.values_list("kind", flat=True).order_by("kind"))
    assert kinds == [AccessKind.SEARCH_NIK, AccessKind.UNMASK_NIK, AccessKind.VIEW_PERSON]


def test_a_token_without_that_grant_reads_no_nik(samarinda_office):
    program = program_of(samarinda_office, ["job_seekers.read"])
    person = JobSeekerFactory(domicile=home_region("64.72"))
    assert program.post(f"job-seekers/{person.pk}/nik", {"reason": "x"}).status_code == 403
    assert not AccessLog.objects.exists()


def test_the_senders_own_number_stays_with_one_person(samarinda):
    samarinda.post("job-seekers", ANI)
    other = samarinda.post("job-seekers", {**ANI, "nik": "6472015705000002", "full_name": "Budi"})
    assert (other.status_code, other.json()["code"]) == (422, "foreign_id_taken")
    assert (JobSeeker.objects.count(), JobSeekerReference.objects.count()) == (1, 1)
