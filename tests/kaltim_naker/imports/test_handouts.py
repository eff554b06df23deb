"""A template comes back filled in and needs no matching; the wrong one is refused kindly, before anything is kept."""

import io
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils.translation import override

from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.core.errors import DomainError
from kaltim_naker.imports.entries import EntryForm
from kaltim_naker.imports.handouts import build_template, fitting
from kaltim_naker.imports.handouts.stamp import CHOICES_SHEET, STAMP_SHEET, Stamp
from kaltim_naker.imports.kinds import all_kinds, get_kind
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.imports.parsers.places import RegionNames
from programs.models import TrainingClass
from tests.conftest import client_of
from tests.factories.programs import TrainingClassFactory
from tests.kaltim_naker.imports.files import nik, saved
from trainees.imports.template import EDUCATION
from trainees.models import Enrolment, JobSeeker

pytestmark = pytest.mark.django_db
WITH_TEMPLATE = [kind.name for kind in all_kinds() if kind.template]


@pytest.fixture
def barista(office_data, bontang) -> TrainingClass:
    return TrainingClassFactory(
        centre=bontang, programme__title="Barista Kopi", label="Paket 2", fiscal_year=2025, starts_on=date(2025, 3, 3)
    )


def template(kind: str, training_class: TrainingClass | None = None) -> openpyxl.Workbook:
    declared = get_kind(kind)
    subject = declared.template.subject(str(training_class.pk), EVERYTHING) if training_class else None
    return openpyxl.load_workbook(io.BytesIO(build_template(declared, subject)))


def head_of(sheet) -> tuple[int, list[str]]:
    line = int(re.sub(r"\D", "", sheet.freeze_panes)) - 1
    return line, [cell.value for cell in sheet[line]]


def fill(book: openpyxl.Workbook, *rows: list[object]) -> io.BytesIO:
    sheet = book.worksheets[0]
    line, _heads = head_of(sheet)
    for offset, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            sheet.cell(line + offset, place).value = value
    return saved(book)


