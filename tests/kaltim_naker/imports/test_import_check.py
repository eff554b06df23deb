"""`import_check KIND FILE --json` serves every kind of the desk, and saves nothing."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kaltim_naker.imports.kinds import all_kinds
from tests.kaltim_naker.imports.layouts import PLAIN, TABLES, render
from tests.kaltim_naker.imports.test_taking_in_anything import records

pytestmark = pytest.mark.django_db
# A list of applicants looks like one of participants.
FILES = {**TABLES, "applications": TABLES["participants"]}


def test_no_kind_is_without_an_example() -> None:
    assert {kind.name for kind in all_kinds()} == set(FILES)


@pytest.mark.parametrize("kind", FILES)
def test_every_kind_is_served(kind: str, tmp_path: Path, office_data: None) -> None:
    file = tmp_path / "daftar.xlsx"
    file.write_bytes(render(FILES[kind], PLAIN).getvalue())
    before, out = records(), StringIO()
    call_command("import_check", kind, str(file), "--json", stdout=out, stderr=StringIO())
    answer = json.loads(out.getvalue())
    assert answer["rows"] == len(FILES[kind].rows)
    assert 0 < answer["ok"] < answer["rows"]
    assert {problem["code"] for problem in answer["problems"]} & {"duplicate_in_file", "nik_length"}
    assert records() == before


@pytest.mark.parametrize("kind", FILES)
def test_a_database_without_records_is_no_obstacle(kind: str, tmp_path: Path, db: None) -> None:
    file = tmp_path / "daftar.xlsx"
    file.write_bytes(render(FILES[kind], PLAIN).getvalue())
    out = StringIO()
    call_command("import_check", kind, str(file), "--json", stdout=out, stderr=StringIO())
    assert json.loads(out.getvalue())["rows"] == len(FILES[kind].rows)


def test_a_refused_file_ends_with_its_code(tmp_path: Path) -> None:
    file, out = tmp_path / "foto.xlsx", StringIO()
    file.write_bytes(b"\xff\xd8\xff" + b"x" * 900)
    with pytest.raises(SystemExit) as ending:
        call_command("import_check", "attendance", str(file), "--json", stdout=out)
    assert ending.value.code == 2
    assert json.loads(out.getvalue())["refused"]["code"] == "picture"


def test_an_unknown_kind_is_told_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="attendance"):
        call_command("import_check", "nothing", str(tmp_path / "x.csv"))
