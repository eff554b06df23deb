"""Every address, asked by somebody of the staff who has no second factor (security.md §5, no. 14)."""

import pytest
from django.urls import reverse

from kaltim_naker.accounts.middleware import ENROLMENT
from tests.access.doors import PUBLIC
from tests.access.test_matrix import DOORS, SUPPORT_PAGES, address
from tests.conftest import client_of


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


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


@pytest.mark.parametrize("name", ["admin:index", "admin:accounts_user_changelist"])
def test_nor_the_support_pages(name, world):
    assert name in SUPPORT_PAGES
    answer = client_of(world.user("planner")).get(reverse(name))
    assert answer.headers["Location"].startswith(reverse("mfa_index"))
