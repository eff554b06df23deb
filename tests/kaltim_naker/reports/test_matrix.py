"""Any figure by one or two dimensions: each cell, total and grand total against the count by hand of conftest.py."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import Period
from kaltim_naker.regions.models import Region, RegionLevel
from kaltim_naker.reports.dimensions import AXES, axes_of
from kaltim_naker.reports.matrix import Matrix, Question, matrix_of
from programs.choices import FundingSource
from programs.measures import Measure, all_measures, get_measure
from programs.models import TrainingCentre, TrainingClass
from tests.conftest import client_of
from tests.factories.programs import IndicatorFactory, TargetFactory
from tests.kaltim_naker.reports.figures import figures_of, list_behind
from trainees.models import JobSeeker

PAGE = reverse("reports:matrix")
YEAR = {"year": "2025", "quarter": ""}


def asked(*axes: str, figure: str = "job_seekers_certified", **more: Any) -> Matrix:
    return matrix_of(
        Question(get_measure(figure), Period(2025), EVERYTHING, tuple(AXES[name] for name in axes), **more)
    )


def values(matrix: Matrix) -> dict[str, list[Any]]:
    return {line.name: [*(cell.value for cell in line.cells), line.total.value] for line in matrix.lines}


def test_centre_by_sex(small_year: SimpleNamespace, balikpapan: TrainingCentre, bontang: TrainingCentre) -> None:
    matrix = asked("centre", "sex")

    # A and E are men, B a woman; at Bontang E and the woman F.
    assert values(matrix) == {balikpapan.short_name: [2, 1, 3], bontang.short_name: [1, 1, 2]}
    assert [total.value for total in matrix.totals] == [2, 2]
    assert matrix.whole.value == 4
    [(axis, several, excess)] = matrix.overlaps
    assert (axis.name, several, excess) == ("centre", 1, 1)
    assert [total.excess for total in matrix.totals] == [1, 0]  # E is one man at two centres


def test_months_are_columns_like_any_other(small_year: SimpleNamespace, balikpapan: TrainingCentre) -> None:
    matrix = asked("centre", "month")

    # A in March and May, B in June, E in October at Balikpapan.
    row = next(line for line in matrix.lines if line.name == balikpapan.short_name)
    assert [cell.value for cell in row.cells] == [0, 0, 1, 0, 1, 1, 0, 0, 0, 1, 0, 0]
    assert (row.total.value, row.total.excess) == (3, 1)
    assert len(matrix.columns) == 12


def test_one_dimension_alone(small_year: SimpleNamespace) -> None:
    matrix = asked("issuer")

    assert values(matrix) == {"BNSP": [4], "Kemnaker": [1]}
    assert (matrix.columns, matrix.whole.value) == ((), 4)


def test_what_is_not_recorded_has_its_own_row(small_year: SimpleNamespace) -> None:
    JobSeeker.objects.filter(pk=small_year.a.pk).update(education=None)
    JobSeeker.objects.exclude(pk=small_year.a.pk).update(education=4)
    matrix = asked("education", "sex")

    *_known, last = matrix.lines
    assert [cell.value for cell in last.cells] == [1, 0]
    assert sum(line.total.value for line in matrix.lines) == 4


def test_who_lives_outside_the_province_is_one_row(small_year: SimpleNamespace, planner_client: Client) -> None:
    south = Region.objects.create(code="63", name="Kalimantan Selatan", short_name="Kalsel", level=RegionLevel.PROVINCE)
    elsewhere = Region.objects.create(
        code="63.71", name="Kota Banjarmasin", short_name="Banjarmasin", level=RegionLevel.CITY, parent=south
    )
    JobSeeker.objects.filter(pk=small_year.a.pk).update(domicile=elsewhere)
    page = planner_client.get(PAGE, {**YEAR, "rows": "region", "columns": "sex"})

    outside = page.context["matrix"].lines[-1]
    assert [cell.value for cell in outside.cells] == [1, 0]
    assert list_behind(planner_client, outside.total.counts[0].url) == 1


def test_targets_stand_beside_the_parts_they_are_for(
    small_year: SimpleNamespace, planner_client: Client, balikpapan: TrainingCentre
) -> None:
    TargetFactory(indicator=small_year.indicator, funding=FundingSource.CSR, value=Decimal(2))
    TrainingClass.objects.filter(centre=balikpapan).update(funding_source=FundingSource.CSR)

    by_centre = planner_client.get(PAGE, {**YEAR, "figure": "K1", "rows": "centre"}).context["matrix"]
    assert [(line.total.target, line.total.percent) for line in by_centre.lines] == [(5, 60), (3, Decimal(2) / 3 * 100)]
    assert (by_centre.whole.target, by_centre.whole.percent) == (8, 50)

    by_funding = planner_client.get(PAGE, {**YEAR, "figure": "K1", "rows": "sex", "columns": "funding"})
    matrix = by_funding.context["matrix"]
    assert matrix.has_column_targets
    csr = next(total for total in matrix.totals if total.target is not None)
    assert (csr.value, csr.target, csr.percent) == (3, 2, 150)
    assert all(cell.target is None for line in matrix.lines for cell in line.cells)


def test_a_ratio_shows_its_two_counts(small_year: SimpleNamespace, planner_client: Client) -> None:
    IndicatorFactory(code="K9", measure="competent_rate", unit="percent")
    matrix = planner_client.get(PAGE, {**YEAR, "figure": "K9", "rows": "centre"}).context["matrix"]

    # Assessed at Balikpapan: A, B, C, E; C was not yet competent.
    first = matrix.lines[0].total
    assert ([count.value for count in first.counts], first.value) == ([3, 4], 75)


@pytest.mark.parametrize(
    ("quarter", "mode", "rows", "columns"),
    [
        ("", "cumulative", "centre", "issuer"),
        ("4", "quarter", "centre", "sex"),
        ("3", "cumulative", "month", "sex"),
        ("2", "quarter", "age", "education"),
    ],
)
def test_each_number_of_the_page_is_its_list(
    small_year: SimpleNamespace, planner_client: Client, quarter: str, mode: str, rows: str, columns: str
) -> None:
    page = planner_client.get(
        PAGE, {"year": "2025", "quarter": quarter, "mode": mode, "rows": rows, "columns": columns}
    )

    found = figures_of(page)
    assert found
    for figure, url in found:
        assert list_behind(planner_client, url) == figure, url


def test_filters_of_the_address_narrow_every_grain(small_year: SimpleNamespace, bontang: TrainingCentre) -> None:
    matrix = asked("sex", members={"centre": bontang.pk})
    assert matrix.whole.value == 2


def test_a_centre_sees_its_own_and_its_own_targets(small_year: SimpleNamespace, bontang_admin: User) -> None:
    matrix = client_of(bontang_admin).get(PAGE, {**YEAR, "figure": "K1", "rows": "sex"}).context["matrix"]

    assert (matrix.whole.value, matrix.whole.target) == (2, 3)


def test_a_division_that_a_figure_does_not_know_names_those_it_knows(db: None, planner_client: Client) -> None:
    page = planner_client.get(PAGE, {**YEAR, "figure": "forum_meetings", "rows": "sex"})

    assert page.status_code == 200
    assert page.context["problem"]
    assert "matrix" not in page.context


@pytest.mark.parametrize("query", [{"figure": "wishes"}, {"rows": "colour"}, {"region": "999999"}])
def test_a_wrong_address_is_said_and_counts_nothing(db: None, planner_client: Client, query: dict[str, str]) -> None:
    page = planner_client.get(PAGE, YEAR | query)

    assert page.context["problem"]


def test_protected_data_are_not_divided_for_everybody(small_year: SimpleNamespace, head_of_office: User) -> None:
    page = client_of(head_of_office).get(PAGE, {**YEAR, "figure": "people_with_disability_trained", "rows": "region"})

    assert page.context["problem"]


def test_the_files_hold_what_the_page_shows(small_year: SimpleNamespace, planner_client: Client) -> None:
    query = {**YEAR, "figure": "K1", "rows": "centre", "columns": "sex"}
    workbook = planner_client.get(PAGE, {**query, "export": "xlsx"})
    rows = list(load_workbook(BytesIO(b"".join(workbook.streaming_content))).worksheets[0].values)
    assert [row[1:4] for row in rows[1:]] == [(2, 1, 3), (1, 1, 2), (2, 2, 4)]

    text = planner_client.get(PAGE, {**query, "export": "csv"}).content.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text), delimiter=";"))
    assert [line[1:4] for line in lines[1:]] == [["2", "1", "3"], ["1", "1", "2"], ["2", "2", "4"]]


def test_no_cell_of_a_file_is_a_formula(
    small_year: SimpleNamespace, planner_client: Client, balikpapan: TrainingCentre
) -> None:
    type(balikpapan).objects.filter(pk=balikpapan.pk).update(short_name="=1+1")
    query = {**YEAR, "rows": "sex", "columns": "centre"}

    text = planner_client.get(PAGE, {**query, "export": "csv"}).content.decode("utf-8-sig")
    assert "'=1+1" in text
    workbook = planner_client.get(PAGE, {**query, "export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(workbook.streaming_content))).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_number_of_queries_does_not_depend_on_the_size(small_year: SimpleNamespace) -> None:
    with CaptureQueriesContext(
        connection,
    ) as small:
        asked("sex", "centre")
    with CaptureQueriesContext(connection) as large:
        asked("month", "centre")
    assert len(large) <= len(small) + 1  # one more where somebody is counted in several months


@pytest.mark.parametrize("measure", all_measures(), ids=lambda measure: measure.key)
def test_every_measure_can_be_divided_by_what_it_knows(db: None, measure: Measure) -> None:
    for axis in axes_of(measure):
        assert asked(axis.name, figure=measure.key).whole.value == 0
