"""Every figure of every report of the demo year equals the list behind it, and stands so on paper."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from kaltim_naker.access.scope import EVERYTHING, Scope
from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import Period, Span
from kaltim_naker.demo.users import LOGINS
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.declaration import Division, ReportKind
from kaltim_naker.reports.document import Table, figures_in
from kaltim_naker.reports.drawing import written
from kaltim_naker.reports.kinds import KINDS
from kaltim_naker.reports.services import draw_facts, scope_about
from programs.models import TrainingCentre
from tests.conftest import client_of
from tests.kaltim_naker.reports.figures import list_behind

pytestmark = pytest.mark.django_db

#: How many figures lead to records at least: fewer would mean that a report has lost its ways.
AT_LEAST = {
    "target_realisation": 80,
    "performance": 8,
    "certification": 100,
    "training": 80,
    "apprenticeship": 30,
    "companies": 10,
    "needs": 5,
    "data_quality": 8,
    "brief": 10,
}


def order_for(kind: ReportKind, centre: TrainingCentre | None = None) -> Order:
    period = Period(2025, 3) if Span.QUARTER in kind.spans else Period(2025)
    scope: Scope = scope_about(centre, None) if centre else EVERYTHING
    return Order(f"{kind.prefix}-2025-UJI", period, scope, centre, "id", timezone.now())


def figures_of(tables: tuple[Table, ...]) -> Iterator[tuple[str, int]]:
    for _table, _place, _column, cell in figures_in(tables):
        assert cell.trace
        assert cell.number is not None
        yield cell.trace.url, int(cell.number)


@pytest.fixture
def client() -> Any:
    """The planner, who may see every list."""
    login = next(one.email for one in LOGINS if one.email.startswith("perencana@"))
    return client_of(User.objects.get(email=login))


@pytest.mark.parametrize("key", KINDS)
def test_every_figure_of_a_report_is_its_list(key: str, client: Any) -> None:
    kind = KINDS[key]
    order = order_for(kind)
    facts = kind.build(order)
    with override("id"):
        tables = kind.tables(facts)
    figures = dict(figures_of(tables))
    assert len(figures) >= AT_LEAST[key]
    wrong = {url: (n, listed) for url, n in figures.items() if (listed := list_behind(client, url)) != n}
    assert wrong == {}
    if key != "target_realisation":
        assert_printed(tables, draw_facts(kind, facts).content)


def assert_printed(tables: tuple[Table, ...], content: bytes) -> None:
    """Each row of each table stands in the text of the document, cell after cell."""
    text = _bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    for table in tables:
        for row in table.rows:
            with override("id"):
                cells = [
                    written(cell, column.form) + cell.note
                    for column, cell in zip(table.columns, row.cells, strict=True)
                ]
            for at in range(1, len(cells)):
                assert _bare(cells[at]) in text, (table.key, cells)
            numbers = _bare("".join(cells[1:]))
            assert numbers in text, (table.key, cells)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("key", [key for key, kind in KINDS.items() if Division.CENTRE in kind.divisions])
def test_a_centre_counts_its_own(key: str, client: Any) -> None:
    """The lists behind the figures of a centre's report, as the province opens them."""
    kind, centre = KINDS[key], TrainingCentre.objects.get(short_name="BLKI Bontang")
    figures = dict(list(figures_of(kind.tables(kind.build(order_for(kind, centre)))))[::5])
    wrong = {url: (n, listed) for url, n in figures.items() if (listed := list_behind(client, url)) != n}
    assert wrong == {}
