"""Agreements with partners: who signed what, for how long, about which places and companies."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.choices import AgreementKind, AgreementScope, AgreementStage
from companies.constants.agreements import NOTICE_DAYS
from companies.models.register import Company
from companies.querysets import AgreementQuerySet, NoticeQuerySet
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import Region
from programs.locking import period_locks


@marked(day="signed_on")
@tracked()
class Agreement(Record, ScopedModel):
    """An MoU, a PKS or an addendum: with whom, about what, until when (domain.md §7.3).

    `parent` is the agreement that an addendum changes, or the MoU that a PKS carries out. When it ends follows from
    its addenda (`AgreementQuerySet.with_end`); what it shall bring stands in its deliverables.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=AgreementKind)
    title = models.CharField(_("title"), max_length=200)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("partner"))
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("belongs to")
    )
    stage = models.CharField(_("stage"), max_length=12, choices=AgreementStage, default=AgreementStage.DRAFT)
    starts_on = models.DateField(_("in force from"))
    ends_on = models.DateField(_("in force until"))
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_at = models.CharField(_("signed at"), max_length=120, blank=True)
    terminated_on = models.DateField(_("last day, because terminated"), null=True, blank=True)
    termination_reason = models.CharField(_("reason for the termination"), max_length=200, blank=True)
    scopes = ArrayField(
        models.CharField(max_length=14, choices=AgreementScope), verbose_name=_("scope"), default=list, blank=True
    )
    value = models.DecimalField(
        _("value (Rp)"), max_digits=18, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    target_companies = models.PositiveSmallIntegerField(_("companies to be reached"), null=True, blank=True)
    regions = models.ManyToManyField(Region, related_name="+", blank=True, verbose_name=_("regions"))
    named_companies = models.ManyToManyField(
        Company, through="AgreementTarget", related_name="+", verbose_name=_("companies named")
    )
    contact_here = models.CharField(_("contact of the office"), max_length=120, blank=True)
    contact_there = models.CharField(_("contact of the partner"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = AgreementQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            one_of("kind", AgreementKind, "companies_agreement_kind_known"),
            one_of("stage", AgreementStage, "companies_agreement_stage_known"),
            in_order(
                "starts_on", "ends_on", "companies_agreement_days_in_order", _("The agreement ends before it begins.")
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=(AgreementStage.SIGNED, AgreementStage.TERMINATED)) | Q(signed_on__isnull=False),
                name="companies_agreement_signed_on_a_day",
                violation_error_message=_("A signed agreement has the day on which it was signed."),
            ),
            models.CheckConstraint(
                condition=(Q(stage=AgreementStage.TERMINATED, terminated_on__isnull=False) & ~Q(termination_reason=""))
                | (~Q(stage=AgreementStage.TERMINATED) & Q(terminated_on__isnull=True, termination_reason="")),
                name="companies_agreement_terminated_for_a_reason",
                violation_error_message=_("A terminated agreement has its last day and the reason."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=AgreementKind.ADDENDUM) | Q(parent__isnull=False),
                name="companies_agreement_addendum_has_parent",
                violation_error_message=_("An addendum belongs to an agreement."),
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=AgreementScope.values),
                name="companies_agreement_scopes_known",
                violation_error_message=_("This value is not one of the allowed choices."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="companies_agreement_value_not_negative",
                violation_error_message=_("The value of an agreement cannot be negative."),
            ),
        ]
        triggers = period_locks("signed_on", watch=("kind", "starts_on", "ends_on"))

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("companies:agreement_detail", args=[self.pk])


@tracked()
class AgreementParty(Record, ScopedModel):
    """A party of an agreement, with its own number and who signed for it. The first is usually the office."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    position = models.PositiveSmallIntegerField(_("party"), help_text=_("1 is the first party, and so on."))
    name = models.CharField(_("name of the party"), max_length=150)
    number = models.CharField(_("its number of the agreement"), max_length=80, blank=True)
    signer_name = models.CharField(_("signed by"), max_length=150, blank=True)
    signer_position = models.CharField(_("position of the signer"), max_length=150, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["agreement", "position"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "position"],
                name="companies_agreementparty_once",
                violation_error_message=_("The agreement has a party of this rank already."),
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1),
                name="companies_agreementparty_counted_from_one",
                violation_error_message=_("Parties are counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class AgreementTarget(Record, ScopedModel):
    """A company that an agreement names as one of those it wants to reach."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="targets")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["agreement", "company"]
        verbose_name = _("company named in an agreement")
        verbose_name_plural = _("companies named in agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "company"],
                name="companies_agreementtarget_once",
                violation_error_message=_("The agreement names this company already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.company)


@tracked()
class AgreementFile(Record, ScopedModel):
    """A scan of the paper, or what came with it: a PDF in the private storage."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="files")
    title = models.CharField(_("what it is"), max_length=120)
    file = models.FileField(upload_to="agreements/%Y", max_length=200, editable=False)
    sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["agreement", "created_at"]
        verbose_name = _("file of an agreement")
        verbose_name_plural = _("files of agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "sha256"],
                name="companies_agreementfile_once",
                violation_error_message=_("The agreement has this very file already."),
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class AgreementNotice(Record, ScopedModel):
    """The word that an agreement ends in 90, 30 or 7 days, until somebody says what becomes of it.

    One for each threshold and end: an addendum that moves the end starts the notices anew.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="notices")
    days = models.PositiveSmallIntegerField(_("days before the end"))
    ends_on = models.DateField(_("last day"))
    answer = models.CharField(_("what becomes of it"), max_length=200, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = NoticeQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["ends_on", "days"]
        verbose_name = _("notice of an ending agreement")
        verbose_name_plural = _("notices of ending agreements")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "days", "ends_on"], name="companies_agreementnotice_once"),
            models.CheckConstraint(condition=Q(days__in=NOTICE_DAYS), name="companies_agreementnotice_days"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_on__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="companies_agreementnotice_answered",
                violation_error_message=_("Please say what becomes of the agreement."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.days}"
