"""The commands that do without a browser, as an administrator types them: `script/manage …`."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from pypdf import PdfReader

from programs.models import TrainingCentre
from tests.factories.certifications import certify
from tests.factories.programs import IndicatorFactory, TargetFactory, TrainingClassFactory, predicate_scale
from tests.factories.trainees import EnrolmentFactory

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "tests" / "samples"
KINDS = {
    "peserta-blki-balikpapan-2025.xlsx": "participants",
    "peserta-blki-bontang-2025.csv": "participants",
    "hasil-uji-kompetensi-bontang-2025.xlsx": "results",
    "perusahaan-wlkp-2025.xlsx": "companies",
    "usulan-kabkota-2026.csv": "proposals",
}


def manage(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """manage.py in a process of its own, on the database of this test."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *words],
        env=os.environ | {"DATABASE_URL": urlunsplit(address)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", KINDS)
def test_import_check_gives_the_verdict_of_a_careful_clerk(name: str) -> None:
    expected = json.loads((SAMPLES / name).with_suffix(".expected.json").read_text())

    done = manage("import_check", KINDS[name], SAMPLES / name, "--json")

    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["rows"], said["ok"]) == (expected["rows"], expected["ok"])
    assert all({"line", "level", "code", "column", "message"} == problem.keys() for problem in said["problems"])
    assert all(problem["column"] and problem["message"] for problem in said["problems"])
    assert _by_level(said["problems"]) == {
        level: [(problem["row"], problem["code"]) for problem in expected[level]] for level in ("error", "warning")
    }


def _by_level(problems: list[Mapping[str, str]]) -> dict[str, list[tuple[str, str]]]:
    return {
        level: [(problem["line"], problem["code"]) for problem in problems if problem["level"] == level]
        for level in ("error", "warning")
    }


@pytest.mark.django_db(transaction=True)
def test_import_check_refuses_what_is_no_table(tmp_path: Path) -> None:
    photo = tmp_path / "peserta.xlsx"
    photo.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40)

    done = manage("import_check", "participants", photo, "--json")

    assert done.returncode == 2
    assert json.loads(done.stdout)["refused"]["code"] == "picture"


@pytest.mark.django_db(transaction=True)
def test_render_report_writes_the_figures(balikpapan: TrainingCentre, bontang: TrainingCentre, tmp_path: Path) -> None:
    """At Balikpapan one person in each of two quarters and one later, at Bontang two in the third."""
    predicate_scale()
    indicator = IndicatorFactory(measure="job_seekers_certified")
    for centre, target in ((None, 10), (balikpapan, 6), (bontang, 4)):
        TargetFactory(indicator=indicator, year=2025, centre=centre, value=Decimal(target))
    days = {
        balikpapan: (date(2025, 6, 30), date(2025, 7, 1), date(2025, 10, 1)),
        bontang: (date(2025, 9, 30), date(2025, 9, 30)),
    }
    for centre, issued in days.items():
        training = TrainingClassFactory(centre=centre, starts_on=date(2025, 2, 3), ends_on=date(2025, 3, 28))
        for day in issued:
            certify(EnrolmentFactory(training_class=training, passed=True), day)
    file = tmp_path / "x.pdf"

    done = manage("render_report", "--year", "2025", "--quarter", "3", "--output", file)

    assert done.returncode == 0, done.stderr
    text = " ".join("\n".join(page.extract_text() for page in PdfReader(file).pages).split())
    for row in ("BLKI Balikpapan 6 1 2 33,33 %", "BLKI Bontang 4 2 2 50,00 %", "10 3 4 40,00 %"):
        assert row in text, text
