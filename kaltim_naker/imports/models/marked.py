"""The sender's own file with what was found written into it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.ids import uuid7
from kaltim_naker.core.jobs import JobRow, JobState
from kaltim_naker.core.sealed_files import sealed_storage
from kaltim_naker.imports.models.runs import ImportRun


def marked_name(marked: "MarkedFile", _name: str) -> str:
    return f"imports/{uuid7()}"


@tracked(model_name="MarkedFileEvent", fields=["run", "language", "rows", "requested_by"])
class MarkedFile(JobRow, ScopedModel):
    """The file of a run, to be corrected by its sender: made in the background, and deleted with the original."""

    task_name = "imports.mark"

    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="marked", verbose_name=_("import"))
    language = models.CharField(max_length=5)
    file = models.FileField(upload_to=marked_name, storage=sealed_storage, blank=True)
    rows = models.PositiveIntegerField(_("marked rows"), default=0)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(office="run__office")

    class Meta(JobRow.Meta):
        verbose_name = _("file with the errors marked")
        verbose_name_plural = _("files with the errors marked")
        constraints = [*JobRow.Meta.constraints]

    def __str__(self) -> str:
        return str(self.run)

    @property
    def is_ready(self) -> bool:
        return self.state == JobState.DONE and bool(self.file)
