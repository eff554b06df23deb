"""Forums: attendance by kind of organisation that never becomes a trainee, and resolutions with a day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period, today
from programs import services
from programs.choices import Unit
from programs.measures import Slice, all_measures, count, get_measure
from programs.models import Resolution
from programs.services import Delegation
from tests.factories.needs import ActivityFactory

pytestmark = pytest.mark.django_db


def test_attendance_by_kind_replaces_the_totals(planner):
    activity = ActivityFactory(participants=99, companies=99)
    services.record_delegations(
        actor=planner,
        activity=activity,
        delegations=[
            Delegation("company", 12, 9, "PT Contoh Satu\nPT Contoh Dua"),
            Delegation("government", 4, 2),
            Delegation("union", 0),
        ],
    )
    activity.refresh_from_db()
    assert (activity.participants, activity.companies) == (16, 9)
    services.record_delegations(actor=planner, activity=activity, delegations=[Delegation("school", 5, 5)])
    activity.refresh_from_db()
    assert (activity.participants, activity.companies) == (5, None)
    services.change_activity(actor=planner, activity=activity, participants=500)
    activity.refresh_from_db()
    assert activity.participants == 5


@pytest.mark.parametrize(("people", "organisations", "is_right"), [(3, 3, True), (3, 4, False), (3, None, True)])
def test_not_more_organisations_than_people(planner, people, organisations, is_right):
    activity = ActivityFactory()
    given = [Delegation("company", people, organisations)]
    if is_right:
        services.record_delegations(actor=planner, activity=activity, delegations=given)
        assert activity.attendance.count() == 1
    else:
        with pytest.raises(ValidationError):
            services.record_delegations(actor=planner, activity=activity, delegations=given)


def test_who_attends_is_in_no_count_of_people(planner):
    """Before and after a forum of 200 delegates, every measure of people, papers and companies says the same."""
    others = [one for one in all_measures() if one.unit not in (Unit.MEETING, Unit.NEED)]
    part = Slice.up_to(Period(2025))
    before = {one.key: count(one, part, EVERYTHING) for one in others}
    activity = ActivityFactory()
    services.record_delegations(actor=planner, activity=activity, delegations=[Delegation("company", 200, 150)])
    assert {one.key: count(one, part, EVERYTHING) for one in others} == before
    assert count(get_measure("forum_meetings"), part, EVERYTHING) == 1


def test_meetings_are_counted_when_they_are_over():
    """Rakor, FKLPID and TKDV count; outreach does not, nor a meeting of tomorrow."""
    day = today()
    for kind in ("coordination", "fklpid", "tkdv", "outreach", "consultation", "award", "oversight"):
        ActivityFactory(kind=kind, starts_on=day)
    ActivityFactory(starts_on=day + timedelta(days=1))
    ActivityFactory(starts_on=day - timedelta(days=1), ends_on=day + timedelta(days=1))
    whole_years = Slice(date(day.year, 1, 1), date(day.year + 1, 12, 31))
    assert count(get_measure("forum_meetings"), whole_years, EVERYTHING) == 3


def resolution(planner, **details):
    activity = ActivityFactory(starts_on=today() - timedelta(days=30))
    given = {"text": "Susun kurikulum", "owner": "BLKI Balikpapan", "due_on": today() - timedelta(days=1)} | details
    return services.add_resolution(actor=planner, activity=activity, **given)


def test_a_resolution_is_overdue_the_day_after(planner):
    one = resolution(planner)
    assert list(Resolution.objects.overdue(one.due_on)) == []
    assert list(Resolution.objects.overdue(one.due_on + timedelta(days=1))) == [one]
    services.end_resolution(actor=planner, resolution=one, state="done")
    assert list(Resolution.objects.overdue(today())) == []


def test_a_resolution_is_due_after_its_meeting(planner):
    day = today() - timedelta(days=30)
    assert resolution(planner, due_on=day).due_on == day
    with pytest.raises(DomainError) as caught:
        resolution(planner, due_on=day - timedelta(days=1))
    assert (caught.value.code, caught.value.field) == ("due_before_meeting", "due_on")


def test_dropping_needs_a_reason_and_ending_a_possible_day(planner):
    one = resolution(planner)
    with pytest.raises(DomainError) as caught:
        services.end_resolution(actor=planner, resolution=one, state="dropped")
    assert caught.value.code == "reason_missing"
    for day in (today() + timedelta(days=1), one.activity.starts_on - timedelta(days=1)):
        with pytest.raises(DomainError) as caught:
            services.end_resolution(actor=planner, resolution=one, state="done", ended_on=day)
        assert caught.value.code == "day_not_possible"
    services.end_resolution(actor=planner, resolution=one, state="dropped", note="Dana dialihkan")
    reopened = services.end_resolution(actor=planner, resolution=one, state="open")
    assert (reopened.state, reopened.ended_on) == ("open", None)


@pytest.mark.parametrize("broken", [{"state": "done"}, {"ended_on": date(2025, 1, 1)}, {"state": "lost"}])
def test_the_database_keeps_the_rules(planner, broken):
    one = resolution(planner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.filter(pk=one.pk).update(**broken)
