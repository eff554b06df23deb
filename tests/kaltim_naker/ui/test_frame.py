"""The frame of every page: language, menu, messages, head; and the pages for when something is not right."""

import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.roles import Role
from kaltim_naker.ui import navigation
from kaltim_naker.ui.navigation import NavItem, NavSection, navigation_for
from tests.conftest import client_of
from tests.factories.accounts import PASSWORD, user_with_role

pytestmark = pytest.mark.django_db

INLINE = re.compile(
    r"""\sstyle=|<script(?![^>]*(?:\ssrc=|type="application/json"))|\son[a-z]+=|(?:src|href)="(?:https?:)?//"""
)


def test_entry_leads_somewhere():
    assert all(item.url.startswith("/") for section in navigation.NAVIGATION for item in section.items)


@pytest.fixture
def menu(monkeypatch):
    people = NavItem("Orang", "account_login", Action.VIEW_JOB_SEEKERS, "people")
    nested = NavItem("Sandi", "account_change_password", Action.VIEW_DASHBOARD, "user")
    admin = NavItem("Akun", "account_logout", Action.MANAGE_ACCOUNTS, "gear")
    sections = (NavSection("Kerja", (people, nested)), NavSection("Sistem", (admin,)))
    monkeypatch.setattr(navigation, "NAVIGATION", sections)


def entries(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return {item.label: item.current for section in navigation_for(request) for item in section.items}


def test_menu_shows_what_the_role_may(menu, planner, province):
    assert entries(planner) == {"Orang": False, "Sandi": False}
    assert entries(user_with_role(Role.SYSTEM_ADMIN, province)) == {"Sandi": False, "Akun": False}
    assert entries(AnonymousUser()) == {}


def test_section_without_entries_is_left_out(menu, planner):
    request = RequestFactory().get("/")
    request.user = planner
    assert [section.label for section in navigation_for(request)] == ["Kerja"]


def test_menu_marks_where_the_reader_is(menu, planner):
    assert entries(planner, "/accounts/password/change/") == {"Orang": False, "Sandi": True}


def test_first_page_is_marked_only_there(monkeypatch, planner):
    first = NavItem("Beranda", "home", Action.VIEW_DASHBOARD, "home")
    monkeypatch.setattr(navigation, "NAVIGATION", (NavSection("", (first,)),))
    monkeypatch.setattr(navigation, "reverse", lambda name: "/")
    assert entries(planner, "/") == {"Beranda": True}
    assert entries(planner, "/style/") == {"Beranda": False}


@pytest.mark.parametrize("accepted", ["en-US,en;q=0.9", "id", ""])
def test_language_is_indonesian_whatever_the_browser_says(accepted):
    response = Client().get(reverse("account_login"), headers={"Accept-Language": accepted})
    assert 'lang="id"' in response.content.decode()
    assert response["Content-Language"] == "id"


def test_language_is_switched_before_the_log_in_and_stays():
    client = Client()
    path = reverse("account_login")
    response = client.post(reverse("set_language"), {"language": "en", "next": path})
    assert response.url == path
    assert '<html lang="en">' in client.get(path).content.decode()
    client.cookies["django_language"] = "xx"
    assert '<html lang="id">' in client.get(path).content.decode()


def test_htmx_evaluates_nothing_keeps_nothing_and_asks_nobody_else(planner_client):
    html = planner_client.get(reverse("ui:style")).content.decode()
    config = json.loads(re.search(r"""name="htmx-config" content='([^']+)'""", html)[1])
    assert (config["allowEval"], config["selfRequestsOnly"]) == (False, True)
    assert (config["includeIndicatorStyles"], config["historyCacheSize"]) == (False, 0)
    assert re.search(r"""<body hx-headers='{"X-CSRFToken": "\w{64}"}'>""", html)


def test_user_menu_names_person_role_and_office(planner, planner_client):
    html = planner_client.get(reverse("ui:style")).content.decode()
    office = planner.memberships.get().office
    assert planner.full_name in html
    assert office.name in html


def test_style_page_draws_every_component(planner_client):
    response = planner_client.get(reverse("ui:style"))
    assert response.status_code == 200
    html = response.content.decode()
    for mark in (
        "kn-badge--done", "kn-steps", "kn-confirm", "kn-figure", "kn-inbox", "kn-dl", "kn-tabs", "kn-filter",
        "kn-table", "kn-empty", 'role="progressbar"', "kn-tilemap", "kn-behind", "kn-summary",
        "alert-warning", "kn-crumbs",
    ):  # fmt: skip
        assert mark in html, mark
    assert not INLINE.search(html), INLINE.search(html)
    assert len(html) < 100_000


def test_running_work_asks_again_and_ended_work_does_not(planner_client):
    html = planner_client.get(reverse("ui:style")).content.decode()
    assert html.count('hx-trigger="every 2s"') == 1
    part = planner_client.get(reverse("ui:style_progress"), headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div class="kn-card" id="job-')
    assert 'hx-trigger="every 2s"' in part


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_reset_password_done"])
def test_public_account_page_is_ours(name):
    response = Client().get(reverse(name))
    html = response.content.decode()
    assert response.status_code == 200
    assert "kn-public" in html
    assert not INLINE.search(html)


@pytest.mark.parametrize("name", ["account_change_password", "account_logout", "account_reauthenticate"])
def test_own_account_page_is_ours(planner_client, name):
    html = planner_client.get(reverse(name)).content.decode()
    assert "kn-public" in html
    assert "kn-card" in html


def test_log_in_fields_help_the_browser():
    html = Client().get(reverse("account_login")).content.decode()
    assert 'autocomplete="email"' in html
    assert 'autocomplete="current-password"' in html


def test_wrong_log_in_is_said_beside_the_form(planner):
    html = Client().post(reverse("account_login"), {"login": planner.email, "password": "salah"}).content.decode()
    assert "kn-summary" in html


def test_right_log_in_leads_on(planner):
    response = Client().post(
        reverse("account_login"), {"login": planner.email, "password": PASSWORD, "next": reverse("ui:style")}
    )
    assert response.url == reverse("ui:style")


def test_missing_page_is_ours_for_everybody(planner_client):
    for client in (planner_client, Client()):
        response = client.get("/tidak-ada/")
        assert response.status_code == 404
        assert "kn-public" in response.content.decode()


def test_forbidden_page_is_ours(province):
    request = RequestFactory().get("/")
    request.user = user_with_role(Role.PLANNER, province)
    assert "kn-public" in render_to_string("403.html", request=request)


def test_failure_page_stands_alone():
    html = render_to_string("500.html")
    assert "kn-" not in html
    assert "<link" not in html
    assert "Kembali ke beranda" in html


def test_signing_up_is_closed():
    html = Client().get(reverse("account_signup")).content.decode()
    assert '<form class="kn-form"' not in html


def test_every_role_may_see_the_style_page(province):
    for role in Role:
        assert client_of(user_with_role(role, province)).get(reverse("ui:style")).status_code == 200
