"""How a file was read, and what a person may say better: columns, values in all rows; and what the next file learns."""

import pytest
from django.test import Client
from django.urls import reverse

from kaltim_naker.imports import services
from kaltim_naker.imports.models import ImportRun, QuarantinedRow, RememberedCorrection, RememberedLayout
from tests.conftest import client_of
from tests.kaltim_naker.imports.files import xlsx
from tests.kaltim_naker.imports.test_services import HEAD, person
from trainees.models import JobSeeker

pytestmark = pytest.mark.django_db
ODD_HEAD = ["NIK", "Sebutan", "Tgl Lahir", "L/P", "Kab/Kota", "Program", "Paket", "Hobi"]


@pytest.fixture
def desk(balikpapan_admin) -> Client:
    return client_of(balikpapan_admin)


@pytest.fixture
def brought(bring, balikpapan, balikpapan_admin):
    """A checked file with these rows below a head of which one column says nothing and one is missing."""

    def bring_rows(*rows: list[object], head: list[str] = ODD_HEAD) -> ImportRun:
        return bring("participants", xlsx({"x": [head, *rows]}), balikpapan, balikpapan_admin)

    return bring_rows


def shown(client: Client, name: str, run: ImportRun) -> str:
    response = client.get(reverse(f"imports:{name}", args=[run.pk]))
    assert response.status_code == 200
    return response.content.decode()


def press(client: Client, name: str, run: ImportRun, **answer: str) -> ImportRun:
    assert client.post(reverse(f"imports:{name}", args=[run.pk]), answer).status_code == 302
    services.carry_out(str(run.pk))
    run.refresh_from_db()
    return run


# --- columns ----------------------------------------------------------------------------------------------------------
CHOSEN = {
    "place_0": "nik",
    "place_1": "full_name",
    "place_2": "birth_date",
    "place_3": "sex",
    "place_4": "domicile",
    "place_5": "programme",
    "place_6": "package",
}


def test_the_page_shows_the_guess_with_samples_and_names_what_is_left_out(desk, brought):
    run = brought([*person(1), "Memancing"])
    page = shown(desk, "columns", run)
    assert "Memancing" in page
    assert "Sebutan" in page
    assert str(person(1)[0]) not in page
    assert '<option value="domicile" selected>' in page
    assert '<option value="full_name" selected>' not in page


def test_samples_are_sealed_and_go_with_the_file(desk, brought, take_in, balikpapan_admin):
    run = press(desk, "columns", brought([*person(1), "Memancing"]), **CHOSEN)
    assert "Memancing" not in str(run.verdict)
    assert run.verdict["samples"]
    take_in(run, balikpapan_admin)
    run.refresh_from_db()
    assert "samples" not in run.verdict
    assert run.verdict["rows"] == 1


def test_a_choice_of_columns_is_used_for_the_next_file_of_this_head(desk, brought):
    run = press(desk, "columns", brought([*person(1), "Memancing"]), **CHOSEN)
    assert (run.verdict["missing"], run.verdict["ok"]) == ([], 1)
    following = brought([*person(2), "Catur"], [*person(3), "Catur"])
    assert (following.verdict["missing"], following.verdict["ok"]) == ([], 2)
    assert following.places["full_name"] == 1
    assert reverse("imports:forget_columns", args=[following.pk]) in shown(desk, "columns", following)
    # Another head is another form.
    assert brought(person(4), head=[*ODD_HEAD[:-1]]).verdict["missing"] == ["full_name"]


def test_a_choice_of_columns_can_be_forgotten(desk, brought):
    press(desk, "columns", brought([*person(1), "x"]), **CHOSEN)
    following = press(desk, "forget_columns", brought([*person(2), "x"]))
    assert following.verdict["missing"] == ["full_name"]
    assert following.places is None
    assert not RememberedLayout.objects.exists()


def test_a_choice_is_the_offices_own(desk, brought, bring, bontang, bontang_admin):
    press(desk, "columns", brought([*person(1), "x"]), **CHOSEN)
    other = bring("participants", xlsx({"x": [ODD_HEAD, [*person(2), "x"]]}), bontang, bontang_admin)
    assert other.verdict["missing"] == ["full_name"]


def test_one_column_written_in_one_is_chosen_as_one(desk, brought):
    rows = [*person(1)[:2], "Samarinda, 05/03/2001", *person(1)[3:]]
    run = brought(rows, head=["NIK", "Nama", "TTL", *HEAD[3:]])
    assert '<option value="birth_place+birth_date" selected>' in shown(desk, "columns", run)


