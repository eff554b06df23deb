"""The sample workbooks get exactly the verdict that a careful clerk gave them (samples/README.md)."""

import json
from pathlib import Path

import pytest

from certifications.imports import RESULTS
from companies.imports import COMPANIES
from kaltim_naker.imports.check import Verdict, check_file
from kaltim_naker.imports.kinds import Kind
from programs.imports import PROPOSALS
from trainees.imports import PARTICIPANTS

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FILES = [
    ("peserta-blki-balikpapan-2025.xlsx", PARTICIPANTS),
    ("peserta-blki-bontang-2025.csv", PARTICIPANTS),
    ("hasil-uji-kompetensi-bontang-2025.xlsx", RESULTS),
    ("perusahaan-wlkp-2025.xlsx", COMPANIES),
    ("usulan-kabkota-2026.csv", PROPOSALS),
]


def check(name: str, kind: Kind) -> Verdict:
    with (SAMPLES / name).open("rb") as file:
        return check_file(kind, file)


@pytest.mark.parametrize(("name", "kind"), FILES, ids=[name for name, _kind in FILES])
def test_sample_gets_the_expected_verdict(name: str, kind: Kind) -> None:
    expected = json.loads((SAMPLES / name).with_suffix(".expected.json").read_text())
    verdict = check(name, kind)

    found = {
        level: [(finding.line, finding.code) for finding in verdict.findings if finding.level == level]
        for level in ("warning", "error")
    }
    for level in ("warning", "error"):
        assert found[level] == [(problem["row"], problem["code"]) for problem in expected[level]]
    assert (len(verdict.rows), verdict.ok) == (expected["rows"], expected["ok"])
    assert set(expected["skipped_rows"]) <= {line.line for line in verdict.set_aside}


def test_what_is_set_aside_says_why() -> None:
    verdict = check("peserta-blki-balikpapan-2025.xlsx", PARTICIPANTS)
    assert [(line.line, line.reason) for line in verdict.set_aside] == [
        *((line, "title") for line in (1, 2, 3, 4)),
        *((line, "blank") for line in (5, 24, 41, 58)),
        (73, "total"),
        (74, "blank"),
        (75, "signature"),
        (76, "signature"),
    ]


def test_a_column_without_meaning_for_us_is_named() -> None:
    verdict = check("peserta-blki-balikpapan-2025.xlsx", PARTICIPANTS)
    assert [heading.text for heading in verdict.match.unmatched] == ["Keterangan"]


def test_results_are_read_as_they_were_given() -> None:
    verdict = check("hasil-uji-kompetensi-bontang-2025.xlsx", RESULTS)
    outcomes = [row.values["outcome"] for row in verdict.rows if row.is_ok]
    assert (outcomes.count("K"), outcomes.count("BK")) == (36, 8)


def test_no_nik_stands_in_clear_in_a_finding() -> None:
    for name, kind in FILES[:3]:
        for finding in check(name, kind).findings:
            assert not any(len(part) >= 13 and part.isdigit() for part in f"{finding.value} {finding.message}".split())
