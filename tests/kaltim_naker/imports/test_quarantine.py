"""Rows that were not taken in: they wait, encrypted, until somebody corrects them or gives them up."""

import json

import pytest
from django.db import connection
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.errors import DomainError
from kaltim_naker.imports.check import check_cells
from kaltim_naker.imports.corrections import Corrected, Correction, correct_rows, drop_rows, open_rows, replace_value
from kaltim_naker.imports.memory import Corrections
from kaltim_naker.imports.models import ImportRun, QuarantinedRow, RememberedCorrection
from kaltim_naker.imports.parsers.places import RegionNames
from kaltim_naker.imports.receipt import receipt_facts
from kaltim_naker.imports.rows import Suggestion, cells_of
from kaltim_naker.imports.suggestions import suggest
from tests.kaltim_naker.imports.files import xlsx
from tests.kaltim_naker.imports.test_services import BALIKPAPAN, HEAD, person
from trainees.models import Enrolment, JobSeeker

pytestmark = pytest.mark.django_db


# --- held when the good rows are taken in ---------------------------------------------------------------------------
def test_rows_that_were_refused_or_held_wait_as_they_stood_in_the_file(
    bring, take_in, sample, balikpapan, balikpapan_admin
):
    run = take_in(bring("participants", sample(BALIKPAPAN), balikpapan, balikpapan_admin), balikpapan_admin)
    left_out = [row["line"] for row in [*run.receipt["refused"], *run.receipt["held"]]]
    waiting = list(QuarantinedRow.objects.filter(run=run))
    assert len(left_out) == 11
    assert [row.line for row in waiting] == sorted(left_out)
    assert all(row.cells["nik"] for row in waiting)
    assert all(row.findings for row in waiting)


