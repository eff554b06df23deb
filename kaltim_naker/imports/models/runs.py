"""One file at the import desk, from the upload to the receipt."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.policy import memberships_allowing
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths, offices_in, scope_of
from kaltim_naker.accounts.models import Office, OfficeKind, User
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.ids import uuid7
from kaltim_naker.core.jobs import JobRow, JobState
from kaltim_naker.core.sealed_files import sealed_storage
from kaltim_naker.imports.choices import AcceptMode, FilePurpose, ImportStage
from kaltim_naker.imports.kinds import Kind, all_kinds, get_kind, with_replacements

# No file is kept longer than this, decided about or not; the run stays as a record.
KEEP_FILES = timedelta(days=14)


class ImportRunQuerySet(ScopedQuerySet):
    def open_to(self, user: User) -> "ImportRunQuerySet":
        """Runs of the kinds that a person may take in, of the offices for which he may."""
        condition = Q(pk__in=[])
        for kind in kinds_for(user):
            condition |= Q(kind=kind.name, office__in=offices_for(user, kind))
        return self.filter(condition)


def kinds_for(user: User) -> list[Kind]:
    """The kinds that a person may take in."""
    return [kind for kind in all_kinds() if may_bring(user, kind)]


def may_bring(user: User, kind: Kind) -> bool:
    """Whether a person has the role, in the province or in the kind of office whose files these are."""
    if kind.action is None or kind.importer is None:
        return False
    kinds_of_office = {held.office.kind for held in memberships_allowing(user, kind.action)}
    return OfficeKind.PROVINCE in kinds_of_office or not kinds_of_office.isdisjoint(kind.offices)


def offices_for(user: User, kind: Kind) -> QuerySet[Office]:
    """The offices for which a person may bring files of this kind."""
    if not may_bring(user, kind):
        return Office.objects.none()
    return offices_in(scope_of(user, kind.action)).filter(kind__in=kind.offices)


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
        "replacements",
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

    Neither `verdict` nor `receipt` holds a NIK: rows are named by their line, values are masked. The file itself is
    deleted once it is discarded or nothing of it is open any more, and by KEEP_FILES in any case;
    `file_purpose` says what it is kept for. `confirmations` maps a line to the reason that confirms its warnings.
    `contexts` are those of the history under which rows of this file were saved: they are what undoing goes by.
    """

    task_name = "imports.run"

    kind = models.CharField(_("kind"), max_length=20)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="import_runs", verbose_name=_("office"))
    file_name = models.CharField(_("file"), max_length=100)
    file = models.FileField(upload_to=private_name, storage=sealed_storage, blank=True)
    file_purpose = models.CharField(_("kept for"), max_length=9, choices=FilePurpose, default=FilePurpose.CHECK)
    sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    options = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    places = models.JSONField(null=True, blank=True)
    # Column to text to text: what the sender had put in the place of a value that nobody knows, in all rows.
    replacements = models.JSONField(default=dict, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=ImportStage, default=ImportStage.UPLOADED)
    verdict = models.JSONField(default=dict, blank=True)
    mode = models.CharField(_("way of taking in"), max_length=11, choices=AcceptMode, null=True, blank=True)
    confirmations = models.JSONField(default=dict, blank=True)
    notice = models.TextField(blank=True)
    receipt = models.JSONField(default=dict, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contexts = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undo_reason = models.CharField(_("reason for undoing"), max_length=200, blank=True)

    objects = ImportRunQuerySet.as_manager()
    scope_paths = ScopePaths(office="office")

    class Meta(JobRow.Meta):
        ordering = ["-created_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            *JobRow.Meta.constraints,
            one_of("stage", ImportStage, "imports_importrun_stage_known"),
            one_of("mode", AcceptMode, "imports_importrun_mode_known"),
            one_of("file_purpose", FilePurpose, "imports_importrun_file_purpose_known"),
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
        """The kind of the file, with what the sender had replaced in it."""
        kind = get_kind(self.kind)
        return with_replacements(kind, self.replacements) if self.replacements else kind

    @property
    def file_kept_until(self) -> datetime:
        """When the file is deleted at the latest."""
        return self.created_at + KEEP_FILES

    @property
    def is_decidable(self) -> bool:
        """Checked, and nobody is working on it: it can be taken in, checked anew or discarded."""
        return self.stage == ImportStage.CHECKED and self.state == JobState.DONE
