"""Partner companies, and the agreements with them."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.choices import AgreementKind
from companies.querysets import AgreementQuerySet
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import Region


@tracked()
class Company(Record, ScopedModel):
    """A legal entity. The NIB (13 digits, leading zeros occur) is missing for some (domain.md §2.4)."""

    name = models.CharField(_("name"), max_length=150)
    nib = models.CharField(
        "NIB",
        max_length=13,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\d{13}$", _("A NIB has 13 digits."))],
    )
    is_invented = models.BooleanField(default=False, help_text=_("Part of the demo, not a real company."))

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints = [
            models.UniqueConstraint(
                fields=["nib"],
                name="companies_company_nib_once",
                violation_error_message=_("A company with this NIB exists already."),
            ),
            models.CheckConstraint(
                condition=Q(nib__isnull=True) | Q(nib__regex=r"^\d{13}$"),
                name="companies_company_nib_has_13_digits",
                violation_error_message=_("A NIB has 13 digits."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("companies:company_detail", args=[self.pk])


@tracked()
class Agreement(Record, ScopedModel):
    """An MoU, a PKS or an addendum: with whom, about what, until when, and what it shall bring."""

    kind = models.CharField(_("kind"), max_length=8, choices=AgreementKind)
    title = models.CharField(_("title"), max_length=200)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("partner"))
    starts_on = models.DateField(_("in force from"))
    ends_on = models.DateField(_("in force until"))
    target_companies = models.PositiveSmallIntegerField(_("companies to be reached"), null=True, blank=True)
    regions = models.ManyToManyField(Region, related_name="+", blank=True, verbose_name=_("regions"))
    source = models.CharField(_("source"), max_length=200)

    objects = AgreementQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            one_of("kind", AgreementKind, "companies_agreement_kind_known"),
            in_order(
                "starts_on", "ends_on", "companies_agreement_days_in_order", _("The agreement ends before it begins.")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("companies:agreement_detail", args=[self.pk])
