"""Gives a sender his own file back with what was found written into it (peers.md §4, no. 1)."""

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.imports.cells import ERROR
from kaltim_naker.imports.check import Verdict
from kaltim_naker.imports.choices import ImportStage, QuarantineState
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.head import ERROR_TITLES, errors_title
from kaltim_naker.imports.importer import Waiting
from kaltim_naker.imports.models import ImportRun, MarkedFile, QuarantinedRow
from kaltim_naker.imports.quarantine import WAITING, findings_of
from kaltim_naker.imports.services import check_again, intake_of

logger = logging.getLogger(__name__)

# A workbook takes some sixty times its size in memory once its look is to be kept; larger ones keep their cells only.
KEEP_LOOK_BYTES = 2 * 1024 * 1024
_TIME_LIMIT_SECONDS = 150
_MARKER = Path(__file__).with_name("marker_process.py")
_SEVERITY = (ERROR, "warning", WAITING)


@transaction.atomic
def request_marked_file(*, actor: User, run: ImportRun) -> MarkedFile:
    """Have the file made in the background, in the language of the one who asks. Asked again, it is made anew.

    Raises DomainError `file_gone` once the original is deleted, `nothing_to_mark` where nothing was found.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if not run.file or run.stage not in (ImportStage.CHECKED, ImportStage.ACCEPTED):
        raise DomainError("file_gone", _("The file is not kept any more. Bring it again to have it checked."))
    marked, _created = MarkedFile.objects.get_or_create(run=run, defaults={"requested_by": actor})
    if marked.state == JobState.RUNNING:
        return marked
    marked.requested_by, marked.language = actor, get_language() or "id"
    marked.state, marked.attempt, marked.progress, marked.error = JobState.QUEUED, 0, 0, ""
    marked.save()
    marked.enqueue()
    return marked


def mark_file(marked_id: str) -> None:
    """Make the file that was asked for. Called by the task; safe to be called twice."""
    marked = MarkedFile.claim(marked_id)
    if marked is None:
        return
    try:
        with override(marked.language):
            _mark(marked)
    except Exception:
        logger.exception("the marked file of import run %s failed", marked.run_id)
        marked.fail(_("Something went wrong here. Please try again or tell the administrator."))


def _mark(marked: MarkedFile) -> None:
    run, earlier = marked.run, marked.file.name
    verdict, columns = check_again(run)
    marks = marks_of(run, verdict, columns)
    marked.report_progress(50, _("Writing the file"))
    with run.file.open("rb") as original:
        content = write_marks(original, verdict, marks, keep_look=run.size <= KEEP_LOOK_BYTES)
    marked.file.save("", ContentFile(content), save=False)
    if not marked.finish(file=marked.file.name, rows=len(marks)):
        earlier = marked.file.name  # another worker makes it, and ours is one too many
    if earlier:
        marked.file.storage.delete(earlier)


Mark = dict[str, Any]


def marks_of(run: ImportRun, verdict: Verdict, columns: list[Column]) -> dict[int, Mark]:
    """Line → all that is to be said about it: a text, and which cells to paint. Only rows that are not taken in."""
    intake = intake_of(run, verdict, columns)
    reasons = _reasons(run) | {
        line: Waiting(line, problem.code, str(problem.message), str(problem.hint), problem.column)
        for line, problem in intake.waiting.items()
    }
    labels = {column.name: str(column.label) for column in columns}
    still_open = _open_lines(run)
    marks = {}
    for row in verdict.rows:
        if still_open is not None and row.line not in still_open:
            continue
        if found := findings_of(row, reasons.get(row.line)):
            marks[row.line] = _mark_of(found, labels, verdict.match.places)
    return marks


def _reasons(run: ImportRun) -> dict[int, Waiting]:
    """What saving said about rows in which the check found nothing: on trial, or when they were to be taken in."""
    outcome = run.receipt or run.verdict["trial"]
    fields = ("line", "code", "message", "hint", "column")
    rows = (Waiting(**{name: row.get(name, "") for name in fields}) for row in (*outcome["refused"], *outcome["held"]))
    return {row.line: row for row in rows}


def _open_lines(run: ImportRun) -> set[int] | None:
    """After taking in: the lines that still wait. None before, where every line is open."""
    if run.stage != ImportStage.ACCEPTED:
        return None
    waiting = QuarantinedRow.objects.filter(run=run, state=QuarantineState.OPEN)
    return set(waiting.values_list("line", flat=True))


def _mark_of(findings: Iterable[Mapping[str, Any]], labels: Mapping[str, str], places: Mapping[str, int]) -> Mark:
    said: dict[int, tuple[str, list[str]]] = {}
    lines = []
    for finding in findings:
        words = " ".join(part for part in (finding["message"], finding["hint"]) if part)
        label = labels.get(finding["column"], "")
        lines.append(f"{label[:1].upper()}{label[1:]}: {words}" if label else words)
        place = places.get(finding["column"])
        if place is not None:
            level, texts = said.get(place, (WAITING, []))
            said[place] = (min(level, finding["level"], key=_SEVERITY.index), [*texts, words])
    return {"text": "\n".join(lines), "cells": [[place, level, "\n".join(t)] for place, (level, t) in said.items()]}


def write_marks(original: Any, verdict: Verdict, marks: Mapping[int, Mark], *, keep_look: bool) -> bytes:
    """The workbook with an “Errors” column and painted cells; made in a child process (see `marker_process`)."""
    table = verdict.table
    taken = [heading.index for heading in table.headings if heading.words]
    job = {
        "sheet": table.sheet,
        "head_line": table.head_line,
        "title": errors_title(),
        "known_titles": sorted(ERROR_TITLES),
        "note": "\n".join(finding.message for finding in verdict.file_findings),
        "errors_place": max(taken, default=0) + 1,
        "keep_look": keep_look,
        "marks": marks,
    }
    with (
        tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as order,
        tempfile.TemporaryFile() as source,
    ):
        json.dump(job, order, ensure_ascii=False)
        order.flush()
        for chunk in iter(lambda: original.read(1024 * 1024), b""):
            source.write(chunk)
        source.seek(0)
        # No environment: secrets of the server do not belong in a process that reads files of strangers.
        command = [sys.executable, "-I", "-X", "utf8", str(_MARKER), order.name]
        done = subprocess.run(  # noqa: S603 - a fixed command; the file is handed over as standard input
            command, stdin=source, capture_output=True, timeout=_TIME_LIMIT_SECONDS, env={}
        )
    if done.returncode != 0:
        raise RuntimeError(f"the marker ended with {done.returncode}")
    return done.stdout
