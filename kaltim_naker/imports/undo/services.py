"""The decision to undo, and the undoing."""

from collections.abc import Sequence

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.accounts.models import User
from kaltim_naker.audit.history import own_context
from kaltim_naker.core.constraints import explained
from kaltim_naker.core.errors import DomainError
from kaltim_naker.imports.choices import ImportStage, QuarantineState
from kaltim_naker.imports.files import drop_files
from kaltim_naker.imports.models import ImportRun, QuarantinedRow
from kaltim_naker.imports.undo.blockers import Blocker, blockers_of, dependants_of
from kaltim_naker.imports.undo.writes import Writes, writes_of
from kaltim_naker.imports.work import one_at_a_time, queue_run


def require_undoable(run: ImportRun) -> None:
    """Raises DomainError for a run that is not taken in, or of which the history does not know what it wrote."""
    if run.stage != ImportStage.ACCEPTED:
        raise DomainError("not_taken_in", _("Only what has been taken in can be undone."))
    if not run.contexts:
        raise DomainError("nothing_written", _("Nothing of this file was saved, so there is nothing to undo."))


@transaction.atomic
def request_undo(*, actor: User, run: ImportRun, reason: str) -> ImportRun:
    """Have an import undone in the background: it is looked through again then, under lock.

    Raises DomainError `reason_missing`, `used_since` with what is in the way, and those of `require_undoable`.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    require_undoable(run)
    if not reason.strip():
        raise DomainError("reason_missing", _("Please say why the import is undone."), field="reason")
    if blockers := blockers_of(writes_of(run.contexts), EVERYTHING):
        raise DomainError("used_since", _in_words(blockers))
    run.stage, run.undone_by, run.undo_reason = ImportStage.UNDOING, actor, reason.strip()[:200]
    return queue_run(run)


def undo_run(run: ImportRun) -> None:
    """Undo in one transaction: afterwards nothing of the import is left, or all of it is as it was.

    Counters keep their place: a number that was given out is not given out again.
    """
    run.report_progress(10, _("Looking at what has come of the rows"))
    try:
        with transaction.atomic():
            one_at_a_time()
            writes = writes_of(run.contexts)
            for one in writes:
                one.lock()
            if blockers := blockers_of(writes, EVERYTHING):
                _leave_as_it_is(run, _in_words(blockers))
                return
            with own_context(import_undone=str(run.pk), user=run.undone_by_id, reason=run.undo_reason):
                _take_back(writes)
                _give_up_what_waits(run)
            connection.check_constraints()
            if not run.finish(stage=ImportStage.UNDONE, undone_at=timezone.now()):
                # Another worker holds the run by now; it will do the work.
                transaction.set_rollback(True)
                return
            drop_files(run)
    except IntegrityError as error:
        known = explained(error)
        why = str(known) if known else _("The records of this import are in use, so it cannot be undone.")
        _leave_as_it_is(run, why)


def _take_back(writes: Sequence[Writes]) -> None:
    """Foreign keys are checked at the end of the transaction, so the order of the tables does not matter."""
    for one in writes:
        one.restore_changed()
        for rows in dependants_of(one):
            rows._raw_delete(rows.db)
    for one in writes:
        one.remove_created()


def _give_up_what_waits(run: ImportRun) -> None:
    waiting = QuarantinedRow.objects.filter(run=run, state=QuarantineState.OPEN)
    waiting.update(
        state=QuarantineState.DROPPED,
        decided_by=run.undone_by,
        decided_at=timezone.now(),
        reason=run.undo_reason,
        cells_cipher=b"",
    )


def _leave_as_it_is(run: ImportRun, why: str) -> None:
    run.finish(stage=ImportStage.ACCEPTED, undone_by=None, undo_reason="", notice=why)


def _in_words(blockers: Sequence[Blocker]) -> str:
    return " ".join([_("This import cannot be undone any more."), *(blocker.text for blocker in blockers[:_NAMED])])


_NAMED = 5
