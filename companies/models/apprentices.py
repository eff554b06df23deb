"""Participants of an apprenticeship, their agreements, and their logbooks."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certifications.models import IssuedDocument
from companies.choices.apprenticeships import (
    HIRED,
    OVER_STATES,
    STARTED_STATES,
    After,
    ApprenticeState,
    LeaveReason,
    LogHolder,
)
from companies.constants.apprenticeships import MINIMUM_AGE, MOST_HOURS_A_WEEK
from companies.models.apprenticeships import Apprenticeship, Mentor, within_a_year
from companies.querysets.apprenticeships import ApprenticeQuerySet, LogbookWeekQuerySet
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.accounts.models import Office
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from programs.locking import period_locks
from trainees.choices import WorkStatus
from trainees.constants import ADULT_AGE
from trainees.models import JobSeeker, Placement

# With these states there is an agreement that both sides have signed.
_AGREED = (ApprenticeState.SIGNED, ApprenticeState.RATIFIED, *STARTED_STATES)


@marked()
@tracked()
class Apprentice(Record, ScopedModel):
    """A job seeker in a programme: the agreement, its days, and what came of it."""

    apprenticeship = models.ForeignKey(
        Apprenticeship, on_delete=models.PROTECT, related_name="apprentices", verbose_name=_("apprenticeship programme")
    )
    job_seeker = models.ForeignKey(
        JobSeeker, on_delete=models.PROTECT, related_name="apprenticeships", verbose_name=_("job seeker")
    )
    state = models.CharField(_("state"), max_length=9, choices=ApprenticeState, default=ApprenticeState.SELECTED)
    starts_on = models.DateField(_("first day by the agreement"))
    ends_on = models.DateField(_("last day by the agreement"))
    age = models.PositiveSmallIntegerField(_("age on the first day"), editable=False)
    work_status = models.CharField(_("work status"), max_length=16, choices=WorkStatus)
    mentor = models.ForeignKey(
        Mentor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="apprentices",
        verbose_name=_("mentor"),
    )
    allowance = models.DecimalField(
        _("allowance a month (Rp)"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    consent_by = models.CharField(
        _("parent or guardian who consents"), max_length=150, blank=True, help_text=_("For participants of 17.")
    )
    consent_on = models.DateField(_("consent signed on"), null=True, blank=True)
    health_checked_on = models.DateField(_("health certificate of"), null=True, blank=True)
    insurance_number = models.CharField(
        _("BPJS Ketenagakerjaan number"), max_length=30, blank=True, help_text=_("Accident and death (JKK, JKM).")
    )
    agreement_number = models.CharField(_("agreement number"), max_length=30, blank=True, editable=False)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    ratified_on = models.DateField(_("ratified on"), null=True, blank=True)
    ratified_number = models.CharField(_("number of the ratification"), max_length=80, blank=True)
    ratified_by = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ratified by")
    )
    started_on = models.DateField(_("began on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    meets_standard = models.BooleanField(_("meets the standard"), null=True, blank=True)
    leave_reason = models.CharField(_("why early"), max_length=9, choices=LeaveReason, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    after = models.CharField(_("what came after"), max_length=15, choices=After, blank=True)
    after_on = models.DateField(_("since"), null=True, blank=True)
    placement = models.ForeignKey(
        Placement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("placement")
    )
    paper = models.OneToOneField(
        IssuedDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("certificate")
    )

    objects = ApprenticeQuerySet.as_manager()
    scope_paths = ScopePaths(region="apprenticeship__site__region")

    class Meta:
        ordering = ["job_seeker__full_name", "id"]
        verbose_name = _("participant of an apprenticeship")
        verbose_name_plural = _("participants of apprenticeships")
        constraints = [
            one_of("state", ApprenticeState, "companies_apprentice_state_known"),
            one_of("work_status", WorkStatus, "companies_apprentice_work_status_known"),
            models.UniqueConstraint(
                fields=["apprenticeship", "job_seeker"],
                condition=~Q(state=ApprenticeState.CANCELLED),
                name="companies_apprentice_once",
                violation_error_message=_("This person takes part in this programme already."),
            ),
            models.UniqueConstraint(
                fields=["agreement_number"],
                condition=~Q(agreement_number=""),
                name="companies_apprentice_number_once",
            ),
            in_order(
                "starts_on",
                "ends_on",
                "companies_apprentice_days_in_order",
                _("The last day cannot be before the first day."),
            ),
            within_a_year("companies_apprentice_within_a_year"),
            models.CheckConstraint(
                condition=Q(age__gte=MINIMUM_AGE),
                name="companies_apprentice_minimum_age",
                violation_error_message=_("Participants are at least 17 years old."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_AGREED)
                | Q(age__gte=ADULT_AGE)
                | (Q(consent_on__isnull=False) & ~Q(consent_by="")),
                name="companies_apprentice_minor_has_consent",
                violation_error_message=_("Who is 17 needs the written consent of parent or guardian."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_AGREED)
                | (Q(signed_on__isnull=False, allowance__isnull=False) & ~Q(agreement_number="")),
                name="companies_apprentice_agreement_is_whole",
                violation_error_message=_("An agreement has its number, the day of signing and the allowance."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ApprenticeState.RATIFIED, *STARTED_STATES))
                | (Q(ratified_on__isnull=False, ratified_by__isnull=False) & ~Q(ratified_number="")),
                name="companies_apprentice_ratification_is_whole",
                violation_error_message=_("A ratification has its number, its day and its office."),
            ),
            in_order(
                "signed_on",
                "ratified_on",
                "companies_apprentice_signed_before_ratified",
                _("An agreement is ratified after it was signed."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=STARTED_STATES, started_on__isnull=False)
                | (~Q(state__in=STARTED_STATES) & Q(started_on__isnull=True)),
                name="companies_apprentice_started_has_day",
                violation_error_message=_("Who has begun has the day, and nobody else."),
            ),
            in_order(
                "ratified_on",
                "started_on",
                "companies_apprentice_ratified_before_start",
                _("Nobody begins before the agreement was ratified."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER_STATES, ended_on__isnull=False)
                | (~Q(state__in=OVER_STATES) & Q(ended_on__isnull=True)),
                name="companies_apprentice_ended_has_day",
                violation_error_message=_("Who has ended has the day, and nobody else."),
            ),
            in_order(
                "started_on",
                "ended_on",
                "companies_apprentice_end_after_start",
                _("The end cannot lie before the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ApprenticeState.COMPLETED) | Q(meets_standard__isnull=False),
                name="companies_apprentice_completed_is_judged",
                violation_error_message=_("Who completed either meets the standard or does not."),
            ),
            models.CheckConstraint(
                condition=(Q(state=ApprenticeState.LEFT) & Q(leave_reason__in=LeaveReason.values))
                | (~Q(state=ApprenticeState.LEFT) & Q(leave_reason="")),
                name="companies_apprentice_left_has_reason",
                violation_error_message=_("Who left early has the reason, and nobody else."),
            ),
            models.CheckConstraint(
                condition=Q(after="", after_on__isnull=True)
                | Q(after__in=After.values, after_on__isnull=False, state__in=OVER_STATES),
                name="companies_apprentice_after_is_whole",
                violation_error_message=_("What came after needs its day, and the apprenticeship has to be over."),
            ),
        ]
        indexes = [
            models.Index(fields=["started_on"], name="companies_apprentice_started"),
            models.Index(fields=["state", "ends_on"], name="companies_apprentice_state"),
        ]
        triggers = [*period_locks("started_on"), *period_locks("ended_on", watch=("state",))]

    def __str__(self) -> str:
        return self.job_seeker.full_name

    def get_absolute_url(self) -> str:
        return reverse("companies:apprentice_detail", args=[self.pk])

    @property
    def needs_consent(self) -> bool:
        return self.age < ADULT_AGE

    @property
    def is_hired(self) -> bool:
        return self.after in HIRED


@tracked()
class LogbookWeek(Record, ScopedModel):
    """What a participant did in a week, and who says so: the participant, the mentor, or both."""

    apprentice = models.ForeignKey(
        Apprentice, on_delete=models.PROTECT, related_name="weeks", verbose_name=_("participant of an apprenticeship")
    )
    week = models.DateField(_("week from Monday"))
    unit = models.CharField(_("unit"), max_length=100, blank=True)
    activities = models.CharField(_("what was done"), max_length=400)
    theory_hours = models.PositiveSmallIntegerField(
        _("hours of theory"), default=0, validators=[MaxValueValidator(MOST_HOURS_A_WEEK)]
    )
    practice_hours = models.PositiveSmallIntegerField(
        _("hours at work"), default=0, validators=[MaxValueValidator(MOST_HOURS_A_WEEK)]
    )
    incident = models.CharField(_("incident"), max_length=400, blank=True)
    apprentice_confirmed_at = models.DateTimeField(_("confirmed by the participant"), null=True, blank=True)
    mentor_confirmed_at = models.DateTimeField(_("confirmed by the mentor"), null=True, blank=True)

    objects = LogbookWeekQuerySet.as_manager()
    scope_paths = ScopePaths(region="apprentice__apprenticeship__site__region")

    class Meta:
        ordering = ["-week"]
        verbose_name = _("week in a logbook")
        verbose_name_plural = _("weeks in logbooks")
        constraints = [
            models.UniqueConstraint(
                fields=["apprentice", "week"],
                name="companies_logbookweek_once",
                violation_error_message=_("This week is in the logbook already."),
            ),
            models.CheckConstraint(
                condition=Q(week__iso_week_day=1),
                name="companies_logbookweek_from_monday",
                violation_error_message=_("A week is named by its Monday."),
            ),
            models.CheckConstraint(
                condition=Q(theory_hours__lte=MOST_HOURS_A_WEEK - models.F("practice_hours")),
                name="companies_logbookweek_hours",
                violation_error_message=_("More than 60 hours in a week cannot be right."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week:%d/%m/%Y} {self.apprentice}"

    @property
    def is_confirmed(self) -> bool:
        """By both sides."""
        return self.apprentice_confirmed_at is not None and self.mentor_confirmed_at is not None


@tracked(exclude=["token_digest"])
class LogbookLink(Record, ScopedModel):
    """A personal link to keep a logbook without an account: of a participant, or of a mentor for all of his.

    The link is random and known only to whom it was given; what is stored is its SHA-256, so that nobody with the
    database can write for somebody else. A new link ends the one before.
    """

    holder = models.CharField(_("whose"), max_length=10, choices=LogHolder)
    apprentice = models.OneToOneField(
        Apprentice, on_delete=models.CASCADE, null=True, blank=True, related_name="link", editable=False
    )
    mentor = models.OneToOneField(
        Mentor, on_delete=models.CASCADE, null=True, blank=True, related_name="link", editable=False
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("link expires at"))
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths()

    class Meta:
        verbose_name = _("personal link to a logbook")
        verbose_name_plural = _("personal links to logbooks")
        constraints = [
            one_of("holder", LogHolder, "companies_logbooklink_holder_known"),
            models.CheckConstraint(
                condition=Q(holder=LogHolder.APPRENTICE, apprentice__isnull=False, mentor__isnull=True)
                | Q(holder=LogHolder.MENTOR, apprentice__isnull=True, mentor__isnull=False),
                name="companies_logbooklink_one_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_holder_display()}: {self.apprentice or self.mentor}"

    @property
    def is_live(self) -> bool:
        return self.expires_at > timezone.now()
