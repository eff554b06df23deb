"""Files and lists, sent by programs instead of by hand."""

import base64

import pytest

from kaltim_naker.audit.models import AccessLog
from kaltim_naker.imports.models import ImportRun
from tests.factories.accounts import home_region
from tests.factories.programs import TrainingClassFactory
from tests.factories.tokens import program_of
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory

pytestmark = pytest.mark.django_db
FILE = b"NIK;Nama;Program\n6472015705000001;Ani Rahmawati;Las\n"


def upload(**changed):
    sent = {"kind": "participants", "file_name": "peserta.csv", "content": base64.b64encode(FILE).decode()}
    return {**sent, "options": {"fiscal_year": "2025"}, **changed}


def test_a_file_is_brought_once_and_seen_by_its_office_only(balikpapan, bontang):
    program, neighbour = program_of(balikpapan.office), program_of(bontang.office)
    first = program.post("imports", upload(), key="1")
    assert first.status_code == 201, first.content
    assert program.post("imports", upload(), key="1").json()["id"] == first.json()["id"]
    run = ImportRun.objects.get()
    assert (run.office, run.kind, run.size) == (balikpapan.office, "participants", len(FILE))
    path = f"imports/{run.pk}"
    assert "6472015705000001" not in program.get(path).content.decode()
    assert neighbour.get(path).status_code == 404
    early = program.post(f"{path}/accept", {"mode": "good_rows"}, **{"If-Match": program.get(path)["ETag"]})
    assert early.status_code in (200, 422)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"content": "%%"}, "not_base64"),
        ({"kind": "companies"}, "kind_unknown"),
        ({"kind": "x"}, "kind_unknown"),
        ({"content": base64.b64encode(b"MZ\x00\x00").decode()}, None),
    ],
)
def test_what_is_no_file_of_this_office_is_refused(balikpapan, changed, code):
    answer = program_of(balikpapan.office).post("imports", upload(**changed))
    assert answer.status_code == 422
    assert code in (None, answer.json()["code"])
    assert not ImportRun.objects.exists()


def test_a_rehearsed_upload_leaves_nothing(balikpapan):
    answer = program_of(balikpapan.office).post("imports", upload(), query="?validate_only=true")
    assert answer.status_code == 200, answer.content
    assert not ImportRun.objects.exists()


def test_a_list_is_compared_and_no_number_stays(balikpapan, samarinda_office):
    paket = TrainingClassFactory(centre=balikpapan, fiscal_year=2025)
    known, other = (
        EnrolmentFactory(training_class=paket, job_seeker=JobSeekerFactory(domicile=home_region("64.72")))
        for _n in range(2)
    )
    numbers = [known.job_seeker.reveal_nik(), "6472015705009999", "12"]
    sent = {"source": "participants", "of": {"fiscal_year": "2025"}, "numbers": numbers}
    answer = program_of(balikpapan.office).post("reconciliations", sent)
    assert answer.status_code == 200, answer.content
    columns = answer.json()
    assert [one["label"] for one in columns["both"]] == [known.job_seeker.full_name]
    assert len(columns["only_theirs"]) == 1
    assert [one["label"] for one in columns["only_ours"]] == [other.job_seeker.full_name]
    assert not any(number in answer.content.decode() for number in numbers[:2])
    assert AccessLog.objects.get().rows == 2
    wrong = program_of(samarinda_office).post("reconciliations", {**sent, "of": {"fiscal_year": "x"}})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "fiscal_year")
