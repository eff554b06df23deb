"""A workbook with an odd head and four kinds of rows: matched by hand, taken in as far as it is good, and the rest
corrected on the grid, by a suggestion, by typing, and by one click for all rows."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, expect

from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.audit.models import AccessKind, AccessLog
from kaltim_naker.imports.models import ImportRun, QuarantinedRow, RememberedCorrection
from tests.browser.visitor import NARROW, PATIENCE, WIDE, Visitor
from tests.kaltim_naker.imports.files import nik, xlsx
from trainees.models import Enrolment, JobSeeker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

CENTRE = "blki-balikpapan"
HEAD = ["NIK", "Sebutan", "Tgl Lahir", "L/P", "Kab/Kota", "Program Pelatihan", "Paket", "Hobi"]
BORN = date(2001, 3, 5)


def person(serial: int, name: str, *, region: str = "Balikpapan", programme: str = "Housekeeping") -> list[object]:
    return [nik(BORN, woman=True, serial=serial), name, "05/03/2001", "P", region, programme, "Paket 1", "Membaca"]


def workbook(folder: Path) -> Path:
    """Lines 2 to 7: good; a digit short; an unknown region, twice; a programme nobody knows; a date not of the NIK."""
    rows = [
        person(1, "Sari Dewi Lestari"),
        person(2, "Rina Amelia"),
        person(3, "Nur Aini", region="Balikpapn"),
        person(4, "Yuliana Sari", region="Balikpapn"),
        person(5, "Mega Puspita", programme="Housekeping"),
        person(6, "Wulan Ayu"),
    ]
    rows[1][0] = str(rows[1][0])[:-1]
    rows[5][2] = "06/03/2001"
    path = folder / "peserta-housekeeping.xlsx"
    path.write_bytes(xlsx({"Peserta": [HEAD, *rows]}).getvalue())
    return path


def test_from_an_odd_head_to_the_last_corrected_row(
    office: Callable[[Role, str], User], visit: Callable[[User], Visitor], tmp_path: Path
) -> None:
    admin = visit(office(Role.CENTRE_ADMIN, CENTRE))
    admin.bring("participants", workbook(tmp_path), fiscal_year="2025")
    say_which_column_is_the_name(admin)
    take_the_good_row_in(admin)
    find_the_way_from_the_first_page(admin)
    correct_all_rows_of_one_value(admin)
    correct_one_by_a_suggestion(admin)
    correct_one_by_typing(admin)
    confirm_one_and_be_done(admin)


def say_which_column_is_the_name(admin: Visitor) -> None:
    admin.click("main a[href$='/columns/']")
    admin.look_over(narrow=True)
    expect(admin.page.get_by_text("Membaca").first).to_be_visible()
    admin.page.locator("[name=place_1]").select_option("full_name")
    admin.click("main form button.btn-primary")
    expect(admin.page.locator("#accept")).to_be_visible(timeout=PATIENCE)
    admin.look_over(narrow=True)
    assert ImportRun.objects.get().verdict["missing"] == []
    named = {int(text) for text in admin.page.locator("main td.kn-num").all_inner_texts()}
    assert {3, 4, 5, 6, 7} <= named
    assert not JobSeeker.objects.exists()


def take_the_good_row_in(admin: Visitor) -> None:
    admin.take_in_good_rows()
    assert JobSeeker.objects.get().full_name == "Sari Dewi Lestari"
    assert QuarantinedRow.objects.count() == 5


def find_the_way_from_the_first_page(admin: Visitor) -> None:
    admin.open(reverse("dashboard:home"))
    admin.click(f"main a[href='{reverse('imports:quarantine')}']")
    admin.look_over(narrow=True)
    admin.click("main tbody a[href$='/correct/']")
    admin.look_over(narrow=True)
    expect(lines(admin)).to_have_count(5)
    assert AccessLog.objects.filter(kind=AccessKind.CORRECT_ROWS, rows=5).count() == 1


def correct_all_rows_of_one_value(admin: Visitor) -> None:
    admin.click("form[action$='/replace/'] button[value='Kota Balikpapan']")
    expect(lines(admin)).to_have_count(3)
    admin.look_over()
    assert JobSeeker.objects.filter(domicile__name="Kota Balikpapan").count() == 3
    assert RememberedCorrection.objects.get().given == "Balikpapn"


def correct_one_by_a_suggestion(admin: Visitor) -> None:
    """What is typed in another row meanwhile is not lost."""
    line(admin, 7).locator("[name$=-reason]").fill("KTP dilihat")
    line(admin, 6).locator("button[name=take]", has_text="Housekeeping").click()
    expect(lines(admin)).to_have_count(2, timeout=PATIENCE)
    expect(line(admin, 7).locator("[name$=-reason]")).to_have_value("KTP dilihat")
    admin.look_over(narrow=True)


def correct_one_by_typing(admin: Visitor) -> None:
    """On a phone, first wrongly and then rightly."""
    admin.page.set_viewport_size(NARROW)
    field = line(admin, 3).locator("[name$=-nik]")
    field.fill("123")
    line(admin, 3).locator("button[name=only]").click()
    expect(admin.page.locator("#messages .alert-warning")).to_be_visible(timeout=PATIENCE)
    expect(line(admin, 3).locator("[name$=-nik]")).to_have_value("")
    line(admin, 3).locator("[name$=-nik]").fill(nik(BORN, woman=True, serial=2))
    line(admin, 3).locator("button[name=only]").click()
    expect(lines(admin)).to_have_count(1, timeout=PATIENCE)
    admin.look_over()
    admin.page.set_viewport_size(WIDE)


def confirm_one_and_be_done(admin: Visitor) -> None:
    line(admin, 7).locator("button[name=only]").click()
    expect(lines(admin)).to_have_count(0, timeout=PATIENCE)
    admin.look_over(narrow=True)
    assert not QuarantinedRow.objects.filter(state="open").exists()
    assert JobSeeker.objects.count() == Enrolment.objects.count() == 6
    assert JobSeeker.objects.get(full_name="Wulan Ayu").nik_mismatch_reason == "KTP dilihat"


def lines(admin: Visitor) -> Locator:
    return admin.page.locator("#rows tbody tr")


def line(admin: Visitor, number: int) -> Locator:
    return admin.page.locator(f"#line-{number}")
