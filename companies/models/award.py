"""Who was guided by the office and when, and the dated rule by which an award counts it (domain.md §8.4)."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.choices.productivity import AwardSpan, GuidanceKind
from companies.constants.productivity import AWARD_PARTS_PER_MILLION
from companies.models.coaching import Coaching
from companies.models.productivity import Measurement
from companies.models.register import Company
from companies.models.smpp import SmppAudit
from companies.querysets.award import AwardRuleQuerySet, GuidanceQuerySet
from kaltim_naker.access.scope import ScopedModel, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from programs.locking import period_locks
from programs.models import Activity


@marked(day="held_on")
@tracked()
class Guidance(Record, ScopedModel):
    """One occasion on which the office worked with one company; what “companies coached” is counted from.

    It stems from exactly one thing: an activity the company took part in, a visit within a coaching, a measurement or
    an SMPP audit. Those of the last two are written with them and go with them.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="guidance", verbose_name=_("company"))
    kind = models.CharField(_("kind"), max_length=12, choices=GuidanceKind)
    held_on = models.DateField(_("day"))
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="guidance", verbose_name=_("activity")
    )
    coaching = models.ForeignKey(
        Coaching, on_delete=models.CASCADE, null=True, blank=True, related_name="visits", verbose_name=_("coaching")
    )
    measurement = models.OneToOneField(
        Measurement, on_delete=models.CASCADE, null=True, blank=True, related_name="guidance"
    )
    audit = models.OneToOneField(SmppAudit, on_delete=models.CASCADE, null=True, blank=True, related_name="guidance")
    people = models.PositiveSmallIntegerField(_("people of the company"), null=True, blank=True)
    note = models.TextField(_("what was done"), blank=True)

    objects = GuidanceQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-held_on", "company"]
        verbose_name = _("guidance of a company")
        verbose_name_plural = _("guidance of companies")
        constraints = [
            one_of("kind", GuidanceKind, "companies_guidance_kind_known"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=(GuidanceKind.OUTREACH, GuidanceKind.CONSULTATION),
                    activity__isnull=False,
                    coaching__isnull=True,
                    measurement__isnull=True,
                    audit__isnull=True,
                )
                | Q(
                    kind=GuidanceKind.MEASUREMENT,
                    measurement__isnull=False,
                    activity__isnull=True,
                    coaching__isnull=True,
                    audit__isnull=True,
                )
                | Q(kind=GuidanceKind.GUIDANCE, coaching__isnull=False, activity__isnull=True, audit__isnull=True)
                & Q(measurement__isnull=True)
                | Q(kind=GuidanceKind.GUIDANCE, coaching__isnull=True, activity__isnull=True, audit__isnull=False)
                & Q(measurement__isnull=True),
                name="companies_guidance_stems_from_one",
                violation_error_message=_("Guidance stems from an activity, a visit, a measurement or an audit."),
            ),
            models.UniqueConstraint(
                fields=["company", "activity"],
                condition=Q(activity__isnull=False),
                name="companies_guidance_once_an_activity",
                violation_error_message=_("This company is entered for this activity already."),
            ),
        ]
        triggers = period_locks("held_on", watch=("kind",))

    def __str__(self) -> str:
        return f"{self.company}, {self.get_kind_display()}, {self.held_on.isoformat()}"

    def get_absolute_url(self) -> str:
        return reverse("companies:company_productivity", args=[self.company_id])


@marked()
@tracked()
class AwardRule(Record, ScopedModel):
    """How the award counts, from a day on. The text of the award leaves it open (domain.md §15), so it is a setting.

    `threshold_per_million` is a whole number, 500 for 0.05 %: the number of companies needed is computed without
    fractions.
    """

    valid_from = models.DateField(_("valid from"), unique=True)
    threshold_per_million = models.PositiveIntegerField(
        _("threshold (companies per million)"),
        default=AWARD_PARTS_PER_MILLION,
        validators=[MinValueValidator(1)],
        help_text=_("500 per million are 0.05 %."),
    )
    counted_kinds = ArrayField(
        models.CharField(max_length=12, choices=GuidanceKind), verbose_name=_("what counts as guidance")
    )
    span = models.CharField(_("counted over"), max_length=4, choices=AwardSpan, default=AwardSpan.YEAR)
    source = models.CharField(_("document"), max_length=200, help_text=_("Who decided to count so, where and when."))

    objects = AwardRuleQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("counting rule of the award")
        verbose_name_plural = _("counting rules of the award")
        constraints = [
            one_of("span", AwardSpan, "companies_awardrule_span_known"),
            models.CheckConstraint(
                condition=Q(threshold_per_million__range=(1, 1_000_000)),
                name="companies_awardrule_threshold",
                violation_error_message=_("The threshold lies between 1 and 1,000,000 per million."),
            ),
            models.CheckConstraint(
                condition=Q(counted_kinds__contained_by=GuidanceKind.values, counted_kinds__len__gte=1),
                name="companies_awardrule_kinds_known",
                violation_error_message=_("Choose at least one kind of guidance."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from.isoformat()}: {self.source}"

    def get_absolute_url(self) -> str:
        return reverse("companies:award")
