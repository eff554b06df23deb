"""Annexes are lettered without WeasyPrint, and nobody who reads, hears or searches a document notices."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.utils import timezone
from pypdf import PdfReader

from kaltim_naker.pdf import render
from kaltim_naker.pdf.annex_layout import sheets_of
from kaltim_naker.pdf.annexes import Annex, Column
from kaltim_naker.pdf.render import Drawing, draw
from tests.kaltim_naker.pdf.archive import archive_faults

COLUMNS = (Column("No.", 1, is_number=True), Column("Nama", 5), Column("Paket", 3))


def annex(rows: int, **more: Any) -> Annex:
    cells = [(str(row), f"Peserta Rekaan {row:05d}", "Las SMAW 3G") for row in range(1, rows + 1)]
    return Annex("Lampiran 1. Peserta", COLUMNS, cells, **more)


@pytest.fixture
def draw_with() -> Callable[..., Drawing]:
    """The paper of a participants' list, with annexes."""
    facts = {
        "title": "Laporan",
        "subject": "Peserta",
        "period": "Tahun 2025",
        "reference": "TR-2025",
        "made_at": timezone.now(),
        "letterhead": {"government": "Pemerintah", "office": "Dinas"},
        "signature": {"place": "Samarinda", "signed_on": date(2025, 10, 6), "title": "Kepala"},
        "is_invented": True,
    }

    def drawn(*annexes: Annex) -> Drawing:
        return draw("pdf/official.html", {"facts": facts}, language="id", annexes=annexes)

    return drawn


def text_by_page(drawing: Drawing) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(drawing.content)).pages]


def test_every_row_is_there_once_and_in_order(draw_with) -> None:
    drawing = draw_with(annex(200))
    pages = text_by_page(drawing)

    assert drawing.pages == len(pages) > 4
    found = re.findall(r"Peserta Rekaan (\d{5})", "\n".join(pages))
    assert found == [f"{row:05d}" for row in range(1, 201)]
    assert all("Nama" in page for page in pages[1:]), "each sheet has the heads of the columns"
    assert sum("Lampiran 1. Peserta" in page for page in pages) == 1


def test_pages_are_numbered_through_over_document_and_annexes(draw_with) -> None:
    drawing = draw_with(annex(100), annex(0), annex(60, landscape=True))
    pages = text_by_page(drawing)

    numbers = [tuple(map(int, re.findall(r"(\d+) (?:of|dari) (\d+)", page)[0])) for page in pages]
    assert numbers == [(number, len(pages)) for number in range(1, len(pages) + 1)]
    assert all("TR-2025" in page for page in pages), "and have the same foot"


def test_the_numbers_stand_where_the_style_sheet_puts_them(draw_with) -> None:
    """Whoever moves the feet in `official.css` hears of it here."""
    assert _number_place(draw_with()) == pytest.approx(_number_place(draw_with(annex(3))), abs=0.3)


def _number_place(drawing: Drawing) -> tuple[float, float]:
    """Where the foot of the first page begins, and its height."""
    found = []

    def visit(text: str, matrix: list[float], text_matrix: list[float], *_rest: object) -> None:
        x = matrix[0] * text_matrix[4] + matrix[4]
        y = matrix[3] * text_matrix[5] + matrix[5]
        if text.strip() and y < 50 and x > 300:
            found.append((x, y))

    PdfReader(BytesIO(drawing.content)).pages[0].extract_text(visitor_text=visit)
    return min(found)


@pytest.mark.parametrize("rows", [0, 1, 90])
def test_it_stays_a_document_for_archives(draw_with, rows: int) -> None:
    assert archive_faults(draw_with().content) == []
    assert archive_faults(draw_with(annex(rows, note="Sumber: register."), annex(2)).content) == []


def test_those_who_hear_it_hear_one_table(draw_with) -> None:
    with pikepdf.open(BytesIO(draw_with(annex(100)).content)) as pdf:
        section = pdf.Root.StructTreeRoot.K[0].K[-1]
        heading, table = section.K
        assert (section.S, heading.S, table.S) == ("/Sect", "/H2", "/Table")
        assert [cell.S for cell in table.K[0].K] == ["/TH"] * 3
        assert len(table.K) == 1 + 100
        assert {cell.S for row in table.K[1:] for cell in row.K} == {"/TD"}


def test_a_long_document_is_drawn_by_a_process_of_its_own_and_is_the_same(draw_with, monkeypatch) -> None:
    here = draw_with(annex(50))
    monkeypatch.setattr(render, "LONG_ROWS", 10)
    there = draw_with(annex(50))

    assert there.pages == here.pages
    assert text_by_page(there) == text_by_page(here)


def test_the_same_annexes_give_the_same_bytes(draw_with) -> None:
    assert draw_with(annex(30)).content == draw_with(annex(30)).content


@pytest.mark.parametrize(
    "name",
    ["<img src=file:///etc/passwd>", ") Tj (", "\\", "Ñañ Żółć", "a\nb\tc", "", "x" * 9000, "kata " * 3000, "名前"],
)
def test_whatever_stands_in_a_cell_is_text(draw_with, name: str) -> None:
    drawing = draw_with(Annex("Nama", COLUMNS, [("1", name, "x"), ("2", "sesudahnya", "y")]))

    assert archive_faults(drawing.content) == []
    text = "".join("".join(text_by_page(drawing)).split())
    assert "sesudahnya" in text
    if name.strip("x").isascii():
        assert "".join(name.split())[:60] in text


def test_a_row_goes_on_the_next_sheet_only_where_it_must() -> None:
    """Both edges: the last row that fits, and the first that does not."""
    fitting = len(next(sheets_of(annex(500))).rows)
    assert [len(sheet.rows) for sheet in sheets_of(annex(fitting))] == [fitting]
    assert [len(sheet.rows) for sheet in sheets_of(annex(fitting + 1))] == [fitting, 1]
    assert [len(sheet.rows) for sheet in sheets_of(annex(0))] == [0]


def test_a_row_must_have_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="cells"):
        Annex("Nama", COLUMNS, [("1", "2")])
