"""How long the files of senders are kept, and what for."""

from django.db import transaction
from django.db.models import F, Func, TextField, Value
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Cast
from django.utils import timezone

from kaltim_naker.core.jobs import JobState
from kaltim_naker.imports.choices import FilePurpose, ImportStage, QuarantineState
from kaltim_naker.imports.models import KEEP_FILES, ImportRun, MarkedFile, QuarantinedRow

_UNDECIDED = (ImportStage.UPLOADED, ImportStage.CHECKED, ImportStage.ACCEPTING)


def keep_while_open(run: ImportRun, *, is_open: bool) -> None:
    """Once rows are taken in, the file serves to give back the others; with none open it has no purpose any more."""
    if is_open:
        ImportRun.objects.filter(pk=run.pk).update(file_purpose=FilePurpose.GIVE_BACK)
    else:
        drop_files(run)


def drop_when_decided(run: ImportRun) -> None:
    """With the last waiting row the purpose of the file is over (UU 27/2022)."""
    if not QuarantinedRow.objects.filter(run=run, state=QuarantineState.OPEN).exists():
        drop_files(run)


def expire_files() -> int:
    """Delete files whose time is over, and give up what nobody decided about; returns how many."""
    old = ImportRun.objects.exclude(file="").filter(created_at__lt=timezone.now() - KEEP_FILES)
    runs = list(old.exclude(state__in=[JobState.QUEUED, JobState.RUNNING]))
    for run in runs:
        ImportRun.objects.filter(pk=run.pk, stage__in=_UNDECIDED).update(stage=ImportStage.DISCARDED)
        drop_files(run)
    return len(runs)


def drop_files(run: ImportRun) -> None:
    """Delete the kept file, and the marked one with it, once the surrounding transaction is committed."""
    if run.file:
        # The samples below the headings were shown to choose the columns by, and are of no use any more.
        bare = Func(F("verdict"), Cast(Value("samples"), TextField()), template="(%(expressions)s)", arg_joiner=" - ")
        ImportRun.objects.filter(pk=run.pk).update(file="", verdict=bare)
        _delete_after_commit(run.file)
    for marked in MarkedFile.objects.filter(run=run):
        if marked.file:
            _delete_after_commit(marked.file)
        marked.delete()


def _delete_after_commit(file: FieldFile) -> None:
    name, storage = file.name, file.storage
    transaction.on_commit(lambda: storage.delete(name))
