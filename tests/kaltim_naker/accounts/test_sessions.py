"""How long a log-in lives, and who can end it (security.md §5, no. 15)."""

import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings as configured
from django.contrib.auth.hashers import Argon2PasswordHasher, MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.sessions import NOTE_EVERY, end_sessions_of
from tests.conftest import client_of
from tests.factories.accounts import PASSWORD, UserFactory
from tests.security import security

pytestmark = pytest.mark.django_db

MORNING = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_limits():
    cache.clear()


def log_in(email: str, password: str = PASSWORD, client: Client | None = None, **headers: str) -> Client:
    client = client or Client(**headers)
    client.post(reverse("account_login"), {"login": email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("dashboard:home")).status_code == 200


@security(15, "Sessions", target="new id, 30 minutes idle, 12 hours, closed at once")
def test_the_session_id_is_another_one_after_logging_in(planner):
    client = Client()
    session = client.session
    session["anything"] = 1
    session.save()
    client.cookies[configured.SESSION_COOKIE_NAME] = before = session.session_key
    log_in(planner.email, client=client)
    assert client.session.session_key != before
    assert is_in(client)


@security(15, "Sessions", target="new id, 30 minutes idle, 12 hours, closed at once")
def test_half_an_hour_without_use_ends_it(planner):
    with time_machine.travel(MORNING, tick=False) as clock:
        client = log_in(planner.email)
        clock.shift(timedelta(minutes=30))
        assert is_in(client)
        clock.shift(timedelta(minutes=30, seconds=1))
        answer = client.get(reverse("programs:class_list"))
        assert answer.headers["Location"].startswith(reverse("account_login"))


@security(15, "Sessions", target="new id, 30 minutes idle, 12 hours, closed at once")
def test_use_keeps_it_alive_for_twelve_hours_and_no_longer(planner):
    with time_machine.travel(MORNING, tick=False) as clock:
        client = log_in(planner.email)
        for _quarter in range(48):
            clock.shift(timedelta(minutes=15))
            assert is_in(client)
        clock.shift(timedelta(seconds=1))
        assert not is_in(client)


def test_a_fragment_of_an_ended_session_loads_the_page_anew(planner):
    with time_machine.travel(MORNING, tick=False) as clock:
        client = log_in(planner.email)
        clock.shift(timedelta(minutes=31))
        answer = client.get(reverse("dashboard:home"), headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


def test_noting_the_use_costs_one_write_a_minute(planner):
    with time_machine.travel(MORNING, tick=False) as clock:
        client = log_in(planner.email)
        key = client.session.session_key
        clock.shift(timedelta(seconds=NOTE_EVERY - 1))
        is_in(client)
        assert UserSession.objects.get(session_key=key).last_seen_at == MORNING
        clock.shift(timedelta(seconds=1))
        is_in(client)
        assert UserSession.objects.get(session_key=key).last_seen_at == MORNING + timedelta(seconds=NOTE_EVERY)


def test_the_list_of_sessions_ends_the_others(planner):
    here, elsewhere = log_in(planner.email), log_in(planner.email, HTTP_USER_AGENT="Warnet 3")
    stranger = log_in(UserFactory().email)
    page = here.get(reverse("usersessions_list"))
    assert b"Warnet 3" in page.content
    here.post(reverse("usersessions_list"))
    assert is_in(here)
    assert not is_in(elsewhere)
    assert stranger.get(reverse("account_change_password")).status_code == 200


def test_all_sessions_of_a_person_are_ended_and_nobody_else_s(planner):
    browsers, other = [log_in(planner.email), log_in(planner.email)], log_in(UserFactory().email)
    assert all(map(is_in, browsers))
    assert end_sessions_of(planner) == 2
    assert not any(map(is_in, browsers))
    assert other.get(reverse("account_change_password")).status_code == 200


@pytest.mark.parametrize("change", ["closed", "password"])
@security(15, "Sessions", target="new id, 30 minutes idle, 12 hours, closed at once")
def test_closing_an_account_ends_its_open_sessions(change, planner):
    client = client_of(planner)
    assert is_in(client)
    if change == "closed":
        User.objects.filter(pk=planner.pk).update(is_active=False)
    else:
        planner.set_password("payung biru menanam gajah")
        planner.save()
    assert not is_in(client)


@security(13, "Log-in", target="6th wrong try refused, one door, no hint who exists")
def test_the_sixth_wrong_password_is_refused_and_then_the_right_one(planner):
    client = Client()
    for _try in range(5):
        log_in(planner.email, "salah", client)
    log_in(planner.email, client=client)
    assert not is_in(client)
    other_machine = log_in(planner.email, REMOTE_ADDR="10.9.8.7")
    assert not is_in(other_machine), "the limit is the account's, not only the address's"


def test_a_spoofed_address_moves_no_limit(planner):
    client = Client()
    for attempt in range(11):
        log_in(f"orang{attempt}@contoh.test", "salah", client, HTTP_X_FORWARDED_FOR=f"9.9.9.{attempt}")
    answer = client.post(
        reverse("account_login"),
        {"login": planner.email, "password": PASSWORD},
        headers={"X-Forwarded-For": "8.8.8.8"},
    )
    assert answer.status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("form", ["account_login", "account_reset_password"])
@security(13, "Log-in", target="6th wrong try refused, one door, no hint who exists")
def test_a_known_and_an_unknown_person_get_the_same_answer(form, planner):
    answers = []
    for email in (planner.email, "tidak.ada@contoh.test"):
        cache.clear()
        answer = Client().post(reverse(form), {"login": email, "email": email, "password": "salah-sekali"})
        body = answer.content.decode().replace(email, "")
        answers.append((answer.status_code, answer.headers.get("Location"), _without_tokens(body)))
    assert answers[0] == answers[1]


@security(13, "How long the log-in takes", target="known and unknown differ by less than 10 % of a password's hash")
def test_the_clock_does_not_tell_who_exists_either(planner, monkeypatch, figure):
    """As many hashes for a stranger as for a known person; what else differs is small beside one of them.

    Tests hash quickly, so each hash is counted here, and one as production makes it is timed beside.
    """
    hashes = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: hashes.append(1) or encode(*given))
    counted: tuple[list[int], list[int]] = ([], [])
    taken: tuple[list[float], list[float]] = ([], [])
    for _turn in range(40):
        for who, email in enumerate((planner.email, "tidak.ada@contoh.test")):
            cache.clear()
            hashes.clear()
            started = time.process_time()
            log_in(email, "salah-sekali")
            taken[who].append(time.process_time() - started)
            counted[who].append(len(hashes))
    assert set(counted[0]) == set(counted[1]) == {1}
    started = time.process_time()
    Argon2PasswordHasher().encode("salah-sekali", "0123456789abcdef")
    hashing = time.process_time() - started
    gap = abs(statistics.median(taken[0]) - statistics.median(taken[1]))
    figure(f"1 hash each; medians of 40 in turns differ by {gap * 1000:.1f} ms, a hash takes {hashing * 1000:.0f} ms")
    assert gap < hashing / 10


def _without_tokens(body: str) -> list[str]:
    return [line for line in body.splitlines() if "csrf" not in line.lower()]
