"""What happens to a file at the desk: upload, check, choice of columns, taking in. For the pages and the worker."""

import hashlib
import logging
import re
from collections.abc import Mapping
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.core.nik import without_nik
from kaltim_naker.imports.check import Verdict, check_file
from kaltim_naker.imports.choices import AcceptMode, ImportStage
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.files import drop_files, keep_while_open
from kaltim_naker.imports.handouts import fit_template
from kaltim_naker.imports.importer import Context
from kaltim_naker.imports.intake import Intake, Outcome, Progress
from kaltim_naker.imports.journal import work_of
from kaltim_naker.imports.kinds import Kind
from kaltim_naker.imports.layouts import facts_of_layout, remembered_for
from kaltim_naker.imports.meter import Meter
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.imports.parsers.places import RegionNames
from kaltim_naker.imports.quarantine import hold_rows
from kaltim_naker.imports.summary import receipt_of, summarise
from kaltim_naker.imports.undo import undo_run
from kaltim_naker.imports.work import few_collections, lock_decidable, one_at_a_time, queue_run
from kaltim_naker.imports.workbook import RefusedFile, inspect_workbook

logger = logging.getLogger(__name__)


class _NotAllGoodError(Exception):
    """All or none was asked for, and it is not all."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


# --- the sender -----------------------------------------------------------------------------------------------------
@transaction.atomic
def upload_file(
    *, actor: User, kind: Kind, office: Office, file: UploadedFile, options: Mapping[str, Any]
) -> ImportRun:
    """Keep a file and have it checked in the background.

    Raises DomainError for what is clearly no table, `office_wrong` for an office that has no such files, and what
    `fit_template` says of a template for something else.
    """
    if office.kind not in kind.offices:
        raise DomainError("office_wrong", _("This office does not bring such files."), field="office")
    try:
        fit = fit_template(inspect_workbook(file), kind, office)
    except RefusedFile as refusal:
        raise DomainError(refusal.code, refusal.message, field="file") from None
    run = ImportRun(
        kind=kind.name,
        office=office,
        file_name=clean_file_name(file.name or ""),
        sha256=_fingerprint(file),
        size=file.size or 0,
        options={**options, **fit.options},
        places=fit.places,
        notice=fit.note,
        requested_by=actor,
    )
    file.seek(0)
    run.file.save("", file, save=False)
    run.save(force_insert=True)
    run.enqueue()
    return run


def clean_file_name(name: str) -> str:
    """The last part of the name, printable, without what looks like a NIK, at most 100 characters."""
    last = PurePath(name.replace("\\", "/")).name
    printable = "".join(char for char in last if char.isprintable())
    return without_nik(re.sub(r"\s+", " ", printable).strip())[-100:] or "–"


def _fingerprint(file: UploadedFile) -> str:
    file.seek(0)
    return hashlib.sha256(b"".join(file.chunks())).hexdigest()


@transaction.atomic
def accept_run(*, actor: User, run: ImportRun, mode: str, confirmations: Mapping[int, str]) -> ImportRun:
    """Have the rows taken in: `all_or_none`, or `good_rows` without the others.

    `confirmations` gives, for lines with warnings, the reason that the identity card really says so (domain.md §2.1,
    case 5). Raises DomainError `not_decidable` where somebody was faster, and `not_all_good`.
    """
    run = lock_decidable(run)
    if mode not in AcceptMode.values:
        raise DomainError("mode_unknown", _("Choose whether to take in all rows or the good ones."))
    open_lines = set(run.verdict["to_confirm"])
    run.confirmations = {
        str(line): reason.strip()[:200]
        for line, reason in confirmations.items()
        if reason.strip() and line in open_lines
    }
    if run.verdict["missing"]:
        raise DomainError("column_missing", _("A column is missing that every row needs. Choose it first."))
    if mode == AcceptMode.ALL_OR_NONE and (left_out := _rows_left_out(run)):
        raise DomainError("not_all_good", _not_all_good(left_out))
    run.mode, run.accepted_by, run.stage = mode, actor, ImportStage.ACCEPTING
    return queue_run(run)


@transaction.atomic
def discard_run(*, actor: User, run: ImportRun) -> ImportRun:
    """Give a file up; nothing of it was or will be saved."""
    run = lock_decidable(run)
    run.stage = ImportStage.DISCARDED
    run.save(update_fields=["stage", "updated_at"])
    drop_files(run)
    return run


@transaction.atomic
def retry_run(*, actor: User, run: ImportRun) -> ImportRun:
    """Try again what stopped by a fault of the program."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state != JobState.FAILED or not (run.file or run.stage == ImportStage.UNDOING):
        raise DomainError("not_decidable", _("This file is not waiting for another try."))
    return queue_run(run)


