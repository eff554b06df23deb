"""Sending runs to the worker, and keeping them out of each other's way."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.imports.models import ImportRun

# Any number, the same for all: two imports never write at the same time.
_ADVISORY_LOCK = 20_250_002
# A row is some ten objects, and a part of a file five thousand rows.
_OBJECTS_BETWEEN_COLLECTIONS = 200_000


def lock_decidable(run: ImportRun) -> ImportRun:
    """The run, locked, as long as nobody has decided about it. Raises DomainError `not_decidable`."""
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if not locked.is_decidable:
        raise DomainError("not_decidable", _("Somebody decided about this file in the meantime. Please look again."))
    return locked


def queue_run(run: ImportRun) -> ImportRun:
    """Save the run and have the worker do what its stage waits for."""
    run.state, run.attempt, run.progress, run.queued_at = JobState.QUEUED, 0, 0, timezone.now()
    run.error = run.notice = ""
    run.save()
    run.enqueue()
    return run


@contextmanager
def few_collections() -> Iterator[None]:
    """Have Python look for rings of garbage seldom: the rows of a file are none, and to look at each of them again and
    again takes a third of the time of an import."""
    usual = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def one_at_a_time() -> None:
    """Imports wait for each other until the transaction ends; pages go on, and named constraints stop doubles."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
