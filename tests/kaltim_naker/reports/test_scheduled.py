"""Reports by the calendar: once each, in the name of somebody who may, and drafts until somebody publishes them."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from kaltim_naker.accounts.models import User
from kaltim_naker.core.jobs import JobState
from kaltim_naker.core.periods import Period
from kaltim_naker.reports import scheduled
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.scheduled import draft_closed_quarters, draft_last_month
from kaltim_naker.reports.tasks import draft_closed, draft_month
from programs.models import ReportingPeriod
from tests.factories.periods import close


def test_the_month_that_is_over_is_drafted_once(small_year: SimpleNamespace, planner: User) -> None:
    run = draft_last_month(date(2025, 10, 1))

    assert run is not None
    assert (run.period, run.is_scheduled, run.is_published) == (Period(2025, month=9), True, False)
    assert run.requested_by == planner
    assert draft_last_month(date(2025, 10, 2)) is None
    assert draft_last_month(date(2026, 1, 1)).period == Period(2025, month=12)


def test_without_anybody_who_may_ask_nothing_is_made(db: None) -> None:
    assert draft_last_month(date(2025, 10, 1)) is None
    draft_month()
    draft_closed()
    assert not ReportRun.objects.exists()


def test_a_closed_quarter_gets_its_report_once(small_year: SimpleNamespace, planner: User) -> None:
    assert draft_closed_quarters() == []
    close(Period(2025, 1), planner)

    (run,) = draft_closed_quarters()
    assert (run.period, run.is_scheduled) == (Period(2025, 1), True)
    assert run.requested_by == ReportingPeriod.objects.filter(year=2025, quarter=1).first().closed_by
    assert draft_closed_quarters() == []
    ReportRun.objects.update(state=JobState.CANCELLED)
    assert draft_closed_quarters() == []  # somebody stopped it on purpose


def test_a_quarter_closed_long_ago_is_left_alone(
    small_year: SimpleNamespace, planner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(Period(2025, 1), planner)
    monkeypatch.setattr(scheduled, "_FRESH", timedelta(0))
    assert draft_closed_quarters() == []
