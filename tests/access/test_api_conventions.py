"""Every operation of the API keeps every convention: a new one that forgets one is named.

The operations are taken from the document, so nobody has to remember this file. The document is compared with the
addresses in `test_api_matrix`.
"""

import logging
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from kaltim_naker.access.policy import can
from kaltim_naker.accounts.models import Office
from kaltim_naker.api.docs import openapi
from kaltim_naker.api.rest import throttling
from kaltim_naker.api.rest.deprecation import Deprecation
from tests.access.test_api_matrix import KNOWN, OPERATIONS, cases
from tests.access.world import CENTRE, REGION, World
from tests.factories.tokens import Program, token_of

#: What is sent by POST though it only reads, because a number of a person or a paper must stand in no address.
READS = {"job_seekers_find", "job_seekers_nik", "certificates_verify", "reports_verify", "reconciliations_create"}
#: Below it a compressed answer, with the random bytes against BREACH, may be longer (django.middleware.gzip).
LEAST_COMPRESSED = 600
STALE = '"0123456789abcdef0123456789abcdef"'


@dataclass
class Route:
    """An operation, with a program that may do it and the key of a record of its own."""

    name: str
    method: str
    path: str
    program: Program | None
    said: dict[str, Any]

    @property
    def reads(self) -> bool:
        return self.method == "GET"

    @property
    def writes(self) -> bool:
        return not self.reads and self.name not in READS

    @property
    def is_new(self) -> bool:
        """Enters something, so there is no record yet that one could have seen."""
        return self.method == "POST" and "{id}" not in KNOWN[self.name].path

    def parameters(self, place: str) -> set[str]:
        return {one["name"] for one in self.said.get("parameters", ()) if one["in"] == place}

    def requires(self, header: str) -> bool:
        return any(one["name"] == header and one.get("required") for one in self.said.get("parameters", ()))

    @cached_property
    def plain(self) -> HttpResponse:
        """Asked for without anything special."""
        return self.ask()

    def ask(self, query: str = "", *, without: str = "", **headers: str) -> HttpResponse:
        """With an empty body and whatever header the operation wants, but for the one that is left out."""
        given = {"Accept-Encoding": "identity"} | (self.program.headers if self.program else {})
        if not self.reads:
            given |= {"Idempotency-Key": str(uuid.uuid4()), "If-Match": STALE}
        given |= headers
        given.pop(without, None)
        send = getattr(Client(), self.method.lower())
        if self.reads:
            return send(self.path + query, headers=given)
        return send(self.path + query, "{}", content_type="application/json", headers=given)


@pytest.fixture(autouse=True, scope="module")
def _patient_and_quiet() -> Iterator[None]:
    """Hundreds of requests that are to be refused."""
    logging.disable(logging.CRITICAL)
    with pytest.MonkeyPatch.context() as patched:
        for name in ("READS_A_MINUTE", "WRITES_A_MINUTE", "STRANGERS_A_MINUTE"):
            patched.setattr(throttling, name, 10**6)
        yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def _routes(_built: World) -> list[Route]:
    doors = []
    for kind, code in (("", "disnakertrans"), (CENTRE, "blki-balikpapan"), (REGION, "disnaker-samarinda")):
        token, secret = token_of(Office.objects.get(code=code), name=f"conventions {kind}")
        token.user.narrowed_to = token.actions
        doors.append((kind, Program(secret), token.user))
    said = {one["operationId"]: one for methods in openapi()["paths"].values() for one in methods.values()}
    return [_route(name, _built, doors, said[name]) for name in sorted(KNOWN)]


@pytest.fixture
def routes(_routes: list[Route], world: World) -> list[Route]:
    return _routes


def _route(name: str, world: World, doors: list[tuple[str, Program, Any]], said: dict[str, Any]) -> Route:
    one = KNOWN[name]
    if name not in OPERATIONS:
        return Route(name, one.method, one.path.replace("{year}", "2019"), None, said)
    needs, about = OPERATIONS[name]
    for kind, program, user in doors:
        for _what, key, visible in cases(about, world, kind, user):
            if can(user, needs) and visible:
                return Route(name, one.method, one.path.replace("{id}", key).replace("{code}", key), program, said)
    first = next(program for _kind, program, user in doors if can(user, needs))
    return Route(name, one.method, one.path.replace("{id}", about).replace("{code}", about), first, said)


def codes(answer: HttpResponse) -> set[tuple[str, str]]:
    return {(error["code"], error["field"]) for error in answer.json()["errors"]}


# --- the conventions: each says what is wrong with a route ------------------------------------------------------------
def a_mistyped_parameter_is_refused_by_name(route: Route) -> Iterator[str]:
    answer = route.ask("?unheard_of=1")
    if answer.status_code != 400 or codes(answer) != {("unknown_parameter", "unheard_of")}:
        yield f"takes it without a word: {answer.status_code}"


def parameters_are_those_of_the_document(route: Route) -> Iterator[str]:
    func = resolve(route.path).func
    view = func.cls(**func.initkwargs)
    view.action, view.request = func.actions[route.method.lower()], RequestFactory().generic(route.method, route.path)
    if differing := view.known_parameters() ^ route.parameters("query"):
        yield f"takes or tells otherwise: {', '.join(sorted(differing))}"


