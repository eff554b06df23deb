"""Counting a measure's year once for every grain, and keeping what came out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models.functions import ExtractYear

from kaltim_naker.access.scope import EVERYTHING
from programs.measures import Dimension, Measure, Slice, dimensions_of, records_in

Grain = tuple[str, ...]

#: Beside the whole and each dimension by itself.
MATRIX: Grain = tuple(sorted((Dimension.CENTRE.value, Dimension.SECTOR.value, Dimension.ISSUER.value)))

# Years that can be asked for at all (`core.periods.Period`).
_YEARS = range(2000, 2101)

# One statement, one snapshot: every grain is counted from the same records.
_READ = """
    CREATE TEMPORARY TABLE kept_records ON COMMIT DROP AS
    SELECT subject, extract(month FROM occurred_on)::int AS month, {columns}
    FROM ({records}) AS records WHERE subject IS NOT NULL
"""
_COUNT = """
    INSERT INTO kept_fresh (grain, members, firsts)
    SELECT %s, ARRAY[{texts}]::text[], ARRAY[{months}]::int[]
    FROM (SELECT {group}min(month) AS month FROM kept_records GROUP BY {group}subject) AS first_of_subject
    {grouping}
"""
_MONTHS = ", ".join(f"count(*) FILTER (WHERE month = {month})" for month in range(1, 13))
_DROP_STALE = """
    DELETE FROM programs_keptfigure kept WHERE measure = %s AND year = %s AND NOT EXISTS (
        SELECT FROM kept_fresh fresh WHERE (fresh.grain, fresh.members) = (kept.grain, kept.members)
    )
"""
_WRITE_CHANGED = """
    INSERT INTO programs_keptfigure AS kept (measure, year, grain, members, firsts)
    SELECT %s, %s, grain, members, firsts FROM kept_fresh
    ON CONFLICT (measure, year, grain, members) DO UPDATE SET firsts = excluded.firsts
    WHERE kept.firsts IS DISTINCT FROM excluded.firsts
"""


def grains_of(measure: Measure) -> list[Grain]:
    """The whole, each dimension that the measure knows, and centre × sector × issuer where it knows all three."""
    known = [dimension.value for dimension in dimensions_of(measure)]
    matrix = [MATRIX] if set(MATRIX) <= set(known) else []
    return [(), *((name,) for name in known), *matrix]


def grain_name(grain: Grain) -> str:
    return ",".join(grain)


def years_with_records(measure: Measure) -> set[int]:
    whole = Slice(date(_YEARS[0], 1, 1), date(_YEARS[-1], 12, 31))
    records = records_in(measure, whole, EVERYTHING).order_by().annotate(year_of_record=ExtractYear("occurred_on"))
    return set(records.values_list("year_of_record", flat=True).distinct())


def count_year(measure: Measure, year: int) -> tuple[int, int]:
    """Count every grain of one year, and write what differs from what was kept. Gives records read and differences."""
    grains = grains_of(measure)
    with connection.cursor() as cursor, _room_to_count(cursor):
        records = _read_records(cursor, measure, year)
        for grain in grains:
            _count_grain(cursor, grain)
        cursor.execute(_DROP_STALE, [measure.key, year])
        differences = cursor.rowcount
        cursor.execute(_WRITE_CHANGED, [measure.key, year])
        return records, differences + cursor.rowcount


@contextmanager
def _room_to_count(cursor: CursorWrapper) -> Iterator[None]:
    """Two tables of this transaction, and memory to group millions of people in."""
    cursor.execute("SET LOCAL work_mem = '256MB'")
    cursor.execute("SET LOCAL default_statistics_target = 10")
    cursor.execute("CREATE TEMPORARY TABLE kept_fresh (grain text, members text[], firsts int[]) ON COMMIT DROP")
    yield
    cursor.execute("DROP TABLE kept_records, kept_fresh")


def _read_records(cursor: CursorWrapper, measure: Measure, year: int) -> int:
    columns = [dimension.value for dimension in dimensions_of(measure)]
    part = Slice(date(year, 1, 1), date(year, 12, 31))
    rows = records_in(measure, part, EVERYTHING).order_by().values("subject", "occurred_on", *columns)
    sql, parameters = rows.query.sql_with_params()
    cursor.execute(_READ.format(columns=", ".join(columns) or "NULL AS nothing", records=sql), parameters)
    read = cursor.rowcount
    cursor.execute("ANALYZE kept_records")
    return read


def _count_grain(cursor: CursorWrapper, grain: Grain) -> None:
    group = "".join(f"{name}, " for name in grain)
    texts = ", ".join(f"{name}::text" for name in grain)
    grouping = f"GROUP BY {', '.join(grain)}" if grain else "HAVING count(*) > 0"
    cursor.execute(_COUNT.format(texts=texts, months=_MONTHS, group=group, grouping=grouping), [grain_name(grain)])
