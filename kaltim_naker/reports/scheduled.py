"""Reports that nobody has to ask for: the draft of each month, and that of a quarter once it is closed.

They are asked for like any other, in the name of somebody who may, and stay drafts until a person publishes them.
"""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import POLICY, can
from kaltim_naker.accounts.models import OfficeKind, User
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.kinds import TARGET_REALISATION
from kaltim_naker.reports.models import Language, ReportRun
from kaltim_naker.reports.services import request_report
from programs.choices import PeriodState
from programs.models import ReportingPeriod

# A quarter that was closed longer ago has its report, or somebody decided against it.
_FRESH = timedelta(days=7)


def first_who_may_ask() -> User | None:
    """The first account of the provincial office that may ask for reports."""
    accounts = User.objects.filter(
        is_active=True,
        memberships__role__in=POLICY[Action.REQUEST_REPORT],
        memberships__office__kind=OfficeKind.PROVINCE,
    )
    return accounts.order_by("pk").first()


def draft_last_month(day: date) -> ReportRun | None:
    """The province's draft of the month before `day`, once. None where it was made before, or nobody may ask."""
    last = day.replace(day=1) - timedelta(days=1)
    period = Period(last.year, month=last.month)
    asker = first_who_may_ask()
    if asker is None or _of(period).filter(is_scheduled=True).exists():
        return None
    return request_report(actor=asker, period=period, is_scheduled=True)


def draft_closed_quarters() -> list[ReportRun]:
    """The province's report of each quarter that was closed lately and has none since, asked for by who closed it."""
    fresh = ReportingPeriod.objects.filter(
        state=PeriodState.CLOSED, centre__isnull=True, closed_at__gte=timezone.now() - _FRESH
    )
    runs = (_draft_closed(quarter) for quarter in fresh.select_related("closed_by").order_by("year", "quarter"))
    return [run for run in runs if run is not None]


def _draft_closed(quarter: ReportingPeriod) -> ReportRun | None:
    if _of(quarter.period).filter(created_at__gte=quarter.closed_at).exists():
        return None
    closer = quarter.closed_by
    asker = closer if closer and can(closer, Action.REQUEST_REPORT) else first_who_may_ask()
    return request_report(actor=asker, period=quarter.period, is_scheduled=True) if asker else None


def _of(period: Period) -> QuerySet[ReportRun]:
    """The province's own reports on target and realisation of a period."""
    return ReportRun.objects.filter(
        kind=TARGET_REALISATION.key,
        year=period.year,
        quarter=period.quarter,
        month=period.month,
        semester=None,
        centre=None,
        region=None,
        language=Language.INDONESIAN,
    )
