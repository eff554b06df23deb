"""Beside each record stands its history, in words, for whom it is allowed: every page of a record is opened."""

import pytest
from django.urls import resolve, reverse

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.pdf import engine
from kaltim_naker.ui.views import ScopedDetailView
from tests.access.test_matrix import DOORS, address
from tests.conftest import client_of


@pytest.fixture(autouse=True)
def _papers_are_their_html(monkeypatch):
    monkeypatch.setattr(engine, "write_pdf", lambda order: (order.html.encode(), 1))


def record_pages(world):
    """(address, record) of every page that is about one record of table."""
    for name, door in DOORS.items():
        if not door.about or door.method == "post" or name == "audit:history":
            continue
        url = address(name, door, world.things[door.about].own.pk)
        view = getattr(resolve(url).func, "view_class", None)
        if view and issubclass(view, ScopedDetailView):
            yield url, door


def test_every_page_of_a_record_leads_to_its_history(world):
    readers = [client_of(world.user(role)) for role in ("planner", "auditor")]
    wrong, opened = [], 0
    for url, _door in record_pages(world):
        answer = next((page for reader in readers if (page := reader.get(url)).status_code == 200), None)
        record = (answer.context or {}).get("object") if answer else None
        if record is None or not hasattr(record, "pgh_event_model"):
            continue
        opened += 1
        link = reverse("audit:history", args=[record._meta.label_lower, record.pk])
        if link not in answer.content.decode():
            wrong.append(f"{url} shows no way to the history")
        elif not readers[0].get(link).context["entries"]:
            wrong.append(f"{link} tells nothing")
    assert wrong == []
    assert opened > 15


def test_who_may_not_read_it_is_not_led_there(world):
    user = world.user("centre_admin")
    assert not can(user, Action.VIEW_HISTORY)
    page = client_of(user).get(reverse("programs:class_detail", args=[world.own.running.pk]))
    assert b"/history/" not in page.content
