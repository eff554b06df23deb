"""The grid on which rows are corrected: who may open it, what it shows, and what comes back from it."""

import pytest
from django.test import Client
from django.urls import reverse

from kaltim_naker.accounts.roles import Role
from kaltim_naker.audit.models import AccessKind, AccessLog
from kaltim_naker.imports.models import ImportRun, QuarantinedRow
from tests.conftest import client_of
from tests.factories.accounts import user_with_role
from tests.kaltim_naker.imports.files import nik, xlsx
from tests.kaltim_naker.imports.test_services import HEAD, person
from trainees.models import JobSeeker

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(balikpapan_admin) -> Client:
    return client_of(balikpapan_admin)


@pytest.fixture
def run(bring, take_in, balikpapan, balikpapan_admin) -> ImportRun:
    """Three rows wait: an unknown region in two of them, and a NIK that is too short."""
    rows = [person(serial, f"Orang {chr(64 + serial)}") for serial in (1, 2, 3)]
    rows[0][4] = rows[1][4] = "Samarida"
    rows[2][0] = rows[2][0][:-1]
    return take_in(bring("participants", xlsx({"x": [HEAD, *rows]}), balikpapan, balikpapan_admin), balikpapan_admin)


def grid(run: ImportRun) -> str:
    return reverse("imports:correct", args=[run.pk])


def row(run: ImportRun, line: int) -> QuarantinedRow:
    return QuarantinedRow.objects.get(run=run, line=line)


