"""Agreements with partners, and what they promise."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.choices import AgreementKind
from companies.models.register import Company
from companies.querysets import AgreementQuerySet
from kaltim_naker.access.scope import ScopedModel, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import Region


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
