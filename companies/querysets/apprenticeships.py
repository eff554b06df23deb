"""Reusable reads about apprenticeships."""

from datetime import date, timedelta
from typing import Self

from django.apps import apps
from django.db.models import Count, DateField, Exists, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from companies.choices.apprenticeships import (
    COUNTED_KINDS,
    STARTED_STATES,
    WAITING_STATES,
    ApprenticeshipState,
    ApprenticeState,
)
from companies.constants.apprenticeships import ENDING_DAYS, LOGBOOK_DAYS, PERMIT_WORKING_DAYS
from companies.formulas.apprenticeships import monday_of
from kaltim_naker.access.scope import Scope, ScopedQuerySet


class ApprenticeshipQuerySet(ScopedQuerySet):
    """Programmes: a regional office sees those at sites in its region."""

    def for_list(self) -> Self:
        return self.select_related("site__company", "site__region", "field")

    def with_people(self) -> Self:
        """Adds `people`: how many take part, who did not begin left out."""
        return self.annotate(people=Count("apprentices", filter=~Q(apprentices__state=ApprenticeState.CANCELLED)))

    def permit_overdue(self, day: date) -> Self:
        """Complete applications that nobody answered within the working days of article 17."""
        holidays = apps.get_model("programs", "Holiday").objects
        before = holidays.working_day_before(day, PERMIT_WORKING_DAYS)
        return self.filter(state=ApprenticeshipState.SUBMITTED, complete_on__lt=before)

    def agreement_missing(self, day: date) -> Self:
        """Permitted, the first day has come, and somebody's agreement is not signed and ratified."""
        without = (ApprenticeState.SELECTED, ApprenticeState.SIGNED)
        people = _model("Apprentice").objects.filter(apprenticeship=OuterRef("pk"), state__in=without)
        return self.filter(Exists(people), state=ApprenticeshipState.PERMITTED, starts_on__lte=day)

    def follow_up_due(self, day: date) -> Self:
        """A visit found something that should have been put right by now."""
        visits = _model("MonitoringVisit").objects.open(day).filter(apprenticeship=OuterRef("pk"))
        return self.filter(Exists(visits))


class ApprenticeQuerySet(ScopedQuerySet):
    """Participants: seen by the region where the site is, whose office ratifies, and by the region they live in."""

    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        here = Q(apprenticeship__site__region__in=scope.regions) | Q(job_seeker__domicile__in=scope.regions)
        return self.filter(here) if scope.regions else self.none()

    def for_list(self) -> Self:
        return self.select_related(
            "job_seeker__domicile", "apprenticeship__site__company", "apprenticeship__site__region", "mentor"
        )

    def counted(self) -> Self:
        """Domestic apprenticeships; Magang Nasional is another programme (domain.md §5)."""
        return self.filter(apprenticeship__kind__in=COUNTED_KINDS)

    def started(self) -> Self:
        return self.filter(state__in=STARTED_STATES)

    def waiting(self) -> Self:
        return self.filter(state__in=WAITING_STATES)

    def taking_a_place(self) -> Self:
        """Who counts toward the share of the site's workers: everybody who did not give up the place."""
        return self.counted().exclude(state=ApprenticeState.CANCELLED)

    def running(self) -> Self:
        return self.filter(state=ApprenticeState.RUNNING)

    def ending(self, day: date) -> Self:
        """Running, and over within a month or already past the last day."""
        return self.running().filter(ends_on__lte=day + timedelta(days=ENDING_DAYS))

    def at_sites_of(self, scope: Scope) -> Self:
        """Those that an office may act on: a region is told of its residents elsewhere, but others act there."""
        return self if scope.everything else self.filter(apprenticeship__site__region__in=scope.regions)

    def after_unknown(self) -> Self:
        """Completed, and nobody knows what came after."""
        return self.filter(state=ApprenticeState.COMPLETED, after="")

    def with_last_week(self) -> Self:
        """Adds `last_week`, the Monday of the newest week in the logbook."""
        weeks = _model("LogbookWeek").objects.filter(apprentice=OuterRef("pk")).order_by()
        newest = weeks.values("apprentice").annotate(newest=Max("week")).values("newest")
        return self.annotate(last_week=Subquery(newest, output_field=DateField()))

    def logbook_not_kept(self, day: date) -> Self:
        """Running, and the newest week that should be there by now is not; a week is due two weeks after its end."""
        latest = monday_of(day - timedelta(days=LOGBOOK_DAYS + 7))
        kept = Coalesce("last_week", Value(date.min, output_field=DateField()))
        begun = {"started_on__lte": latest + timedelta(days=6)}
        return self.running().with_last_week().alias(kept=kept).filter(kept__lt=latest, **begun)


class MonitoringVisitQuerySet(ScopedQuerySet):
    def open(self, day: date) -> Self:
        return self.filter(follow_up_by__lt=day, followed_up_on__isnull=True)


class LogbookWeekQuerySet(ScopedQuerySet):
    """Weeks: seen by whoever sees the participant."""

    def visible_to(self, scope: Scope) -> Self:
        return self.filter(apprentice__in=_model("Apprentice").objects.visible_to(scope))


def _model(name: str):
    return apps.get_model("companies", name)
