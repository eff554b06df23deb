"""Two people behind one proxy that keeps what it may: nobody gets another one's pages (security.md §5, no. 18)."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from tests.access.caching import CachingProxy
from tests.access.doors import PUBLIC
from tests.access.test_matrix import DOORS, address
from tests.conftest import client_of
from tests.security import security

BOTH = security(18, "Two people behind one caching proxy", target="0 answers of the other one")


@BOTH
def test_nobody_gets_what_was_made_for_another(world, figure):
    """The planner goes everywhere; then a stranger and somebody of a centre ask for the same addresses."""
    proxy, first = CachingProxy(), world.user("planner")
    urls = [url for name in DOORS if (url := url_of(name, first, world))]
    planner = client_of(first)
    for url in urls:
        proxy.get(planner, url)
    crossed = [
        url
        for reader in (client_of(world.user("centre_admin")), Client())
        for url in urls
        if proxy.get(reader, url)[1] and url not in public_urls()
    ]
    assert crossed == []
    figure(f"{len(urls)} addresses, three readers, {sum(map(len, proxy.kept.values()))} public answers kept")


def url_of(name: str, user: object, world: object) -> str:
    door = DOORS[name]
    if door.method == "post" or (isinstance(door.needs, Action) and not can(user, door.needs)):
        return ""
    return address(name, door, world.things[door.about].own.pk if door.about else None)


def public_urls() -> set[str]:
    return {address(name, door) for name, door in DOORS.items() if door.needs == PUBLIC and not door.about}


@BOTH
def test_the_proxy_would_give_it_if_it_might(world, monkeypatch):
    """Without our headers the same proxy hands one person's page to another: so it is they that hold."""
    proxy, home = CachingProxy(), reverse("dashboard:home")
    page = client_of(world.user("planner")).get(home).content
    careless = HttpResponse(page)
    monkeypatch.setattr(Client, "get", lambda client, url: careless)
    proxy.get(Client(), home)
    answer, was_kept = proxy.get(client_of(world.user("centre_admin")), home)
    assert was_kept
    assert answer.content == page
