"""Keys of records: unique, and in the order of time."""

import time
import uuid

from kaltim_naker.core.ids import uuid7


def test_version_and_variant() -> None:
    made = uuid7()
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_the_time_stands_in_front() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000
    assert before <= made.int >> 80 <= after


def test_later_keys_sort_later() -> None:
    earlier = uuid7()
    time.sleep(0.002)
    assert earlier < uuid7()


def test_many_within_a_moment_differ() -> None:
    assert len({uuid7() for _ in range(10_000)}) == 10_000
