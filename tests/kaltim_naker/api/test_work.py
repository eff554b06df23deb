"""Work that takes its time: a report is asked for until one holds the paper, a file is brought until people are in."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kaltim_naker.imports.models import ImportRun
from kaltim_naker.imports.tasks import carry_out_run
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.tasks import render_report
from tests.factories.accounts import home_region
from tests.factories.programs import IndicatorFactory, TrainingClassFactory, TrainingProgramFactory
from tests.factories.tokens import program_of
from trainees.models import JobSeeker

pytestmark = pytest.mark.django_db
HEAD = "NIK;NAMA PESERTA;TTL;JENIS KELAMIN;KABUPATEN/KOTA;KEJURUAN;ANGKATAN\n"
GOOD = "6472014806990003;CITRA LESTARI;Samarinda, 08-06-1999;PEREMPUAN;Kota Samarinda;Plate Welder SMAW 3G;I/2025\n"
BAD = "6472011806990004;GANI;Samarinda, 32-06-1999;LAKI-LAKI;Kota Samarinda;Plate Welder SMAW 3G;I/2025\n"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(balikpapan):
    home_region("64.72")
    programme = TrainingProgramFactory(title="Plate Welder SMAW 3G")
    TrainingClassFactory(centre=balikpapan, programme=programme, fiscal_year=2025)
    return program_of(balikpapan.office)


def test_a_regional_office_asks_for_the_report_of_its_own_region(samarinda_office, bontang):
    """It names no division, and gets that of its region; another region is none of its business."""
    IndicatorFactory(code="K1")
    program, neighbour = program_of(samarinda_office), program_of(bontang.office)
    asked = {"kind": "target_realisation", "year": 2025, "quarter": 1}
    made = program.post("reports", asked)
    assert (made.status_code, made.json()["region"]["code"], made.json()["state"]) == (201, "64.72", "queued")
    path = f"reports/{made.json()['id']}"
    early = program.get(f"{path}/document")
    assert (early.status_code, early.json()["code"]) == (409, "report_not_ready")
    render_report(made.json()["id"])
    done = program.get(path).json()
    assert (done["state"], done["progress"]) == ("done", 100)
    paper = b"".join(program.get(f"{path}/document").streaming_content)
    assert paper.startswith(b"%PDF")
    assert hashlib.sha256(paper).hexdigest() == done["file_sha256"]
    assert program.get(f"{path}/facts").json()["facts_sha256"] == done["facts_sha256"]
    assert neighbour.get(f"{path}/document").status_code == 404
    foreign = program.post("reports", {**asked, "region": "64.74"})
    assert (foreign.status_code, foreign.json()["code"]) == (422, "division_out_of_scope")
    assert ReportRun.objects.count() == 1


def test_a_file_is_sent_as_it_is_judged_by_row_and_taken_in(desk):
    """As a form with a file, which `curl -F` and a browser send; the same key brings it once."""
    content, form = HEAD + GOOD + BAD, {"kind": "participants", "options.fiscal_year": "2025"}
    headers = {**desk.headers, "Idempotency-Key": "berkas-1"}
    answers = [
        desk.client.post(
            "/api/v1/imports", {**form, "file": SimpleUploadedFile("peserta.csv", content.encode())}, headers=headers
        )
        for _n in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201], answers[0].content
    assert answers[1]["Idempotent-Replayed"] == "true"
    run = ImportRun.objects.get()
    assert (run.file_name, run.size) == ("peserta.csv", len(content))
    carry_out_run(str(run.pk))
    path = f"imports/{run.pk}"
    seen = desk.get(path)
    assert (seen.json()["stage"], seen.json()["verdict"]["rows"], seen.json()["verdict"]["ok"]) == ("checked", 2, 1)
    assert {finding["line"] for finding in seen.json()["verdict"]["findings"]} == {3}
    assert not JobSeeker.objects.exists()
    accepted = desk.post(f"{path}/accept", {"mode": "good_rows"}, **{"If-Match": seen["ETag"]})
    assert accepted.status_code == 200, accepted.content
    carry_out_run(str(run.pk))
    assert desk.get(path).json()["stage"] == "accepted"
    found = desk.post("job-seekers/find", {"nik": "6472014806990003"}).json()
    assert found["full_name"].upper() == "CITRA LESTARI"
    assert [row["id"] for row in desk.get("job-seekers").json()["items"]] == [found["id"]]


@pytest.mark.parametrize(
    ("form", "code", "status"),
    [
        ({"kind": "participants"}, "required", 422),
        ({"kind": "participants", "file": "no file", "options": "x", "options.year": "2025"}, "required", 422),
    ],
)
def test_a_form_without_a_file(desk, form, code, status):
    answer = desk.client.post("/api/v1/imports", form, headers={**desk.headers, "Idempotency-Key": "1"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code), answer.content
    assert not ImportRun.objects.exists()
