"""From the receipt to the corrected file, and back: what the desk gives, and how a whole import is undone."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.imports.choices import ImportStage
from kaltim_naker.imports.models import ImportRun
from programs.models import TrainingClass
from tests.browser import by_hand
from tests.browser.visitor import PATIENCE, Visitor
from trainees.models import Enrolment, JobSeeker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
CENTRE = "blki-balikpapan"


def test_the_way_back(office: Callable[[Role, str], User], visit: Callable[[User], Visitor], tmp_path: Path) -> None:
    admin = visit(office(Role.CENTRE_ADMIN, CENTRE))
    admin.bring("participants", by_hand.BALIKPAPAN, fiscal_year="2025", first_day="2025-06-02")
    admin.take_in_good_rows()
    run = ImportRun.objects.get()
    take_the_receipt(admin, run)
    marked = take_the_marked_file(admin)
    correct_a_row_and_bring_it_again(admin, marked, tmp_path)
    see_what_stands_in_the_way(admin, run)
    undo_the_later_import_first(admin, run)
    compare_with_an_old_list(admin)
    fill_in_the_template(admin, tmp_path)


def take_the_receipt(admin: Visitor, run: ImportRun) -> None:
    expect(admin.page.get_by_text(run.receipt["number"])).to_be_visible()
    answer = admin.page.request.get(admin.address + reverse("imports:receipt", args=[run.pk]))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
    assert run.receipt["number"] in text
    assert admin.user.full_name in text


def take_the_marked_file(admin: Visitor) -> Path:
    """Eleven rows were not taken in, and each says why."""
    admin.click("main form[action$='/marked/'] button")
    link = admin.page.locator("main a[href$='/marked/file/']")
    expect(link).to_be_visible(timeout=PATIENCE)
    admin.look_over(narrow=True)
    with admin.page.expect_download() as download:
        link.click()
    path = Path(download.value.path())
    sheet = sheet_of(path)
    assert len(said_in(sheet)) == 11
    return path


def sheet_of(path: Path) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))[
        ImportRun.objects.earliest("created_at").verdict["sheet"]
    ]


def said_in(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[int]:
    """The lines in which the last column says something, below its heading."""
    lines = [line for line in range(1, sheet.max_row + 1) if sheet.cell(line, sheet.max_column).value]
    return lines[1:]


def correct_a_row_and_bring_it_again(admin: Visitor, marked: Path, tmp_path: Path) -> None:
    """A regency that nobody knew is spelt right now; what is there already is not entered twice."""
    run = ImportRun.objects.get()
    finding = next(found for found in run.verdict["findings"] if found["code"] == "region_unknown")
    book = openpyxl.load_workbook(io.BytesIO(marked.read_bytes()))
    sheet = book[run.verdict["sheet"]]
    sheet.cell(finding["line"], run.verdict["places"]["domicile"] + 1).value = "Kota Balikpapan"
    corrected = tmp_path / "diperbaiki.xlsx"
    book.save(corrected)
    admin.bring("participants", corrected, fiscal_year="2025", first_day="2025-06-02")
    assert admin.figures()[:3] == [62, 1, 51] or admin.figures()[1] == 1
    admin.take_in_good_rows()
    assert admin.figures()[:3] == [1, 0, 51]
    assert JobSeeker.objects.count() == 52


def see_what_stands_in_the_way(admin: Visitor, run: ImportRun) -> None:
    """The corrected row is in a class that the first import planned."""
    admin.open(run.get_absolute_url())
    admin.click("main a[href$='/undo/']")
    admin.look_over(narrow=True)
    expect(admin.page.locator("main [name=reason]")).to_have_count(0)
    expect(admin.page.locator("main ul li").first).to_be_visible()


def undo_the_later_import_first(admin: Visitor, run: ImportRun) -> None:
    later = ImportRun.objects.exclude(pk=run.pk).get()
    for one in (later, run):
        admin.open(reverse("imports:undo", args=[one.pk]), narrow=True)
        admin.submit(refused=True)
        admin.look_over()
        admin.fill(reason="Daftar yang salah")
        admin.submit()
        expect(admin.page.get_by_text("Daftar yang salah").first).to_be_visible(timeout=PATIENCE)
        one.refresh_from_db()
        assert one.stage == ImportStage.UNDONE
        admin.look_over(narrow=True)
    assert (JobSeeker.objects.count(), Enrolment.objects.count(), TrainingClass.objects.count()) == (0, 0, 0)


def compare_with_an_old_list(admin: Visitor) -> None:
    """The whole file, after a class was filled anew: every row has its column and its reason."""
    admin.bring("participants", by_hand.BALIKPAPAN, fiscal_year="2025", first_day="2025-06-02")
    admin.take_in_good_rows()
    admin.open(reverse("imports:reconcile_start"), narrow=True)
    admin.fill(fiscal_year="2025")
    admin.page.set_input_files("main [name=file]", by_hand.BALIKPAPAN)
    # The answer has the address of the question, so it is waited for by what it shows.
    admin.page.locator("main form.kn-form button[type=submit]").click()
    expect(admin.page.locator("#answer")).to_be_visible(timeout=PATIENCE)
    admin.look_over(narrow=True)
    assert admin.figures()[0] >= 51
    with admin.page.expect_download() as download:
        admin.page.locator("main form[action$='/workbook/'] button").click()
    sheet = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]
    assert sheet.max_row > 51


def fill_in_the_template(admin: Visitor, tmp_path: Path) -> None:
    training_class = TrainingClass.objects.order_by("label").first()
    assert training_class is not None
    admin.open(reverse("trainees:class_participants", args=[training_class.pk]))
    with admin.page.expect_download() as download:
        admin.page.locator("main a[href*='/template/']").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    sheet = book.worksheets[0]
    below = int("".join(char for char in sheet.freeze_panes if char.isdigit()))
    row = ["6471014503010099", "Dayang Rahmah", "Bontang", date(2001, 3, 5), "P", "Jl. Mawar", "Kota Bontang", "SMK"]
    for place, value in enumerate(row, start=1):
        sheet.cell(below, place).value = value
    filled = tmp_path / "templat.xlsx"
    book.save(filled)
    admin.bring("participants", filled)
    assert admin.figures()[:2] == [1, 1]
