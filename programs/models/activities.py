"""Events of the office: who sat together, and what was resolved."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import Region
from programs.choices import ActivityKind, OrganisationKind, ResolutionState
from programs.locking import period_locks
from programs.querysets import ActivityQuerySet, ResolutionQuerySet


@marked(day="ends_on")
@tracked()
class Activity(Record, ScopedModel):
    """An event of the office: outreach, consultation, coordination, forum, award.

    Who attends an activity is never counted as a trainee (peers.md §0). `participants` and `companies` are totals as
    the source gives them; once the attendance is entered by kind of organisation, they follow from it.
    """

    kind = models.CharField(_("kind"), max_length=14, choices=ActivityKind)
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("regency or city")
    )
    organiser = models.CharField(_("organiser"), max_length=150, blank=True)
    chair = models.CharField(_("chair"), max_length=150, blank=True)
    document = models.CharField(_("legal basis or invitation"), max_length=200, blank=True)
    agenda = models.TextField(_("agenda"), blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    companies = models.PositiveIntegerField(_("companies"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    source = models.CharField(_("source"), max_length=200)
    is_invented = models.BooleanField(default=False, help_text=_("Part of the demo, not a real event."))

    objects = ActivityQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            one_of("kind", ActivityKind, "programs_activity_kind_known"),
            in_order(
                "starts_on", "ends_on", "programs_activity_days_in_order", _("The last day is before the first day.")
            ),
        ]
        triggers = period_locks("ends_on", watch=("kind",))

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programs:activity_detail", args=[self.pk])


@tracked()
class ActivityAttendance(Record, ScopedModel):
    """How many came from one kind of organisation. Numbers and names of organisations, never of people."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="attendance")
    organisation = models.CharField(_("kind of organisation"), max_length=20, choices=OrganisationKind)
    people = models.PositiveIntegerField(_("people"))
    organisations = models.PositiveIntegerField(_("organisations"), null=True, blank=True)
    names = models.TextField(_("names of organisations"), blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["activity", "organisation"]
        verbose_name = _("attendance of an activity")
        constraints = [
            one_of("organisation", OrganisationKind, "programs_activityattendance_kind_known"),
            models.UniqueConstraint(
                fields=["activity", "organisation"],
                name="programs_activityattendance_once",
                violation_error_message=_("This kind of organisation is entered already."),
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1),
                name="programs_activityattendance_somebody",
                violation_error_message=_("Enter kinds of organisations that sent somebody."),
            ),
            models.CheckConstraint(
                condition=Q(organisations__isnull=True) | Q(organisations__lte=models.F("people")),
                name="programs_activityattendance_people_of_each",
                violation_error_message=_("There cannot be more organisations than people who came from them."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_organisation_display()}: {self.people}"


@tracked()
class Resolution(Record, ScopedModel):
    """What an activity resolved: who does it, until when, and whether it was done."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="resolutions")
    text = models.CharField(_("resolution"), max_length=300)
    owner = models.CharField(_("who does it"), max_length=150)
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=8, choices=ResolutionState, default=ResolutionState.OPEN)
    ended_on = models.DateField(_("done or dropped on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ResolutionQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        constraints = [
            one_of("state", ResolutionState, "programs_resolution_state_known"),
            models.CheckConstraint(
                condition=Q(state=ResolutionState.OPEN, ended_on__isnull=True)
                | (~Q(state=ResolutionState.OPEN) & Q(ended_on__isnull=False)),
                name="programs_resolution_ended_has_day",
                violation_error_message=_("What is done or dropped has a day, and only that."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ResolutionState.DROPPED) | ~Q(note=""),
                name="programs_resolution_dropped_has_reason",
                violation_error_message=_("Please say why the resolution is dropped."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.activity.get_absolute_url()
