"""What every answer carries, and what is kept nowhere (security.md §5, nos. 12 and 16 to 18)."""

import os
import re
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import reverse

from kaltim_naker.accounts.models import User
from tests.access.guards import is_kept, plain_numbers, strange_cookies, unlogged_lists
from tests.access.test_matrix import DOORS, address
from tests.conftest import client_of
from tests.security import security

MUST = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy_of(answer) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in answer.headers.get("Content-Security-Policy", "").split(";")]
    return {name: sources for name, _space, sources in parts}


def wrong_headers(answer) -> list[str]:
    wrong = [f"{name}: {answer.headers.get(name)}" for name, value in MUST.items() if answer.headers.get(name) != value]
    policy = policy_of(answer)
    if any("unsafe" in sources or "*" in sources or "http" in sources for sources in policy.values()):
        wrong.append(f"loose policy {policy}")
    for name in ("default-src", "object-src", "base-uri", "frame-ancestors", "form-action"):
        if policy.get(name) not in ("'none'", "'self'"):
            wrong.append(f"{name} is {policy.get(name)}")
    if "Permissions-Policy" not in answer.headers:
        wrong.append("no Permissions-Policy")
    return wrong


@security(17, "Headers of every address", target="0 answers without")
@security(18, "Personal pages", target="0 that a browser may keep")
def test_every_address_answers_with_all_headers(world, figure):
    figure(f"{headers_hold(world, DOORS)} answers")


def headers_hold(world, doors):
    """How many answers had all headers, no cookie of their own, and nothing that a browser may keep."""
    client = client_of(world.user("planner"))
    wrong, asked = {}, 0
    for name, door in doors.items():
        pk = world.things[door.about].own.pk if door.about else None
        for url in (address(name, door, pk), f"{address(name, door, pk)}nowhere"):
            answer = client.get(url)
            asked += 1
            found = [*wrong_headers(answer), *is_kept(answer, door), *strange_cookies(answer)]
            if found:
                wrong[url] = found
    assert wrong == {}
    return asked


@security(17, "Headers of errors and static files", target="0 answers without")
def test_errors_and_files_carry_them_too(monkeypatch, world):
    client = client_of(world.user("planner"))
    client.raise_request_exception = False
    missing = client.get("/tidak-ada/")
    monkeypatch.setattr("kaltim_naker.dashboard.views.HomeView.get", lambda *_args, **_kwargs: 1 / 0)
    broken = client.get(reverse("dashboard:home"))
    assert (missing.status_code, broken.status_code) == (404, 500)
    for answer in (missing, broken):
        assert wrong_headers(answer) == []
    assert "no-store" in broken.headers["Cache-Control"]


@security(17, "Headers of errors and static files", target="0 answers without")
def test_files_carry_them_too(settings, figure):
    """WhiteNoise answers for them; what stands above it writes on its answers, too."""
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    names = ("kaltim/kaltim.css", "kaltim/kaltim.js", "kaltim/icons.svg")
    answers = {name: Client().get(f"{settings.STATIC_URL}{name}") for name in names}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(names, 200)
    assert {name: found for name, answer in answers.items() if (found := wrong_headers(answer))} == {}
    figure(f"404, 500, {len(names)} files")


@security(17, "Cookies and HSTS of production", target="__Host-, Secure, HttpOnly, Lax; one year")
def test_cookies_of_production():
    """Asked of a settings module that was read as production reads it."""
    program = (
        "import django; django.setup(); from django.conf import settings as s; "
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        "s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS, "
        "s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SESSION_COOKIE_DOMAIN, s.SECOND_FACTOR_REQUIRED, s.DEBUG)"
    )
    environment = {**os.environ, "KALTIM_ENV": "production", "DJANGO_SETTINGS_MODULE": "kaltim_naker.settings"}
    said = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    names = ["__Host-session", "__Host-csrf"]
    assert said.stdout.split() == [*names, *["True"] * 4, "Lax", "31536000", "True", "None", "True", "False"]


@security(16, "Forged requests to the support pages", target="all 403")
@pytest.mark.django_db
@pytest.mark.parametrize("form", ["user_add", "user_changelist", "office_add", "office_changelist"])
def test_support_pages_take_no_forged_requests(form):
    boss = User.objects.create_superuser("boss@contoh.test", full_name="Boss")
    client = Client(enforce_csrf_checks=True)
    client.force_login(boss)
    assert client.post(reverse(f"admin:accounts_{form}")).status_code == 403


@security(16, "Forged requests by other methods", target="all 403 or 405")
def test_no_other_method_changes_anything(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.user("planner"))
    let_in = []
    for name, door in DOORS.items():
        pk = world.things[door.about].own.pk if door.about else None
        for method in ("put", "patch", "delete"):
            if getattr(client, method)(address(name, door, pk)).status_code not in (403, 405, 404):
                let_in.append(f"{method} {name}")
    assert let_in == []


@security(12, "NIK in addresses", target="no address takes sixteen digits")
def test_no_address_has_room_for_a_number(world):
    """Records are known by keys that say nothing; what is searched for by number is asked by POST."""
    for name, door in DOORS.items():
        pk = world.things[door.about].own.pk if door.about else None
        assert not re.search(r"\d{16}", address(name, door, pk)), name
    assert not any("nik" in part for door in DOORS.values() for part in door.args)


@security(11, "Columns for a NIK", target="encrypted or a keyed digest")
def test_no_column_holds_a_plain_number():
    assert plain_numbers() == []


@security(3, "Lists of people", target="0 that could be taken away without an entry in the log")
def test_every_list_of_people_is_logged():
    assert unlogged_lists() == []


@security(18, "After logging out", target="storage of the browser is cleared")
def test_logging_out_clears_the_browser(world):
    answer = client_of(world.user("planner")).post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"storage"'


# --- security.txt ----------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_where_to_tell_of_a_weakness(client, settings):
    settings.SECURITY_CONTACT = "mailto:keamanan@contoh.test"
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert lines["Contact"] == "mailto:keamanan@contoh.test"
    assert {"Expires", "Canonical", "Preferred-Languages"} <= set(lines)
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
