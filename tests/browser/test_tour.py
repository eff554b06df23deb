"""Every page in a real browser, each once, by somebody who may open it (security.md §5, nos. 12, 17 and 18)."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils.datastructures import CaseInsensitiveMapping
from playwright.sync_api import Error, Response

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.accounts.models import User
from kaltim_naker.pdf import engine
from tests.access.test_answers import wrong_headers
from tests.access.test_matrix import DOORS, NOT_THERE_YET, cases, is_of_their_trade
from tests.access.world import World, build_world
from tests.browser.visitor import Visitor
from tests.security import security

# Leads out of the house, and is no page.
_NOT_VISITED = {"account_logout", *NOT_THERE_YET}


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(engine, "write_pdf", lambda order: (order.html.encode(), 1))
    return build_world()


def pages_by_reader(world: World) -> Iterator[tuple[User, list[str]]]:
    """For each person the addresses that nobody before him may open, so that each is visited once."""
    left = {name for name, door in DOORS.items() if isinstance(door.needs, Action) and door.method != "post"}
    left -= _NOT_VISITED
    for user, kind in world.people.values():
        mine = {name: url for name in sorted(left) if (url := url_for(user, kind, name, world))}
        left -= set(mine)
        if mine:
            yield user, list(mine.values())
    assert not left, f"nobody may open {left}"


def url_for(user: User, kind: str, name: str, world: World) -> str:
    """Empty where it is none of this person's business."""
    door = DOORS[name]
    _what, url, is_visible = next(cases(name, door, world.things, kind))
    is_theirs = is_visible and can(user, door.needs) and is_of_their_trade(user, door, world.things)
    return url if is_theirs else ""


@pytest.mark.timeout(900)
@security(12, "Addresses that a browser asks for on a tour of all pages", target="0 with sixteen digits")
@security(17, "What the browser says on a tour of all pages", target="0 violations of the policy, 0 headers missing")
@security(18, "What the browser keeps after a tour of all pages", target="nothing")
def test_a_tour_of_all_pages(world: World, visit: Callable[..., Visitor], figure) -> None:
    seen, asked, wrong = 0, 0, {}

    class Tourist(Visitor):
        """Whom a page answers what is asked elsewhere (test_matrix); here, what else the browser complains of."""

        def _hear(self, complaint: str) -> None:
            if "the server responded with a status of 4" not in complaint:
                super()._hear(complaint)

    def look_at(answer: Response) -> None:
        if is_page(answer) and (found := wrong_headers(as_django(answer))):
            wrong[answer.url] = found

    for user, urls in pages_by_reader(world):
        visitor = visit(user)
        visitor.__class__ = Tourist
        visitor.page.on("response", look_at)
        for url in urls:
            go(visitor, url)
        visitor.page.goto(visitor.address + reverse("account_logout"))
        visitor.look_quickly()
        seen, asked = seen + len(urls), asked + len(visitor.asked)
        visitor.page.context.close()
    assert wrong == {}
    figure(f"{seen} pages, {asked:,} requests")


def as_django(answer: Response) -> SimpleNamespace:
    return SimpleNamespace(headers=CaseInsensitiveMapping(answer.headers))


def is_page(answer: Response) -> bool:
    """Neither a file nor Chromium's viewer of papers, which tells other headers than were sent (see test_answers)."""
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    return is_html and answer.url.startswith("http://")


def go(visitor: Visitor, url: str) -> None:
    """A file is taken away instead of shown; its answer was looked at like any other."""
    try:
        visitor.page.goto(visitor.address + url)
    except Error as error:
        if "Download is starting" not in error.message and "ERR_ABORTED" not in error.message:
            raise
    visitor.look_quickly()