def participant(serial: int, name: str = "Dayang Rahmah") -> list[object]:
    number = nik(date(2001, 3, 5), woman=True, serial=serial)
    return [number, name, "Bontang", date(2001, 3, 5), "P", "Jl. Mawar", "Kota Samarinda", "SMK", "0812 3456 7890"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_filled_template_of_a_class_goes_in_without_matching(
    language, barista, bring, take_in, bontang, bontang_admin
):
    with override(language):
        file = fill(template("participants", barista), participant(1), participant(2, "Siti Aminah"))
    # The year on the form is another one; the template knows better.
    run = bring("participants", file, bontang, bontang_admin, fiscal_year=2019)
    assert run.verdict["findings"] == []
    assert run.verdict["unmatched"] == []
    assert run.places["nik"] == 0
    assert run.verdict["destinations"][0]["target"] == str(barista)
    take_in(run, bontang_admin)
    assert Enrolment.objects.filter(training_class=barista).count() == 2
    assert JobSeeker.objects.get(full_name="Siti Aminah").education == 4


def test_the_template_for_any_class_asks_for_the_class(barista, bring, bontang, bontang_admin):
    file = fill(template("participants"), [*participant(1), "Barista Kopi", "Paket 2"])
    run = bring("participants", file, bontang, bontang_admin)
    assert run.verdict["findings"] == []
    assert run.verdict["destinations"][0]["target"] == str(barista)


def test_results_by_template(barista, bring, take_in, bontang, bontang_admin):
    take_in(
        bring("participants", fill(template("participants", barista), participant(1)), bontang, bontang_admin),
        bontang_admin,
    )
    row = [participant(1)[0], "Dayang Rahmah", "Barista", date(2025, 6, 1), "K", "A/1", "", date(2025, 6, 10), "BNSP"]
    run = bring("results", fill(template("results", barista), row), bontang, bontang_admin)
    assert run.verdict["findings"] == []
    assert run.verdict["trial"]["created"] == 1


@pytest.mark.parametrize("name", WITH_TEMPLATE)
def test_the_sheet_is_locked_but_for_the_cells_to_fill_in(name, office_data):
    book = template(name)
    sheet = book.worksheets[0]
    line, heads = head_of(sheet)
    assert sheet.protection.sheet
    assert all(sheet.cell(line, place).protection.locked for place in range(1, len(heads) + 1))
    assert not any(sheet.cell(line + 1, place).protection.locked for place in range(1, len(heads) + 1))
    assert not sheet.column_dimensions["A"].protection.locked
    assert {book[hidden].sheet_state for hidden in (STAMP_SHEET, CHOICES_SHEET)} == {"veryHidden"}
    assert len(sheet.data_validations.dataValidation) == len(heads)
    assert all(check.prompt and check.showErrorMessage for check in sheet.data_validations.dataValidation)
    assert not [cell for one in book for row in one.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_nik_is_text_and_dates_and_lists_are_checked(office_data):
    book = template("participants")
    sheet = book.worksheets[0]
    line, _heads = head_of(sheet)
    assert sheet.cell(line + 1, 1).number_format == "@"
    checks = {str(check.sqref).split(":")[0]: check for check in sheet.data_validations.dataValidation}
    assert (
        checks[f"A{line + 1}"].formula1 == f"AND(ISTEXT(A{line + 1}),LEN(A{line + 1})=16,ISNUMBER(VALUE(A{line + 1})))"
    )
    assert (checks[f"D{line + 1}"].type, checks[f"D{line + 1}"].formula2) == ("date", "TODAY()")
    assert checks[f"H{line + 1}"].formula1 == f"'{CHOICES_SHEET}'!$H$1:$H${len(EDUCATION)}"
    assert [row[7].value for row in book[CHOICES_SHEET].iter_rows(max_row=len(EDUCATION))] == list(EDUCATION)


@pytest.mark.parametrize("name", WITH_TEMPLATE)
def test_every_choice_is_understood(name, office_data):
    kind = get_kind(name)
    columns = {column.name: column for column in kind.columns(RegionNames())}
    for column, entry in kind.template.entries.items():
        if entry.form == EntryForm.CHOICE:
            assert entry.choices()
            assert all(columns[column].parser(word) is not None for word in entry.choices())


@pytest.fixture
def refused(bring, bontang, bontang_admin):
    def refusal(kind: str, file: io.BytesIO, centre=bontang) -> DomainError:
        with pytest.raises(DomainError) as error:
            bring(kind, file, centre, bontang_admin)
        assert error.value.field == "file"
        assert not ImportRun.objects.exists()
        return error.value

    return refusal


def test_the_template_of_another_kind(barista, refused):
    error = refused("results", fill(template("participants", barista), participant(1)))
    assert error.code == "template_of_another_kind"
    assert str(get_kind("participants").label) in str(error)


def test_the_template_of_another_office(barista, refused, balikpapan):
    error = refused("participants", fill(template("participants", barista), participant(1)), balikpapan)
    assert error.code == "template_of_another_class"
    assert "Barista" not in str(error)


def test_the_template_of_a_class_that_is_gone_or_over(barista, refused):
    file = fill(template("participants", barista), participant(1))
    TrainingClass.objects.filter(pk=barista.pk).update(state="cancelled", cancel_reason="x")
    assert refused("participants", file).code == "template_of_a_closed_class"
    barista.delete()
    file.seek(0)
    assert refused("participants", file).code == "template_of_another_class"


def test_a_changed_hidden_sheet(barista, refused):
    book = template("participants", barista)
    book[STAMP_SHEET]["A1"] = "x" + book[STAMP_SHEET]["A1"].value
    assert refused("participants", fill(book, participant(1))).code == "template_changed"


def test_an_outdated_template(barista, refused, bring, bontang, bontang_admin, monkeypatch):
    kind = get_kind("participants")
    file = fill(template("participants", barista), participant(1))
    newer = replace(kind, template=replace(kind.template, version=3, understood_from=2))
    with pytest.raises(DomainError) as error:
        fitting.fit_template(stamp_in(file), newer, bontang.office)
    assert error.value.code == "template_outdated"
    fit = fitting.fit_template(
        stamp_in(file), replace(kind, template=replace(kind.template, version=2)), bontang.office
    )
    assert fit.note
    assert fit.places["nik"] == 0


def stamp_in(file: io.BytesIO) -> str:
    return openpyxl.load_workbook(file)[STAMP_SHEET]["A1"].value


def test_a_template_from_the_future_is_not_guessed_at(barista, refused):
    book = template("participants", barista)
    stamp = Stamp.read(book[STAMP_SHEET]["A1"].value)
    book[STAMP_SHEET]["A1"] = replace(stamp, version=99).sign()
    assert refused("participants", fill(book, participant(1))).code == "template_outdated"


def test_an_empty_template_says_that_nobody_filled_it_in(barista, bring, bontang, bontang_admin):
    run = bring("participants", fill(template("participants", barista)), bontang, bontang_admin)
    assert run.verdict["rows"] == 0


def test_downloading(barista, bontang_admin, balikpapan_admin):
    url = reverse("imports:template_for", args=["participants", barista.pk])
    response = client_of(bontang_admin).get(url)
    assert ".xlsx" in response["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert any("Barista Kopi" in str(row[0]) for row in book.worksheets[0].iter_rows(max_row=4, values_only=True))
    assert client_of(balikpapan_admin).get(url).status_code == 404
    assert client_of(bontang_admin).get(reverse("imports:template", args=["participants"])).status_code == 200
    assert client_of(bontang_admin).get(reverse("imports:template", args=["nothing"])).status_code == 404
    page = client_of(bontang_admin).get(reverse("trainees:class_participants", args=[barista.pk])).content.decode()
    assert url in page
    upload = client_of(bontang_admin).get(reverse("imports:upload", args=["participants"])).content.decode()
    assert reverse("imports:template", args=["participants"]) in upload


def test_a_workbook_of_a_stranger_is_read_as_always(bring, bontang, bontang_admin, sample):
    run = bring("participants", sample("peserta-blki-bontang-2025.csv"), bontang, bontang_admin)
    assert run.places is None


def test_a_hostile_sheet_of_that_name_is_refused(office_data, refused):
    book = openpyxl.Workbook()
    book.active.append(["NIK", "Nama"])
    book.create_sheet(STAMP_SHEET)["A1"] = "x" * 5_000
    assert refused("participants", saved(book)).code == "template_changed"
