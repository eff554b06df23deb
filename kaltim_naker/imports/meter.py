"""How far a run has come, while it is inside a transaction that nobody else sees into."""

import time
from types import TracebackType
from typing import Self

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from kaltim_naker.core.jobs import LEASE, JobState
from kaltim_naker.imports.models import ImportRun

_SECONDS_BETWEEN = 1.0
_UPDATE = """
    UPDATE imports_importrun SET progress = %s, lease_until = %s WHERE id IN (
        SELECT id FROM imports_importrun WHERE id = %s AND state = %s AND attempt = %s FOR UPDATE SKIP LOCKED
    )
"""


class Meter:
    """Moves the bar with the rows and renews the lease, at most once a second, over a connection of its own.

    `rows` is how many are to come in all; the bar goes from `start` to `end` percent with them.
    """

    def __init__(self, run: ImportRun, rows: int, *, start: int, end: int = 95) -> None:
        self._run = run
        self._rows = max(rows, 1)
        self._done = 0
        self._start, self._end = start, end
        self._told = time.monotonic()
        # Not the connection of the transaction, and opened only for files that take their time.
        self._connection = connections.create_connection(DEFAULT_DB_ALIAS)

    def __call__(self, rows: int) -> None:
        """So many more rows were dealt with."""
        self._done += rows
        if time.monotonic() - self._told >= _SECONDS_BETWEEN:
            self._tell(self._start + (self._end - self._start) * min(self._done, self._rows) // self._rows)
            self._told = time.monotonic()

    def _tell(self, percent: int) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(
                _UPDATE,
                [percent, timezone.now() + LEASE, self._run.pk, JobState.RUNNING.value, self._run.attempt],
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