def shown(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def sent(run: ImportRun, **more: str) -> dict[str, object]:
    """The form as a browser sends it when nothing is typed."""
    fields = {}
    for held in QuarantinedRow.objects.filter(run=run, state="open"):
        fields |= {f"{held.pk}-nik": "", f"{held.pk}-domicile": held.cells["domicile"], f"{held.pk}-reason": ""}
    return {"row": [str(held.pk) for held in QuarantinedRow.objects.filter(run=run)], **fields, **more}


def test_the_grid_shows_what_is_wrong_and_no_nik(desk, run):
    number = row(run, 2).cells["nik"]
    page = shown(desk, grid(run))
    assert "Orang A" in page
    assert 'value="Samarida"' in page
    assert "Kota Samarinda" in page
    assert number not in page
    assert f"{number[:4]}********{number[-4:]}" in page
    logged = AccessLog.objects.get()
    assert (logged.kind, logged.subject, logged.rows) == (AccessKind.CORRECT_ROWS, str(run.pk), 3)


def test_what_is_typed_is_checked_and_taken_in_row_by_row(desk, run):
    """One is right now, one is wrong in another way, one is untouched."""
    first, second = row(run, 2), row(run, 3)
    typed = sent(run, **{f"{first.pk}-domicile": "Kota Samarinda", f"{second.pk}-domicile": "Bontank"})
    response = desk.post(grid(run), typed)
    assert (response.status_code, response["Location"]) == (302, grid(run))
    assert [person.full_name for person in JobSeeker.objects.all()] == ["Orang A"]
    assert row(run, 3).cells["domicile"] == "Bontank"
    assert row(run, 4).findings[0]["code"] == "nik_length"
    page = shown(desk, grid(run))
    assert "Orang A" not in page
    assert "Bontank" in page


def test_a_new_nik_is_typed_and_an_empty_field_keeps_the_old_one(desk, run):
    third = row(run, 4)
    desk.post(grid(run), sent(run))
    assert row(run, 4).cells["nik"] == third.cells["nik"]
    typed = nik(third.created_at.date().replace(year=2001, month=3, day=5), woman=True, serial=3)
    desk.post(grid(run), sent(run, **{f"{third.pk}-nik": typed}))
    assert JobSeeker.objects.get().reveal_nik() == typed


def test_a_suggestion_is_one_click_and_loses_nothing_typed_elsewhere(desk, run):
    first, second = row(run, 2), row(run, 3)
    typed = sent(run, take=f"{first.pk}/set|domicile|Kota Samarinda", **{f"{second.pk}-domicile": "Kota Bontang"})
    desk.post(grid(run), typed)
    assert [person.full_name for person in JobSeeker.objects.all()] == ["Orang A"]
    assert (row(run, 3).state, row(run, 3).cells["domicile"]) == ("open", "Kota Bontang")


def test_one_row_alone(desk, run):
    first, second = row(run, 2), row(run, 3)
    both = {f"{held.pk}-domicile": "Kota Samarinda" for held in (first, second)}
    desk.post(grid(run), sent(run, only=str(second.pk), **both))
    assert [person.full_name for person in JobSeeker.objects.all()] == ["Orang B"]


def test_a_value_is_put_right_in_all_rows(desk, run):
    answer = {"column": "domicile", "given": "Samarida", "corrected": "Kota Samarinda"}
    assert reverse("imports:replace", args=[run.pk]) in shown(desk, grid(run))
    desk.post(reverse("imports:replace", args=[run.pk]), answer)
    assert JobSeeker.objects.count() == 2
    personal = {"column": "full_name", "given": "Orang C", "corrected": "Orang D"}
    desk.post(reverse("imports:replace", args=[run.pk]), personal)
    assert row(run, 4).cells["full_name"] == "Orang C"


def test_rows_are_given_up_with_a_reason(desk, run):
    first = row(run, 2)
    desk.post(grid(run), sent(run, drop=str(first.pk)))
    assert row(run, 2).state == "open"
    desk.post(grid(run), sent(run, drop=str(first.pk), **{f"{first.pk}-reason": "mengundurkan diri"}))
    assert (row(run, 2).state, row(run, 2).reason) == ("dropped", "mengundurkan diri")
    desk.post(reverse("imports:give_up", args=[run.pk]), {"reason": "dibetulkan di berkas"})
    assert not QuarantinedRow.objects.filter(state="open").exists()
    assert shown(desk, grid(run))


def test_rows_are_narrowed_to_one_kind_of_problem(desk, run):
    page = shown(desk, f"{grid(run)}?code=nik_length&columns=all")
    assert "Orang C" in page
    assert "Orang A" not in page
    assert "Barista" in page


def test_broken_answers_change_nothing(desk, run):
    for answer in (
        {},
        {"row": ["x", "1"]},
        {"take": "x"},
        sent(run, take="x/set|domicile|Kota Samarinda"),
        {"row": [str(row(run, 2).pk)], "drop": "x", "x-reason": "x"},
    ):
        assert desk.post(grid(run), answer).status_code == 302
    assert desk.get(f"{grid(run)}?after=²&code=%00x").status_code == 200
    assert QuarantinedRow.objects.filter(state="open").count() == 3
    assert not JobSeeker.objects.exists()


def test_files_with_waiting_rows_are_listed_with_their_number(desk, run, bontang_admin):
    listed = reverse("imports:quarantine")
    assert grid(run) in shown(desk, listed)
    assert grid(run) not in shown(client_of(bontang_admin), listed)
    assert grid(run) in shown(desk, run.get_absolute_url())
    assert listed in shown(desk, "/")


def test_another_centre_finds_nothing(run, bontang_admin):
    other = client_of(bontang_admin)
    assert other.get(grid(run)).status_code == 404
    for name in ("correct", "replace", "give_up"):
        assert other.post(reverse(f"imports:{name}", args=[run.pk]), sent(run, reason="x")).status_code == 404
    assert QuarantinedRow.objects.filter(state="open").count() == 3
    assert not AccessLog.objects.exists()


def test_who_may_not_bring_participants_does_not_correct_them(run, balikpapan, planner):
    officer = client_of(user_with_role(Role.CERTIFICATION_OFFICER, balikpapan.office))
    assert officer.get(grid(run)).status_code == 404
    assert client_of(planner).get(grid(run)).status_code in (403, 404)


def test_rows_of_another_file_cannot_be_named(desk, run, bring, take_in, balikpapan, balikpapan_admin):
    broken = person(9)
    broken[4] = "Samarida"
    other = take_in(bring("participants", xlsx({"x": [HEAD, broken]}), balikpapan, balikpapan_admin), balikpapan_admin)
    foreign = row(other, 2)
    desk.post(grid(run), {"row": [str(foreign.pk)], f"{foreign.pk}-domicile": "Kota Samarinda"})
    assert row(other, 2).state == "open"


def test_the_form_works_without_a_script_and_only_with_its_token(run, balikpapan_admin):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(balikpapan_admin)
    assert strict.post(grid(run), sent(run)).status_code == 403
    page = shown(strict, grid(run))
    assert "<script>" not in page
    assert 'method="post"' in page