def what_is_new_carries_a_key(route: Route) -> Iterator[str]:
    if route.requires("Idempotency-Key") != (route.writes and route.method == "POST"):
        yield "is documented otherwise"
    if route.writes and route.method == "POST":
        answer = route.ask(without="Idempotency-Key")
        if codes(answer) != {("idempotency_key_missing", "Idempotency-Key")}:
            yield f"takes it without: {answer.status_code}"


def whatever_writes_can_be_tried_first(route: Route) -> Iterator[str]:
    if ("validate_only" in route.parameters("query")) != route.writes:
        yield "is documented otherwise"
    if route.writes and codes(route.ask("?validate_only=maybe")) != {("wrong_value", "validate_only")}:
        yield "does not read validate_only"


def only_what_one_has_seen_is_changed(route: Route) -> Iterator[str]:
    changes = route.writes and not route.is_new
    if route.requires("If-Match") != changes:
        yield "is documented otherwise"
    if changes:
        statuses = route.ask(without="If-Match").status_code, route.ask().status_code
        if statuses != (428, 412):
            yield f"{statuses} without and with an old tag"


def some_fields_only(route: Route) -> Iterator[str]:
    if "fields" not in route.parameters("query"):
        return
    if codes(route.ask("?fields=unheard_of")) != {("unknown_field", "fields")}:
        yield "takes fields that are none"
    whole = route.plain
    if whole.status_code != 200:
        return  # nothing of that kind is in this world
    rows = whole.json().get("items", [whole.json()])
    for row in rows[:1]:
        name = list(row)[-1]
        sparse = route.ask(f"?fields={name}").json()
        if sparse.get("items", [sparse])[0] != {name: row[name]}:
            yield f"gives more than {name}"


def a_long_answer_is_compressed(route: Route) -> Iterator[str]:
    plain = route.plain if route.reads else None
    if plain is None or plain.status_code != 200 or plain.streaming or len(plain.content) <= LEAST_COMPRESSED:
        return
    packed = route.ask(**{"Accept-Encoding": "gzip"})
    if packed.headers.get("Content-Encoding") != "gzip" or "Accept-Encoding" not in packed["Vary"]:
        yield "is sent at full length"


def what_one_has_is_not_sent_again(route: Route) -> Iterator[str]:
    # Where nothing happened yet, the cursor of `changes` says when it was asked, and is another one each time.
    answer = route.plain if route.reads and route.name != "changes_list" else None
    if answer is None or answer.status_code != 200:
        return
    tag = answer.headers.get("ETag")
    if not tag:
        yield "has no ETag"
    elif route.ask(**{"If-None-Match": tag}).status_code != 304:
        yield "is sent again"


def it_speaks_the_language_asked_for(route: Route) -> Iterator[str]:
    for asked, got, query in (("en", "en", ""), ("fr", "id", "?unheard_of=1")):
        answer = route.ask(query, **{"Accept-Language": asked})
        if answer.headers.get("Content-Language") != got or "Accept-Language" not in answer.headers["Vary"]:
            yield f"answers {answer.headers.get('Content-Language')} to {asked}"


def how_much_is_left_is_said(route: Route) -> Iterator[str]:
    if missing := {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"} - set(route.plain.headers):
        yield f"does not say {', '.join(sorted(missing))}"


def a_refusal_is_a_problem_that_the_document_knows(route: Route) -> Iterator[str]:
    wanted = {"type", "title", "status", "code", "detail", "errors"}
    for answer in (route.plain, route.ask("?unheard_of=1")):
        if answer.status_code < 400:
            continue
        if answer["Content-Type"] != "application/problem+json" or set(answer.json()) != wanted:
            yield f"{answer.status_code} is no problem+json"
        if str(answer.status_code) not in route.said["responses"]:
            yield f"{answer.status_code} is not in the document"


def what_ends_is_announced(route: Route) -> Iterator[str]:
    view = resolve(route.path).func
    ending = Deprecation(since=date(2027, 1, 1), sunset=date(2027, 12, 31), instead="/api/v2/regions")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(view.cls, "deprecated", {view.actions[route.method.lower()]: ending})
        answer = route.ask("?unheard_of=1")
    if not ending.headers.items() <= dict(answer.headers).items():
        yield "does not say that it ends"


CONVENTIONS: tuple[Callable[[Route], Iterator[str]], ...] = (
    a_mistyped_parameter_is_refused_by_name,
    parameters_are_those_of_the_document,
    what_is_new_carries_a_key,
    whatever_writes_can_be_tried_first,
    only_what_one_has_seen_is_changed,
    some_fields_only,
    a_long_answer_is_compressed,
    what_one_has_is_not_sent_again,
    it_speaks_the_language_asked_for,
    how_much_is_left_is_said,
    a_refusal_is_a_problem_that_the_document_knows,
    what_ends_is_announced,
)


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda one: one.__name__)
def test_every_operation_keeps_it(convention, routes):
    wrong = [f"{route.name} {complaint}" for route in routes for complaint in convention(route)]
    assert not wrong, "\n".join(wrong)


def test_the_routes_are_all_there_are(routes):
    """Else the conventions above would be kept by a few. Those without a record here are few and known."""
    assert {route.name for route in routes} == set(KNOWN)
    nothing = {"fields_read", "schemes_read", "targets_read", "reports_document", "reports_facts"}
    silent = {route.name for route in routes if route.reads and route.plain.status_code != 200}
    assert silent <= nothing | {"open_data_read", "open_data_table"}, silent
    assert set(KNOWN) >= READS
