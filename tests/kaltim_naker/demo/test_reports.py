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
from kaltim_naker.reports.dimensions import members_named
from kaltim_naker.reports.document import Table, Trace, figures_in
from kaltim_naker.reports.drawing import written
from kaltim_naker.reports.kinds import KINDS
from kaltim_naker.reports.quality import Place, check_named
from kaltim_naker.reports.services import draw_facts, scope_about
from programs.measures import Slice, first_records, get_measure, members_in
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


def figures_of(tables: tuple[Table, ...]) -> Iterator[tuple[Trace, int]]:
    for _table, _place, _column, cell in figures_in(tables):
        assert cell.trace
        assert cell.number is not None
        yield cell.trace, int(cell.number)


def listed(trace: Trace) -> int:
    """How long the list is that the address of a figure opens for the province, counted without drawing the page."""
    if trace.is_check:
        check = check_named(trace.measure)
        assert check
        members = dict(trace.members)
        place = Place[members["by"].upper()]
        at = {place.value: int(members[members["by"]])} if members["by"] in members else {f"{place}__isnull": False}
        return check.rows(trace.year).filter(check.fault(), **at).count()
    members, measure = dict(trace.members), get_measure(trace.measure)
    month, narrowed = members.pop("until", None), members_named(members)
    if month:
        part = Slice.up_to(Period(trace.year, month=int(month)), **narrowed)
        return first_records(measure, part, EVERYTHING).count()
    whole_year = trace.whole_year or measure.is_position
    return members_in(measure, trace.period, EVERYTHING, whole_year=whole_year, **narrowed).count()


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
    figures = list(figures_of(tables))
    assert len(figures) >= AT_LEAST[key]
    assert {trace: n for trace, n in figures if listed(trace) != n} == {}
    # The list itself, for some of them: as long as its count.
    assert {trace.url: n for trace, n in figures[::12] if list_behind(client, trace.url) != n} == {}
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
            for cell in cells:
                assert _bare(cell) in text, (table.key, cells)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("key", [key for key, kind in KINDS.items() if Division.CENTRE in kind.divisions])
def test_a_centre_counts_its_own(key: str, client: Any) -> None:
    """The lists behind the figures of a centre's report, as the province opens them."""
    kind, centre = KINDS[key], TrainingCentre.objects.get(short_name="BLKI Bontang")
    figures = list(figures_of(kind.tables(kind.build(order_for(kind, centre)))))
    assert {trace: n for trace, n in figures if listed(trace) != n} == {}
    assert {trace.url: n for trace, n in figures[::25] if list_behind(client, trace.url) != n} == {}