# --- values -----------------------------------------------------------------------------------------------------------
def test_a_value_is_read_as_another_one_in_all_rows(desk, brought, take_in, balikpapan_admin):
    rows = [person(serial) for serial in (1, 2, 3)]
    rows[0][4] = rows[1][4] = "Samarida"
    run = brought(*rows, head=HEAD)
    assert run.verdict["ok"] == 1
    answer = {"column": "domicile", "given": "Samarida", "corrected": "Kota Samarinda"}
    run = press(desk, "replace_in_file", run, **answer)
    assert run.verdict["ok"] == 3
    assert "Samarida" in shown(desk, "detail", run)
    taken_back = press(desk, "replace_in_file", run, **{**answer, "corrected": ""})
    assert (taken_back.verdict["ok"], taken_back.replacements) == (1, {})
    take_in(press(desk, "replace_in_file", run, **answer), balikpapan_admin)
    assert JobSeeker.objects.filter(domicile__name="Kota Samarinda").count() == 3
    assert "Samarida → Kota Samarinda" in shown(desk, "detail", run)


def test_the_same_correction_is_offered_for_the_next_file_and_not_made_unasked(desk, brought):
    row = person(1)
    row[4] = "Kota Minyak"
    run = brought(row, head=HEAD)
    assert reverse("imports:replace_in_file", args=[run.pk]) not in shown(desk, "detail", run)
    RememberedCorrection.objects.create(
        office=run.office, kind="participants", column="domicile", given="KOTA MINYAK", corrected="Kota Balikpapan"
    )
    following = brought(row, head=HEAD)
    assert following.verdict["ok"] == 0
    assert 'value="Kota Balikpapan"' in shown(desk, "detail", following)


def test_names_are_not_replaced_in_all_rows(desk, brought):
    run = brought(person(1), head=HEAD)
    response = desk.post(
        reverse("imports:replace_in_file", args=[run.pk]),
        {"column": "full_name", "given": "Dayang Rahmah", "corrected": "Budi"},
        follow=True,
    )
    assert len(response.context["messages"]) == 1
    run.refresh_from_db()
    assert run.replacements == {}


# --- what would change ------------------------------------------------------------------------------------------------
def test_changes_are_shown_from_what_to_what(desk, brought):
    run = brought(person(1), head=HEAD)
    run.verdict["trial"]["changes"] = {
        str(line): [{"field": "telepon", "old": "", "new": f"+62812{line:07d}"}] for line in range(2, 122)
    }
    run.save()
    page = shown(desk, "detail", run)
    assert "+628120000002" in page
    assert "+628120000013" not in page
    everything = shown(desk, "changes", run)
    assert "+628120000101" in everything
    assert "+628120000121" not in everything
    rest = desk.get(reverse("imports:changes", args=[run.pk]), {"after": "101"}).content.decode()
    assert "+628120000121" in rest


def test_findings_are_shown_by_kind_some_at_a_time(desk, brought):
    rows = [person(serial) for serial in range(1, 132)]
    for row in rows[:130]:
        row[4] = "Entah"
    rows[130][2] = "31/02/2001"
    run = brought(*rows, head=HEAD)
    page = shown(desk, "detail", run)
    more = f"{reverse('imports:findings', args=[run.pk])}?code=region_unknown"
    assert more in page
    first = desk.get(more).context
    assert [(tab.count, tab.current) for tab in first["tabs"]] == [(130, True), (1, False)]
    assert [row.line for row in first["groups"][0].rows] == list(range(2, 102))
    rest = desk.get(more.split("?")[0] + first["next_url"]).context
    assert [row.line for row in rest["groups"][0].rows] == list(range(102, 132))
    assert rest["next_url"] == ""


def test_pages_of_a_decided_file_lead_to_its_receipt(desk, brought, take_in, balikpapan_admin):
    run = take_in(brought(person(1), head=HEAD), balikpapan_admin)
    assert not QuarantinedRow.objects.exists()
    for name in ("columns", "changes", "findings"):
        response = desk.get(reverse(f"imports:{name}", args=[run.pk]))
        assert response["Location"] == run.get_absolute_url()


def test_another_centre_reads_nothing(brought, bontang_admin):
    run = brought(person(1), head=HEAD)
    other = client_of(bontang_admin)
    for name in ("columns", "changes"):
        assert other.get(reverse(f"imports:{name}", args=[run.pk])).status_code == 404
    for name in ("columns", "forget_columns", "replace_in_file"):
        assert other.post(reverse(f"imports:{name}", args=[run.pk]), CHOSEN).status_code == 404
    assert not RememberedLayout.objects.exists()
