"""Reusable reads of the training supply."""

from datetime import date, timedelta
from typing import Any, Self

from django.apps import apps
from django.db.models import Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kaltim_naker.access.scope import Scope, ScopedQuerySet
from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import Period, working_day_after, working_day_before
from kaltim_naker.regions.models import Region
from programs.choices import ClassState, PeriodState, ProposalState, ResolutionState, RestatementState
from programs.constants import AGREED, DECIDED, FORUMS


class TrainingCentreQuerySet(ScopedQuerySet):
    """Every member of staff may know the centres; whose they are is another question."""

    def run_by(self, scope: Scope) -> Self:
        """The centres whose own affairs lie in this scope, for choices in forms."""
        return self if scope.everything else self.filter(pk__in=scope.centres)


class TrainingClassQuerySet(ScopedQuerySet):
    """A centre sees its own classes; a regional office sees every class that has been announced."""

    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        condition = Q(pk__in=[])
        if scope.centres:
            condition |= Q(centre__in=scope.centres)
        if scope.regions:
            condition |= ~Q(state=ClassState.PLANNED)
        return self.filter(condition)

    def for_list(self) -> Self:
        return self.select_related("programme__field", "centre")

    def in_year(self, year: int) -> Self:
        return self.filter(fiscal_year=year)

    def in_the_way_of(self, planned: Any) -> Self:
        """Other classes with a day in common with this one; a cancelled class is in nobody's way."""
        sharing = self.filter(starts_on__lte=planned.ends_on, ends_on__gte=planned.starts_on)
        return sharing.exclude(pk=planned.pk).exclude(state=ClassState.CANCELLED).select_related("programme")

    def between(self, first: date, last: date) -> Self:
        """Classes with a day in this span, for a calendar; cancelled ones are left out."""
        return self.filter(starts_on__lte=last, ends_on__gte=first).exclude(state=ClassState.CANCELLED)

    def latest_year(self, year: int) -> int:
        """The last fiscal year with classes, up to this one: a page of figures opens on what there is."""
        last = self.filter(fiscal_year__lte=year).aggregate(last=Max("fiscal_year"))["last"]
        return int(last or year)

    def latest_day(self, day: date) -> date:
        """This day while classes run, else the day on which the last one ended; a calendar opens there."""
        begun = self.filter(starts_on__lte=day).exclude(state=ClassState.CANCELLED)
        return min(begun.aggregate(last=Max("ends_on"))["last"] or day, day)

    def overdue(self, day: date) -> Self:
        """Past the last day, and nobody has said how it ended."""
        return self.filter(state=ClassState.RUNNING, ends_on__lt=day)

    def late_to_start(self, day: date) -> Self:
        """The first day has come, and the class is not running."""
        waiting = (ClassState.PLANNED, ClassState.OPEN, ClassState.SELECTING)
        return self.filter(state__in=waiting, starts_on__lte=day)

    def running_empty(self) -> Self:
        """Running, but nobody is enrolled."""
        return self.filter(state=ClassState.RUNNING, enrolments__isnull=True)

    def with_participation(self) -> Self:
        """Adds `taken` (seats) and `passed` (people), each counted by a subquery, so a page costs what it shows.

        Enrolments lie above this app, so they are reached by name and counted by their own definitions.
        """
        enrolments = apps.get_model("trainees", "Enrolment").objects.filter(training_class=OuterRef("pk"))
        return self.annotate(taken=_counted(enrolments.taking_a_seat()), passed=_counted(enrolments.passed()))


def _counted(rows: QuerySet) -> Coalesce:
    per_class = rows.order_by().values("training_class").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(per_class, output_field=IntegerField()), 0)


class HolidayQuerySet(QuerySet):
    """Working days by the table of holidays. A year that is not in the table has its weekends only."""

    def working_day_after(self, day: date, days: int) -> date:
        """So many working days later; that day itself is not counted."""
        return working_day_after(day, days, self._around(day, days))

    def working_day_before(self, day: date, days: int) -> date:
        return working_day_before(day, days, self._around(day, days))

    def covers(self, year: int) -> bool:
        """Whether the holidays of a year have been entered."""
        return self.filter(day__year=year).exists()

    def _around(self, day: date, days: int) -> set[date]:
        # Enough room for the longest row of holidays there is, around Idulfitri, and the weekends between.
        span = timedelta(days=3 * days + 21)
        return set(self.filter(day__range=(day - span, day + span)).values_list("day", flat=True))


class ActivityQuerySet(ScopedQuerySet):
    def forums_held(self, day: date) -> Self:
        """Coordination meetings, FKLPID and TKDV that are over by this day."""
        return self.filter(kind__in=FORUMS, ends_on__lte=day)


class ResolutionQuerySet(ScopedQuerySet):
    def overdue(self, day: date) -> Self:
        return self.filter(state=ResolutionState.OPEN, due_on__lt=day)


class ProposalQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        return self.select_related("region", "field")

    def in_year(self, year: int) -> Self:
        return self.filter(year=year)

    def standing(self) -> Self:
        """All but those that the region took back."""
        return self.exclude(state=ProposalState.WITHDRAWN)

    def agreed(self) -> Self:
        return self.filter(state__in=AGREED)

    def decided(self) -> Self:
        return self.filter(state__in=DECIDED)

    def awaiting_decision(self) -> Self:
        """The province has to do something: review, or decide."""
        return self.filter(state__in=(ProposalState.SUBMITTED, ProposalState.REVIEWED))

    def returned(self) -> Self:
        """The region has to do something."""
        return self.filter(state=ProposalState.RETURNED)

    def without_class(self) -> Self:
        """Agreed by the province, and no class came of it yet."""
        return self.filter(state=ProposalState.AGREED_PROVINCE, realised__isnull=True)

    def latest_year(self, year: int) -> int:
        """The last year that anything was proposed for; without proposals, the year after this one."""
        return int(self.aggregate(last=Max("year"))["last"] or year + 1)


class SkillNeedQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        return self.select_related("region", "field", "sector")

    def in_year(self, year: int) -> Self:
        return self.filter(year=year)

    def latest_year(self, year: int) -> int:
        """The last year that a need is recorded for; without needs, the year after this one."""
        return int(self.aggregate(last=Max("year"))["last"] or year + 1)

    def with_graduates(self) -> Self:
        """Adds `graduates`: people who passed a class that answers the need."""
        return self.annotate(graduates=Coalesce(Subquery(_graduates_of(OuterRef("pk"))), 0))

    def with_day_met(self) -> Self:
        """Adds `met_on`: the closing day of the class with which graduates came up to the people needed, or None."""
        answers = apps.get_model("programs", "NeedAnswer").objects.filter(
            need=OuterRef("pk"), training_class__closed_on__isnull=False
        )
        by_then = _graduates_of(OuterRef("need"), training_class__closed_on__lte=OuterRef("training_class__closed_on"))
        enough = answers.annotate(graduates=Coalesce(Subquery(by_then), 0)).filter(graduates__gte=F("need__people"))
        first = enough.order_by("training_class__closed_on").values("training_class__closed_on")
        return self.annotate(met_on=Subquery(first[:1]))

    def met(self) -> Self:
        return self.with_day_met().filter(met_on__isnull=False)


def _graduates_of(need: OuterRef, **narrowed: Any) -> QuerySet:
    """How many people passed classes that answer a need; enrolments lie above this app and are reached by name."""
    enrolments = apps.get_model("trainees", "Enrolment").objects
    passed = enrolments.passed().filter(training_class__need_answer__need=need, **narrowed)
    per_need = passed.order_by().values("training_class__need_answer__need")
    return per_need.annotate(n=Count("job_seeker", distinct=True)).values("n")


class TargetQuerySet(ScopedQuerySet):
    def in_force(self, year: int) -> Self:
        """Targets of a year that a second person has approved."""
        return self.filter(year=year, value__isnull=False)

    def undivided(self) -> Self:
        """The whole, and its parts by centre: nothing narrowed by region, sector, issuer or funding."""
        return self.filter(region=None, sector=None, issuer="", funding="")

    def of_region(self, region: Region) -> Self:
        """What was promised for the residents of one regency or city as a whole."""
        return self.filter(region=region, centre=None, sector=None, issuer="", funding="")


class ReportingPeriodQuerySet(ScopedQuerySet):
    """Quarters of units. `access` says who may do something with them: a centre with its own, the province with all."""

    def own_of(self, scope: Scope) -> Self:
        """The quarters that somebody hands in himself: those of his centres; the province what belongs to none."""
        return self.filter(centre=None) if scope.everything else self.filter(centre__in=scope.centres)

    def over(self, day: date) -> Self:
        """Quarters whose last day lies before this one."""
        now = Period.of(day)
        return self.filter(Q(year__lt=now.year) | Q(year=now.year, quarter__lt=now.quarter))

    def to_submit(self, scope: Scope, day: date) -> Self:
        return self.own_of(scope).over(day).filter(state=PeriodState.OPEN)

    def returned_to(self, scope: Scope) -> Self:
        return self.own_of(scope).filter(state=PeriodState.RETURNED)

    def to_approve(self, user: User) -> Self:
        """What somebody else has handed in."""
        return self.filter(state=PeriodState.SUBMITTED).exclude(submitted_by=user)

    def of(self, period: Period) -> Self:
        """Every unit's part of one quarter."""
        return self.filter(year=period.year, quarter=period.quarter)

    def for_list(self) -> Self:
        return self.select_related("centre", "submitted_by", "approved_by", "closed_by")


class RestatementQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        return self.filter(state=RestatementState.PROPOSED)

    def approved(self) -> Self:
        return self.filter(state=RestatementState.APPROVED)

    def to_decide(self, user: User) -> Self:
        """What waits, save what the reader moved himself."""
        return self.open().exclude(proposed_by=user).exclude(causes__contains=[{"actor": user.pk}])

    def of(self, period: Period) -> Self:
        """Restatements of the closed figures of one quarter."""
        return self.filter(figure__period__year=period.year, figure__period__quarter=period.quarter)
