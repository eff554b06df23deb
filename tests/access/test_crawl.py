"""Whatever is asked for, nothing of the other region comes back: by page, filter, choice, order, workbook and program.

The rows of Bontang carry words and digits that stand nowhere else, in every column about people that the map of
personal data knows. The addresses come from the resolver, the filters from the pages themselves, those of programs from
the OpenAPI document: a new page or a new filter is asked without being named here.
"""

import json
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pytest
from django import forms
from django.db import DatabaseError, models, transaction
from django_filters import FilterSet

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.pdf import engine
from kaltim_naker.privacy.personal import PARTS
from kaltim_naker.ui.tables import Table
from tests.access.test_api_matrix import KNOWN, OPERATIONS, programs
from tests.access.test_matrix import DOORS, address
from tests.access.test_scope import CANARIES, text_of
from tests.access.world import CANARY, REGION, SPARROW, World
from tests.conftest import client_of, exported
from tests.schema import as_owner
from trainees.models import JobSeeker

#: What is typed to search: part of the words, so that the page that repeats it does not sing by itself.
SEARCHED = ("ANAR", "7391")
DIGITS = "81777739133"
TAIL = "********7391"


@pytest.fixture(autouse=True)
def _papers_are_their_html(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a paper would show, without drawing it."""
    monkeypatch.setattr(engine, "write_pdf", lambda order: (order.html.encode(), 1))


@pytest.fixture
def marked(world: World) -> World:
    """Every text about the people of Bontang sings: names, contacts, numbers, reasons, notes."""
    people = (world.foreign.person, world.foreign.mate)
    with as_owner():
        for part in PARTS:
            for person in people:
                for row in part.rows(person):
                    _mark(row, [*part.given, *part.ours])
    JobSeeker.objects.filter(pk=people[0].pk).update(nik_masked=f"6474{TAIL}", phone=f"+62{DIGITS}")
    return world


def _mark(row: models.Model, columns: list[str]) -> None:
    """Write the word into each free text of the row, where the database allows it."""
    for name in columns:
        field = row._meta.get_field(name)
        is_free = isinstance(field, models.CharField | models.TextField) and not field.choices and not field.unique
        if not is_free or name in ("nik_masked", "phone", "facts_sha256", "number_key"):
            continue
        text = f"{CANARY}-{row.pk}"[: field.max_length or 60]
        try:
            with transaction.atomic():
                type(row)._default_manager.filter(pk=row.pk).update(**{name: text})
        except DatabaseError:
            continue  # a column with a form of its own, or one that nobody may change


def birds_for(kind: str) -> tuple[str, ...]:
    """A regional office sees which classes the other centre announced, and none of its people."""
    return (CANARY, TAIL, DIGITS[-9:], *(() if kind == REGION else (SPARROW,)))


# --- pages -----------------------------------------------------------------------------------------------------------
READERS = ["centre_admin", "instructor", "regional_operator", "certification_officer of a centre"]
#: Who sees most in each kind of office asks everything; the others every page, its workbook and a search.
THOROUGH = ("centre_admin", "regional_operator")


@pytest.mark.parametrize("reader", READERS)
@CANARIES
def test_no_question_to_a_page_brings_the_other_region(reader, marked, figure):
    user, kind = marked.people[reader]
    client, birds, leaks, asked = client_of(user), birds_for(kind), [], 0
    for name, door in DOORS.items():
        if door.method == "post" or not isinstance(door.needs, Action) or not can(user, door.needs):
            continue
        url = address(name, door, marked.things[door.about].own.pk if door.about else None)
        first = client.get(url)
        for query, response in questions(client, url, first, marked, thorough=reader in THOROUGH):
            asked += 1
            text = said_in(response)
            leaks += [f"{bird} on {url}?{query}" for bird in birds if bird in text]
            leaks += [f"{response.status_code} of {url}?{query}"] if response.status_code >= 500 else []
    figure(f"{asked} answers to {reader}")
    assert not leaks, "\n".join(leaks)
    assert asked > len(DOORS) / 4


def said_in(response: Any) -> str:
    """Papers stand in for themselves as HTML here."""
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        content = b"".join(response.streaming_content) if response.streaming else response.content
        return str(content.decode())
    return text_of(response)


def questions(client: Any, url: str, first: Any, world: World, *, thorough: bool = True) -> Iterator[tuple[dict, Any]]:
    """The page; each value of each filter with some order; the workbook, also of what was searched for."""
    yield {}, first
    filters, orders = filters_on(first), orders_on(first)
    values = filter_values(filters, world) if thorough else ()
    for query, order in zip_longest(values, orders if thorough else (), fillvalue=None):
        asked = {**(query or {}), **({"sort": order} if order else {})}
        yield asked, client.get(url, asked)
    if filters or orders:
        yield {"export": "xlsx"}, exported(client, url)
        searched = next((name for name, field in filters.items() if type(field) in _TEXTS), None)
        if searched:
            yield {searched: SEARCHED[0], "export": "xlsx"}, exported(client, url, **{searched: SEARCHED[0]})


def filters_on(response: Any) -> dict[str, forms.Field]:
    context = getattr(response, "context", None)
    filterset = context.get("filterset") if context is not None else None
    return filterset.form.fields if isinstance(filterset, FilterSet) else {}


def orders_on(response: Any) -> list[str]:
    context = getattr(response, "context", None)
    table = context.get("table") if context is not None else None
    if not isinstance(table, Table):
        return []
    return [column.name for column in table.columns if column.sort]


_TEXTS = (forms.CharField,)


def filter_values(fields: dict[str, forms.Field], world: World) -> Iterator[dict[str, str]]:
    for name, field in fields.items():
        for value in values_of(field, world):
            yield {name: value}


def values_of(field: forms.Field, world: World) -> list[str]:
    """Some of what can be chosen, and the other region's own record where it is offered to nobody."""
    if isinstance(field, forms.ModelChoiceField):
        own = [str(field.prepare_value(one)) for one in field.queryset[:1]]
        return [*own, *foreign_keys(field.queryset.model, world)]
    if isinstance(field, forms.ChoiceField):
        # The last one: the first is what the page shows by itself.
        return [str(value) for value, _label in field.choices if value not in ("", None)][-1:]
    if isinstance(field, forms.NullBooleanField | forms.BooleanField):
        return ["true", "false"]
    if isinstance(field, forms.DateField):
        return ["2025-01-01"]
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        return ["2025"]
    return list(SEARCHED) if isinstance(field, forms.CharField) else []


def foreign_keys(model: type[models.Model], world: World) -> list[str]:
    other = world.foreign
    candidates = [other.centre, other.centre.office, other.person.domicile, other.running, other.planned, other.need]
    return [str(one.pk) for one in candidates if isinstance(one, model)]


# --- programs --------------------------------------------------------------------------------------------------------
@CANARIES
def test_no_question_of_a_program_brings_the_other_region(marked, figure):
    leaks, asked = [], 0
    for kind, program, user in programs(marked):
        if not kind:
            continue
        birds = birds_for(kind)
        for name, (needs, about) in OPERATIONS.items():
            if KNOWN[name].method != "GET" or not can(user, needs):
                continue
            key = str(marked.things[about].own.pk) if about in marked.things else about
            path = KNOWN[name].path.removeprefix("/api/v1/").replace("{id}", key).replace("{code}", key)
            for query in program_questions(KNOWN[name].parameters, marked):
                response = program.get(path, **query)
                asked += 1
                text = said_in(response)
                leaks += [f"{bird} for {kind} at {path}?{query}" for bird in birds if bird in text]
                leaks += [f"{response.status_code} at {path}?{query}"] if response.status_code >= 500 else []
    figure(f"{asked} answers to programs")
    assert not leaks, "\n".join(leaks)
    assert asked > len(OPERATIONS)


def program_questions(parameters: list[dict], world: World) -> Iterator[dict[str, str]]:
    yield {}
    for one in parameters:
        if one["in"] != "query" or one["name"] in ("cursor", "fields", "validate_only"):
            continue
        for value in program_values(one, world):
            yield {one["name"]: value}


def program_values(parameter: dict, world: World) -> list[str]:
    schema, name = parameter["schema"], parameter["name"]
    chosen = schema.get("enum") or schema.get("items", {}).get("enum")
    if chosen:
        return [str(one) for one in chosen if one][:1]
    known = {
        "region": world.foreign.person.domicile.code,
        "domicile": world.foreign.person.domicile.code,
        "centre": world.foreign.centre.office.code,
        "training_class": str(world.foreign.running.pk),
        "job_seeker": str(world.foreign.person.pk),
        "certificate": str(world.foreign.certificate.pk),
    }
    if name in known:
        return [known[name]]
    by_kind = {"boolean": ["true"], "integer": ["100" if name == "limit" else "2025"], "string": [SEARCHED[0]]}
    by_format = {"date": ["2025-01-01"], "date-time": ["2025-01-01T00:00:00Z"], "uuid": [str(world.foreign.person.pk)]}
    kind = schema.get("type")
    return by_format.get(schema.get("format", "")) or by_kind.get(kind if isinstance(kind, str) else "", [])


# --- that it would be heard -------------------------------------------------------------------------------------------
@CANARIES
def test_the_other_region_itself_hears_every_bird(marked):
    """Else the crawls above would prove nothing: the province finds all of them, by the same questions."""
    client = client_of(marked.user("planner"))
    heard = ""
    for name in ("trainees:job_seeker_list", "certifications:certificate_list", "programs:class_list"):
        url = address(name, DOORS[name])
        heard += "".join(said_in(response) for _query, response in questions(client, url, client.get(url), marked))
    heard += text_of(client.get(marked.foreign.person.get_absolute_url()))
    for bird in (CANARY, TAIL, SPARROW):
        assert bird in heard
    _kind, province, _user = next(programs(marked))
    assert DIGITS[-9:] in json.dumps(province.get("job-seekers", q="ANAR").json())
