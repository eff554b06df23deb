"""Closing the books: the quarters that each unit hands in, and when one was opened again."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from kaltim_naker.core.periods import Period
from programs.choices import PeriodState, PeriodStepKind
from programs.models.supply import TrainingCentre
from programs.querysets import ReportingPeriodQuerySet

_APPROVED = (PeriodState.APPROVED, PeriodState.CLOSED)
_SUBMITTED = (PeriodState.SUBMITTED, *_APPROVED)


@tracked()
class ReportingPeriod(Record, ScopedModel):
    """One quarter of one unit: of a centre, or (`centre` NULL) of the province for what belongs to no centre.

    A centre submits, the province approves, never the same person (four eyes: the database holds that too); once every
    unit of the quarter is approved, the province closes them together. A closed one stays closed; what is written
    later needs a `Reopening`, and what differs later a restatement.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    centre = models.ForeignKey(
        TrainingCentre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="periods",
        verbose_name=_("reporting unit"),
    )
    state = models.CharField(_("state"), max_length=9, choices=PeriodState, default=PeriodState.OPEN)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("What has to be put right."))

    objects = ReportingPeriodQuerySet.as_manager()
    # Who has handed in what is no secret; the figures behind it are scoped by themselves.
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["year", "quarter", "centre"]
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        constraints = [
            one_of("state", PeriodState, "programs_reportingperiod_state_known"),
            models.UniqueConstraint(
                fields=["year", "quarter", "centre"],
                nulls_distinct=False,
                name="programs_reportingperiod_once",
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)),
                name="programs_reportingperiod_quarter",
                violation_error_message=_("A quarter is 1, 2, 3 or 4."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_SUBMITTED) | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="programs_reportingperiod_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_APPROVED) | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="programs_reportingperiod_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=PeriodState.CLOSED) | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="programs_reportingperiod_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("submitted_by")),
                name="programs_reportingperiod_four_eyes",
                violation_error_message=_("Who submits a quarter does not approve it."),
            ),
            models.CheckConstraint(
                condition=~Q(state=PeriodState.RETURNED) | ~Q(note=""),
                name="programs_reportingperiod_return_has_note",
                violation_error_message=_("Please say what has to be put right."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="closed_stays_closed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="closed"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_name}, {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("reports:period", args=[self.pk])

    @property
    def period(self) -> Period:
        return Period(self.year, self.quarter)

    @property
    def unit_name(self) -> str:
        return self.centre.short_name if self.centre else str(_("Province"))


class PeriodStep(Record, ScopedModel):
    """What somebody did with a quarter of a unit, in the order in which it was done."""

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=9, choices=PeriodStepKind)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["period", "created_at"]
        verbose_name = _("step of a quarter")
        verbose_name_plural = _("steps of a quarter")
        constraints = [one_of("kind", PeriodStepKind, "programs_periodstep_kind_known")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.period}: {self.get_kind_display()}"


@tracked()
class Reopening(Record, ScopedModel):
    """A closed quarter of one unit may be written again until a moment, for a reason; its closed figures stay."""

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="reopenings")
    until = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["period", "created_at"]
        verbose_name = _("reopening of a quarter")
        verbose_name_plural = _("reopenings of quarters")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="programs_reopening_has_reason",
                violation_error_message=_("Please say why the quarter is opened again."),
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("created_at")),
                name="programs_reopening_ends_later",
                violation_error_message=_("A reopening ends later than it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} → {self.until:%d/%m/%Y}"
