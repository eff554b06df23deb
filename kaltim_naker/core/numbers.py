"""Reference numbers without gaps: `PREFIX/2025/000001`."""

from django.db import connection

_NEXT = """
    INSERT INTO core_numbercounter (prefix, year, last) VALUES (%s, %s, 1)
    ON CONFLICT (prefix, year) DO UPDATE SET last = core_numbercounter.last + 1
    RETURNING last
"""


def next_number(prefix: str, year: int) -> str:
    """Give out the next number of a series.

    The counter row stays locked until the surrounding transaction ends: whoever rolls back gives the number back, so
    the series has neither gaps nor doubles (security.md §2, row 24).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is given out only inside a transaction, else a failure would leave a gap")
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [prefix, year])
        (last,) = cursor.fetchone()
    return f"{prefix}/{year}/{last:06d}"
