"""Coaching of a company: from the baseline over problems and actions to the measurement that shows what it brought."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.choices.productivity import CoachingState, DiagnosisTool, PlanState, Technique
from companies.constants.productivity import ENDED_COACHING, MOST_WHYS
from companies.models.productivity import Measurement
from companies.models.register import Company
from companies.querysets.coaching import CoachingQuerySet, PlanActionQuerySet
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record

_BEFORE_BASELINE = (CoachingState.REGISTERED, CoachingState.BASELINE, CoachingState.STOPPED)


@tracked()
class Coaching(Record, ScopedModel):
    """A consultation of one company, by the seven steps of domain.md §8.3. `state` is the step it has come to."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="coachings", verbose_name=_("company"))
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("adviser")
    )
    contact = models.CharField(_("person in charge at the company"), max_length=120, blank=True)
    state = models.CharField(_("step"), max_length=17, choices=CoachingState, default=CoachingState.REGISTERED)
    opened_on = models.DateField(_("opened on"))
    baseline = models.ForeignKey(
        Measurement, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("baseline")
    )
    final = models.ForeignKey(
        Measurement, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("re-measurement")
    )
    remeasure_on = models.DateField(_("to be measured again by"), null=True, blank=True)
    recommendation = models.TextField(_("recommendation"), blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("why it was stopped"), max_length=200, blank=True)

    objects = CoachingQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-opened_on", "company"]
        verbose_name = _("coaching")
        verbose_name_plural = _("coachings")
        constraints = [
            one_of("state", CoachingState, "companies_coaching_state_known"),
            models.UniqueConstraint(
                fields=["company"],
                condition=~Q(state__in=ENDED_COACHING),
                name="companies_coaching_one_open",
                violation_error_message=_("This company is being coached already; go on with that case."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=_BEFORE_BASELINE) | Q(baseline__isnull=False),
                name="companies_coaching_has_baseline",
                violation_error_message=_("Without a baseline nobody can say later what the coaching brought."),
            ),
            models.CheckConstraint(
                condition=~Q(state=CoachingState.DONE)
                | (Q(final__isnull=False) & ~Q(final=F("baseline")) & ~Q(recommendation="")),
                name="companies_coaching_done_is_measured",
                violation_error_message=_("A coaching ends with a second measurement and a recommendation."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED_COACHING, ended_on__isnull=False)
                | (~Q(state__in=ENDED_COACHING) & Q(ended_on__isnull=True)),
                name="companies_coaching_ended_has_day",
                violation_error_message=_("What is over has a day, and only that."),
            ),
            models.CheckConstraint(
                condition=~Q(state=CoachingState.STOPPED) | ~Q(end_reason=""),
                name="companies_coaching_stopped_has_reason",
                violation_error_message=_("Please say why the coaching is stopped."),
            ),
            in_order(
                "opened_on", "ended_on", "companies_coaching_days_in_order", _("A coaching ends after it has begun.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company}, {self.opened_on.year}"

    def get_absolute_url(self) -> str:
        return reverse("companies:coaching_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED_COACHING


@tracked()
class Problem(Record, ScopedModel):
    """Something that costs productivity, and why. `whys` are the answers to “why”, asked up to five times."""

    coaching = models.ForeignKey(Coaching, on_delete=models.CASCADE, related_name="problems")
    description = models.CharField(_("problem"), max_length=300)
    tool = models.CharField(_("found by"), max_length=11, choices=DiagnosisTool)
    whys = ArrayField(
        models.CharField(max_length=200), verbose_name=_("answers to “why”"), default=list, blank=True, size=MOST_WHYS
    )
    root_cause = models.CharField(_("root cause"), max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["coaching", "pk"]
        verbose_name = _("problem")
        verbose_name_plural = _("problems")
        constraints = [
            one_of("tool", DiagnosisTool, "companies_problem_tool_known"),
            models.CheckConstraint(
                condition=Q(whys__len__lte=MOST_WHYS),
                name="companies_problem_five_whys",
                violation_error_message=_("“Why” is asked up to five times."),
            ),
        ]

    def __str__(self) -> str:
        return self.description

    def get_absolute_url(self) -> str:
        return self.coaching.get_absolute_url()


@tracked()
class PlanAction(Record, ScopedModel):
    """What is done about a problem: with what, by whom, until when, and how one will see it."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="actions")
    technique = models.CharField(_("technique"), max_length=18, choices=Technique)
    action = models.CharField(_("action"), max_length=300)
    owner = models.CharField(_("who does it"), max_length=120)
    due_on = models.DateField(_("due on"))
    indicator = models.CharField(_("how one will see it"), max_length=200)
    state = models.CharField(_("state"), max_length=7, choices=PlanState, default=PlanState.OPEN)
    ended_on = models.DateField(_("done or given up on"), null=True, blank=True)
    result = models.CharField(_("what came of it"), max_length=300, blank=True)

    objects = PlanActionQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("action of a plan")
        verbose_name_plural = _("actions of plans")
        constraints = [
            one_of("technique", Technique, "companies_planaction_technique_known"),
            one_of("state", PlanState, "companies_planaction_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=(PlanState.OPEN, PlanState.RUNNING), ended_on__isnull=True)
                | Q(state__in=(PlanState.DONE, PlanState.DROPPED), ended_on__isnull=False),
                name="companies_planaction_ended_has_day",
                violation_error_message=_("What is over has a day, and only that."),
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.DROPPED) | ~Q(result=""),
                name="companies_planaction_dropped_has_reason",
                violation_error_message=_("Please say why it is given up."),
            ),
        ]

    def __str__(self) -> str:
        return self.action

    def get_absolute_url(self) -> str:
        return self.problem.coaching.get_absolute_url()
