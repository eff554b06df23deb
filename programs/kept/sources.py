"""By which query a measure is counted, which tables that reads, and which marks of them concern it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.datastructures import Join

from kaltim_naker.audit.marks import marked_tables
from kaltim_naker.core.periods import today
from programs.measures import Measure

_TABLE = re.compile(r'\b(?:FROM|JOIN) "(\w+)"')


@dataclass(frozen=True)
class Mark:
    """Statements that changed a table. `years` None stands for all years."""

    source: str
    is_insert: bool
    years: frozenset[int] | None = None


@dataclass(frozen=True)
class Sources:
    """What a measure's figures come from: `rule` is the fingerprint of its query, `of_records` the table of records.

    A row that is new in one of the `parents`, which the records point at, changes no figure: no record points at it
    yet, and the one that will leaves a mark of its own.
    """

    rule: str
    tables: frozenset[str]
    parents: frozenset[str]
    of_records: str
    has_own_years: bool

    @property
    def are_marked(self) -> bool:
        return self.tables <= marked_tables()

    def concern(self, mark: Mark) -> bool:
        return mark.source in self.tables and not (mark.is_insert and mark.source in self.parents)

    def years_of(self, marks: Iterable[Mark]) -> frozenset[int] | None:
        """The years whose figures these marks make doubtful; None stands for all years."""
        years: set[int] = set()
        for mark in filter(self.concern, marks):
            if mark.years is None or not self.has_own_years or mark.source != self.of_records:
                return None
            years |= mark.years
        return frozenset(years)


_known: dict[str, tuple[date, Sources]] = {}


def sources_of(measure: Measure) -> Sources | None:
    """None while the measure's query cannot be said, as where a rule that it follows is not there yet."""
    day, known = _known.get(measure.key, (None, None))
    if day == today():
        return known
    asked: list[str] = []
    # Some queries are put together from rows, as from dated rules: the tables of those count, too.
    with connection.execute_wrapper(_listen(asked)):
        records = measure.records().order_by()
        found = _find_sources(measure, records, asked)
    if found and not asked:
        _known[measure.key] = (today(), found)
    return found


def _find_sources(measure: Measure, records: QuerySet, asked: list[str]) -> Sources | None:
    try:
        sql, parameters = records.query.sql_with_params()
    except EmptyResultSet:
        return None
    read = [table for statement in (*asked, sql) for table in _TABLE.findall(statement)]
    base = records.model._meta.db_table
    parents = {table for table in _parents(records) if read.count(table) == 1 and table != base}
    # Members of a set come in any order.
    said = "\n".join([sql, *sorted(map(str, parameters))])
    rule = sha256(said.encode()).hexdigest()
    return Sources(rule, frozenset(read), frozenset(parents), base, measure.has_own_years)


def _listen(asked: list[str]) -> Any:
    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    return wrapper


def _parents(records: QuerySet) -> Iterable[str]:
    """Tables that the query joins by a foreign key of a row that it has already, and never the other way."""
    joins = [one for one in records.query.alias_map.values() if isinstance(one, Join)]
    return (one.table_name for one in joins if getattr(one.join_field, "concrete", False))
