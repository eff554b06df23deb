"""Rows that were not taken in wait here, as they stood in the file, until somebody corrects them or gives them up."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from itertools import islice
from typing import Any

from kaltim_naker.core import crypto
from kaltim_naker.core.nik import without_nik
from kaltim_naker.imports.cells import text_of
from kaltim_naker.imports.choices import QuarantineState
from kaltim_naker.imports.importer import Waiting
from kaltim_naker.imports.models import ImportRun, QuarantinedRow
from kaltim_naker.imports.rows import CheckedRow
from kaltim_naker.imports.workbook import Cell

WAITING = "waiting"
_BATCH = 500
# As in the verdict.
_VALUE_LENGTH = 80


def hold_rows(run: ImportRun, rows: Iterable[CheckedRow], reasons: Iterable[Waiting]) -> int:
    """Keep the rows that `reasons` name by their lines; returns how many. May be called for each part of a file.

    A row that waits already since an earlier file is not kept twice: who brings the same list again has nothing more to
    correct. Part of the transaction in which the others are taken in.
    """
    why = {reason.line: reason for reason in reasons}
    left_out = (_held(run, row, why[row.line]) for row in rows if row.line in why)
    held = 0
    while batch := list(islice(left_out, _BATCH)):
        known = _waiting_already(run, batch)
        held += len(QuarantinedRow.objects.bulk_create(row for row in batch if row.fingerprint not in known))
    return held


def _waiting_already(run: ImportRun, rows: Iterable[QuarantinedRow]) -> set[bytes]:
    waiting = QuarantinedRow.objects.filter(state=QuarantineState.OPEN).exclude(run=run)
    same = waiting.filter(fingerprint__in=[row.fingerprint for row in rows])
    return {bytes(fingerprint) for fingerprint in same.values_list("fingerprint", flat=True)}


def _held(run: ImportRun, row: CheckedRow, reason: Waiting) -> QuarantinedRow:
    held = QuarantinedRow(run=run, line=row.line, findings=findings_of(row, reason))
    held.cells = cells = storable(row.cells)
    held.fingerprint = _fingerprint(run, cells)
    return held


def _fingerprint(run: ImportRun, cells: Mapping[str, Cell]) -> bytes:
    """With a key, as that of a NIK: whoever reads the table cannot try out what stands in a row."""
    return crypto.blind_index(json.dumps([run.office_id, run.kind, cells], sort_keys=True, default=str))


def findings_of(row: CheckedRow, reason: Waiting | None = None) -> list[dict[str, Any]]:
    """All that was found about a row; what only our records said comes last, as level `waiting`."""
    found = [asdict(finding) for finding in row.findings]
    if reason is not None and all(finding["code"] != reason.code for finding in found):
        value = without_nik(text_of(row.cells.get(reason.column))[:_VALUE_LENGTH])
        found.append(asdict(reason) | {"level": WAITING, "value": value})
    return found


def storable(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Cells as JSON keeps them. A number stays a number: a NIK typed as one must be refused the next time, too."""
    return {name: text_of(cell) if isinstance(cell, date) else cell for name, cell in cells.items()}
