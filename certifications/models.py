"""Competence certification: who issues, after which scheme, who was assessed, and the certificates that came of it.

A competence certificate is not the certificate of attendance that a training centre gives (domain.md §3.6).
"""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certifications.choices import CertificateState, IssuerKind, ResultOutcome
from certifications.querysets import CertificateQuerySet, ResultQuerySet
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from programs.models import TrainingClass
from trainees.models import Enrolment, JobSeeker


@tracked()
class Issuer(models.Model):
    """Who issues certificates: Kemnaker, BNSP (through an LSP), others."""

    code = models.SlugField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=IssuerKind)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=30)

    class Meta:
        ordering = ["short_name"]
        verbose_name = _("issuer")
        constraints = [one_of("kind", IssuerKind, "certifications_issuer_kind_known")]

    def __str__(self) -> str:
        return self.short_name


@tracked()
class Scheme(Record, ScopedModel):
    """What somebody is assessed against; says how long a certificate is valid and whether it counts."""

    title = models.CharField(_("title"), max_length=120, unique=True)
    validity_months = models.PositiveSmallIntegerField(
        _("validity in months"), default=36, validators=[MinValueValidator(1)]
    )
    counts_toward_target = models.BooleanField(_("counts toward the target"), default=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["title"]
        verbose_name = _("scheme")
        constraints = [
            models.CheckConstraint(condition=Q(validity_months__gte=1), name="certifications_scheme_validity_positive")
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Assessment(Record, ScopedModel):
    """The assessment (uji kompetensi) of a training class after one scheme by one issuer."""

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("training class")
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("scheme"))
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("issuer"))

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(centre="training_class__centre")

    class Meta:
        ordering = ["training_class", "scheme"]
        verbose_name = _("assessment")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "scheme", "issuer"],
                name="certifications_assessment_once",
                violation_error_message=_("This class has an assessment of this scheme and issuer already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme} ({self.issuer}), {self.training_class}"


@tracked()
class Result(Record, ScopedModel):
    """What came out for one candidate in one attempt."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="results", verbose_name=_("assessment")
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="results", verbose_name=_("enrolment")
    )
    job_seeker = models.ForeignKey(
        JobSeeker, on_delete=models.PROTECT, related_name="results", verbose_name=_("job seeker")
    )
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    assessed_on = models.DateField(_("assessed on"))
    outcome = models.CharField(_("result"), max_length=6, choices=ResultOutcome)

    objects = ResultQuerySet.as_manager()
    scope_paths = ScopePaths(centre="assessment__training_class__centre", region="job_seeker__domicile")

    class Meta:
        ordering = ["assessment", "job_seeker__full_name", "attempt"]
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "enrolment", "attempt"],
                name="certifications_result_once",
                violation_error_message=_("This attempt of this person is recorded already."),
            ),
            one_of("outcome", ResultOutcome, "certifications_result_outcome_known"),
            models.CheckConstraint(condition=Q(attempt__gte=1), name="certifications_result_attempt_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.job_seeker}: {self.get_outcome_display()}"


@tracked()
class Certificate(Record, ScopedModel):
    """A competence certificate. Name, scheme and issuer are frozen as they were printed (DESIGN §2, idea 3).

    Three dates: assessed (on the result), issued (on the paper), handed over. The person certified counts in the period
    of issue.
    """

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("result"))
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("issuer"))
    job_seeker = models.ForeignKey(
        JobSeeker, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("job seeker")
    )
    number = models.CharField(_("certificate number"), max_length=60)
    number_key = models.CharField(max_length=60, editable=False, help_text="Without spaces, upper case.")
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    holder_name = models.CharField(_("name on the certificate"), max_length=150)
    scheme_title = models.CharField(_("scheme on the certificate"), max_length=120)
    issued_on = models.DateField(_("issued on"))
    valid_until = models.DateField(_("valid until"))
    handed_over_on = models.DateField(_("handed over on"), null=True, blank=True)
    handed_over_to = models.CharField(_("handed over to"), max_length=150, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=CertificateState, default=CertificateState.ACTIVE)

    objects = CertificateQuerySet.as_manager()
    scope_paths = ScopePaths(centre="result__assessment__training_class__centre", region="job_seeker__domicile")

    class Meta:
        ordering = ["-issued_on", "number"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "number_key"],
                name="certifications_certificate_number_once",
                violation_error_message=_("This issuer has given out this number already."),
            ),
            models.UniqueConstraint(
                fields=["result"],
                condition=Q(state=CertificateState.ACTIVE),
                name="certifications_certificate_one_active",
                violation_error_message=_("This result has an active certificate already."),
            ),
            one_of("state", CertificateState, "certifications_certificate_state_known"),
            in_order(
                "issued_on",
                "handed_over_on",
                "certifications_certificate_handed_over_after_issue",
                _("A certificate cannot be handed over before it is issued."),
            ),
            in_order(
                "issued_on",
                "valid_until",
                "certifications_certificate_valid_after_issue",
                _("A certificate cannot expire before it is issued."),
            ),
        ]
        indexes = [models.Index(fields=["issued_on"], name="certifications_cert_issued_on")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("certifications:certificate_detail", args=[self.pk])
