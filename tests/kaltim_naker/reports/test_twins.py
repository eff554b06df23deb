"""The same numbers in PDF, workbook, CSV and data; and nothing typed by strangers becomes a formula."""

import csv
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pgtrigger
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kaltim_naker.accounts.models import User
from kaltim_naker.audit.models import AccessLog
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period
from kaltim_naker.regions.models import Region
from kaltim_naker.reports.document import Table, figures_in
from kaltim_naker.reports.drawing import written
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.services import request_report
from kaltim_naker.reports.tasks import render_report
from kaltim_naker.reports.twins import open_twin, tables_of_run, value_of
from programs.models import Indicator, TrainingCentre
from tests.conftest import client_of
from tests.kaltim_naker.reports.figures import list_behind
from tests.printed import text_without_codes
from tests.schema import as_owner

HOSTILE = '=HYPERLINK("http://jahat.example","Las")'


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def made(user: User, **asked: Any) -> ReportRun:
    run = request_report(actor=user, **asked)
    render_report(str(run.pk))
    run.refresh_from_db()
    assert run.state == "done", run.error
    return run


@pytest.fixture
def report(small_year: SimpleNamespace, planner: User) -> ReportRun:
    """Of a year whose main indicator has a name that is a formula."""
    Indicator.objects.filter(pk=small_year.indicator.pk).update(name_id=HOSTILE)
    small_year.welding.name_id = "+62|cmd"
    small_year.welding.save()
    return made(planner, period=Period(2025, 3))


def sheets_of(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(content))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    return {sheet.title: list(sheet.values) for sheet in book}


def test_the_same_numbers_everywhere(report: ReportRun, planner: User) -> None:
    book = sheets_of(open_twin(actor=planner, run=report, ending="xlsx"))
    archive = zipfile.ZipFile(io.BytesIO(open_twin(actor=planner, run=report, ending="csv")))
    data = json.loads(open_twin(actor=planner, run=report, ending="json"))
    printed = "".join(text_without_codes(report.file.read(), report).split())

    tables = tables_of_run(report)
    assert len(tables) == len(book) - 1 == len(archive.namelist()) == len(data["tables"])
    for table, rows, plain in zip(tables, book.values(), data["tables"], strict=False):
        lines = list(csv.reader(archive.read(f"{table.key}.csv").decode("utf-8-sig").splitlines(), delimiter=";"))
        for place, row in enumerate(table.rows):
            for at, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
                if cell.number is None:
                    continue
                value = value_of(cell, column.form)
                assert rows[place + 1][at] == pytest.approx(float(value)), (table.key, column.key)
                assert float(lines[place + 1][at]) == pytest.approx(float(value))
                assert plain["rows"][place][column.key]["value"] == str(value)
        if table.key in ("fields", "issuers", "beside"):
            for row in table.rows:
                words = "".join(written(c, column.form) for column, c in zip(table.columns, row.cells, strict=True))
                assert "".join(words.split()) in printed


def test_nothing_from_data_is_a_formula(report: ReportRun, planner: User) -> None:
    content = open_twin(actor=planner, run=report, ending="xlsx")
    assert any(HOSTILE in str(cell) for rows in sheets_of(content).values() for row in rows for cell in row)
    archive = zipfile.ZipFile(io.BytesIO(open_twin(actor=planner, run=report, ending="csv")))
    texts = [archive.read(name).decode("utf-8-sig") for name in archive.namelist()]
    cells = {cell for text in texts for line in csv.reader(text.splitlines(), delimiter=";") for cell in line}
    assert "'+62|cmd" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_reads_the_same_numbers(report: ReportRun, planner: User, tmp_path: Path) -> None:
    book = tmp_path / "laporan.xlsx"
    book.write_bytes(open_twin(actor=planner, run=report, ending="xlsx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "csv", "--outdir", str(tmp_path), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=90)
    lines = list(csv.reader((tmp_path / "laporan.csv").read_text().splitlines()))
    targets = tables_of_run(report)[0]
    for row, line in zip(targets.rows, lines[1:], strict=True):
        assert line[0] == row.cells[0].text
        assert [int(line[at]) for at in (1, 3, 4)] == [int(row.cells[at].number or 0) for at in (1, 3, 4)]


def test_who_may_fetch_them(report: ReportRun, planner: User, bontang_admin: User) -> None:
    url = reverse("reports:twin", args=[report.pk, "xlsx"])
    assert client_of(planner).get(url)["Content-Disposition"].endswith(f'{report.reference}.xlsx"')
    assert AccessLog.objects.get().subject == f"{report.reference}.xlsx"
    assert client_of(bontang_admin).get(url).status_code == 404
    assert client_of(planner).get(reverse("reports:twin", args=[report.pk, "exe"])).status_code == 404


def test_changed_facts_are_not_handed_out(report: ReportRun, planner: User) -> None:
    report.facts["main"]["whole"]["cumulative"] = "999"
    # As if somebody had got past the database's own guard.
    with as_owner(), pgtrigger.ignore("reports.ReportRun:made_once"):
        report.save()
    with pytest.raises(DomainError) as caught:
        open_twin(actor=planner, run=report, ending="json")
    assert caught.value.code == "facts_changed"


def follow(user: User, *tables: Table) -> None:
    """Each figure opens a list that is as long as the figure says."""
    client = client_of(user)
    figures = [cell for _table, _place, _column, cell in figures_in(tables)]
    assert figures
    for cell in figures:
        assert list_behind(client, cell.trace.url) == cell.number, cell.trace


@pytest.mark.parametrize(
    ("period", "in_period", "to_date"),
    [
        (Period(2025, month=8), 1, 3),  # Eko in August, before him Andi and Beti
        (Period(2025, semester=1), 2, 2),
        (Period(2025, semester=2), 2, 4),
        (Period(2025), 4, 4),
    ],
)
def test_any_part_of_the_year(
    small_year: SimpleNamespace, planner: User, period: Period, in_period: int, to_date: int
) -> None:
    run = made(planner, period=period)
    whole = run.facts["main"]["whole"]
    assert (whole["in_period"], int(whole["cumulative"])) == (in_period, to_date)
    assert f"-{period.code}-" in run.reference
    follow(planner, tables_of_run(run)[0], tables_of_run(run)[-1])


def test_a_region_reads_its_own(
    small_year: SimpleNamespace, planner: User, samarinda_operator: User, bontang_admin: User
) -> None:
    samarinda = Region.objects.get(code="64.72")
    run = made(planner, period=Period(2025, 3), region=samarinda)
    whole = run.facts["main"]["whole"]
    assert (whole["label"], whole["cumulative"]) == (samarinda.name, "1")  # Beti
    assert run.scope["regions"] == [samarinda.pk]
    assert client_of(samarinda_operator).get(reverse("reports:download", args=[run.pk])).status_code == 200
    assert client_of(bontang_admin).get(reverse("reports:download", args=[run.pk])).status_code == 404
    tables = {table.key: table for table in tables_of_run(run)}
    follow(planner, tables["targets"], tables["origins"])


def test_what_is_not_offered(small_year: SimpleNamespace, planner: User, balikpapan: TrainingCentre) -> None:
    region = Region.objects.get(code="64.72")
    asked = [({"centre": balikpapan, "region": region}, "two_divisions"), ({"kind": "wishes"}, "kind_unknown")]
    for more, code in asked:
        with pytest.raises(DomainError) as caught:
            request_report(actor=planner, period=Period(2025, 3), **more)
        assert caught.value.code == code
