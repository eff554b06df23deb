"""Queries that are compiled once: building one takes Django longer than PostgreSQL takes to read a hundred people."""

from enum import Enum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL


class _Place(Enum):
    VALUE = "of each request"


#: Stands in a queryset for the value that each request brings.
ASKED = RawSQL("%s", (_Place.VALUE,))


class Statement:
    """The rows of a `values_list`, to be fetched again and again, each time with another value for `ASKED`."""

    def __init__(self, rows: QuerySet) -> None:
        self.model: type[Model] = rows.model
        self._compiler = rows.query.get_compiler(rows.db)
        try:
            self._sql, self._parameters = self._compiler.as_sql()
        except EmptyResultSet:  # an empty scope: Django knows without asking
            self._sql, self._parameters = "", ()

    def fetch(self, value: object = None) -> list[tuple[Any, ...]]:
        """The rows as the queryset would give them."""
        if not self._sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [value if one is _Place.VALUE else one for one in self._parameters])
            return list(self._compiler.results_iter([cursor.fetchall()], tuple_expected=True))
