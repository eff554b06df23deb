"""Rows that could not be taken in at once: they stay until somebody corrects or gives them up."""

import json
from collections.abc import Mapping

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core import crypto
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from kaltim_naker.imports.choices import QuarantineState
from kaltim_naker.imports.models.runs import ImportRun
from kaltim_naker.imports.workbook import Cell


@tracked(model_name="QuarantinedRowEvent", fields=["run", "line", "state", "decided_by", "decided_at", "reason"])
class QuarantinedRow(Record, ScopedModel):
    """A row as it stood in the file, and why it was not taken in.

    `cells` holds personal data and is stored encrypted, bound to this row; it is emptied once the row is decided about,
    for its purpose (to be corrected) is over then. `findings` holds no NIK: values are masked as in the verdict.
    `fingerprint` tells the same row of the same office and kind again, as it stood in the file, without its content.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="quarantine", verbose_name=_("import"))
    line = models.PositiveIntegerField(_("line"))
    cells_cipher = models.BinaryField(editable=False, blank=True)
    fingerprint = models.BinaryField(editable=False, blank=True, default=b"")
    findings = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)
    state = models.CharField(_("state"), max_length=8, choices=QuarantineState, default=QuarantineState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why its warnings are right so, or why it was given up.
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(office="run__office")

    class Meta:
        ordering = ["run", "line"]
        verbose_name = _("quarantined row")
        verbose_name_plural = _("quarantined rows")
        indexes = [
            models.Index(
                fields=["fingerprint"], condition=Q(state=QuarantineState.OPEN), name="imports_quarantinedrow_same"
            )
        ]
        constraints = [
            one_of("state", QuarantineState, "imports_quarantinedrow_state_known"),
            models.UniqueConstraint(fields=["run", "line"], name="imports_quarantinedrow_once"),
            models.CheckConstraint(
                condition=Q(state=QuarantineState.OPEN) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="imports_quarantinedrow_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=QuarantineState.DROPPED) | ~Q(reason=""),
                name="imports_quarantinedrow_dropped_with_a_reason",
                violation_error_message=_("Say why the row is given up."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run} · {self.line}"

    @property
    def is_open(self) -> bool:
        return self.state == QuarantineState.OPEN

    @property
    def cells(self) -> dict[str, Cell]:
        """Name of our column to what stood in the file, dates as text; empty once decided."""
        if not self.cells_cipher:
            return {}
        found: dict[str, Cell] = json.loads(crypto.decrypt(self.cells_cipher, bound_to=self._binding))
        return found

    @cells.setter
    def cells(self, cells: Mapping[str, Cell]) -> None:
        text = json.dumps(dict(cells), ensure_ascii=False)
        self.cells_cipher = crypto.encrypt(text, bound_to=self._binding)

    @property
    def _binding(self) -> str:
        return f"imports_quarantinedrow:{self.pk}"
