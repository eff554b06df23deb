"""What every page inherits: rights, scope, privacy, reading only, errors in words."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from kaltim_naker.accounts.roles import Role
from kaltim_naker.ui.readonly import WriteWhileReadingError
from programs.models import TrainingClass
from tests.conftest import client_of
from tests.factories.accounts import user_with_role
from tests.factories.programs import TrainingClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_site")]


@pytest.fixture
def own(balikpapan):
    return TrainingClassFactory(centre=balikpapan, label="Paket Milik Sendiri", seats=16)


@pytest.fixture
def foreign(bontang):
    return TrainingClassFactory(centre=bontang, label="Paket Balai Lain", seats=20)


@pytest.fixture
def client(balikpapan_admin):
    return client_of(balikpapan_admin)


def test_stranger_is_sent_to_the_log_in():
    response = Client().get("/classes/")
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_role_without_the_action_gets_403(province):
    client = client_of(user_with_role(Role.SYSTEM_ADMIN, province))
    assert client.get("/classes/").status_code == 403


@pytest.mark.parametrize(("path", "method"), [("seats/", "get"), ("seats/", "post"), ("double/", "post"), ("", "get")])
def test_foreign_and_absent_look_the_same(client, foreign, path, method):
    ask = getattr(client, method)
    theirs = ask(f"/classes/{foreign.pk}/{path}", {"seats": 5})
    nobodys = ask(f"/classes/01900000-0000-7000-8000-000000000000/{path}", {"seats": 5})
    assert theirs.status_code == nobodys.status_code == 404
    assert len(theirs.content) == pytest.approx(len(nobodys.content), abs=200)


def test_list_shows_the_own_rows_only(client, own, foreign):
    html = client.get("/classes/").content.decode()
    assert own.label in html
    assert foreign.label not in html


def test_right_without_scope_shows_nothing(samarinda_operator, own):
    TrainingClass.objects.filter(pk=own.pk).update(state="planned")
    assert own.label not in client_of(samarinda_operator).get("/classes/").content.decode()


def test_list_of_rows_that_know_no_scope_is_refused(client):
    with pytest.raises(ImproperlyConfigured):
        client.get("/unscoped/")


def test_answer_is_private(client, own):
    response = client.get("/classes/")
    assert response["Cache-Control"] == "private, no-store"
    assert {"HX-Request", "Cookie"} <= {part.strip() for part in response["Vary"].split(",")}


def test_htmx_gets_the_results_only_and_history_the_whole_page(client, own):
    part = client.get("/classes/", headers={"HX-Request": "true"}).content.decode()
    whole = client.get(
        "/classes/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    ).content.decode()
    assert own.label in part
    assert "<html" not in part
    assert "<html" in whole


def test_button_is_shown_to_those_who_may(client, planner_client, samarinda_operator, own):
    assert "Rencanakan kelas" in client.get("/classes/").content.decode()
    assert "Rencanakan kelas" not in client_of(samarinda_operator).get("/classes/").content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("seatz=5", "seatz"),
        ("sort=password", "password"),
        ("export=pdf", "xlsx"),
        ("starts_between=1", "starts_between"),
    ],
)
def test_unknown_parameter_is_refused_and_named(client, own, query, said):
    response = client.get(f"/classes/?{query}")
    assert response.status_code == 400
    assert said in response.content.decode()
    assert own.label not in response.content.decode()


def test_wrong_filter_value_is_said_and_shows_no_rows(client, own):
    html = client.get("/classes/?seats=banyak").content.decode()
    assert own.label not in html
    assert "kn-error" in html


@pytest.mark.parametrize("query", ["seats=16", "starts_min=2025-01-01&starts_max=2025-12-31", "sort=-seats"])
def test_known_parameters_filter_and_sort(client, own, query):
    response = client.get(f"/classes/?{query}")
    assert response.status_code == 200
    assert own.label in response.content.decode()


def test_export_holds_the_filtered_rows_of_the_scope(client, balikpapan, own, foreign):
    TrainingClassFactory(centre=balikpapan, label="=1+1", seats=24)
    response = client.get("/classes/?export=xlsx&sort=-seats")
    assert response["Content-Disposition"] == 'attachment; filename="trainingclass.xlsx"'
    assert response["Cache-Control"] == "private, no-store"
    rows = list(load_workbook(BytesIO(response.getvalue())).worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Paket", "=1+1", own.label]
    assert [row[2] for row in rows[1:]] == [24, 16]
    narrowed = client.get("/classes/?export=xlsx&seats=16")
    assert len(list(load_workbook(BytesIO(narrowed.getvalue())).worksheets[0].iter_rows())) == 2


def test_export_beyond_the_cap_names_the_way_out(client, own, balikpapan, monkeypatch):
    TrainingClassFactory(centre=balikpapan)
    monkeypatch.setattr("kaltim_naker.ui.views.EXPORT_CAP", 1)
    assert client.get("/classes/?export=xlsx").status_code == 400


def test_page_that_writes_while_reading_is_stopped(client, own):
    with pytest.raises(WriteWhileReadingError):
        client.get("/writing/")
    own.refresh_from_db()
    assert own.seats == 16


def test_list_costs_the_same_queries_for_one_row_and_for_fifty(client, own, balikpapan):
    counts = []
    for wanted in (1, 50):
        while TrainingClass.objects.count() < wanted:
            TrainingClassFactory(centre=balikpapan, programme=own.programme)
        with CaptureQueriesContext(connection) as queries:
            size = len(client.get("/classes/").content)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert size < 100_000


def test_rows_may_be_objects(client, own):
    html = client.get("/objects/").content.decode()
    assert own.centre.short_name in html


def test_form_saves_says_so_and_leads_on(client, own):
    response = client.post(f"/classes/{own.pk}/seats/", {"seats": 24}, follow=True)
    assert response.redirect_chain == [(f"/classes/{own.pk}/", 302)]
    assert "Kursi diubah." in response.content.decode()
    own.refresh_from_db()
    assert own.seats == 24


@pytest.mark.parametrize(
    ("seats", "said"), [("13", "Tidak boleh 13 kursi."), ("0", "500"), ("abc", "kn-error"), ("", "kn-summary")]
)
def test_refused_form_says_why_and_changes_nothing(client, own, seats, said):
    response = client.post(f"/classes/{own.pk}/seats/", {"seats": seats})
    assert response.status_code == 422
    html = response.content.decode()
    assert said in html
    assert 'href="#id_seats"' in html or seats == "0"
    own.refresh_from_db()
    assert own.seats == 16


def test_action_is_post_only(client, own):
    assert client.get(f"/classes/{own.pk}/double/").status_code == 405


def test_action_acts_or_says_why_not(client, own):
    done = client.post(f"/classes/{own.pk}/double/", follow=True).content.decode()
    assert "Kursi digandakan." in done
    TrainingClass.objects.filter(pk=own.pk).update(seats=200)
    refused = client.post(f"/classes/{own.pk}/double/", follow=True).content.decode()
    assert "Terlalu banyak kursi." in refused
    own.refresh_from_db()
    assert own.seats == 200


def test_post_without_token_is_refused(balikpapan_admin, own):
    client = Client(enforce_csrf_checks=True)
    client.force_login(balikpapan_admin)
    assert client.post(f"/classes/{own.pk}/double/").status_code == 403


def test_dates_of_rows_are_written_in_the_language(client, own):
    TrainingClass.objects.filter(pk=own.pk).update(starts_on=date(2025, 8, 17), ends_on=date(2025, 9, 17))
    assert "17 Agu 2025" in client.get("/classes/").content.decode()
