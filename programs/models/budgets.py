"""The budget beside the physical figures: what a programme may cost, and what it has cost so far."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.models import Record
from programs.models.indicators import Indicator
from programs.models.legal import LegalBasis
from programs.models.supply import TrainingCentre


@tracked()
class BudgetLine(Record, ScopedModel):
    """A line of the budget document (DPA) with its ceiling (pagu), for the indicator that it pays for; in rupiah."""

    year = models.PositiveSmallIntegerField(_("year"))
    code = models.CharField(_("account code"), max_length=40)
    title = models.CharField(_("activity"), max_length=200)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="budget_lines", verbose_name=_("indicator")
    )
    centre = models.ForeignKey(
        TrainingCentre, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("centre")
    )
    ceiling = models.DecimalField(_("ceiling (pagu)"), max_digits=18, decimal_places=2)
    source = models.CharField(_("document"), max_length=200)
    basis = models.ForeignKey(
        LegalBasis, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("legal basis")
    )

    objects = ScopedQuerySet.as_manager()
    # What the office spends is no secret within the office.
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-year", "code"]
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "code"],
                name="programs_budgetline_once",
                violation_error_message=_("This account code is entered for this year already."),
            ),
            models.CheckConstraint(
                condition=Q(ceiling__gte=0),
                name="programs_budgetline_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("reports:budget_line", args=[self.pk])


@tracked()
class BudgetEntry(Record, ScopedModel):
    """What a line has cost from January to a day, as the treasurer's report says; in rupiah."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="entries", verbose_name=_("line"))
    as_of = models.DateField(_("as of"))
    spent = models.DecimalField(_("spent since January"), max_digits=18, decimal_places=2)
    source = models.CharField(_("document"), max_length=200)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["line", "as_of"]
        verbose_name = _("budget realisation")
        verbose_name_plural = _("budget realisations")
        constraints = [
            models.UniqueConstraint(
                fields=["line", "as_of"],
                name="programs_budgetentry_one_per_day",
                violation_error_message=_("There is a figure of this day already; change it instead."),
            ),
            models.CheckConstraint(
                condition=Q(spent__gte=0),
                name="programs_budgetentry_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line.code} {self.as_of:%d/%m/%Y}"
