"""Events of the office."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from programs.choices import ActivityKind


@tracked()
class Activity(Record, ScopedModel):
    """An event of the office: outreach, consultation, coordination, forum, award.

    Who attends an activity is never counted as a trainee (peers.md §0).
    """

    kind = models.CharField(_("kind"), max_length=14, choices=ActivityKind)
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    companies = models.PositiveIntegerField(_("companies"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    source = models.CharField(_("source"), max_length=200)
    is_invented = models.BooleanField(default=False, help_text=_("Part of the demo, not a real event."))

    objects = ScopedQuerySet.as_manager()
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

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programs:activity_detail", args=[self.pk])
