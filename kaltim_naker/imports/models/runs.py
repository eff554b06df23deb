"""One file at the import desk, from the upload to the receipt."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths, scope_of
from kaltim_naker.accounts.models import Office, User
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.ids import uuid7
from kaltim_naker.core.jobs import JobRow, JobState
from kaltim_naker.imports.choices import AcceptMode, ImportStage
from kaltim_naker.imports.kinds import Kind, all_kinds, get_kind


class ImportRunQuerySet(ScopedQuerySet):
    def open_to(self, user: User) -> "ImportRunQuerySet":
        """Runs of the kinds that a person may take in, at the offices where he may."""
        condition = Q(pk__in=[])
        for kind in kinds_for(user):
            scope = scope_of(user, kind.action)
            condition |= Q(kind=kind.name) & (Q() if scope.everything else Q(office__in=scope.centres))
        return self.filter(condition)


def kinds_for(user: User) -> list[Kind]:
    """The kinds that a person may take in."""
    return [kind for kind in all_kinds() if kind.action and kind.importer and can(user, kind.action)]


def private_name(run: "ImportRun", _name: str) -> str:
    """The sender's file name may hold personal data and is never used in storage."""
    return f"imports/{uuid7()}"


@tracked(
    model_name="ImportRunEvent",
    fields=[
        "kind",
        "office",
        "file_name",
        "sha256",
        "options",
        "places",
        "stage",
        "mode",
        "confirmations",
        "receipt",
        "requested_by",
        "accepted_by",
        "undone_by",
        "undone_at",
        "undo_reason",
    ],
)
class ImportRun(JobRow, ScopedModel):
    """A file, what the check said about it, and what became of it.

    Neither `verdict` nor `receipt` holds a NIK: rows are named by their line, values are masked, and the file itself is
    deleted once it is taken in or discarded. `confirmations` maps a line to the reason that confirms its warnings.
    """

    task_name = "imports.run"

    kind = models.CharField(_("kind"), max_length=20)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="import_runs", verbose_name=_("office"))
    file_name = models.CharField(_("file"), max_length=100)
    file = models.FileField(upload_to=private_name, blank=True)
    sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    options = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    places = models.JSONField(null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=ImportStage, default=ImportStage.UPLOADED)
    verdict = models.JSONField(default=dict, blank=True)
    mode = models.CharField(_("way of taking in"), max_length=11, choices=AcceptMode, null=True, blank=True)
    confirmations = models.JSONField(default=dict, blank=True)
    notice = models.TextField(blank=True)
    receipt = models.JSONField(default=dict, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undo_reason = models.CharField(_("reason for undoing"), max_length=200, blank=True)

    objects = ImportRunQuerySet.as_manager()
    scope_paths = ScopePaths(centre="office")

    class Meta(JobRow.Meta):
        ordering = ["-created_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            *JobRow.Meta.constraints,
            one_of("stage", ImportStage, "imports_importrun_stage_known"),
            one_of("mode", AcceptMode, "imports_importrun_mode_known"),
            models.CheckConstraint(
                condition=~Q(stage__in=[ImportStage.ACCEPTING, ImportStage.ACCEPTED])
                | Q(mode__isnull=False, accepted_by__isnull=False),
                name="imports_importrun_accepted_by_somebody",
                violation_error_message=_("Who takes a file in, and how, has to be known."),
            ),
            models.CheckConstraint(
                condition=~Q(stage=ImportStage.UNDONE) | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="imports_importrun_undone_by_somebody",
                violation_error_message=_("Who undoes an import has to be known."),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    @property
    def declaration(self) -> Kind:
        return get_kind(self.kind)

    @property
    def is_decidable(self) -> bool:
        """Checked, and nobody is working on it: it can be taken in, checked anew or discarded."""
        return self.stage == ImportStage.CHECKED and self.state == JobState.DONE
