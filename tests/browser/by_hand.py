"""The figures of the report, counted from the sample files and from what was typed in, without the program.

Nothing here imports the program: the report is held against what somebody with a pencil would find.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
BALIKPAPAN = SAMPLES / "peserta-blki-balikpapan-2025.xlsx"
BONTANG = SAMPLES / "peserta-blki-bontang-2025.csv"
RESULTS = SAMPLES / "hasil-uji-kompetensi-bontang-2025.xlsx"

_NIK, _NAME, _CLASS = 1, 2, 10
_OUTCOME, _ISSUED = 5, 8


@dataclass(frozen=True)
class Paper:
    """A certificate: whose, and from which day."""

    nik: str
    issued_on: date


def expected(file: Path) -> dict:
    """What a careful clerk said of a sample."""
    verdict: dict = json.loads(file.with_suffix(".expected.json").read_text())
    return verdict


def lines(file: Path, *levels: str) -> set[int]:
    """The lines of a sample with problems of these levels."""
    return {problem["row"] for level in levels for problem in expected(file)[level]}


def balikpapan_class(programme: str) -> dict[str, list[str]]:
    """The good rows of one class: name → NIK of each person of that name."""
    people: dict[str, list[str]] = {}
    sheet = openpyxl.load_workbook(BALIKPAPAN).active
    for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if row[_CLASS] == programme and line not in lines(BALIKPAPAN, "error", "warning"):
            people.setdefault(row[_NAME], []).append(row[_NIK].replace(" ", ""))
    return people


def bontang_people() -> set[str]:
    """The NIK of everybody whose row of the roster is good."""
    with BONTANG.open(encoding="cp1252", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    bad = lines(BONTANG, "error", "warning")
    return {row[1].lstrip("'") for line, row in enumerate(rows, start=1) if line > 1 and line not in bad}


def bontang_papers() -> list[Paper]:
    """The certificates in the good rows of the results, of people who are on the roster."""
    sheet, bad, known = openpyxl.load_workbook(RESULTS).active, lines(RESULTS, "error"), bontang_people()
    return [
        Paper(row[_NIK], row[_ISSUED].date())
        for line, row in enumerate(sheet.iter_rows(values_only=True), start=1)
        if line > 3 and line not in bad and row[_NIK] in known and row[_ISSUED]
    ]


def people_up_to(papers: Iterable[Paper], last: date) -> int:
    """People with a certificate by a day: each once."""
    return len({paper.nik for paper in papers if paper.issued_on <= last})


def people_within(papers: Iterable[Paper], first: date, last: date) -> int:
    """People whose first certificate of the year lies in the period."""
    earliest: dict[str, date] = {}
    for paper in papers:
        earliest[paper.nik] = min(paper.issued_on, earliest.get(paper.nik, date.max))
    return sum(first <= day <= last for day in earliest.values())


def papers_within(papers: Iterable[Paper], first: date, last: date) -> int:
    return sum(first <= paper.issued_on <= last for paper in papers)


def in_indonesian(value: int) -> str:
    """1500 → `1.500`."""
    return f"{value:,}".replace(",", ".")


def percent(achieved: int, target: int) -> str:
    """9 of 1,000 → `0,90`: rounded half up, as one does by hand."""
    exact = Decimal(achieved) / target * 100
    return str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)).replace(".", ",")


def table_by_centre(papers: Mapping[str, list[Paper]], targets: Mapping[str, int], period: tuple[date, date]) -> list:
    """The rows of “Target dan Realisasi”: target, in the quarter, to date, percent; the province last."""
    everybody = [paper for of_centre in papers.values() for paper in of_centre]
    rows = [*((targets[centre], papers[centre]) for centre in papers), (sum(targets.values()), everybody)]
    return [
        (
            in_indonesian(target),
            in_indonesian(people_within(held, *period)),
            in_indonesian(people_up_to(held, period[1])),
            percent(people_up_to(held, period[1]), target),
        )
        for target, held in rows
    ]
