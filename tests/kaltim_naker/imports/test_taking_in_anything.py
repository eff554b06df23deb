"""Whatever stands in the rows: twice is once, who is refused leaves nothing, and nothing fails (security.md §5)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaltim_naker.access.policy import POLICY
from kaltim_naker.accounts.models import Office
from kaltim_naker.imports.check import check_table
from kaltim_naker.imports.importer import Context
from kaltim_naker.imports.intake import Intake, Outcome
from kaltim_naker.imports.kinds import Kind, all_kinds, get_kind
from kaltim_naker.imports.parsers.places import RegionNames
from kaltim_naker.imports.table import find_table
from kaltim_naker.imports.workbook import Cell, RefusedFile, Row, Sheet
from programs.models import TrainingProgram
from tests.factories.accounts import user_with_role
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from tests.kaltim_naker.imports.layouts import TABLES, Example
from tests.kaltim_naker.imports.test_anything import CELLS

pytestmark = pytest.mark.django_db
REGIONS = RegionNames()
TAKEN_IN = [name for name in TABLES if get_kind(name).importer]
_RECORDS = ("programs", "trainees", "certifications", "companies")


def test_every_kind_is_tried() -> None:
    """Applications are lists of participants under another name."""
    assert {kind.name for kind in all_kinds() if kind.importer} - {"applications"} == set(TAKEN_IN)


Desk = Callable[[Kind], Context]


@pytest.fixture
def desk(office_data, balikpapan, province) -> Desk:
    """A centre with a running class and with graduates: the people of the examples. Each kind has its own office."""
    of_centre = {"centre": balikpapan, "fiscal_year": 2025}
    barista = TrainingClassFactory(
        **of_centre,
        programme=TrainingProgram.objects.get(title="Barista"),
        label="Paket 1",
        starts_on=date(2025, 2, 3),
        ends_on=date(2025, 5, 30),
    )
    closed = TrainingClassFactory(
        **of_centre,
        programme=TrainingProgram.objects.get(title="Housekeeping"),
        label="Paket 2",
        starts_on=date(2025, 1, 6),
        ends_on=date(2025, 1, 31),
        closed=True,
    )
    for name, number, born, sex in _people():
        person = JobSeekerFactory(full_name=name, nik=number, birth_date=born, sex=sex)
        EnrolmentFactory(training_class=barista, job_seeker=person)
        EnrolmentFactory(training_class=closed, job_seeker=person, passed=True)
    options = {"fiscal_year": 2025, "month": "2025-02", "hours": 8, "year": 2025, "source": "BPS"}
    contexts = {name: _context(get_kind(name), (balikpapan.office, province), options) for name in TAKEN_IN}
    return lambda kind: contexts[kind.name]


def _context(kind: Kind, offices: Sequence[Office], options: dict[str, Any]) -> Context:
    """Somebody who may take in this kind, at an office that brings it."""
    office = next(office for office in offices if office.kind in kind.offices)
    assert kind.action
    return Context(actor=user_with_role(min(POLICY[kind.action]), office), office=office, options=options)


def _people() -> list[tuple[str, str, date, str]]:
    rows = TABLES["participants"].rows
    known = {row["nik"]: row for row in rows if row["full_name"] and row["sex"] and len(row["nik"] or "") == 16}
    names = {row["nik"]: row["full_name"] for row in TABLES["results"].rows}
    found = [row for number, row in known.items() if isinstance(row["birth_date"], date) and names.get(number)]
    return [(row["full_name"], row["nik"], row["birth_date"], "P" if row["nik"][6] > "3" else "L") for row in found[:3]]


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[list[Cell]]]:
    """A kind, and a table: a good head, good and bad rows of its example, and anything in some of the cells."""
    name = draw(st.sampled_from(TAKEN_IN))
    example = TABLES[name]
    rows = [_cells(example, row) for row in draw(st.lists(st.sampled_from(example.rows), min_size=1, max_size=3))]
    for row in rows:
        for place, cell in draw(st.lists(st.tuples(st.integers(0, len(row) - 1), CELLS), max_size=2)):
            row[place] = cell
    return name, [_head(example), *rows]


def _head(example: Example) -> list[Cell]:
    return [words[0] for words in example.columns.values()] + [f"{day:%d/%m/%Y}" for day in example.days]


def _cells(example: Example, row: Any) -> list[Cell]:
    return [row.get(name) for name in example.columns] + [row["days"].get(day) for day in example.days]


def take_in(name: str, rows: list[list[Cell]], desk: Desk) -> Outcome | None:
    """Check the rows and take in what can be; every doubt is confirmed with a reason. None: no table was found."""
    kind = get_kind(name)
    columns = kind.columns(REGIONS)
    sheet = Sheet("x", True, [Row(line, tuple(cells)) for line, cells in enumerate(rows, 1)])
    try:
        verdict = check_table(kind, columns, find_table([sheet], columns, kind.combined))
    except RefusedFile:
        return None
    if verdict.file_findings:
        return None
    reasons = {row.line: "memang demikian" for row in verdict.rows}
    return Intake(kind, columns, desk(kind), verdict.rows).take_in(reasons)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back: each example finds the same records."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def records() -> dict[str, tuple[int, str]]:
    """How many rows each table of record has, and a fingerprint of all that stands in them."""
    models = [model for app in _RECORDS for model in apps.get_app_config(app).get_models()]
    tables = sorted({model._meta.db_table for model in models if not model._meta.db_table.endswith("event")})
    digest = "md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), ''))"
    parts = [f"SELECT '{table}', count(*), {digest} FROM {table} t" for table in tables]  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {table: (count, fingerprint) for table, count, fingerprint in cursor.fetchall()}


@pytest.mark.parametrize("name", TAKEN_IN)
def test_the_examples_are_taken_in(name: str, desk: Desk) -> None:
    """Else the tests below would prove nothing."""
    example = TABLES[name]
    with undone():
        before = records()
        outcome = take_in(name, [_head(example), *(_cells(example, row) for row in example.rows)], desk)
        assert outcome
        assert outcome.taken
        assert records() != before


# Each example is taken back, so that all of them may share what the fixture made.
_IN_THE_DATABASE = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@_IN_THE_DATABASE
@given(tables())
def test_twice_is_once(desk: Desk, table: tuple[str, list[list[Cell]]]) -> None:
    name, rows = table
    with undone():
        first = take_in(name, rows, desk)
        after = records()
        again = take_in(name, rows, desk)
        assert records() == after
        if first is not None and again is not None:
            assert (again.created, again.changed) == (0, 0)
            assert again.taken == first.taken


@_IN_THE_DATABASE
@given(tables())
def test_who_is_refused_leaves_nothing(desk: Desk, table: tuple[str, list[list[Cell]]]) -> None:
    """The records are as many as if only the other rows had been brought."""
    name, rows = table
    with undone():
        before = records()
        outcome = take_in(name, rows, desk)
        if outcome is None or not outcome.taken:
            assert records() == before
            return
        found = sizes()
    left_out = {why.line for why in (*outcome.refused, *outcome.held)}
    with undone():
        take_in(name, [row for line, row in enumerate(rows, 1) if line not in left_out], desk)
        assert sizes() == found


def sizes() -> dict[str, int]:
    return {table: count for table, (count, _fingerprint) in records().items()}
