"""The office's own papers, and the making of many at once."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certifications.choices import BundleForm, CertificateState, DocumentKind, Standing
from certifications.formulas import standing_on
from certifications.models.certificates import Certificate, Verifiable
from certifications.querysets import DocumentQuerySet
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.jobs import JobRow, JobState
from kaltim_naker.core.models import Record
from kaltim_naker.core.periods import today
from programs.models import TrainingCentre, TrainingClass
from trainees.models import Enrolment, JobSeeker


@tracked(exclude=["code", "short_code"], model_name="IssuedDocumentEvent")
class IssuedDocument(Record, Verifiable, ScopedModel):
    """A paper the office issued by itself: number, facts and their fingerprint are frozen.

    `file` is drawn once, at the first request, and never again. `signed_file` is the same paper with an official
    electronic signature made elsewhere; once it is there, it is the one handed out.
    """

    kind = models.CharField(_("kind"), max_length=14, choices=DocumentKind)
    number = models.CharField(_("number"), max_length=30, unique=True)
    number_key = models.CharField(max_length=30, editable=False, db_index=True)
    job_seeker = models.ForeignKey(
        JobSeeker, on_delete=models.PROTECT, related_name="issued_documents", verbose_name=_("job seeker")
    )
    centre = models.ForeignKey(
        TrainingCentre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issued_documents",
        verbose_name=_("training centre"),
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="issued_documents"
    )
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, related_name="issued_documents"
    )
    holder_name = models.CharField(_("name on the document"), max_length=150)
    title = models.CharField(_("title"), max_length=160)
    facts = models.JSONField(editable=False)
    facts_sha256 = models.CharField(max_length=64, editable=False)
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    file = models.FileField(upload_to="documents/%Y", max_length=200, blank=True, editable=False)
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    signed_file = models.FileField(upload_to="documents/%Y", max_length=200, blank=True, editable=False)
    signed_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    signed_at = models.DateTimeField(_("signed file received at"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacement", verbose_name=_("replaces")
    )

    objects = DocumentQuerySet.as_manager()
    scope_paths = ScopePaths(centre="centre", region="job_seeker__domicile")

    class Meta(Verifiable.Meta):
        abstract = False
        ordering = ["-issued_on", "-number"]
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        constraints = [
            *Verifiable.Meta.constraints,
            one_of("kind", DocumentKind, "certifications_issueddocument_kind_known"),
            models.UniqueConstraint(
                fields=["enrolment", "kind"],
                condition=Q(state=CertificateState.ACTIVE, kind=DocumentKind.TRAINING),
                name="certifications_issueddocument_one_training",
                violation_error_message=_("This person has a training certificate of this class already."),
            ),
            models.UniqueConstraint(
                fields=["certificate", "kind"],
                condition=Q(state=CertificateState.ACTIVE, kind=DocumentKind.SLIP),
                name="certifications_issueddocument_one_slip",
                violation_error_message=_("This certificate has a verification slip already."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=DocumentKind.TRAINING) | Q(enrolment__isnull=False),
                name="certifications_issueddocument_training_has_class",
            ),
            models.CheckConstraint(
                condition=~Q(kind=DocumentKind.SLIP) | Q(certificate__isnull=False),
                name="certifications_issueddocument_slip_has_certificate",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="facts_stay",
                fields=[
                    "kind",
                    "number",
                    "number_key",
                    "holder_name",
                    "facts",
                    "facts_sha256",
                    "issued_on",
                    "code",
                    "short_code",
                ],
            ),
            pgtrigger.Protect(
                name="file_drawn_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__file_sha256__df=pgtrigger.F("new__file_sha256"))
                & ~pgtrigger.Q(old__file_sha256=""),
            ),
            pgtrigger.Protect(
                name="signed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__signed_sha256__df=pgtrigger.F("new__signed_sha256"))
                & ~pgtrigger.Q(old__signed_sha256=""),
            ),
            # A number that was given out stays accounted for.
            pgtrigger.Protect(name="numbers_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("certifications:document_detail", args=[self.pk])

    @property
    def is_drawn(self) -> bool:
        return bool(self.file_sha256)

    @property
    def is_signed(self) -> bool:
        return bool(self.signed_sha256)

    @property
    def standing(self) -> Standing:
        """The office's own papers do not expire."""
        return standing_on(today(), state=self.state, valid_until=None)


# Progress is worth no history.
@tracked(exclude=["progress", "step", "lease_until", "updated_at"], model_name="DocumentRunEvent")
class DocumentRun(JobRow, ScopedModel):
    """The papers of a whole class, drawn in the background and handed out together."""

    task_name = "certifications.draw_documents"

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, related_name="document_runs", verbose_name=_("training class")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=DocumentKind)
    form = models.CharField(_("handed out as"), max_length=6, choices=BundleForm, default=BundleForm.MERGED)
    documents = models.PositiveIntegerField(_("documents"), null=True, editable=False)
    file = models.FileField(upload_to="bundles/%Y", max_length=200, blank=True, editable=False)
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(centre="training_class__centre")

    class Meta(JobRow.Meta):
        abstract = False
        ordering = ["-created_at"]
        verbose_name = _("documents of a class")
        verbose_name_plural = _("documents of classes")
        constraints = [
            *JobRow.Meta.constraints,
            one_of("kind", DocumentKind, "certifications_documentrun_kind_known"),
            one_of("form", BundleForm, "certifications_documentrun_form_known"),
            models.UniqueConstraint(
                fields=["training_class", "kind", "form"],
                condition=Q(state__in=(JobState.QUEUED, JobState.RUNNING)),
                name="certifications_documentrun_one_live",
                violation_error_message=_("These documents are being made already."),
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.DONE) | (~Q(file="") & ~Q(file_sha256="") & Q(documents__isnull=False)),
                name="certifications_documentrun_done_has_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.training_class}"

    def get_absolute_url(self) -> str:
        return reverse("certifications:document_run", args=[self.pk])
