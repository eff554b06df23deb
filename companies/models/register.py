"""The register: who the companies are, where they work, and what they reported."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.choices import CompanyPairState, Ownership, ReportSource, SiteKind, SizeBasis, SizeClass
from companies.formulas.register import name_key
from companies.querysets import (
    CompanyMergeQuerySet,
    CompanyPairQuerySet,
    CompanyQuerySet,
    WorkSiteQuerySet,
    YearlyReportQuerySet,
)
from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import ScopedModel, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.constraints import one_of, one_of_or_empty
from kaltim_naker.core.models import Record
from kaltim_naker.regions.kbli import KBLI_VERSIONS
from kaltim_naker.regions.models import KbliSection, Region

_KBLI_VERSION_CHOICES = [(version, f"KBLI {version}") for version in KBLI_VERSIONS]
FIRST_YEAR, LAST_YEAR = 2000, 2100


@marked()
@tracked()
class Company(Record, ScopedModel):
    """A legal entity. The NIB (13 digits, leading zeros occur) is missing for some (domain.md §2.4).

    What it employs is said by its work sites and their yearly reports; `size` never stands without the rule by which
    it was found (`size_basis`), because the same company is small by one and medium by another (domain.md §7.1).
    """

    name = models.CharField(_("name"), max_length=150)
    name_key = models.CharField(max_length=150, default="", editable=False)
    nib = models.CharField(
        "NIB",
        max_length=13,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\d{13}$", _("A NIB has 13 digits."))],
    )
    npwp = models.CharField("NPWP", max_length=16, blank=True, help_text=_("15 digits, or 16 in the new form."))
    kbli_version = models.PositiveSmallIntegerField(
        _("KBLI version"), null=True, blank=True, choices=_KBLI_VERSION_CHOICES
    )
    kbli_code = models.CharField(
        _("KBLI code"), max_length=5, blank=True, validators=[RegexValidator(r"^\d{2,5}$", _("2 to 5 digits."))]
    )
    sector = models.ForeignKey(
        KbliSection, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sector")
    )
    size = models.CharField(_("size class"), max_length=6, choices=SizeClass, blank=True)
    size_basis = models.CharField(_("found by"), max_length=11, choices=SizeBasis, blank=True)
    size_amount = models.DecimalField(
        _("capital or sales (Rp)"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In full rupiah, without land and buildings; what the size class was found from."),
    )
    ownership = models.CharField(_("ownership"), max_length=11, choices=Ownership, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("in business"), default=True)
    is_invented = models.BooleanField(default=False, help_text=_("Part of the demo, not a real company."))

    objects = CompanyQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)
    guarded_columns = {"size_amount": Action.VIEW_COMPANY_MONEY}

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
            models.CheckConstraint(
                condition=Q(npwp="") | Q(npwp__regex=r"^0?\d{15}$"),
                name="companies_company_npwp_digits",
                violation_error_message=_("An NPWP of a company has 15 digits, or 0 and 15 digits."),
            ),
            models.CheckConstraint(
                condition=Q(kbli_code="", kbli_version__isnull=True)
                | Q(kbli_code__regex=r"^\d{2,5}$", kbli_version__in=KBLI_VERSIONS),
                name="companies_company_kbli_with_version",
                violation_error_message=_("A KBLI code has 2 to 5 digits and needs its version."),
            ),
            models.CheckConstraint(
                condition=Q(size="", size_basis="", size_amount__isnull=True)
                | Q(size__in=SizeClass.values, size_basis__in=SizeBasis.values),
                name="companies_company_size_has_basis",
                violation_error_message=_("A size class needs the rule by which it was found."),
            ),
            one_of_or_empty("ownership", Ownership, "companies_company_ownership_known"),
        ]
        indexes = [
            GinIndex(OpClass(F("name_key"), name="gin_trgm_ops"), name="companies_company_name_trgm"),
            models.Index(fields=["name", "id"], name="companies_company_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("companies:company_detail", args=[self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)


@marked()
@tracked()
class WorkSite(Record, ScopedModel):
    """A place of a company in one regency or city; one company may have several (domain.md §2.4)."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="sites", verbose_name=_("company"))
    name = models.CharField(_("name of the site"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=11, choices=SiteKind, default=SiteKind.HEAD_OFFICE)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("regency or city"))
    address = models.CharField(_("address"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = WorkSiteQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["company", "-kind", "region", "name"]
        verbose_name = _("work site")
        verbose_name_plural = _("work sites")
        constraints = [
            one_of("kind", SiteKind, "companies_worksite_kind_known"),
            models.UniqueConstraint(
                fields=["company", "region", "name"],
                name="companies_worksite_once",
                violation_error_message=_("This company has a site of this name in this region already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} – {self.name or self.region.short_name}"


@tracked()
class YearlyReport(Record, ScopedModel):
    """What a site reported for a year: workers by sex, with the day and the source (WLKP, UU 7/1981)."""

    site = models.ForeignKey(WorkSite, on_delete=models.PROTECT, related_name="reports", verbose_name=_("work site"))
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    men = models.PositiveIntegerField(_("male workers"))
    women = models.PositiveIntegerField(_("female workers"))
    reported_on = models.DateField(_("reported on"))
    source = models.CharField(_("source"), max_length=6, choices=ReportSource, default=ReportSource.WLKP)
    document = models.CharField(
        _("document"), max_length=120, blank=True, help_text=_("Number of the report or letter.")
    )

    objects = YearlyReportQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["site", "-year", "-reported_on"]
        verbose_name = _("reported figures")
        verbose_name_plural = _("reported figures")
        constraints = [
            one_of("source", ReportSource, "companies_yearlyreport_source_known"),
            models.UniqueConstraint(
                fields=["site", "year", "source"],
                name="companies_yearlyreport_once",
                violation_error_message=_("This site has figures of this year and source already; correct them."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                name="companies_yearlyreport_year",
                violation_error_message=_("This is no year of a report."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site}, {self.year}"


@tracked()
class CompanyPair(Record, ScopedModel):
    """Two entries of the register that may be one company, until somebody decides. `first` is the older one."""

    first = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    likeness = models.FloatField(_("similarity of the names"))
    state = models.CharField(_("state"), max_length=9, choices=CompanyPairState, default=CompanyPairState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_note = models.CharField(_("note"), max_length=200, blank=True)

    objects = CompanyPairQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-likeness", "id"]
        verbose_name = _("possible duplicate of a company")
        verbose_name_plural = _("possible duplicates of companies")
        constraints = [
            one_of("state", CompanyPairState, "companies_companypair_state_known"),
            models.UniqueConstraint(fields=["first", "second"], name="companies_companypair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="companies_companypair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} = {self.second}?"


@tracked()
class CompanyMerge(Record, ScopedModel):
    """Two entries became one. The journal says what moved and what was removed, so that it can be undone."""

    kept = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="merges")
    removed_id = models.UUIDField(_("removed record"))
    removed_name = models.CharField(_("removed name"), max_length=150)
    removed_nib = models.CharField(_("removed NIB"), max_length=13, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    journal = models.JSONField(editable=False)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CompanyMergeQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("merge of companies")
        verbose_name_plural = _("merges of companies")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="companies_companymerge_has_reason",
                violation_error_message=_("A merge needs its reason."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.removed_name} → {self.kept}"
