"""Cells as people type them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine

from kaltim_naker.core.nik import without_nik
from kaltim_naker.imports.cells import CellProblem, text_of
from kaltim_naker.imports.labels import label_key
from kaltim_naker.imports.parsers import assessments, dates, numbers, people
from kaltim_naker.imports.parsers.places import RegionNames, region_parser
from kaltim_naker.imports.workbook import Cell

pytestmark = pytest.mark.usefixtures("in_2026")
REGION = region_parser(RegionNames())


@pytest.fixture
def in_2026():
    with time_machine.travel("2026-11-21 04:00Z", tick=False):
        yield


def code_of(parser: Callable[[Cell], object], cell: Cell) -> str:
    with pytest.raises(CellProblem) as problem:
        parser(cell)
    assert str(problem.value.message)
    return problem.value.code


@pytest.mark.parametrize(
    "cell",
    [
        "12/03/2001",
        "12-03-2001",
        "12.03.2001",
        "12.3.01",
        "12 - 03 - 2001",
        "12/3/01",
        "12 Maret 2001",
        "12 MARET 2001",
        "12 Mar 01",
        "12-Mar-01",
        "12-III-2001",
        "Maret 12, 2001",
        "March 12 2001",
        "2001-03-12",
        "2001/3/12",
        "2001-03-12 00:00:00",
        "2001-03-12T00:00:00",
        "12/03/2001 08:30",
        "Senin, 12 Maret 2001",
        "tgl 12 Maret 2001",
        "'12/03/2001",
        "20010312",
        "12032001",
        36962,
        36962.0,
        "36962",
        date(2001, 3, 12),
        datetime(2001, 3, 12, 8, 30),
        "12\u00a0Maret\u00a02001",
    ],
)
def test_dates_in_every_form(cell: Cell) -> None:
    assert dates.birth_date(cell) == date(2001, 3, 12)


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/1999",
        "29/02/2001",
        "12/13/2001",
        "0/1/2001",
        "besok",
        "12 Maretta 2001",
        "2001",
        2001,
        5,
        99999999,
        "12/03",
        -1,
        "12/03/2001/4",
        "maret 2001",
        True,
        "1e5",
        "00000000",
        date(1850, 1, 1),
        "12/03/2031",
    ],
)
def test_what_is_no_date_of_birth(cell: Cell) -> None:
    assert code_of(dates.birth_date, cell) == "date_invalid"


def test_two_digit_years_depend_on_what_the_date_means() -> None:
    assert dates.birth_date("01/02/99") == date(1999, 2, 1)
    assert dates.birth_date("01/02/16") == date(2016, 2, 1)
    assert dates.birth_date("01/02/25") == date(1925, 2, 1)
    assert dates.any_date("01/02/25") == date(2025, 2, 1)
    assert dates.any_date("29/02/00") == date(2000, 2, 29)


def test_empty_cells_are_no_date() -> None:
    assert [dates.birth_date(cell) for cell in (None, "", " - ", "n/a")] == [None] * 4
    assert code_of(dates.required(dates.birth_date), "-") == "date_missing"


def test_american_dates_are_not_guessed_but_hinted() -> None:
    with pytest.raises(CellProblem) as problem:
        dates.birth_date("03/25/2001")
    assert problem.value.hint


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Sangatta, 06-02-1995", ("Sangatta", "06-02-1995")),
        ("Tanah Grogot 6 Februari 1995", ("Tanah Grogot", "6 Februari 1995")),
        ("Samarinda / 6.2.95", ("Samarinda", "6.2.95")),
        ("Tenggarong", ("Tenggarong", None)),
        ("21-02-1995", (None, "21-02-1995")),
        (None, (None, None)),
        (date(1995, 2, 6), (None, date(1995, 2, 6))),
    ],
)
def test_place_and_date_in_one_cell(cell: Cell, parts: tuple[Cell, Cell]) -> None:
    assert tuple(dates.split_place_and_date(cell)) == parts


@pytest.mark.parametrize(
    "cell",
    [
        "6471015203050001",
        "647101 520305 0001",
        "6471.0152.0305.0001",
        "6471-01-520305-0001",
        "'6471015203050001",
        "’6471015203050001",
        '="6471015203050001"',
        "\u00a06471015203050001\u00a0",
        "64\u00a07101 5203050001",
    ],
)
def test_nik_as_people_write_it(cell: str) -> None:
    assert people.nik(cell).value == "6471015203050001"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (6471015203050001, "nik_number_cell"),
        (6.471015203050001e15, "nik_number_cell"),
        ("6.47101E+15", "nik_number_cell"),
        ("6,47101e+15", "nik_number_cell"),
        ("6471015203050001.0", "nik_number_cell"),
        ("647101520305000", "nik_length"),
        ("64710152030500011", "nik_length"),
        ("647101520305OOO1", "nik_format"),
        ("٦٤٧١٠١٥٢٠٣٠٥٠٠٠١", "nik_format"),
        ("6472018101900001", "nik_date"),
        ("6472013002010001", "nik_date"),
        ("6472012902010001", "nik_date"),
        ("6472010102010000", "nik_serial"),
        ("0072010102010001", "nik_region"),
        (None, "nik_missing"),
        ("-", "nik_missing"),
    ],
)
def test_what_is_no_nik(cell: Cell, code: str) -> None:
    assert code_of(people.nik, cell) == code


def test_sex_and_education() -> None:
    assert {people.sex(cell) for cell in ("L", "Lk", "laki-laki", "Laki - Laki", "PRIA", "LAKI LAKI", "l.")} == {"L"}
    assert {people.sex(cell) for cell in ("P", "Pr.", "perempuan", "WANITA", "W")} == {"P"}
    assert people.sex(None) is None
    assert code_of(people.sex, "X") == "sex_unknown"
    levels = {
        "SD": 1,
        "MI": 1,
        "Paket A": 1,
        "SMP": 2,
        "SLTP": 2,
        "MTs": 2,
        "SMPN 3": 2,
        "SMA": 3,
        "SMU": 3,
        "SLTA": 3,
        "MA": 3,
        "Paket C": 3,
        "SMA/SMK Sederajat": 3,
        "SMA Sederajat": 3,
        "SMK": 4,
        "STM": 4,
        "SMK TKJ": 4,
        "D1": 5,
        "D.II": 6,
        "D-III": 7,
        "D3 Teknik": 7,
        "Diploma III": 7,
        "D4": 8,
        "D-IV": 8,
        "S1": 8,
        "S-1": 8,
        "Sarjana": 8,
        "Strata 1": 8,
        "S2": 10,
        "S3": 11,
        "Tidak sekolah": 0,
        "Belum tamat SD": 0,
        "Profesi": 9,
    }
    assert {word: people.education(word) for word in levels} == levels
    assert code_of(people.education, "TK") == "education_unknown"


def test_phones_become_e164() -> None:
    for cell in (
        "081234567890",
        "0812-3456-7890",
        "+62 812 3456 7890",
        "6281234567890",
        81234567890,
        81234567890.0,
        "'081234567890",
        "081234567890 / 085200000000",
        "(0812) 34567890",
    ):
        assert people.phone(cell) == "+6281234567890"
    assert people.phone("-") is None
    with pytest.raises(CellProblem) as problem:
        people.phone("123")
    assert (problem.value.code, problem.value.level) == ("phone_invalid", "warning")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kota Balikpapan", "64.71"),
        ("BALIKPAPAN", "64.71"),
        ("kab. kukar", "64.02"),
        ("Kutai Kertanegara", "64.02"),
        ("KABUPATEN PASER", "64.01"),
        ("Pasir", "64.01"),
        ("PPU", "64.09"),
        ("Kab. PPU", "64.09"),
        ("Mahakam Hulu", "64.11"),
        ("Kab. Mahakam Ulu", "64.11"),
        ("Mahulu", "64.11"),
        ("Sangatta", "64.08"),
        ("Kutim", "64.08"),
        ("KUBAR", "64.07"),
        ("64.74", "64.74"),
        ("Kota Bontang, Kalimantan Timur", "64.74"),
        ("Kodya Samarinda", "64.72"),
        ("  berau ", "64.03"),
    ],
)
def test_regions_by_all_their_names(name: str, code: str) -> None:
    assert REGION(name) == code


@pytest.mark.parametrize("name", ["Kab. Kutai", "Kutai", "Kalimantan Timur", "6402", "Balikpapn", "Wakanda"])
def test_regions_that_are_unknown_or_may_be_several(name: Cell) -> None:
    assert code_of(REGION, name) == "region_unknown"


def test_near_names_are_suggested_and_shared_names_are_asked() -> None:
    with pytest.raises(CellProblem) as problem:
        REGION("Balikpapn")
    assert "Kota Balikpapan" in str(problem.value.hint)
    names = RegionNames([("32.01", "Kabupaten Bogor", ()), ("32.71", "Kota Bogor", ())])
    assert (names.find("Bogor"), names.find("Kota Bogor"), names.find("Kab. Bogor")) == (None, "32.71", "32.01")


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1.500", 1500),
        ("1500", 1500),
        (1500, 1500),
        (1500.0, 1500),
        ("480.000.000", 480_000_000),
        ("Rp 480.000.000,-", 480_000_000),
        ("Rp480.000.000,00", 480_000_000),
        ("480,000,000", 480_000_000),
        ("480,000,000.00", 480_000_000),
        ("1 500 000", 1_500_000),
        ("1,5", Decimal("1.5")),
        ("20 orang", 20),
        ("0", 0),
        (0, 0),
        (None, None),
        ("-", None),
    ],
)
def test_amounts(cell: Cell, amount: Decimal | None) -> None:
    assert numbers.rupiah(cell) == amount


@pytest.mark.parametrize(
    "cell",
    ["dua puluh", "satu setengah miliar", -4, "-4", "(500)", "1.50", "1.5", "1,5.0", "Rp", 1e20, "1e5", "٣", True],
)
def test_what_is_no_amount(cell: Cell) -> None:
    assert code_of(numbers.rupiah, cell) == "number_invalid"


def test_counts_are_whole_and_ambiguous_ones_are_asked() -> None:
    assert numbers.count("1.500") == 1500
    assert code_of(numbers.count, "1,500") == "number_ambiguous"
    assert code_of(numbers.count, "1,5") == "number_invalid"
    assert code_of(numbers.count, 1.5) == "number_invalid"


def test_outcomes() -> None:
    words = {"K": "K", "kompeten": "K", " Kompeten ": "K", "BK": "BK", "Belum Kompeten": "BK", "tidak hadir": "absent"}
    assert {word: assessments.outcome(word) for word in words} == words
    assert code_of(assessments.outcome, "?") == "result_unknown"
    assert code_of(assessments.outcome, None) == "result_unknown"


def test_labels_of_packages() -> None:
    assert (
        len({label_key(label, 2025) for label in ("Paket 1", "PAKET I", "1", "Paket ke-1", "01", "Paket I/2025")}) == 1
    )
    assert label_key("II/2025", 2025) == label_key("Angkatan 2", 2025)
    assert label_key("Paket 1 – II") != label_key("Paket 1")


def test_long_numbers_are_masked_wherever_they_stand() -> None:
    assert without_nik("NIK 6471015203050001 salah") == "NIK 6471********0001 salah"
    assert "0305" not in without_nik("647101 520305 0001")
    assert without_nik("24101 3122 2 0001000 2025") == "24101 3122 2 0001000 2025"
    assert text_of(6471015203050001.0) == "6471015203050001"
