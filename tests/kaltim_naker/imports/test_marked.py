"""The sender's own file comes back with what was found in it, harmless, and goes in again once corrected."""

import io
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override
from openpyxl.styles import Font, PatternFill

from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.imports import files, marked, services
from kaltim_naker.imports.models import KEEP_FILES, ImportRun, MarkedFile
from tests.kaltim_naker.imports.conftest import SAMPLES
from tests.kaltim_naker.imports.files import nik, saved, text_table, xlsx
from trainees.models import JobSeeker

pytestmark = pytest.mark.django_db
HEAD = ["NIK", "Nama", "Tgl Lahir", "L/P", "Kab/Kota", "Program", "Paket"]
BALIKPAPAN = "peserta-blki-balikpapan-2025.xlsx"
PAYLOADS = ["=1+1", '=HYPERLINK("http://x","a")', "+1", "-1+2", "@SUM(A1)", "\t=1", " =1", "=cmd|' /C calc'!A0"]


def person(serial: int, name: str = "Dayang Rahmah", region: str = "Samarinda") -> list[object]:
    return [nik(date(2001, 3, 5), woman=True, serial=serial), name, "05/03/2001", "P", region, "Barista", "Paket 1"]


def give_back(run: ImportRun, actor, language: str = "id") -> openpyxl.Workbook:
    with override(language):
        made = marked.request_marked_file(actor=actor, run=run)
    marked.mark_file(str(made.pk))
    made.refresh_from_db()
    assert made.state == JobState.DONE, made.error
    return openpyxl.load_workbook(io.BytesIO(made.file.read()))


def errors_of(sheet, head: int) -> dict[int, str]:
    """Line → what stands in the column of errors."""
    [place] = [cell.column for cell in sheet[head] if cell.value in ("Errors", "Kesalahan")]
    found = {line: sheet.cell(line, place).value for line in range(head + 1, sheet.max_row + 1)}
    return {line: text for line, text in found.items() if text}


def test_the_own_file_with_its_look_and_every_finding(bring, sample, balikpapan, balikpapan_admin):
    run = bring("participants", sample(BALIKPAPAN), balikpapan, balikpapan_admin)
    book = give_back(run, balikpapan_admin)
    original = openpyxl.load_workbook(SAMPLES / BALIKPAPAN, data_only=True)
    sheet, before = book[run.verdict["sheet"]], original[run.verdict["sheet"]]
    found = {finding["line"] for finding in run.verdict["findings"]}
    head = next(line for line in range(1, 30) if sheet.cell(line, before.max_column + 1).value)
    assert set(errors_of(sheet, head)) == found
    assert [str(area) for area in sheet.merged_cells.ranges] == [str(area) for area in before.merged_cells.ranges]
    for line in before.iter_rows():
        for cell in line:
            same = sheet[cell.coordinate]
            assert same.value == cell.value
            assert same.font.b == cell.font.b
    finding = run.verdict["findings"][0]
    cell = sheet.cell(finding["line"], run.verdict["places"][finding["column"]] + 1)
    assert cell.fill.fgColor.rgb in ("FFFFC7CE", "FFFFEB9C")
    assert finding["message"] in cell.comment.text


