"""Who wants a seat: the rules of a class, and the applications."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.accounts.models import Office
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from programs.models import TrainingClass
from trainees.choices import ApplicationState, Channel, Education, PriorityRule, StepResult
from trainees.models.people import JobSeeker
from trainees.querysets import ApplicationQuerySet

_POINTS = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


@tracked()
class SelectionRules(Record, ScopedModel):
    """What a class asks of its applicants and how they are ranked (domain.md §3.2, §3.4).

    A new class of a programme begins with the rules of the last one at the same centre.
    """

    training_class = models.OneToOneField(TrainingClass, on_delete=models.CASCADE, related_name="selection_rules")
    minimum_age = models.PositiveSmallIntegerField(_("minimum age"), null=True, blank=True, default=18)
    maximum_age = models.PositiveSmallIntegerField(_("maximum age"), null=True, blank=True)
    minimum_education = models.PositiveSmallIntegerField(
        _("minimum education"), choices=Education, null=True, blank=True
    )
    maximum_education = models.PositiveSmallIntegerField(
        _("maximum education"), choices=Education, null=True, blank=True
    )
    home_domicile = models.BooleanField(_("must live in the province"), default=True)
    written_weight = models.PositiveSmallIntegerField(_("weight of the written test"), default=50)
    interview_weight = models.PositiveSmallIntegerField(_("weight of the interview"), default=50)
    minimum_score = models.DecimalField(
        _("minimum score"), max_digits=5, decimal_places=2, default=Decimal(0), validators=_POINTS
    )
    priority = models.CharField(
        _("priority for those never trained"), max_length=9, choices=PriorityRule, default=PriorityRule.FIRST
    )
    bonus = models.PositiveSmallIntegerField(
        _("bonus points"), default=10, help_text=_("Only where the priority is given as bonus points.")
    )
    seats_for_women = models.PositiveSmallIntegerField(_("seats for women"), default=0)
    seats_for_disability = models.PositiveSmallIntegerField(_("seats for people with disability"), default=0)
    seats_for_remote = models.PositiveSmallIntegerField(_("seats for remote areas"), default=0)
    remote_regions = ArrayField(
        models.CharField(max_length=8),
        default=list,
        blank=True,
        verbose_name=_("remote areas"),
        help_text=_("Kemendagri codes of the regencies meant."),
    )

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(centre="training_class__centre")

    class Meta:
        verbose_name = _("rules of selection")
        constraints = [
            one_of("priority", PriorityRule, "trainees_selectionrules_priority_known"),
            in_order(
                "minimum_age",
                "maximum_age",
                "trainees_selectionrules_ages_in_order",
                _("The minimum age is above the maximum age."),
            ),
            in_order(
                "minimum_education",
                "maximum_education",
                "trainees_selectionrules_education_in_order",
                _("The minimum education is above the maximum education."),
            ),
            models.CheckConstraint(
                condition=Q(written_weight=100 - F("interview_weight")),
                name="trainees_selectionrules_weights_are_whole",
                violation_error_message=_("The weights of written test and interview add up to 100."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.training_class)


@tracked()
class Application(Record, ScopedModel):
    """A person asks for a seat in a class. The list proposes, a person decides; overrides carry a reason."""

    job_seeker = models.ForeignKey(
        JobSeeker, on_delete=models.PROTECT, related_name="applications", verbose_name=_("job seeker")
    )
    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, related_name="applications", verbose_name=_("training class")
    )
    applied_at = models.DateTimeField(_("applied at"), default=timezone.now)
    channel = models.CharField(_("through"), max_length=15, choices=Channel, default=Channel.STAFF)
    entered_by = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by"))
    administration = models.CharField(_("administration"), max_length=6, choices=StepResult, default=StepResult.OPEN)
    written_score = models.DecimalField(
        _("written test"), max_digits=5, decimal_places=2, null=True, blank=True, validators=_POINTS
    )
    interview_score = models.DecimalField(
        _("interview"), max_digits=5, decimal_places=2, null=True, blank=True, validators=_POINTS
    )
    state = models.CharField(_("state"), max_length=9, choices=ApplicationState, default=ApplicationState.SUBMITTED)
    reserve_rank = models.PositiveSmallIntegerField(_("place on the reserve list"), null=True, blank=True)
    proposed = models.CharField(_("proposed by the list"), max_length=9, choices=ApplicationState, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()
    scope_paths = ScopePaths(centre="training_class__centre", region="job_seeker__domicile")

    class Meta:
        ordering = ["training_class", "applied_at", "id"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "job_seeker"],
                name="trainees_application_once",
                violation_error_message=_("This person has applied to this class already."),
            ),
            models.UniqueConstraint(
                fields=["training_class", "reserve_rank"],
                name="trainees_application_reserve_rank_once",
                # A list is renumbered in one transaction; only its end has to be in order.
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This place on the reserve list is taken."),
            ),
            one_of("channel", Channel, "trainees_application_channel_known"),
            one_of("administration", StepResult, "trainees_application_administration_known"),
            one_of("state", ApplicationState, "trainees_application_state_known"),
            models.CheckConstraint(
                condition=Q(proposed="") | Q(proposed__in=ApplicationState.values),
                name="trainees_application_proposed_known",
            ),
            models.CheckConstraint(
                condition=(Q(written_score__isnull=True) | Q(written_score__range=(0, 100)))
                & (Q(interview_score__isnull=True) | Q(interview_score__range=(0, 100))),
                name="trainees_application_scores_to_100",
                violation_error_message=_("A score lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.RESERVE, reserve_rank__isnull=False)
                | (~Q(state=ApplicationState.RESERVE) & Q(reserve_rank__isnull=True)),
                name="trainees_application_reserve_has_rank",
                violation_error_message=_("Who is on the reserve list has a place there, and nobody else has."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN))
                | Q(decided_at__isnull=False),
                name="trainees_application_decision_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_seeker} → {self.training_class}"
