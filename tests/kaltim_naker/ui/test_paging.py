"""Pages by key: nothing twice, nothing left out, forwards and backwards, with ties and with empty values."""

from datetime import date, timedelta

import pytest
from django.db.models import F
from django.http import QueryDict

from kaltim_naker.ui import paging
from kaltim_naker.ui.paging import Order, Pager, query_url
from programs.models import TrainingClass
from tests.factories.programs import TrainingClassFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def classes(balikpapan):
    """Eleven classes: equal seats, and three without a first day."""
    first = TrainingClassFactory(centre=balikpapan)
    for position in range(10):
        day = date(2025, 3, 1) + timedelta(days=position // 2)
        state = {"planned": True} if position % 4 == 0 else {"starts_on": day}
        TrainingClassFactory(centre=balikpapan, programme=first.programme, seats=10 + position % 3, **state)
    return TrainingClass.objects.all()


ORDERS = [
    Order(lookup, descending)
    for lookup in ("pk", "seats", "starts_on", "centre__short_name", "label", "doubled")
    for descending in (False, True)
]


def walk(queryset, order, direction):
    """All rows met from one end to the other, page by page."""
    query, seen = QueryDict(""), []
    if direction == "previous_url":
        page = Pager(query, 3).page(queryset, order, [])
        while page.next_url:
            page = Pager(QueryDict(page.next_url[1:]), 3).page(queryset, order, [])
        seen = [row["pk"] for row in page.rows]
        while page.previous_url:
            page = Pager(QueryDict(page.previous_url[1:]), 3).page(queryset, order, [])
            seen = [row["pk"] for row in page.rows] + seen
        return seen
    while True:
        page = Pager(query, 3).page(queryset, order, [])
        seen += [row["pk"] for row in page.rows]
        if not page.next_url:
            return seen
        query = QueryDict(page.next_url[1:])


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: f"{'-' if order.descending else ''}{order.lookup}")
@pytest.mark.parametrize("direction", ["next_url", "previous_url"])
def test_walk_meets_every_row_once_in_order(classes, order, direction):
    queryset = classes.annotate(doubled=F("seats") * 2)
    expected = list(queryset.order_by(*order.terms).values_list("pk", flat=True))
    assert walk(queryset, order, direction) == expected


def test_first_and_last_page_know_that_they_are(classes):
    order = Order("label")
    first = Pager(QueryDict("q=las"), 3).page(classes, order, ["label"])
    assert (first.first_url, first.previous_url) == ("", "")
    assert first.next_url == f"?q=las&after={first.rows[-1]['pk']}"
    back = Pager(QueryDict(f"before={first.rows[2]['pk']}"), 3).page(classes, order, ["label"])
    assert back.rows == first.rows[:2]
    assert not back.previous_url


@pytest.mark.parametrize("edge", ["after=01900000-0000-7000-8000-000000000000", "after=%27%3B--", "before=x", "after="])
def test_edge_that_is_not_there_leads_to_the_first_page(classes, edge):
    order = Order("label")
    assert (
        Pager(QueryDict(edge), 3).page(classes, order, []).rows == Pager(QueryDict(""), 3).page(classes, order, []).rows
    )


def test_edge_outside_the_rows_of_the_reader_says_nothing(classes, bontang):
    """The value of a foreign row must not be felt out by paging from it."""
    foreign = TrainingClassFactory(centre=bontang)
    own = classes.exclude(centre=bontang)
    order = Order("seats")
    page = Pager(QueryDict(f"after={foreign.pk}"), 3).page(own, order, [])
    assert page.rows == Pager(QueryDict(""), 3).page(own, order, []).rows


def test_counting_stops_at_the_cap(classes, monkeypatch):
    exact = Pager(QueryDict("")).page(classes, Order("pk"), [])
    assert (exact.count, exact.is_capped) == (11, False)
    assert "11" in exact.count_text
    monkeypatch.setattr(paging, "COUNT_CAP", 10)
    page = Pager(QueryDict("")).page(classes, Order("pk"), [])
    assert page.is_capped
    assert page.count == 10


def test_any_page_costs_three_queries_at_most(classes, django_assert_max_num_queries):
    middle = classes.order_by("seats", "pk")[5]
    with django_assert_max_num_queries(3):
        Pager(QueryDict(f"after={middle.pk}"), 3).page(classes, Order("seats"), ["label"])


def test_address_names_the_key_and_no_value(classes):
    page = Pager(QueryDict("sort=label"), 3).page(classes, Order("label"), ["label"])
    assert page.next_url == f"?sort=label&after={page.rows[-1]['pk']}"


def test_query_url_drops_and_sets():
    assert query_url(QueryDict("a=1&a=2&b=3"), drop=("b",), c="4") == "?a=1&a=2&c=4"
