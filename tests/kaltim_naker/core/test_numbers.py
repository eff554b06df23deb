"""Reference numbers without gaps or doubles, whoever asks at the same time (security.md §2, row 24)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from kaltim_naker.core.models import NumberCounter
from kaltim_naker.core.numbers import next_number
from tests.security import security

THREADS, EACH = 32, 25


def draw() -> list[str]:
    try:
        return [_draw_one() for _ in range(EACH)]
    finally:
        connection.close()


def _draw_one() -> str:
    with transaction.atomic():
        return next_number("UJI", 2025)


@pytest.fixture
def own_counters(transactional_db: None) -> None:
    NumberCounter.objects.all().delete()


@security(9, "Numbers and seats with 32 at once", target="each once, none missing, no seat twice")
def test_many_at_once_get_every_number_once(own_counters: None) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        drawn = [number for numbers in pool.map(lambda _: draw(), range(THREADS)) for number in numbers]

    assert sorted(drawn) == [f"UJI/2025/{n:06d}" for n in range(1, THREADS * EACH + 1)]


def test_series_and_years_count_apart(db: None) -> None:
    assert [next_number("A", 2025), next_number("A", 2025), next_number("B", 2025), next_number("A", 2026)] == [
        "A/2025/000001",
        "A/2025/000002",
        "B/2025/000001",
        "A/2026/000001",
    ]


def test_who_rolls_back_gives_the_number_back(db: None) -> None:
    with transaction.atomic():
        next_number("C", 2025)
        transaction.set_rollback(True)

    assert next_number("C", 2025) == "C/2025/000001"


def test_outside_a_transaction_none_is_given_out(own_counters: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        next_number("D", 2025)
