"""Staff show a second factor, or reach nothing but the page that sets one up (security.md §5, nos. 13 to 15)."""

import base64
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse

from kaltim_naker.accounts.middleware import CONFIRMATION
from kaltim_naker.accounts.models import User
from tests.conftest import client_of
from tests.factories.accounts import PASSWORD
from tests.security import security

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.REAUTHENTICATION_REQUIRED = True
    cache.clear()


def log_in(user: User, password: str = PASSWORD, client: Client | None = None) -> tuple[Client, str]:
    """A browser after the password, and where it was sent."""
    client = client or Client()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": password})
    return client, answer.headers.get("Location", "")


def enrol(client: Client) -> str:
    """Set up an authenticator app in this browser; returns its seed."""
    client.get(reverse("mfa_activate_totp"))
    seed = client.session[totp.SECRET_SESSION_KEY]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(seed)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    return seed


def code_of(seed: str, steps: int = 0) -> str:
    return totp.format_hotp_value(totp.hotp_value(seed, int(time.time()) // 30 + steps))


def give_code(client: Client, code: str) -> int:
    return client.post(reverse("mfa_authenticate"), {"code": code}).status_code


def test_a_fragment_is_not_filled_with_the_page_that_asks(planner):
    client, _where = log_in(planner)
    answer = client.get(reverse("programs:class_list"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, reverse("mfa_index"))


def test_setting_up_opens_the_house_and_the_next_log_in_asks(planner):
    client, _where = log_in(planner)
    seed = enrol(client)
    assert client.get(reverse("dashboard:home")).status_code == 200

    again, where = log_in(planner)
    assert where == reverse("mfa_authenticate")
    assert again.get(reverse("dashboard:home")).status_code == 302
    assert give_code(again, code_of(seed, +1)) == 302
    assert again.get(reverse("dashboard:home")).status_code == 200


@security(14, "Codes of the app", target="each once, seeds encrypted")
def test_a_code_is_taken_once_though_the_cache_forgets(planner):
    seed = enrol(log_in(planner)[0])
    code = code_of(seed, +1)
    first, second = log_in(planner)[0], log_in(planner)[0]
    assert give_code(first, code) == 302
    cache.clear()
    assert give_code(second, code) == 200
    assert second.get(reverse("dashboard:home")).status_code == 302


def test_a_passkey_made_without_a_request_proves_nothing_to_any_session(planner):
    """As a restore or a command makes one: nobody is let in by it."""
    browser = client_of(planner)
    Authenticator.objects.create(user=planner, type=Authenticator.Type.WEBAUTHN, data={})
    assert browser.get(reverse("dashboard:home")).status_code == 302


def test_the_code_that_set_up_the_app_is_used_up(planner):
    seed = enrol(log_in(planner)[0])
    browser = log_in(planner)[0]
    assert give_code(browser, code_of(seed)) == 200


@security(14, "Codes of the app", target="each once, seeds encrypted")
def test_seeds_lie_encrypted(planner):
    seed = enrol(log_in(planner)[0])
    for authenticator in Authenticator.objects.filter(user=planner):
        stored = authenticator.data.get("secret") or authenticator.data["seed"]
        assert seed not in str(authenticator.data)
        raw = base64.b64decode(stored)
        assert raw[0] == 1, "begins with the id of the key"
        assert seed.encode() not in raw
    with pytest.raises((ValueError, TypeError)):
        base64.b32decode(stored)


def test_recovery_codes_open_once_each(planner):
    client, _where = log_in(planner)
    enrol(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.findall(r"<code>(\d{8})</code>", page)[0]
    assert code.encode() not in client.get(reverse("mfa_view_recovery_codes")).content, "shown once"

    assert give_code(log_in(planner)[0], code) == 302
    assert give_code(log_in(planner)[0], code) == 200


@security(13, "Log-in", target="6th wrong try refused, one door, no hint who exists")
def test_the_sixth_wrong_code_is_refused_and_then_the_right_one(planner):
    seed = enrol(log_in(planner)[0])
    browser = log_in(planner)[0]
    for _try in range(5):
        assert give_code(browser, "000000") == 200
    assert give_code(browser, code_of(seed, +1)) == 200
    assert browser.get(reverse("dashboard:home")).status_code == 302


def test_the_only_second_factor_cannot_be_taken_away(planner):
    client, _where = log_in(planner)
    enrol(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=planner, type=Authenticator.Type.TOTP).exists()


def test_a_session_from_before_must_show_the_factor(planner):
    enrol(log_in(planner)[0])
    old = client_of(planner)
    assert old.get(reverse("dashboard:home")).headers["Location"].startswith(reverse("mfa_reauthenticate"))
    # The password is not enough to take the factor away.
    assert old.get(reverse("mfa_deactivate_totp")).headers["Location"].startswith(reverse("mfa_reauthenticate"))
    assert "account_reauthenticate" not in CONFIRMATION


@security(13, "Log-in", target="6th wrong try refused, one door, no hint who exists")
def test_resetting_the_password_keeps_the_second_factor(planner, mailoutbox):
    enrol(log_in(planner)[0])
    browser = Client()
    browser.post(reverse("account_reset_password"), {"email": planner.email})
    link = next(word for word in mailoutbox[-1].body.split() if "/password/reset/key/" in word)
    page = browser.get("/" + link.split("/", 3)[3], follow=True)
    form_url = page.redirect_chain[-1][0]
    fresh = "gajah menanam payung biru"
    browser.post(form_url, {"password1": fresh, "password2": fresh})
    assert browser.get(reverse("dashboard:home")).status_code == 302
    _client, where = log_in(planner, fresh)
    assert where == reverse("mfa_authenticate")


@security(13, "Log-in", target="6th wrong try refused, one door, no hint who exists")
def test_the_support_pages_have_no_door_of_their_own():
    answer = Client().get(reverse("admin:login"))
    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_production_refuses_to_start_without(settings):
    settings.IS_PRODUCTION = True
    assert not {"kaltim.E005", "kaltim.E006"} & {problem.id for problem in run_checks()}
    settings.SECOND_FACTOR_REQUIRED = settings.REAUTHENTICATION_REQUIRED = False
    assert {"kaltim.E005", "kaltim.E006"} <= {problem.id for problem in run_checks()}


def test_the_demonstration_does_without(settings, planner):
    settings.SECOND_FACTOR_REQUIRED = False
    client, where = log_in(planner)
    assert where == reverse("dashboard:home")
    assert client.get(where).status_code == 200
