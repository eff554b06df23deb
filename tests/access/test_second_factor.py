"""Every address, asked by somebody of the staff who has no second factor (security.md §5, no. 14)."""

import pytest
from django.urls import reverse

from kaltim_naker.access.policy import CONFIRMED, can
from kaltim_naker.accounts.middleware import ENROLMENT
from kaltim_naker.audit.models import AccessLog
from tests.access.doors import PUBLIC
from tests.access.test_matrix import DOORS, SUPPORT_PAGES, address
from tests.conftest import client_of
from tests.factories.accounts import PASSWORD
from tests.security import security


@pytest.fixture
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.usefixtures("_required")
@security(14, "Staff without a second factor", target="reach only the page that sets one up")
def test_only_setting_one_up_is_reached(world):
    client = client_of(world.user("planner"))
    reached = []
    for name, door in DOORS.items():
        pk = world.things[door.about].own.pk if door.about else None
        url = address(name, door, pk)
        answer = client.post(url) if door.method == "post" else client.get(url)
        sent = answer.headers.get("Location", "").startswith(reverse("mfa_index"))
        if door.needs != PUBLIC and name not in ENROLMENT and not sent:
            reached.append(name)
    assert reached == []
    page = client.get(reverse("mfa_index"))
    assert b'data-second-factor="missing"' in page.content


@pytest.mark.usefixtures("_required")
@pytest.mark.parametrize("name", ["admin:index", "admin:accounts_user_changelist"])
def test_nor_the_support_pages(name, world):
    assert name in SUPPORT_PAGES
    answer = client_of(world.user("planner")).get(reverse(name))
    assert answer.headers["Location"].startswith(reverse("mfa_index"))


# --- asking again before what binds or shows -------------------------------------------------------------------------
PROTECTED = [name for name, door in DOORS.items() if door.needs in CONFIRMED and door.method != "get"]


def test_there_is_something_to_ask_for():
    assert {DOORS[name].needs for name in PROTECTED} >= CONFIRMED - {"manage_accounts"}


@pytest.mark.parametrize("name", PROTECTED)
def test_protected_actions_ask_again(name, world, settings):
    """A screen that was left open shows no number in clear, approves nothing and gives nothing away."""
    settings.REAUTHENTICATION_REQUIRED = True
    door = DOORS[name]
    pk = world.things[door.about].own.pk if door.about else None
    user = next(user for user, _kind in world.people.values() if can(user, door.needs))
    answer = client_of(user).post(address(name, door, pk))
    assert answer.headers.get("Location", "").startswith(reverse("account_reauthenticate"))


def test_after_the_password_it_goes_on_where_it_was(world, settings):
    """The reason that was typed is not typed again."""
    settings.REAUTHENTICATION_REQUIRED = True
    person = world.things["person"].own
    client = client_of(world.user("centre_admin"))
    url = reverse("trainees:job_seeker_nik", args=[person.pk])
    ask = client.post(url, {"reason": "verifikasi ijazah"})
    form = ask.headers["Location"]
    shown = client.post(form, {"password": PASSWORD, "next": url})
    assert shown.status_code == 200
    assert AccessLog.objects.filter(subject__contains=person.pk, reason="verifikasi ijazah").count() == 1
    again = client.post(url, {"reason": "sekali lagi"})
    assert again.status_code == 200, "not asked twice within a quarter of an hour"
