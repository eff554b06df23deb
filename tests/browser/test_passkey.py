"""A passkey in a real browser: added, and then enough to log in with; and the pages around the second factor."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from kaltim_naker.accounts.models import User
from tests.browser.visitor import Visitor
from tests.security import security

#: A device that keeps passkeys and knows its owner; what Chromium puts in the place of a real one.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _required(settings) -> Iterator[None]:
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    yield
    cache.clear()


def plug_in(visitor: Visitor) -> None:
    device = visitor.page.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


@security(14, "A passkey in a browser", target="added, then enough to log in; one without is held up")
def test_a_passkey_is_added_and_then_opens_the_house(
    planner: User, visit: Callable[..., Visitor], live_server, figure
) -> None:
    planning = visit(planner, lands_on="mfa_index")
    plug_in(planning)

    planning.open(reverse("mfa_add_webauthn"), narrow=True)
    planning.fill(name="Laptop kantor")
    planning.page.locator("main [name=passwordless]").check()
    planning.click("#mfa_webauthn_add")
    assert Authenticator.objects.filter(user=planner, type=Authenticator.Type.WEBAUTHN).count() == 1
    planning.look_over(narrow=True)
    planning.open(reverse("mfa_list_webauthn"), narrow=True)
    expect(planning.page.locator("main tbody th")).to_have_text("Laptop kantor")

    planning.open(reverse("dashboard:home"))
    planning.page.context.clear_cookies()
    planning.open(reverse("account_login"), narrow=True)
    planning.click("#passkey_login")
    planning.page.wait_for_url(f"{live_server.url}{reverse('dashboard:home')}")
    planning.look_over()
    figure("1 passkey added, 1 log-in with nothing else")


def test_an_app_and_its_recovery_codes(planner: User, visit: Callable[..., Visitor], live_server) -> None:
    planning = visit(planner, lands_on="mfa_index")
    planning.open(reverse("mfa_activate_totp"), narrow=True)
    seed = re.sub(r"\s", "", planning.page.locator("[data-seed]").inner_text())
    planning.fill(code=totp.format_hotp_value(totp.hotp_value(seed, int(time.time()) // 30)))
    planning.click("main form.kn-form button[type=submit]")
    planning.look_over(narrow=True)
    codes = planning.page.locator("main code").all_inner_texts()
    assert len(set(codes)) == 10
    planning.open(reverse("mfa_view_recovery_codes"))
    assert planning.page.locator("main code").count() == 0, "shown once"
    planning.open(reverse("usersessions_list"), narrow=True)