def test_what_waits_is_encrypted_and_its_findings_hold_no_nik(bring, take_in, balikpapan, balikpapan_admin):
    broken = person(1)
    number, broken[4] = broken[0], "Samarida"
    take_in(bring("participants", xlsx({"x": [HEAD, broken]}), balikpapan, balikpapan_admin), balikpapan_admin)
    held = QuarantinedRow.objects.get()
    assert held.cells["nik"] == number
    assert held.findings[0]["suggestions"] == ["Kota Samarinda"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(q)::text FROM imports_quarantinedrow q")
        stored = cursor.fetchone()[0]
    assert number not in stored
    assert broken[1] not in stored


def test_the_same_file_again_has_no_more_to_correct(hold, balikpapan_admin, bontang, bontang_admin, bring, take_in):
    broken, worse = with_region(1, "Samarida"), with_region(2, "Botang")
    first = hold(broken)
    again = hold(broken, worse)
    assert list(QuarantinedRow.objects.values_list("run", "line")) == [(first.pk, 2), (again.pk, 3)]
    assert dict(receipt_facts(again))[_("Waiting since an earlier file")] == 1
    elsewhere = take_in(bring("participants", xlsx({"x": [HEAD, broken]}), bontang, bontang_admin), bontang_admin)
    assert elsewhere.quarantine.count() == 1

    drop_rows(actor=balikpapan_admin, run=first, rows=[first.quarantine.get().pk], reason="salah orang")
    assert hold(broken).quarantine.count() == 1


def test_a_nik_typed_as_a_number_stays_a_number(bring, take_in, balikpapan, balikpapan_admin):
    """As text it would be taken for right the next time, although its last digit is gone."""
    broken = person(1)
    broken[0] = float(broken[0])
    take_in(bring("participants", xlsx({"x": [HEAD, broken]}), balikpapan, balikpapan_admin), balikpapan_admin)
    held = QuarantinedRow.objects.get()
    assert isinstance(held.cells["nik"], (int, float))
    assert json.dumps(held.findings).count("nik_number_cell") == 1


def test_what_only_our_records_know_waits_with_its_reason(bring, take_in, balikpapan, balikpapan_admin):
    row = [*person(1)[:5], "Sulap", "Paket 1"]
    take_in(bring("participants", xlsx({"x": [HEAD, row]}), balikpapan, balikpapan_admin), balikpapan_admin)
    finding = QuarantinedRow.objects.get().findings[0]
    assert (finding["code"], finding["level"]) == ("programme_unknown", "waiting")


# --- corrected --------------------------------------------------------------------------------------------------------
@pytest.fixture
def hold(bring, take_in, balikpapan, balikpapan_admin):
    """Bring rows of which none is good, and take the good ones in."""

    def hold_rows(*rows: list[object], head: list[str] = HEAD) -> ImportRun:
        file = xlsx({"x": [head, *rows]})
        return take_in(bring("participants", file, balikpapan, balikpapan_admin), balikpapan_admin)

    return hold_rows


@pytest.fixture
def correct(balikpapan_admin):
    """Correct the row of a line: other cells, and a reason."""

    def correct_row(run: ImportRun, line: int, reason: str = "", **cells: str) -> Corrected:
        row = QuarantinedRow.objects.get(run=run, line=line)
        return correct_rows(actor=balikpapan_admin, run=run, corrections={row.pk: Correction(cells, reason)})

    return correct_row


def with_region(serial: int, region: str) -> list[object]:
    row = person(serial)
    row[4] = region
    return row


def test_a_corrected_row_is_taken_in_and_leaves_no_personal_data_behind(hold, correct, balikpapan_admin):
    run = hold(with_region(1, "Samarida"))
    assert not JobSeeker.objects.exists()
    assert correct(run, 2, domicile="Kota Samarinda").taken == [2]
    row = QuarantinedRow.objects.get()
    assert (row.state, row.cells, row.decided_by) == ("taken_in", {}, balikpapan_admin)
    assert JobSeeker.objects.get().domicile.name == "Kota Samarinda"
    assert Enrolment.objects.count() == 1


def test_a_wrong_correction_is_kept_and_says_what_is_wrong_now(hold, correct):
    run = hold(with_region(1, "Samarida"))
    assert correct(run, 2, domicile="Bontank").open == [2]
    row = QuarantinedRow.objects.get()
    assert row.cells["domicile"] == "Bontank"
    assert [(found["code"], found["value"]) for found in row.findings] == [("region_unknown", "Bontank")]
    assert not JobSeeker.objects.exists()


def test_a_corrected_row_meets_the_rules_of_the_whole_row(hold, correct):
    """The new date can be read, but the NIK says another one: a reason confirms it."""
    broken = person(1)
    broken[2] = "31/02/2001"
    run = hold(broken)
    correct(run, 2, birth_date="06/03/2001")
    assert QuarantinedRow.objects.get().findings[0]["code"] == "nik_birth_mismatch"
    assert correct(run, 2, reason="KTP dilihat").taken == [2]
    assert JobSeeker.objects.get().nik_mismatch_reason == "KTP dilihat"


def test_the_importer_is_asked_again(hold, correct):
    run = hold([*person(1)[:5], "Barisat", "Paket 1"])
    row = QuarantinedRow.objects.get()
    assert (row.findings[0]["column"], row.findings[0]["suggestions"]) == ("programme", ["Barista"])
    assert correct(run, 2, programme="Sulap").open == [2]
    assert correct(run, 2, programme="Barista").taken == [2]


def test_two_rows_for_one_person_are_not_taken_in_together(hold, balikpapan_admin):
    run = hold(with_region(1, "Samarida"), with_region(1, "Samarida"))
    rows = QuarantinedRow.objects.filter(run=run)
    done = correct_rows(
        actor=balikpapan_admin,
        run=run,
        corrections={row.pk: Correction({"domicile": "Kota Samarinda"}) for row in rows},
    )
    assert (done.taken, done.open) == ([2], [3])
    assert rows.get(line=3).findings[0]["code"] == "duplicate_in_file"
    again = correct_rows(actor=balikpapan_admin, run=run, corrections={rows.get(line=3).pk: Correction()})
    assert (again.taken, again.unchanged, JobSeeker.objects.count()) == ([3], 1, 1)


def test_a_draft_is_kept_and_not_taken_in(hold, balikpapan_admin):
    run = hold(with_region(1, "Samarida"))
    row = QuarantinedRow.objects.get()
    draft = Correction({"domicile": "Kota Samarinda"}, "nanti", take_in=False)
    assert correct_rows(actor=balikpapan_admin, run=run, corrections={row.pk: draft}).taken == []
    row.refresh_from_db()
    assert (row.state, row.cells["domicile"], row.reason) == ("open", "Kota Samarinda", "nanti")
    assert not JobSeeker.objects.exists()


def test_a_row_is_decided_once(hold, correct, balikpapan_admin):
    run = hold(with_region(1, "Samarida"))
    row = QuarantinedRow.objects.get()
    correct(run, 2, domicile="Kota Samarinda")
    for again in (
        lambda: correct_rows(actor=balikpapan_admin, run=run, corrections={row.pk: Correction()}),
        lambda: drop_rows(actor=balikpapan_admin, run=run, rows=[row.pk], reason="x"),
    ):
        with pytest.raises(DomainError) as refusal:
            again()
        assert refusal.value.code == "row_decided"
    assert JobSeeker.objects.count() == 1


def test_a_row_is_given_up_with_a_reason(hold, balikpapan_admin):
    run = hold(with_region(1, "Samarida"))
    row = QuarantinedRow.objects.get()
    with pytest.raises(DomainError) as refusal:
        drop_rows(actor=balikpapan_admin, run=run, rows=[row.pk], reason=" ")
    assert refusal.value.code == "reason_missing"
    assert drop_rows(actor=balikpapan_admin, run=run, rows=[row.pk], reason="mengundurkan diri") == 1
    row.refresh_from_db()
    assert (row.state, row.cells, row.reason) == ("dropped", {}, "mengundurkan diri")


def test_rows_of_another_file_are_out_of_reach(hold, balikpapan_admin):
    run, other = hold(with_region(1, "Samarida")), hold(with_region(2, "Samarida"))
    row = QuarantinedRow.objects.get(run=other)
    with pytest.raises(DomainError):
        correct_rows(actor=balikpapan_admin, run=run, corrections={row.pk: Correction({"domicile": "Kota Samarinda"})})


# --- remembered -------------------------------------------------------------------------------------------------------
def test_one_click_corrects_all_rows_with_the_same_value(hold, balikpapan_admin):
    run = hold(*(with_region(serial, "Samarida") for serial in range(1, 6)), with_region(6, "Bontank"))
    done = replace_value(
        actor=balikpapan_admin, run=run, column="domicile", given="Samarida", corrected="Kota Samarinda"
    )
    assert (len(done.corrected.taken), done.left, JobSeeker.objects.count()) == (5, 0, 5)
    assert [row.line for row in open_rows(run)] == [7]
    remembered = RememberedCorrection.objects.get()
    assert (remembered.given, remembered.corrected, remembered.times) == ("Samarida", "Kota Samarinda", 5)


def test_what_names_a_person_is_never_remembered(hold, correct):
    broken = person(1)
    broken[1] = "12345"
    run = hold(broken)
    assert correct(run, 2, full_name="Dayang Rahmah").taken == [2]
    assert not RememberedCorrection.objects.exists()


def test_swapped_cells_teach_nothing(hold, balikpapan_admin):
    broken = with_region(1, "P")
    broken[3] = "Samarinda"
    run = hold(broken)
    row = QuarantinedRow.objects.get()
    [swap] = [found.key for found in suggestions_of(row) if found.key.startswith("swap")]
    swapped = Correction(cells_of(swap, row.cells))
    assert correct_rows(actor=balikpapan_admin, run=run, corrections={row.pk: swapped}).taken == [2]
    assert not RememberedCorrection.objects.exists()


# --- suggested --------------------------------------------------------------------------------------------------------
def suggestions_of(row: QuarantinedRow) -> list[Suggestion]:
    kind = row.run.declaration
    columns = kind.columns(RegionNames())
    checked = check_cells(kind, columns, row.line, row.cells)
    return suggest(kind, columns, checked, row.findings, Corrections(row.run.office, kind.name))


def keys(row: QuarantinedRow) -> list[str]:
    return [found.key for found in suggestions_of(row)]


def test_the_last_correction_comes_before_what_is_near(hold, correct):
    correct(hold(with_region(1, "Samarida")), 2, domicile="Kota Bontang")
    hold(with_region(2, "SAMARIDA"))
    row = QuarantinedRow.objects.get(state="open")
    assert keys(row) == ["set|domicile|Kota Bontang", "set|domicile|Kota Samarinda"]
    assert not Enrolment.objects.filter(job_seeker__domicile__name="Kota Samarinda").exists()


def test_birth_date_and_sex_are_offered_as_in_the_nik(hold):
    broken = person(1)
    broken[2], broken[3] = "31/02/2001", "L"
    hold(broken)
    assert keys(QuarantinedRow.objects.get()) == ["set|birth_date|05/03/2001"]
    broken[2] = "05/03/2001"
    hold(broken)
    assert keys(QuarantinedRow.objects.filter(state="open").latest("created_at")) == ["set|sex|P"]


def test_swapped_columns_are_recognised(hold):
    head = [*HEAD, "No HP", "Tempat Lahir"]
    broken = [*person(1), "Dayang", "x"]
    broken[0], broken[7] = "081234567890", broken[0]
    hold(broken, head=head)
    assert keys(QuarantinedRow.objects.get()) == ["swap|nik|phone"]
    renamed = [*person(2), "", "Dayang Rahmah"]
    renamed[1] = "Samarinda"
    hold(renamed, head=head)
    assert "swap|full_name|birth_place" in keys(QuarantinedRow.objects.latest("created_at"))
