"""Competence certificates, and what every paper needs that a stranger may check."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certifications.choices import CertificateState, Standing
from certifications.formulas import standing_on
from certifications.models.assessments import Result
from certifications.models.issuers import CertificationBody, Issuer
from certifications.querysets import CertificateQuerySet
from kaltim_naker.access.scope import ScopedModel, ScopePaths
from kaltim_naker.audit.feed import followed
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.codes import scanned_code, typed_code
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from kaltim_naker.core.periods import today
from programs.locking import period_locks
from trainees.models import JobSeeker


class Verifiable(models.Model):
    """A paper that a stranger may check: by the code in its QR, or by its number with a short code to type.

    How it ended (revoked, replaced) names the day, the reason, the document and the person who said so.
    """

    code = models.CharField(max_length=24, unique=True, default=scanned_code, editable=False)
    short_code = models.CharField(max_length=12, default=typed_code, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=CertificateState, default=CertificateState.ACTIVE)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("reason"), max_length=200, blank=True)
    end_document = models.CharField(_("document"), max_length=120, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            one_of("state", CertificateState, "%(app_label)s_%(class)s_state_known"),
            models.CheckConstraint(
                condition=Q(state=CertificateState.ACTIVE, ended_on__isnull=True)
                | (~Q(state=CertificateState.ACTIVE) & Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="%(app_label)s_%(class)s_end_has_reason",
                violation_error_message=_("What is revoked or replaced needs the day and the reason."),
            ),
        ]


# The codes are no part of the history: they never change, and whoever reads histories needs none of them.
@followed()
@marked(day="issued_on", chained_by="first_id")
@tracked(exclude=["code", "short_code"], model_name="CertificateEvent")
class Certificate(Record, Verifiable, ScopedModel):
    """A competence certificate. Name, scheme and issuer are frozen as they were printed (DESIGN §2, idea 3).

    Three dates: assessed (on the result), issued (on the paper), handed over. The person certified counts in the period
    of issue. A correction is a new certificate that points back by `replaces`; `first` is the one that began the chain.
    """

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("result"))
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("issuer"))
    body = models.ForeignKey(
        CertificationBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("certification body"),
    )
    job_seeker = models.ForeignKey(
        JobSeeker, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("job seeker")
    )
    number = models.CharField(_("certificate number"), max_length=60)
    number_key = models.CharField(max_length=60, editable=False, help_text="Without spaces, upper case.")
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    blank_number = models.CharField(_("number of the blank"), max_length=20, blank=True)
    holder_name = models.CharField(_("name on the certificate"), max_length=150)
    scheme_title = models.CharField(_("scheme on the certificate"), max_length=120)
    issued_on = models.DateField(_("issued on"))
    valid_until = models.DateField(_("valid until"))
    handed_over_on = models.DateField(_("handed over on"), null=True, blank=True)
    handed_over_to = models.CharField(_("handed over to"), max_length=150, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacement", verbose_name=_("replaces")
    )
    first = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors", editable=False
    )

    objects = CertificateQuerySet.as_manager()
    scope_paths = ScopePaths(centre="result__assessment__training_class__centre", region="job_seeker__domicile")

    class Meta(Verifiable.Meta):
        abstract = False
        ordering = ["-issued_on", "number"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            *Verifiable.Meta.constraints,
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
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, first__isnull=True) | Q(replaces__isnull=False, first__isnull=False),
                name="certifications_certificate_chain_has_first",
            ),
        ]
        indexes = [
            models.Index(fields=["issued_on"], name="certifications_cert_issued_on"),
            models.Index(fields=["valid_until"], name="certifications_cert_valid"),
            models.Index(fields=["number_key"], name="certifications_cert_number"),
        ]
        triggers = [
            # A certificate is a copy of a paper that somebody holds: what was printed never changes. Whose it is may,
            # when two registrations turn out to be one person.
            pgtrigger.ReadOnly(
                name="printed_facts_stay",
                fields=[
                    "issuer",
                    "number",
                    "number_key",
                    "holder_name",
                    "scheme_title",
                    "issued_on",
                    "valid_until",
                    "replaces",
                    "code",
                    "short_code",
                ],
            ),
            *period_locks("issued_on", centre="result__assessment__training_class__centre", watch=("result",)),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("certifications:certificate_detail", args=[self.pk])

    @property
    def standing(self) -> Standing:
        """How it stands today; computed, since the calendar changes it."""
        return self.standing_on(today())

    def standing_on(self, day: date) -> Standing:
        return standing_on(day, state=self.state, valid_until=self.valid_until)
