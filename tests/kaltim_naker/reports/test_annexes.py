"""A long table of a report stands behind it; nothing of it is lost, and the other forms have it where it was."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from kaltim_naker.reports.annexes import MOST_ROWS, with_annexes
from kaltim_naker.reports.declaration import ReportKind
from kaltim_naker.reports.document import Cell, Column, Document, Form, Row, Section, Table, tables_of
from kaltim_naker.reports.facts import Letterhead, Scale, Signature
from kaltim_naker.reports.services import draw_facts

HEAD = (Column("name", "Nama", Form.TEXT), Column("people", "Orang"), Column("share", "Bagian", Form.PERCENT))


def table_of(rows: int) -> Table:
    cells = [(Cell(f"Paket {row:03d}"), Cell(number=Decimal(1000 + row)), Cell()) for row in range(1, rows + 1)]
    return Table("classes", "Paket", HEAD, tuple(Row(row) for row in cells), notes=("Sumber: data rekaan.",))


@pytest.fixture
def facts() -> Document:
    return Document(
        reference="X-2025",
        title="Laporan",
        subject="Paket",
        period="Tahun 2025",
        year=2025,
        part="Y",
        last_day=date(2025, 12, 31),
        made_at=timezone.now(),
        language="id",
        is_invented=True,
        letterhead=Letterhead("Pemerintah", "Dinas", "", ""),
        signature=Signature("Samarinda", date(2026, 1, 5), "Kepala", "", "", ""),
        lead=(),
        sections=(Section("Bagian", tables=(table_of(2), table_of(MOST_ROWS + 1))), Section("Lain")),
        rules=(),
        scale=Scale("", ()),
        sources=(),
    )


def test_only_a_table_that_fills_more_than_a_page_is_an_annex(facts: Document) -> None:
    drawn, (annex,) = with_annexes(facts)
    assert [len(table.rows) for table in tables_of(drawn)] == [2]
    assert len(annex.rows) == MOST_ROWS + 1
    assert [column.is_number for column in annex.columns] == [False, True, True]

    short = replace(facts, sections=(Section("Bagian", tables=(table_of(MOST_ROWS),)),))
    assert with_annexes(short) == (short, ())


def test_the_paper_has_every_row_written_as_elsewhere(facts: Document) -> None:
    kind = ReportKind(key="x", prefix="X", name="X", build=lambda order: None, position=99)

    drawing = draw_facts(kind, facts)

    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(drawing.content)).pages)
    assert all(f"Paket {row:03d}" in text for row in range(1, MOST_ROWS + 2))
    assert "1.061" in text
    assert len(tables_of(facts)) == 2, "facts and workbook keep the table where it was"