def test_one_row_has_all_its_findings(bring, balikpapan, balikpapan_admin):
    rows = [HEAD, [123, "", "31/02/2001", "X", "Atlantis", "Barista", "Paket 1"], person(2)]
    run = bring("participants", xlsx({"x": rows}), balikpapan, balikpapan_admin)
    sheet = give_back(run, balikpapan_admin).active
    [(line, text)] = errors_of(sheet, 1).items()
    assert line == 2
    assert len(text.splitlines()) == len(run.verdict["findings"]) > 3
    assert sheet["A2"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["A3"].fill.fgColor.rgb != "FFFFC7CE"


def test_the_language_is_the_one_of_who_asks(bring, balikpapan, balikpapan_admin):
    run = bring("participants", xlsx({"x": [HEAD, person(1, region="Atlantis")]}), balikpapan, balikpapan_admin)
    with override("en"):
        english = errors_of(give_back(run, balikpapan_admin, "en").active, 1)[2]
    indonesian = errors_of(give_back(run, balikpapan_admin, "id").active, 1)[2]
    assert english.startswith("Regency or city: ")
    assert english != indonesian
    assert MarkedFile.objects.count() == 1
    assert len(default_storage.listdir("imports")[1]) == 2


@pytest.mark.parametrize("as_text", [False, True], ids=["workbook", "text"])
def test_no_cell_is_a_formula(as_text, bring, balikpapan, balikpapan_admin):
    rows = [HEAD, *([*person(serial, payload, "Atlantis")] for serial, payload in enumerate(PAYLOADS, start=1))]
    if as_text:
        file = SimpleUploadedFile("daftar.csv", text_table(rows).getvalue())
    else:
        book = openpyxl.load_workbook(xlsx({"x": rows}))
        for row in book.active.iter_rows(min_row=2):
            row[1].data_type = "s"
        book.active["H2"] = "=1+1"  # a formula of the sender, never calculated
        file = saved(book)
    run = bring("participants", file, balikpapan, balikpapan_admin)
    answer = give_back(run, balikpapan_admin)
    assert not [cell for row in answer.active.iter_rows() for cell in row if cell.data_type == "f"]
    if not as_text:
        assert [answer.active.cell(line, 2).value for line in range(2, 10)] == PAYLOADS


def test_a_text_table_comes_back_as_a_workbook_with_the_same_lines(bring, balikpapan, balikpapan_admin):
    rows = [["Daftar Peserta"], [], HEAD, person(1), [], person(2, region="Atlantis"), ["Jumlah", "2"]]
    file = SimpleUploadedFile("daftar.csv", text_table(rows).getvalue())
    run = bring("participants", file, balikpapan, balikpapan_admin)
    sheet = give_back(run, balikpapan_admin).active
    assert list(errors_of(sheet, 3)) == [6]
    assert sheet["A1"].value == "Daftar Peserta"
    assert sheet["A4"].value == person(1)[0]
    assert (sheet["A7"].value, sheet["B7"].value) == ("Jumlah", "2")


def test_a_large_file_keeps_its_cells(bring, balikpapan, balikpapan_admin, monkeypatch):
    monkeypatch.setattr(marked, "KEEP_LOOK_BYTES", 0)
    book = openpyxl.load_workbook(xlsx({"Data": [HEAD, person(1), person(2, region="Atlantis")]}))
    book["Data"]["C2"] = date(2001, 3, 5)
    book.create_sheet("Catatan").append(["Hal", 6471014503010001])
    run = bring("participants", saved(book), balikpapan, balikpapan_admin)
    answer = give_back(run, balikpapan_admin)
    assert answer.sheetnames == ["Data", "Catatan"]
    assert list(errors_of(answer["Data"], 1)) == [3]
    assert answer["Data"]["C2"].value.date() == date(2001, 3, 5)
    assert answer["Catatan"]["B1"].value == 6471014503010001


def test_the_corrected_answer_goes_in(bring, take_in, balikpapan, balikpapan_admin):
    rows = [HEAD, person(1), person(2, "Siti Aminah", "Atlantis"), person(3, "Rina Wati", "Mars")]
    run = take_in(bring("participants", xlsx({"x": rows}), balikpapan, balikpapan_admin), balikpapan_admin)
    book = give_back(run, balikpapan_admin)
    sheet = book.active
    assert list(errors_of(sheet, 1)) == [3, 4]
    sheet["E3"] = "Bontang"
    again = bring("participants", saved(book), balikpapan, balikpapan_admin)
    assert again.verdict["unmatched"] == []
    assert (again.verdict["ok"], again.verdict["trial"]["created"], again.verdict["trial"]["unchanged"]) == (2, 1, 1)
    second = give_back(again, balikpapan_admin).active
    assert list(errors_of(second, 1)) == [4]
    assert second.max_column == sheet.max_column
    assert second["E3"].comment is None
    assert second["E3"].fill.fgColor.rgb != "FFFFC7CE"
    assert second["E4"].comment is not None


def test_what_only_our_records_know_is_said_too(bring, take_in, balikpapan, balikpapan_admin):
    take_in(bring("participants", xlsx({"x": [HEAD, person(1)]}), balikpapan, balikpapan_admin), balikpapan_admin)
    rows = [HEAD, person(1, "Orang Lain Sekali"), [*person(2)[:5], "Program Entah", "Paket 1"]]
    run = bring("participants", xlsx({"x": rows}), balikpapan, balikpapan_admin)
    assert set(errors_of(give_back(run, balikpapan_admin).active, 1)) == {2, 3}


def test_it_goes_with_the_original(bring, balikpapan, balikpapan_admin, django_capture_on_commit_callbacks):
    run = bring("participants", xlsx({"x": [HEAD, person(1, region="Atlantis")]}), balikpapan, balikpapan_admin)
    give_back(run, balikpapan_admin)
    ImportRun.objects.filter(pk=run.pk).update(created_at=timezone.now() - KEEP_FILES - timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        files.expire_files()
    assert default_storage.listdir("imports")[1] == []
    assert not MarkedFile.objects.exists()
    run.refresh_from_db()
    with pytest.raises(DomainError) as refusal:
        marked.request_marked_file(actor=balikpapan_admin, run=run)
    assert refusal.value.code == "file_gone"


def test_nothing_is_kept_once_nothing_is_open(
    bring, take_in, balikpapan, balikpapan_admin, django_capture_on_commit_callbacks
):
    run = bring("participants", xlsx({"x": [HEAD, person(1)]}), balikpapan, balikpapan_admin)
    with django_capture_on_commit_callbacks(execute=True):
        take_in(run, balikpapan_admin)
    assert not run.file
    assert default_storage.listdir("imports")[1] == []
    assert JobSeeker.objects.count() == 1


def test_a_look_that_cannot_be_kept_costs_the_look_only(bring, balikpapan, balikpapan_admin):
    """A damaged style sheet: the reader does not care, the library that keeps looks gives up."""
    book = openpyxl.load_workbook(xlsx({"x": [HEAD, person(1, region="Atlantis")]}))
    book.active["A1"].font, book.active["A1"].fill = Font(bold=True), PatternFill("solid", fgColor="FF00FF00")
    source, answer = zipfile.ZipFile(saved(book)), io.BytesIO()
    with zipfile.ZipFile(answer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b'"FF00FF00"', b'"green"') if name == "xl/styles.xml" else content)
    run = bring("participants", answer, balikpapan, balikpapan_admin)
    sheet = give_back(run, balikpapan_admin).active
    assert list(errors_of(sheet, 1)) == [2]


def test_a_marking_that_fails_says_so(bring, balikpapan, balikpapan_admin, monkeypatch):
    run = bring("participants", xlsx({"x": [HEAD, person(1, region="Atlantis")]}), balikpapan, balikpapan_admin)
    made = marked.request_marked_file(actor=balikpapan_admin, run=run)
    monkeypatch.setattr(services, "check_file", lambda *_given, **_more: 1 / 0)
    marked.mark_file(str(made.pk))
    made.refresh_from_db()
    assert (made.state, made.is_ready) == (JobState.FAILED, False)
    assert made.error
