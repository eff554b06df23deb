"""What a company produced in a year, and the prices that make years comparable."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.choices.productivity import MoneyUnit, WorkerBasis
from companies.constants.productivity import ADDED_PARTS, BOUGHT_IN_PARTS, MONEY_FIELDS, OUTPUT_PARTS, SIGNED_FIELDS
from companies.formulas.productivity import Accounts
from companies.models.agreements import Agreement
from companies.models.register import Company
from companies.querysets.productivity import MeasurementQuerySet, PriceIndexQuerySet
from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import KbliSection
from programs.locking import period_locks

_YEARS = [MinValueValidator(2000), MaxValueValidator(2100)]


def _amount(label: object, *, needed: bool = False) -> models.DecimalField:
    """Full rupiah. What is needed for a method may be unknown; every other position that is empty is nothing."""
    if needed:
        return models.DecimalField(label, max_digits=20, decimal_places=2, null=True, blank=True)
    return models.DecimalField(label, max_digits=20, decimal_places=2, default=0)


@marked(day="measured_on")
@tracked()
class Measurement(Record, ScopedModel):
    """The productivity of a company in a year: the accounts in full rupiah, and the workers behind them.

    Value added is never typed: it follows from output less what was bought in (subtraction), and again from who
    received it (addition). `unit` remembers in what the amounts were typed. One measurement a company and year;
    a correction changes it, and the history keeps what stood there.
    """

    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="measurements", verbose_name=_("company")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=_YEARS)
    measured_on = models.DateField(_("measured on"))
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measurements",
        verbose_name=_("under the agreement"),
    )
    measured_by = models.CharField(_("measured by"), max_length=120, blank=True)
    source = models.CharField(_("source of the figures"), max_length=200)
    unit = models.CharField(_("amounts typed in"), max_length=8, choices=MoneyUnit, default=MoneyUnit.RUPIAH)
    # output
    sales = _amount(_("sales"), needed=True)
    inventory_change = _amount(_("change of stocks (finished, in progress)"))
    other_income = _amount(_("income from other services"))
    # bought in
    raw_materials = _amount(_("raw materials"))
    auxiliary_materials = _amount(_("auxiliary materials"))
    energy = _amount(_("energy"))
    water = _amount(_("water"))
    services = _amount(_("services of others, hired equipment"))
    maintenance = _amount(_("maintenance"))
    transport = _amount(_("transport"))
    insurance = _amount(_("insurance"))
    other_costs = _amount(_("other costs bought in"))
    # who received the value added
    wages = _amount(_("wages and allowances"), needed=True)
    depreciation = _amount(_("depreciation"))
    interest = _amount(_("interest"))
    land_rent = _amount(_("rent of land"))
    net_indirect_tax = _amount(_("indirect taxes less subsidies"))
    profit_before_tax = _amount(_("profit before tax"), needed=True)
    # what it was done with
    fixed_assets = _amount(_("fixed assets"), needed=True)
    worker_basis = models.CharField(
        _("average workers by"), max_length=9, choices=WorkerBasis, default=WorkerBasis.BEGIN_END
    )
    workers_begin = models.PositiveIntegerField(_("workers at the beginning"), null=True, blank=True)
    workers_end = models.PositiveIntegerField(_("workers at the end"), null=True, blank=True)
    workers_mean = models.DecimalField(
        _("mean of twelve months"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    hours = models.PositiveBigIntegerField(_("hours worked by all"), null=True, blank=True)

    objects = MeasurementQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)
    guarded_columns = dict.fromkeys(MONEY_FIELDS, Action.VIEW_COMPANY_MONEY)

    class Meta:
        ordering = ["-year", "company"]
        verbose_name = _("measurement of productivity")
        verbose_name_plural = _("measurements of productivity")
        constraints = [
            one_of("unit", MoneyUnit, "companies_measurement_unit_known"),
            one_of("worker_basis", WorkerBasis, "companies_measurement_basis_known"),
            models.UniqueConstraint(
                fields=["company", "year"],
                name="companies_measurement_once_a_year",
                violation_error_message=_("This company was measured for this year already; correct that one."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(2000, 2100)),
                name="companies_measurement_year",
                violation_error_message=_("A year lies between 2000 and 2100."),
            ),
            models.CheckConstraint(
                condition=Q(measured_on__year__gte=F("year")),
                name="companies_measurement_not_before_year",
                violation_error_message=_("A year cannot be measured before it has begun."),
            ),
            models.CheckConstraint(
                condition=Q(sales__isnull=False) | Q(wages__isnull=False, profit_before_tax__isnull=False),
                name="companies_measurement_one_method",
                violation_error_message=_(
                    "Enter the sales, or wages and profit: without them there is no value added."
                ),
            ),
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 0 for name in MONEY_FIELDS if name not in SIGNED_FIELDS}),
                name="companies_measurement_not_negative",
                violation_error_message=_("Only stocks, taxes less subsidies and profit may be below zero."),
            ),
            models.CheckConstraint(
                condition=Q(worker_basis=WorkerBasis.BEGIN_END, workers_mean__isnull=True)
                & Q(workers_begin__isnull=False, workers_end__isnull=False)
                | Q(worker_basis=WorkerBasis.MONTHLY, workers_mean__isnull=False, workers_mean__gte=0)
                & Q(workers_begin__isnull=True, workers_end__isnull=True),
                name="companies_measurement_workers_by_basis",
                violation_error_message=_(
                    "Enter the workers at the beginning and at the end, or the mean of the twelve months."
                ),
            ),
        ]
        triggers = period_locks("measured_on")

    def __str__(self) -> str:
        return f"{self.company}, {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("companies:measurement_detail", args=[self.pk])

    @property
    def workers(self) -> Decimal | None:
        """The average of the year, by the basis that is said beside it."""
        if self.worker_basis == WorkerBasis.MONTHLY:
            return self.workers_mean
        if self.workers_begin is None or self.workers_end is None:
            return None
        return Decimal(self.workers_begin + self.workers_end) / 2

    @property
    def accounts(self) -> Accounts:
        """The year as the formulas read it."""
        is_added_known = self.wages is not None and self.profit_before_tax is not None
        return Accounts(
            output=None if self.sales is None else self._sum(OUTPUT_PARTS),
            bought_in=self._sum(BOUGHT_IN_PARTS),
            added=self._sum(ADDED_PARTS) if is_added_known else None,
            labour_cost=self.wages,
            profit=self.profit_before_tax,
            capital_cost=self.depreciation + self.interest,
            fixed_assets=self.fixed_assets,
            workers=self.workers,
            hours=None if self.hours is None else Decimal(self.hours),
        )

    def _sum(self, names: tuple[str, ...]) -> Decimal:
        return sum((getattr(self, name) for name in names), Decimal(0))


@tracked()
class PriceIndex(Record, ScopedModel):
    """The price level of a year against a base year (= 100), as published: what makes money of years comparable."""

    base_year = models.PositiveSmallIntegerField(_("base year of the series (= 100)"), validators=_YEARS)
    year = models.PositiveSmallIntegerField(_("year"), validators=_YEARS)
    value = models.DecimalField(_("price index"), max_digits=9, decimal_places=4)
    as_of = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=200)
    is_invented = models.BooleanField(default=False, help_text=_("Part of the demo, not a published figure."))

    objects = PriceIndexQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-base_year", "-year", "-as_of"]
        verbose_name = _("price index")
        verbose_name_plural = _("price indices")
        constraints = [
            models.UniqueConstraint(
                fields=["base_year", "year", "as_of"],
                name="companies_priceindex_once",
                violation_error_message=_("The price index of this year is entered for this day already."),
            ),
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="companies_priceindex_above_zero",
                violation_error_message=_("A price index lies above zero."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="companies_priceindex_has_source",
                violation_error_message=_("A figure needs its source."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value} ({self.base_year} = 100)"


@tracked()
class ProductivityBand(Record, ScopedModel):
    """Between what labour productivity of a sector usually lies; outside of it somebody is asked to look again."""

    sector = models.ForeignKey(KbliSection, on_delete=models.PROTECT, related_name="+", verbose_name=_("sector"))
    valid_from = models.DateField(_("valid from"))
    lowest = models.DecimalField(_("lowest (Rp a worker and year)"), max_digits=20, decimal_places=2)
    highest = models.DecimalField(_("highest (Rp a worker and year)"), max_digits=20, decimal_places=2)
    source = models.CharField(_("source"), max_length=200)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["sector", "-valid_from"]
        verbose_name = _("plausible productivity")
        constraints = [
            models.UniqueConstraint(
                fields=["sector", "valid_from"],
                name="companies_productivityband_once",
                violation_error_message=_("This sector has a band from this day on already."),
            ),
            models.CheckConstraint(
                condition=Q(lowest__gte=0, lowest__lt=F("highest")),
                name="companies_productivityband_in_order",
                violation_error_message=_("The lowest value lies below the highest."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sector}: {self.lowest} – {self.highest}"
