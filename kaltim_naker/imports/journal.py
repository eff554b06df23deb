"""Which writes belong to which run: the history is the log that undoing goes by."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import F, Func, Value

from kaltim_naker.accounts.models import User
from kaltim_naker.audit.history import own_context
from kaltim_naker.imports.models import ImportRun


@contextmanager
def work_of(run: ImportRun, actor: User | None) -> Iterator[None]:
    """Whatever is saved inside is noted in the history as the work of this run, and can be undone with it.

    Whoever saves rows of a file, at once or after a correction, does it in here, inside the transaction.
    """
    with own_context(import_run=str(run.pk), user=actor.pk if actor else None) as context:
        yield
    # At the end: the row would be locked for as long as the transaction lasts.
    appended = Func(F("contexts"), Value(context), function="array_append")
    ImportRun.objects.filter(pk=run.pk).update(contexts=appended)
