"""What a run wrote, table by table, read from the history.

Everything is asked and changed by sets: a hundred thousand rows cost as many statements as ten.
"""

import uuid
from collections.abc import Iterator, Sequence
from functools import cached_property

from django.apps import apps
from django.db import connection
from django.db.models import Exists, Model, OuterRef, QuerySet
from pghistory.models import Event
from psycopg import sql

# What the desk notes about its own files is no data of theirs.
_NOT_DATA = frozenset({"imports", "audit"})


class Writes:
    """What happened to the rows of one table under some contexts of the history."""

    def __init__(self, events: type[Event], contexts: Sequence[uuid.UUID]) -> None:
        self.model: type[Model] = events.pgh_tracked_model
        self.events = events.objects.all()
        self.contexts = list(contexts)

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def own(self) -> QuerySet:
        """The events of the run itself."""
        return self.events.filter(pgh_context_id__in=self.contexts)

    @property
    def touched(self) -> QuerySet:
        """Keys of all rows that the run wrote."""
        return self.own.values("pgh_obj_id")

    @property
    def created(self) -> QuerySet:
        """Keys of the rows that it created."""
        return self.own.filter(pgh_label="insert").values("pgh_obj_id")

    @property
    def changed(self) -> QuerySet:
        """Keys of rows that were there before and that it changed or removed."""
        return self.own.exclude(pgh_obj_id__in=self.created).values("pgh_obj_id").distinct()

    @property
    def later(self) -> QuerySet:
        """What others did to these rows afterwards."""
        first = self.own.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
        return self.events.exclude(pgh_context_id__in=self.contexts).filter(Exists(first))

    @property
    def without_past(self) -> QuerySet:
        """Keys of changed rows of which no earlier version is on record, or that the run removed."""
        removed = self.own.filter(pgh_label="delete").exclude(pgh_obj_id__in=self.created)
        earlier = self.events.filter(pgh_obj_id=OuterRef("pgh_obj_id")).exclude(pgh_context_id__in=self.contexts)
        unknown = self.own.exclude(pgh_obj_id__in=self.created).exclude(Exists(earlier))
        return removed.values("pgh_obj_id").union(unknown.values("pgh_obj_id"))

    @cached_property
    def created_count(self) -> int:
        return self.own.filter(pgh_label="insert").count()

    @cached_property
    def changed_count(self) -> int:
        return self.changed.count()

    def rows(self) -> QuerySet:
        """The rows that the run created and that are still there."""
        return self.model._base_manager.filter(pk__in=self.created)

    def lock(self) -> None:
        """Nobody changes, removes or refers to these rows until the transaction ends."""
        rows = self.model._base_manager.filter(pk__in=self.touched)
        # Ordered by key, so that two who lock the same rows cannot wait for each other.
        for _key in rows.order_by("pk").select_for_update().values_list("pk").iterator(10_000):
            pass

    def remove_created(self) -> int:
        """Delete what the run created; what else hangs on it was looked at before."""
        rows = self.rows()
        removed: int = rows._raw_delete(rows.db)  # type: ignore[attr-defined]
        return removed

    def restore_changed(self) -> int:
        """Put back the version that each changed row had before the run."""
        table, events = (sql.Identifier(model._meta.db_table) for model in (self.model, self.events.model))
        statement = sql.SQL(
            "UPDATE {table} AS kept SET ({columns}) = ROW({values}) FROM ("
            "  SELECT DISTINCT ON (event.pgh_obj_id) event.* FROM {events} AS event"
            "  JOIN (SELECT pgh_obj_id, MIN(pgh_id) AS first FROM {events} WHERE pgh_context_id = ANY(%s)"
            "        GROUP BY pgh_obj_id) AS own USING (pgh_obj_id)"
            "  WHERE event.pgh_id < own.first ORDER BY event.pgh_obj_id, event.pgh_id DESC"
            ") AS before WHERE kept.{key} = before.pgh_obj_id"
        ).format(
            table=table,
            events=events,
            key=sql.Identifier(self.model._meta.pk.column),
            columns=sql.SQL(", ").join(map(sql.Identifier, self._columns)),
            values=sql.SQL(", ").join(sql.Identifier("before", name) for name in self._columns),
        )
        with connection.cursor() as cursor:
            cursor.execute(statement.as_string(cursor.cursor), [self.contexts])
            restored: int = cursor.rowcount
        return restored

    @property
    def _columns(self) -> list[str]:
        """The columns whose earlier values are on record."""
        recorded = {field.column for field in self.events.model._meta.concrete_fields}
        own = [field.column for field in self.model._meta.concrete_fields if not field.primary_key]
        return [column for column in own if column in recorded]


def writes_of(contexts: Sequence[uuid.UUID]) -> list[Writes]:
    """The tables in which anything was written under these contexts."""
    return [writes for writes in _every_table(contexts) if writes.own.exists()]


def _every_table(contexts: Sequence[uuid.UUID]) -> Iterator[Writes]:
    for model in apps.get_models():
        if issubclass(model, Event) and model.pgh_tracked_model._meta.app_label not in _NOT_DATA:
            yield Writes(model, contexts)
