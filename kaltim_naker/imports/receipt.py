"""The receipt of an import: on the page, and as a paper to be kept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kaltim_naker.imports.choices import ImportStage, QuarantineState
from kaltim_naker.imports.models import ImportRun, MarkedFile, QuarantinedRow
from kaltim_naker.imports.tables import FINDING_TITLES
from kaltim_naker.pdf.render import render_pdf
from kaltim_naker.ui.components import FigureCard
from kaltim_naker.ui.formatting import moment

_TEMPLATE = "pdf/import_receipt.html"


@dataclass(frozen=True)
class Left:
    """Rows that were not taken in, by reason."""

    reason: str | Promise
    way: str | Promise
    lines: Sequence[int]


def receipt_number(run: ImportRun) -> str:
    """The number without gaps; receipts from before there were any have their key."""
    return str(run.receipt.get("number") or run.pk)


def receipt_figures(run: ImportRun) -> list[FigureCard]:
    receipt = run.receipt
    return [
        FigureCard(_("Newly entered"), receipt["created"], _("rows")),
        FigureCard(
            _("Added to"), receipt["changed"], _("rows"), rule=_("Known people in a new class, or new certificates.")
        ),
        FigureCard(_("There already, unchanged"), receipt["unchanged"], _("rows")),
        FigureCard(_("Held back"), receipt["held_total"], _("rows")),
        FigureCard(_("Refused"), receipt["refused_total"], _("rows")),
    ]


def receipt_facts(run: ImportRun) -> list[tuple[str | Promise, Any]]:
    """Who brought and took in which file, when and how; what became of the rest; and whether it was undone."""
    facts: list[tuple[str | Promise, Any]] = [
        (_("Number of the receipt"), receipt_number(run)),
        (_("File"), run.file_name),
        (_("Kind"), run.declaration.label),
        (_("Office"), run.office),
        (_("Rows in the file"), run.receipt["rows"]),
        (_("Lines set aside as no data"), run.receipt["set_aside"]),
        (_("Way of taking in"), run.get_mode_display()),
        (_("Uploaded by"), run.requested_by.full_name),
        (_("Uploaded"), moment(run.created_at)),
        (_("Taken in by"), run.accepted_by.full_name if run.accepted_by else ""),
        (_("Taken in at"), moment(_taken_in_at(run))),
        *_since(run),
        *_replaced(run),
        (_("Fingerprint of the file (SHA-256)"), run.sha256),
    ]
    if run.stage == ImportStage.UNDONE and run.undone_by:
        facts += [
            (_("Undone by"), run.undone_by.full_name),
            (_("Undone at"), moment(run.undone_at)),
            (_("Reason"), run.undo_reason),
        ]
    return facts


def _taken_in_at(run: ImportRun) -> datetime | None:
    """Undoing is another piece of work with an end of its own, so the receipt keeps its time."""
    stated = run.receipt.get("taken_in_at")
    return datetime.fromisoformat(stated) if stated else run.finished_at


def _since(run: ImportRun) -> list[tuple[str | Promise, Any]]:
    """What became of the rows that were not taken in at once; rows of an earlier file wait there, and not twice."""
    states = Counter(QuarantinedRow.objects.filter(run=run).values_list("state", flat=True))
    since = [(capfirst(state.label), states[state]) for state in QuarantineState if states[state]]
    earlier = run.receipt["held_total"] + run.receipt["refused_total"] - states.total()
    return [*since, (_("Waiting since an earlier file"), earlier)] if earlier else since


def _replaced(run: ImportRun) -> list[tuple[str | Promise, str]]:
    """What the sender had read otherwise in all rows of the file."""
    values = [f"{given} → {meant}" for column in run.replacements.values() for given, meant in column.items()]
    return [(_("Values read otherwise"), "; ".join(values))] if values else []


def rows_left(run: ImportRun) -> list[Left]:
    """The rows that were not taken in, by way and reason, with their lines."""
    found: dict[tuple[str, str], list[int]] = {}
    for way in ("refused", "held"):
        for row in run.receipt[way]:
            found.setdefault((way, row["code"]), []).append(row["line"])
    ways: Mapping[str, str | Promise] = {"refused": _("Refused"), "held": _("Held back")}
    return [Left(FINDING_TITLES.get(code, code), ways[way], lines) for (way, code), lines in found.items()]


def receipt_pdf(run: ImportRun, *, language: str) -> bytes:
    """The receipt on the paper of the office. It names rows by their lines and no people but the clerks."""
    with override(language):
        context = {
            "facts": _paper(run),
            "figures": receipt_figures(run),
            "pairs": receipt_facts(run),
            "left": rows_left(run),
            "is_undone": run.stage == ImportStage.UNDONE,
        }
    return render_pdf(_TEMPLATE, context, language=language)


def _paper(run: ImportRun) -> dict[str, Any]:
    return {
        "title": str(_("Receipt of an import")),
        "subject": str(run.declaration.label),
        "period": run.office.name,
        "reference": receipt_number(run),
        "letterhead": {**settings.LETTERHEAD, "unit": ""},
        "made_at": timezone.now(),
        "is_invented": settings.IS_DEMO,
    }


# --- beside it -------------------------------------------------------------------------------------------------------
def marked_of(run: ImportRun) -> MarkedFile | None:
    return MarkedFile.objects.filter(run=run).first()


def giveback_context(run: ImportRun) -> dict[str, Any]:
    """What the page of a run says about the file, where there is something to give back."""
    has_findings = run.receipt.get("held") or run.receipt.get("refused") if run.receipt else bool(_left_out(run))
    return {"marked": marked_of(run), "may_mark": bool(run.file and has_findings), "undo_url": undo_url(run)}


def _left_out(run: ImportRun) -> bool:
    trial = run.verdict.get("trial", {})
    return bool(run.verdict.get("findings") or trial.get("refused") or trial.get("held"))


def undo_url(run: ImportRun) -> str:
    """Where an import is undone; empty where there is nothing to undo."""
    return reverse("imports:undo", args=[run.pk]) if run.stage == ImportStage.ACCEPTED and run.contexts else ""
