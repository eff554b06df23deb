"""Which column of a file is which: the choice of a person, and how it is known again in the next file of this form."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core import crypto
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.nik import without_nik
from kaltim_naker.imports.cells import text_of
from kaltim_naker.imports.check import Verdict
from kaltim_naker.imports.choices import ImportStage
from kaltim_naker.imports.columns import Heading
from kaltim_naker.imports.models import ImportRun, RememberedLayout
from kaltim_naker.imports.wording import normalise
from kaltim_naker.imports.work import lock_decidable, queue_run

_SAMPLE_ROWS, _SAMPLE_LENGTH = 3, 40


@transaction.atomic
def choose_columns(*, actor: User, run: ImportRun, places: Mapping[str, int]) -> ImportRun:
    """Check the file again with the columns that a person chose: our column to place in the file, from 0.

    The choice is remembered for the office and for files of the same head.
    """
    run = lock_decidable(run)
    if not places:
        raise DomainError("column_missing", _("Choose at least one column."))
    known = {index for index, _words in run.verdict["headings"]}
    together = [set(target.parts) for target in run.declaration.combined]
    for place in set(places.values()):
        names = {name for name, chosen in places.items() if chosen == place}
        if place not in known or (len(names) > 1 and names not in together):
            raise DomainError("column_twice", _("Each column of the file can be chosen for one purpose only."))
    RememberedLayout.objects.update_or_create(
        office=run.office, kind=run.kind, layout=run.verdict["layout"], defaults={"places": dict(places)}
    )
    run.places, run.stage = dict(places), ImportStage.UPLOADED
    return queue_run(run)


@transaction.atomic
def forget_columns(*, actor: User, run: ImportRun) -> ImportRun:
    """Forget what was chosen for files of this head, and check the file again with our own guess."""
    run = lock_decidable(run)
    RememberedLayout.objects.filter(office=run.office, kind=run.kind, layout=run.verdict["layout"]).delete()
    run.places, run.stage = None, ImportStage.UPLOADED
    return queue_run(run)


def remembered_for(run: ImportRun, verdict: Verdict) -> RememberedLayout | None:
    """What people of the office chose for a file of this head; None where this file has a choice of its own."""
    if run.places is not None:
        return None
    layout = layout_of(verdict.table.headings)
    return RememberedLayout.objects.filter(office=run.office, kind=run.kind, layout=layout).first()


def layout_of(headings: Sequence[Heading]) -> str:
    """SHA-256 of the headings as they are compared: equal for the same form, whatever its rows and title say."""
    words = [[heading.index, normalise(heading.text)] for heading in headings if heading.words]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def facts_of_layout(run: ImportRun, verdict: Verdict, remembered: RememberedLayout | None) -> dict[str, Any]:
    """What the page on columns needs, as part of the verdict. Samples are people's data and sealed."""
    return {
        "layout": layout_of(verdict.table.headings),
        "samples": _seal(run, _samples(verdict)),
        "remembered_at": remembered.last_used_at.isoformat() if remembered else "",
    }


def _samples(verdict: Verdict) -> dict[str, list[str]]:
    """Some texts below each heading; what looks like a NIK is masked."""
    rows = list(islice(verdict.table.rows, _SAMPLE_ROWS))
    return {
        str(heading.index): [
            without_nik(text)[:_SAMPLE_LENGTH] for row in rows if (text := text_of(row.cell(heading.index)))
        ]
        for heading in verdict.table.headings
        if heading.words
    }


def _seal(run: ImportRun, samples: Mapping[str, Sequence[str]]) -> str:
    return base64.b64encode(crypto.encrypt(json.dumps(samples), bound_to=_binding(run))).decode()


def samples_of(run: ImportRun) -> dict[int, list[str]]:
    """Place in the file to some texts that stand there."""
    sealed = run.verdict.get("samples")
    if not sealed:
        return {}
    found = json.loads(crypto.decrypt(base64.b64decode(sealed), bound_to=_binding(run)))
    return {int(place): texts for place, texts in found.items()}


def _binding(run: ImportRun) -> str:
    return f"imports_importrun:{run.pk}:samples"