def _rows_left_out(run: ImportRun) -> int:
    """Rows that would stay out by what the trial knows: all but those taken on trial and those confirmed since."""
    waiting = {row["line"] for row in run.verdict["waiting"]}
    confirmed = sum(int(line) not in waiting for line in run.confirmations)
    trial = run.verdict["trial"]
    return run.verdict["rows"] - trial["created"] - trial["changed"] - trial["unchanged"] - confirmed


def _not_all_good(count: int) -> str:
    return ngettext(
        "%(count)s row has a problem, so nothing was taken in. Correct it in the file, or take in the good rows.",
        "%(count)s rows have problems, so nothing was taken in. Correct them in the file, or take in the good rows.",
        count,
    ) % {"count": count}


# --- the worker -----------------------------------------------------------------------------------------------------
def carry_out(run_id: str) -> None:
    """Do what a run waits for: its check, its taking in or its undoing. Called by the task; safe to be called twice."""
    run = ImportRun.claim(run_id)
    if run is None:
        return
    try:
        with few_collections():
            _WORK.get(ImportStage(run.stage), check_run)(run)
    except Exception:
        logger.exception("import run %s failed", run.pk)
        run.fail(_("Something went wrong here, and nothing was saved. Please try again or tell the administrator."))


def check_run(run: ImportRun) -> None:
    """Check the file and try everything out, without saving: the trial is the taking in, rolled back."""
    run.report_progress(10, _("Reading and checking the file"))
    try:
        verdict, columns = check_again(run)
        if remembered := remembered_for(run, verdict):
            run.places = remembered.places
            verdict, columns = check_again(run)
    except RefusedFile as refusal:
        run.finish(stage=ImportStage.REJECTED, notice=refusal.message)
        drop_files(run)
        return
    run.report_progress(20, _("Comparing with our records"))
    with Meter(run, 2 * len(verdict.rows), start=20) as meter, transaction.atomic():
        one_at_a_time()
        intake = intake_of(run, verdict, columns, meter)
        trial = intake.take_in({})
        transaction.set_rollback(True)
    facts = summarise(verdict, columns, intake, trial) | facts_of_layout(run, verdict, remembered)
    run.finish(stage=ImportStage.CHECKED, verdict=facts, places=run.places)


def take_in_run(run: ImportRun) -> None:
    """Save the rows and the receipt in one transaction: afterwards the state is before or after, never between."""
    run.report_progress(10, _("Taking in the rows"))
    verdict, columns = check_again(run)
    reasons = {int(line): reason for line, reason in run.confirmations.items()}
    try:
        with Meter(run, 2 * len(verdict.rows), start=20) as meter, transaction.atomic():
            one_at_a_time()
            if not run.is_held():
                # Another worker took it over while we waited for our turn.
                return
            with work_of(run, run.accepted_by):
                outcome = intake_of(run, verdict, columns, meter).take_in(reasons, partial(hold_rows, run))
            _require_all(run, outcome)
            if not run.finish(stage=ImportStage.ACCEPTED, **receipt_of(run, verdict, outcome)):
                # It is taken over now, and will be done by the other worker.
                transaction.set_rollback(True)
                return
    except _NotAllGoodError as refusal:
        run.finish(stage=ImportStage.CHECKED, notice=_not_all_good(refusal.outcome.left_out))
    else:
        keep_while_open(run, is_open=outcome.left_out > 0)


def _require_all(run: ImportRun, outcome: Outcome) -> None:
    if run.mode == AcceptMode.ALL_OR_NONE and outcome.left_out:
        raise _NotAllGoodError(outcome)


def check_again(run: ImportRun) -> tuple[Verdict, list[Column]]:
    """What the check says about the kept file of a run, with the columns that were chosen. Raises RefusedFile."""
    kind, regions = run.declaration, RegionNames()
    with run.file.open("rb") as file:
        verdict = check_file(kind, file, regions=regions, places=run.places)
    return verdict, list(kind.columns(regions))


def intake_of(
    run: ImportRun, verdict: Verdict, columns: list[Column], progress: Progress = lambda rows: None
) -> Intake:
    """The rows of a run beside our records."""
    context = Context(actor=run.accepted_by or run.requested_by, office=run.office, options=run.options)
    # Without a column that every row needs, no row can be taken in.
    rows = [] if verdict.file_findings else verdict.rows
    return Intake(run.declaration, columns, context, rows, progress)


_WORK = {ImportStage.ACCEPTING: take_in_run, ImportStage.UNDOING: undo_run}
