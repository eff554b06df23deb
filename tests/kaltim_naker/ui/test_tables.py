"""One declaration of columns: cells on the page, heads that sort, and the workbook."""

from datetime import UTC, date, datetime
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kaltim_naker.core.nik import mask_nik
from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.export import write_csv, write_xlsx
from kaltim_naker.ui.paging import Order, Page
from kaltim_naker.ui.tables import Column, Kind, Table, lookups_of, order_from
from tests.security import security

FORMULAS = security(8, "Formulas that a text becomes in an export", target="0")

NAME = Column("name", "Nama", sort="full_name", value="full_name", heading=True)
NIK = Column("nik", "NIK", value=lambda row: mask_nik(row["nik"]), fields=("nik",))
RESULT = Column("result", "Hasil", badges={"K": Badge("Kompeten", "good")})
COLUMNS = (NAME, NIK, RESULT, Column("hours", "JP", kind=Kind.NUMBER, sort="hours", wide=True))
ROW = {"pk": 1, "full_name": "Siti", "nik": "6471015203050001", "result": "K", "hours": 1500}


BY_NAME = Order("full_name")


def table(rows, query="", order=BY_NAME, columns=COLUMNS):
    page = Page(rows=rows, count=len(rows), is_capped=False)
    return Table(columns=columns, page=page, caption="Hasil", order=order, query=QueryDict(query))


def cells(column, row):
    return next(table([row], columns=(column,)).body)


def test_row_is_drawn_with_heading_badge_number_and_mask():
    html = next(table([ROW]).body)
    assert html.startswith('<tr><th scope="row">Siti</th><td>6471********0001</td>')
    assert "kn-badge--good" in html
    assert "#check" in html
    assert html.endswith('<td class="e w">1.500</td></tr>')


def test_hostile_value_stays_text():
    html = cells(NAME, ROW | {"full_name": "<b onclick='x'>Siti</b>"})
    assert html == '<tr><th scope="row">&lt;b onclick=&#x27;x&#x27;&gt;Siti&lt;/b&gt;</th></tr>'


def test_missing_value_is_a_dash():
    assert cells(NAME, ROW | {"full_name": None}) == '<tr><th scope="row">–</th></tr>'


def test_choice_is_shown_in_words():
    assert "Laki-laki" in cells(Column("sex", "L/P", choices={"L": "Laki-laki"}), {"pk": 1, "sex": "L"})


def test_link_is_a_url_name_or_a_function():
    by_function = Column("name", "Nama", value="full_name", link=lambda row: f"/orang/{row['pk']}/?a=1&b=2")
    assert '<a href="/orang/1/?a=1&amp;b=2">Siti</a>' in cells(by_function, ROW)


def test_object_rows_are_read_by_attribute_path():
    row = SimpleNamespace(pk=1, centre=SimpleNamespace(name="BLKI Bontang"), programme=None)
    assert "BLKI Bontang" in cells(Column("centre__name", "Balai"), row)
    assert "–" in cells(Column("programme__title", "Program"), row)


def test_query_fetches_each_look_up_once():
    assert lookups_of([*COLUMNS, Column("again", "x", value="full_name")]) == ["full_name", "nik", "result", "hours"]


def test_head_sorts_keeps_the_filter_and_drops_the_page():
    name, nik, _result, hours = table([ROW], "q=siti&after=7&sort=name").head
    assert (name.url, name.direction) == ("?q=siti&sort=-name", "ascending")
    assert (nik.url, nik.direction) == ("", "")
    assert (hours.url, hours.direction) == ("?q=siti&sort=hours", "")


@pytest.mark.parametrize(
    ("raw", "order"),
    [
        ("", Order("pk")),
        ("name", Order("full_name")),
        ("-hours", Order("hours", descending=True)),
        ("nik", None),
        ("x", None),
    ],
)
def test_only_declared_columns_sort(raw, order):
    assert order_from(raw, COLUMNS, Order("pk")) == order


def workbook(columns, rows):
    with write_xlsx(columns, rows, title="Peserta", notes=[("Tahun", "2025")]) as file:
        return load_workbook(BytesIO(file.read()))


def test_workbook_has_the_page_words_and_real_numbers():
    columns = (*COLUMNS, Column("on", "Tanggal", kind=Kind.DATE), Column("at", "Waktu", kind=Kind.MOMENT))
    moment = datetime(2025, 10, 6, 6, 5, tzinfo=UTC)
    book = workbook(columns, [ROW | {"on": date(2025, 10, 6), "at": moment}, ROW | {"on": None, "at": None}])
    head, first, second = book.worksheets[0].iter_rows(values_only=True)
    assert head == ("Nama", "NIK", "Hasil", "JP", "Tanggal", "Waktu")
    assert first[:4] == ("Siti", "6471********0001", "Kompeten", 1500)
    assert first[4:] == (datetime(2025, 10, 6), datetime(2025, 10, 6, 14, 5))
    assert second[4:] == (None, None)
    about = dict(book.worksheets[1].iter_rows(values_only=True))
    assert "Peserta" in about.values()
    assert about["Tahun"] == "2025"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40) | st.sampled_from(["=1+1", "+62811", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("x")']))
@FORMULAS
def test_no_text_becomes_a_formula(text):
    book = workbook((NAME,), [ROW | {"full_name": text}])
    cell = book.worksheets[0]["A2"]
    assert cell.data_type != "f"


@FORMULAS
@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+62811", "-5", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", '=HYPERLINK("http://x")', "|calc", "＝1+1",
        "｜calc", "=cmd|' /C calc'!A0",
    ],
)  # fmt: skip
def test_no_line_begins_with_what_a_spreadsheet_computes(text):
    """For other programs the text stays itself, behind an apostrophe."""
    line = write_csv((NAME,), [ROW | {"full_name": text}]).decode("utf-8-sig").split("\r\n", 1)[1]
    assert line.lstrip('"').startswith(f"'{text[0]}")
