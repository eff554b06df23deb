"""Open data point at nobody: not by a small count, not by what is left of the whole, not by one state less another."""

import csv
from io import StringIO

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from kaltim_naker.api.services.open_data import shown_parts
from kaltim_naker.api.services.suppression import LEAST
from kaltim_naker.regions.models import Region
from programs.models import ClosedFigure
from tests.factories.accounts import home_region
from tests.factories.periods import ReportingPeriodFactory
from tests.factories.programs import IndicatorFactory


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
@example([3])
@example([2, 2])
@example([1, 50])
@example([4, 5, 5])
def test_no_small_count_can_be_reckoned_out(counts):
    """Whoever knows the whole, the rule and all that is shown, cannot tell the hidden ones."""
    total = sum(counts)
    shown = shown_parts(counts, total)
    assert not any(count is not None and 0 < count < LEAST for count in shown)
    hidden = [count for count, told in zip(counts, shown, strict=True) if told is None]
    if not hidden or 0 < total < LEAST:  # then the whole is hidden, too
        return
    assert len(hidden) >= 2
    rest = total - sum(count for count in shown if count is not None)
    assert rest == sum(hidden) >= LEAST


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_no_more_is_hidden_than_must_be(counts):
    """Where nothing is small, all is told; what is told is the truth."""
    shown = shown_parts(counts, sum(counts))
    assert all(told in (None, count) for count, told in zip(counts, shown, strict=True))
    if not any(0 < count < LEAST for count in counts):
        assert shown == counts


@pytest.fixture
def closed(db, planner):
    """Two quarters: 20 people of whom two live in Bontang, and three people."""
    samarinda, bontang = home_region("64.72"), home_region("64.74")
    indicator = IndicatorFactory(code="K1", measure="job_seekers_certified")
    for quarter, parts in ((1, [(samarinda, 18), (bontang, 2)]), (2, [(bontang, 3)])):
        period = ReportingPeriodFactory(year=2025, quarter=quarter, centre=None, closed=True)
        total = sum(count for _region, count in parts)
        ClosedFigure.objects.create(
            period=period,
            indicator=indicator,
            measure="job_seekers_certified",
            in_period=total,
            value=total,
            subjects=total,
            breakdown={"in_region": [[region.pk, count, count] for region, count in parts]},
            members_sha256="0" * 64,
            sha256="0" * 64,
        )


def test_anybody_reads_them(closed):
    client = Client()
    catalogue = client.get("/api/v1/open-data")
    assert catalogue["Cache-Control"] == "public, max-age=3600"
    (dataset,) = catalogue.json()["items"]
    answer = client.get("/api/v1/open-data/2025", headers={"Accept-Language": "en"})
    rows = answer.json()["items"]
    assert answer.json()["dataset"] == dataset
    assert [(row["quarter"], row["dimension"], row["code"], row["count"]) for row in rows] == [
        (1, "whole", "", 20),
        (1, "region", "64.72", None),
        (1, "region", "64.74", None),
        (2, "whole", "", None),
        (2, "region", "64.74", None),
    ]
    table = client.get(dataset["distribution"][1]["download_url"], headers={"Accept-Language": "en"})
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(StringIO(table.content.decode())))
    assert [line["count"] for line in lines] == ["20", "", "", "", ""]
    for path, known in (("/api/v1/open-data/2025", answer["ETag"]), ("/api/v1/open-data/2025/csv", table["ETag"])):
        assert client.get(path, headers={"If-None-Match": known, "Accept-Language": "en"}).status_code == 304
    Region.objects.filter(code="64.74").update(name="Kota Lain")
    assert client.get("/api/v1/open-data/2025", headers={"If-None-Match": answer["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", ["open-data/2024", "open-data/2024/csv", "open-data/99999999999999999999"])
def test_a_year_that_is_not_closed(closed, path):
    assert Client().get(f"/api/v1/{path}").status_code == 404


def test_a_report_is_checked_by_its_code(db):
    answer = Client().post("/api/v1/reports/verify", {"code": "nothing"}, content_type="application/json")
    assert (answer.status_code, answer.json()["standing"], answer.json()["code"]) == (200, "unknown", "")
