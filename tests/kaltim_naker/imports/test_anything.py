"""Whatever stands in a file, the check ends with a verdict or a refusal (security.md §5, check 21)."""

import io
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certifications.imports import RESULTS
from companies.imports import COMPANIES
from kaltim_naker.imports.check import check_table
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.kinds import Kind, get_kind
from kaltim_naker.imports.parsers.places import RegionNames
from kaltim_naker.imports.table import find_table
from kaltim_naker.imports.workbook import Cell, RefusedFile, Row, Sheet, read_workbook
from programs.imports import FIGURES, PROPOSALS
from trainees.imports import ATTENDANCE, PARTICIPANTS, PLACEMENTS

KINDS = st.sampled_from([PARTICIPANTS, RESULTS, ATTENDANCE, PLACEMENTS, COMPANIES, PROPOSALS, FIGURES])
REGIONS = RegionNames()
WORDS = st.sampled_from(
    [
        "NIK",
        "Nama",
        "Tgl Lahir",
        "TTL",
        "L/P",
        "Kab/Kota",
        "Paket : 1",
        "JUMLAH",
        "6471015203050001",
        "12 Maret 2001",
        "31/02/1999",
        "Kota Bontang",
        "K",
        "BK",
        "NIB",
        "Rp 1.500",
        "(1)",
        "No",
        "Kepala",
        "Tempat, 1",
        "6.47E+15",
        "-",
        "'",
        '=""',
        "1,500",
        "H",
        "Sakit",
        "Bulan : Maret 2025",
        "Bekerja",
        "3-5 juta",
    ]
)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    WORDS,
    st.text(max_size=12),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1, 1, 1)),
    st.datetimes(datetime(1900, 1, 1)),
)
ROWS = st.lists(st.lists(CELLS, max_size=9), max_size=14)


@lru_cache
def columns_of(name: str) -> Sequence[Column]:
    return get_kind(name).columns(REGIONS)


def heads_of(kind: Kind) -> list[Cell]:
    columns = columns_of(kind.name)
    days: list[Cell] = ["3", "04/02/2025", date(2025, 2, 5)]
    return [column.synonyms[0] for column in columns] + (days if any(column.gathers for column in columns) else [])


def check(kind: Kind, rows: list[list[Cell]]) -> None:
    columns = columns_of(kind.name)
    sheet = Sheet("x", True, [Row(line, tuple(cells)) for line, cells in enumerate(rows, 1) if cells])
    try:
        verdict = check_table(kind, columns, find_table([sheet], columns, kind.combined))
    except RefusedFile:
        return
    lines = [row.line for row in verdict.rows] + [line.line for line in verdict.set_aside]
    # No line is lost: it is a row, or set aside, or part of the head.
    assert len(lines) == len(set(lines))
    assert 0 <= verdict.ok <= len(verdict.rows)
    for finding in verdict.findings:
        assert finding.code
        assert str(finding.message)


@settings(max_examples=1_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(KINDS, ROWS)
def test_any_rows_get_a_verdict(kind: Kind, rows: list[list[Cell]]) -> None:
    check(kind, rows)


@settings(max_examples=1_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(KINDS, st.lists(st.lists(CELLS, min_size=4, max_size=12), max_size=10))
def test_any_cells_below_a_good_head_get_a_verdict(kind: Kind, rows: list[list[Cell]]) -> None:
    check(kind, [heads_of(kind), *rows])


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"NIK;Nama\n"]),
)
def test_any_bytes_are_read_or_refused(content: bytes, start: bytes) -> None:
    with suppress(RefusedFile):
        assert read_workbook(io.BytesIO(start + content))
