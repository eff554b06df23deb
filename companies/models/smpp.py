"""The SMPP instrument as data, and the audits made with it (domain.md §8.3).

Elements are known, criteria and weights are not: the office enters them as a version of its own; nothing is invented.
"""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.formulas.smpp import ElementResult, Scored, element_result, total_percent
from companies.models.register import Company
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.models import Record


@tracked()
class SmppInstrument(Record, ScopedModel):
    """A dated version of the instrument. Once an audit was made with it, a change is a new version."""

    title = models.CharField(_("title"), max_length=120)
    valid_from = models.DateField(_("valid from"))
    source = models.CharField(_("source"), max_length=200)
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("Shows how it works; its results count for nothing.")
    )

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["is_example", "-valid_from"]
        verbose_name = _("SMPP instrument")
        verbose_name_plural = _("SMPP instruments")
        constraints = [
            models.UniqueConstraint(
                fields=["title", "valid_from"],
                name="companies_smppinstrument_once",
                violation_error_message=_("There is an instrument of this title and day already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("companies:smpp_instrument", args=[self.pk])


@tracked()
class SmppElement(Record, ScopedModel):
    """One of the parts of an instrument, with its share of the whole where that is laid down."""

    instrument = models.ForeignKey(SmppInstrument, on_delete=models.CASCADE, related_name="elements")
    position = models.PositiveSmallIntegerField(_("number"))
    name_id = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=3, null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["instrument", "position"]
        verbose_name = _("SMPP element")
        constraints = [
            models.UniqueConstraint(fields=["instrument", "position"], name="companies_smppelement_once"),
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__gt=0), name="companies_smppelement_weight_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_id


@tracked()
class SmppCriterion(Record, ScopedModel):
    """What is looked at, and the most that it can score. `code` places it under its sub-element, e.g. 1.2.3."""

    element = models.ForeignKey(SmppElement, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("code"), max_length=12)
    text = models.CharField(_("criterion"), max_length=300)
    most = models.DecimalField(_("highest score"), max_digits=6, decimal_places=2)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=3, null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["element", "position"]
        verbose_name = _("SMPP criterion")
        constraints = [
            models.UniqueConstraint(
                fields=["element", "code"],
                name="companies_smppcriterion_once",
                violation_error_message=_("This code stands twice in one element."),
            ),
            models.CheckConstraint(
                condition=Q(most__gt=0) & (Q(weight__isnull=True) | Q(weight__gt=0)),
                name="companies_smppcriterion_above_zero",
                violation_error_message=_("Scores and weights lie above zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


@tracked()
class SmppAudit(Record, ScopedModel):
    """A company looked at with an instrument on a day. The result follows from the scores and is never typed."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="audits", verbose_name=_("company"))
    instrument = models.ForeignKey(
        SmppInstrument, on_delete=models.PROTECT, related_name="audits", verbose_name=_("instrument")
    )
    audited_on = models.DateField(_("day of the audit"))
    auditor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("auditor")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-audited_on"]
        verbose_name = _("SMPP audit")
        verbose_name_plural = _("SMPP audits")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "instrument", "audited_on"],
                name="companies_smppaudit_once",
                violation_error_message=_("This company was audited on this day already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.company}, {self.audited_on.isoformat()}"

    def get_absolute_url(self) -> str:
        return reverse("companies:smpp_audit", args=[self.pk])

    def results(self) -> list[tuple[SmppElement, ElementResult]]:
        """Each element with its result. Three queries, whatever the size."""
        scores = dict(self.scores.values_list("criterion", "score"))
        return [
            (element, element_result(_scored(element, scores), element.weight))
            for element in self.instrument.elements.prefetch_related("criteria")
        ]

    @property
    def total_percent(self) -> Decimal | None:
        """The audit as a whole, in per cent; None until every criterion was looked at."""
        return total_percent([result for _element, result in self.results()])


def _scored(element: SmppElement, scores: dict[object, Decimal]) -> list[Scored]:
    return [Scored(scores.get(one.pk), one.most, one.weight) for one in element.criteria.all()]


@tracked()
class SmppScore(Record, ScopedModel):
    """What one criterion scored, between zero and the most it can."""

    audit = models.ForeignKey(SmppAudit, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(SmppCriterion, on_delete=models.PROTECT, related_name="scores")
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2)
    most = models.DecimalField(max_digits=6, decimal_places=2, help_text=_("Of the criterion, when it was scored."))
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["audit", "criterion"]
        verbose_name = _("SMPP score")
        constraints = [
            models.UniqueConstraint(fields=["audit", "criterion"], name="companies_smppscore_once"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=F("most")),
                name="companies_smppscore_within",
                violation_error_message=_("A score lies between 0 and the highest score of its criterion."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.score}"
