"""Apprenticeship programmes of a company's site, by Permenaker 6/2020 (domain.md §5), and who guides them there."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.choices.apprenticeships import ApprenticeshipKind, ApprenticeshipState, PermitLevel
from companies.constants.apprenticeships import (
    LEAST_THEORY,
    MINIMUM_AGE,
    MOST_MONTHS,
    MOST_THEORY,
    PERMIT_WORKING_DAYS,
)
from companies.models.agreements import Agreement
from companies.models.register import WorkSite
from companies.querysets.apprenticeships import ApprenticeshipQuerySet, MonitoringVisitQuerySet
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.constraints import MonthsAfter, in_order, one_of
from kaltim_naker.core.models import Record
from programs.models import Field, Holiday
from trainees.constants import ADULT_AGE


def within_a_year(name: str) -> models.CheckConstraint:
    """An apprenticeship lasts at most twelve calendar months."""
    return models.CheckConstraint(
        condition=Q(ends_on__lt=MonthsAfter("starts_on", MOST_MONTHS)),
        name=name,
        violation_error_message=_("An apprenticeship lasts at most 12 months."),
    )


@marked()
@tracked()
class Apprenticeship(Record, ScopedModel):
    """A programme: occupation, time, share of theory, and the permit to hold it at this site."""

    site = models.ForeignKey(
        WorkSite, on_delete=models.PROTECT, related_name="apprenticeships", verbose_name=_("work site")
    )
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="apprenticeships",
        verbose_name=_("agreement with the office"),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ApprenticeshipKind, default=ApprenticeshipKind.OWN)
    occupation = models.CharField(_("occupation"), max_length=120)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="+", verbose_name=_("field"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    theory_percent = models.PositiveSmallIntegerField(
        _("theory and simulation (%)"),
        default=MOST_THEORY,
        help_text=_("Between 10 and 25 % of the time; the rest is practice at work."),
    )
    seats = models.PositiveSmallIntegerField(_("participants planned"), validators=[MinValueValidator(1)])
    minimum_age = models.PositiveSmallIntegerField(
        _("minimum age"),
        default=MINIMUM_AGE,
        validators=[MinValueValidator(MINIMUM_AGE), MaxValueValidator(60)],
        help_text=_("17; for dangerous work 18."),
    )
    allowance = models.DecimalField(
        _("allowance a month (Rp)"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Transport, meals and incentive; the agreement says how much."),
    )
    instructor_name = models.CharField(_("instructor for theory"), max_length=150, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=ApprenticeshipState, default=ApprenticeshipState.DRAFT)
    permit_level = models.CharField(_("answered by"), max_length=8, choices=PermitLevel, default=PermitLevel.REGENCY)
    complete_on = models.DateField(
        _("application complete on"), null=True, blank=True, help_text=_("From this day the three working days run.")
    )
    permit_number = models.CharField(_("permit number"), max_length=80, blank=True)
    permit_on = models.DateField(_("answered on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = ApprenticeshipQuerySet.as_manager()
    scope_paths = ScopePaths(region="site__region")

    class Meta:
        ordering = ["-starts_on", "id"]
        verbose_name = _("apprenticeship programme")
        verbose_name_plural = _("apprenticeship programmes")
        constraints = [
            one_of("kind", ApprenticeshipKind, "companies_apprenticeship_kind_known"),
            one_of("state", ApprenticeshipState, "companies_apprenticeship_state_known"),
            one_of("permit_level", PermitLevel, "companies_apprenticeship_permit_level_known"),
            in_order(
                "starts_on",
                "ends_on",
                "companies_apprenticeship_days_in_order",
                _("The last day cannot be before the first day."),
            ),
            within_a_year("companies_apprenticeship_within_a_year"),
            models.CheckConstraint(
                condition=Q(theory_percent__range=(LEAST_THEORY, MOST_THEORY)),
                name="companies_apprenticeship_theory_share",
                violation_error_message=_("Theory takes between 10 and 25 % of the time."),
            ),
            models.CheckConstraint(
                condition=Q(minimum_age__gte=MINIMUM_AGE),
                name="companies_apprenticeship_minimum_age",
                violation_error_message=_("Participants are at least 17 years old."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ApprenticeshipState.SUBMITTED) | Q(complete_on__isnull=False),
                name="companies_apprenticeship_submitted_has_day",
                violation_error_message=_("An application has the day on which it was complete."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ApprenticeshipState.PERMITTED)
                | Q(kind=ApprenticeshipKind.NATIONAL)
                | (Q(complete_on__isnull=False, permit_on__isnull=False) & ~Q(permit_number="")),
                name="companies_apprenticeship_permit_is_whole",
                violation_error_message=_("A permit has its number and its day."),
            ),
            in_order(
                "complete_on",
                "permit_on",
                "companies_apprenticeship_permit_days_in_order",
                _("The answer cannot lie before the application was complete."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ApprenticeshipState.REFUSED, ApprenticeshipState.CANCELLED)) | ~Q(reason=""),
                name="companies_apprenticeship_end_has_reason",
                violation_error_message=_("Please give the reason."),
            ),
        ]
        indexes = [models.Index(fields=["starts_on"], name="companies_apprship_starts")]

    def __str__(self) -> str:
        return f"{self.occupation} – {self.site.company}"

    def get_absolute_url(self) -> str:
        return reverse("companies:apprenticeship_detail", args=[self.pk])

    @property
    def is_counted(self) -> bool:
        return self.kind != ApprenticeshipKind.NATIONAL

    @property
    def is_dangerous(self) -> bool:
        return self.minimum_age >= ADULT_AGE

    @property
    def permit_due_on(self) -> date | None:
        """The last day for the answer, by the table of holidays; None while nothing was applied for."""
        if self.complete_on is None:
            return None
        return Holiday.objects.working_day_after(self.complete_on, PERMIT_WORKING_DAYS)


@tracked()
class Mentor(Record, ScopedModel):
    """Who guides participants at work (pembimbing pemagangan): a person of the company."""

    apprenticeship = models.ForeignKey(
        Apprenticeship, on_delete=models.PROTECT, related_name="mentors", verbose_name=_("apprenticeship programme")
    )
    full_name = models.CharField(_("full name"), max_length=150)
    position = models.CharField(_("position"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(region="apprenticeship__site__region")

    class Meta:
        ordering = ["full_name", "id"]
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")
        constraints = [
            models.UniqueConstraint(
                fields=["apprenticeship", "full_name"],
                name="companies_mentor_once",
                violation_error_message=_("This mentor is listed already."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name


@tracked()
class MonitoringVisit(Record, ScopedModel):
    """Somebody of an office looked at the programme at work: what was in order and what shall be put right."""

    apprenticeship = models.ForeignKey(
        Apprenticeship, on_delete=models.PROTECT, related_name="visits", verbose_name=_("apprenticeship programme")
    )
    visited_on = models.DateField(_("visited on"))
    visitors = models.CharField(_("visited by"), max_length=200)
    met = models.PositiveSmallIntegerField(_("participants met"), default=0)
    agreements_there = models.BooleanField(_("agreements lie at the site"), null=True, blank=True)
    mentor_there = models.BooleanField(_("mentor guides the participants"), null=True, blank=True)
    gear_there = models.BooleanField(_("safety gear is given out"), null=True, blank=True)
    allowance_paid = models.BooleanField(_("allowance is paid as agreed"), null=True, blank=True)
    insured = models.BooleanField(_("participants are insured (JKK, JKM)"), null=True, blank=True)
    findings = models.TextField(_("findings"), blank=True)
    follow_up = models.TextField(_("to be put right"), blank=True)
    follow_up_by = models.DateField(_("until"), null=True, blank=True)
    followed_up_on = models.DateField(_("put right on"), null=True, blank=True)

    objects = MonitoringVisitQuerySet.as_manager()
    scope_paths = ScopePaths(region="apprenticeship__site__region")

    class Meta:
        ordering = ["-visited_on", "-id"]
        verbose_name = _("monitoring visit")
        verbose_name_plural = _("monitoring visits")
        constraints = [
            models.CheckConstraint(
                condition=Q(follow_up="") | Q(follow_up_by__isnull=False),
                name="companies_monitoringvisit_follow_up_has_day",
                violation_error_message=_("What is to be put right needs its day."),
            ),
            in_order(
                "visited_on",
                "followed_up_on",
                "companies_monitoringvisit_days_in_order",
                _("Nothing is put right before it was found."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visited_on:%d/%m/%Y} {self.apprenticeship}"

    @property
    def checks(self) -> list[tuple[str, bool | None]]:
        """Each point of the form with its answer; None was not looked at."""
        return [(self._meta.get_field(name).verbose_name, getattr(self, name)) for name in VISIT_CHECKS]


VISIT_CHECKS = ("agreements_there", "mentor_there", "gear_there", "allowance_paid", "insured")
