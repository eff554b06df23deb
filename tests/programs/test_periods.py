"""The way of a quarter: submitted, approved by somebody else, closed; and what the database holds by itself."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.periods import Period
from programs.choices import PeriodState
from programs.models import ReportingPeriod, TrainingCentre
from programs.services import (
    approve_period,
    begin_quarters,
    close_quarter,
    closes_again_on,
    reopen_period,
    return_period,
    submit_period,
)
from tests.factories.accounts import UserFactory, user_with_role
from tests.factories.periods import ReopeningFactory, ReportingPeriodFactory, approve_units
from tests.factories.programs import TrainingCentreFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db


class TestWhatTheDatabaseHolds:
    def test_a_unit_has_each_quarter_once_the_province_too(self):
        first = ReportingPeriodFactory()
        with pytest.raises(IntegrityError, match="programs_reportingperiod_once"), transaction.atomic():
            ReportingPeriod(year=first.year, quarter=first.quarter).save()

    def test_who_submits_does_not_approve(self):
        period = ReportingPeriodFactory(submitted=True)
        change = {"state": PeriodState.APPROVED, "approved_at": period.submitted_at}
        rows = ReportingPeriod.objects.filter(pk=period.pk)
        with pytest.raises(IntegrityError, match="programs_reportingperiod_four_eyes"), transaction.atomic():
            rows.update(approved_by=period.submitted_by, **change)
        assert rows.update(approved_by=UserFactory(), **change) == 1

    @pytest.mark.parametrize("statement", ["UPDATE {} SET state = 'open'", "DELETE FROM {}"])
    def test_a_closed_quarter_stays_closed(self, statement):
        ReportingPeriodFactory(closed=True)
        with (
            pytest.raises(ProgrammingError, match="closed_stays_closed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(ReportingPeriod._meta.db_table))

    def test_a_reopening_has_a_reason_and_an_end(self):
        reopening = ReopeningFactory()
        for column, value, rule in (
            ("reason", "", "programs_reopening_has_reason"),
            ("until", reopening.created_at, "programs_reopening_ends_later"),
        ):
            with pytest.raises(IntegrityError, match=rule), transaction.atomic():
                type(reopening).objects.filter(pk=reopening.pk).update(**{column: value})


@pytest.fixture
def administrator(bontang: TrainingCentre) -> User:
    return user_with_role(Role.CENTRE_ADMIN, bontang.office)


@pytest.fixture
def quarter(bontang: TrainingCentre) -> ReportingPeriod:
    return ReportingPeriodFactory(centre=bontang)


def test_every_unit_has_four_quarters_a_year_also_one_that_comes_later(bontang: TrainingCentre) -> None:
    assert begin_quarters(2025) == 8  # the province and one centre
    assert begin_quarters(2025) == 0
    TrainingCentreFactory()
    assert begin_quarters(2025) == 4


def test_a_quarter_goes_back_and_forth_until_it_is_approved(
    administrator: User, planner: User, quarter: ReportingPeriod
) -> None:
    submit_period(actor=administrator, period=quarter)
    returned = return_period(actor=planner, period=quarter, note="Hasil uji las belum dicatat")
    assert (returned.state, returned.note) == (PeriodState.RETURNED, "Hasil uji las belum dicatat")
    submit_period(actor=administrator, period=quarter, note="Sudah dicatat")
    approved = approve_period(actor=planner, period=quarter)
    assert (approved.submitted_by, approved.approved_by) == (administrator, planner)
    assert list(quarter.steps.values_list("kind", "actor", "note")) == [
        ("submitted", administrator.pk, ""),
        ("returned", planner.pk, "Hasil uji las belum dicatat"),
        ("submitted", administrator.pk, "Sudah dicatat"),
        ("approved", planner.pk, ""),
    ]


def test_what_was_approved_is_returned_until_it_is_closed(planner: User, bontang: TrainingCentre) -> None:
    approved = ReportingPeriodFactory(approved=True, centre=bontang)
    assert return_period(actor=planner, period=approved, note="Salah unggah").state == PeriodState.RETURNED


def test_only_the_unit_itself_hands_in(
    administrator: User, planner: User, balikpapan: TrainingCentre, quarter: ReportingPeriod
) -> None:
    foreign, of_province = ReportingPeriodFactory(centre=balikpapan), ReportingPeriodFactory(centre=None)
    for actor, period in ((administrator, foreign), (administrator, of_province), (planner, quarter)):
        with refused("foreign_unit"):
            submit_period(actor=actor, period=period)
    assert submit_period(actor=planner, period=of_province).state == PeriodState.SUBMITTED


def test_a_quarter_is_handed_in_when_it_is_over(
    administrator: User, quarter: ReportingPeriod, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("programs.services.periods.today", lambda: date(2025, 3, 31))
    with refused("period_not_over"):
        submit_period(actor=administrator, period=quarter)
    monkeypatch.setattr("programs.services.periods.today", lambda: date(2025, 4, 1))
    submit_period(actor=administrator, period=quarter)


def test_who_submits_does_not_approve_and_others_may_not(
    planner: User, head_of_office: User, administrator: User, quarter: ReportingPeriod
) -> None:
    of_province = submit_period(actor=planner, period=ReportingPeriodFactory(centre=None))
    with refused("own_submission"):
        approve_period(actor=planner, period=of_province)
    assert approve_period(actor=head_of_office, period=of_province).approved_by == head_of_office
    submit_period(actor=administrator, period=quarter)
    with pytest.raises(PermissionDenied):
        approve_period(actor=administrator, period=quarter)


def test_each_step_needs_the_one_before(administrator: User, planner: User, quarter: ReportingPeriod) -> None:
    with refused("period_moved_on"):
        approve_period(actor=planner, period=quarter)
    with refused("period_moved_on"):
        return_period(actor=planner, period=quarter, note="Belum lengkap")
    submit_period(actor=administrator, period=quarter)
    with refused("period_moved_on"):
        submit_period(actor=administrator, period=quarter)
    with refused("note_missing"):
        return_period(actor=planner, period=quarter, note=" ")


def test_a_quarter_closes_once_every_unit_is_approved(
    planner: User, head_of_office: User, balikpapan: TrainingCentre, bontang: TrainingCentre
) -> None:
    first = Period(2025, 1)
    approve_units(first, [None, balikpapan])
    with refused("quarter_incomplete"):
        close_quarter(actor=planner, period=first)
    last = ReportingPeriodFactory(submitted=True, centre=bontang)
    with refused("quarter_incomplete"):
        close_quarter(actor=planner, period=first)
    approve_period(actor=head_of_office, period=last)
    with pytest.raises(PermissionDenied):
        close_quarter(actor=head_of_office, period=first)
    closed = close_quarter(actor=planner, period=first)
    assert {unit.state for unit in closed} == {PeriodState.CLOSED}
    assert len(closed) == 3
    with refused("quarter_closed"):
        close_quarter(actor=planner, period=first)


def test_quarters_of_a_year_close_in_their_order(planner: User) -> None:
    approve_units(Period(2025, 2), [None])
    with refused("earlier_quarter_open"):
        close_quarter(actor=planner, period=Period(2025, 2))
    approve_units(Period(2025, 1), [None])
    close_quarter(actor=planner, period=Period(2025, 1))
    close_quarter(actor=planner, period=Period(2025, 2))


def test_a_closed_quarter_is_opened_again_for_one_unit_and_a_time(planner: User, bontang: TrainingCentre) -> None:
    closed = ReportingPeriodFactory(closed=True, centre=bontang)
    now = timezone.now()
    opened = {"actor": planner, "period": closed, "reason": "Sertifikat terlambat diserahkan"}
    for change, code in (
        ({"reason": " "}, "reason_missing"),
        ({"until": now - timedelta(minutes=1)}, "until_past"),
        ({"until": now + timedelta(days=32)}, "until_too_far"),
        ({"period": ReportingPeriodFactory(approved=True)}, "period_not_closed"),
    ):
        with refused(code):
            reopen_period(**{**opened, "until": now + timedelta(days=30), **change})
    reopening = reopen_period(**opened, until=now + timedelta(days=30))
    closed.refresh_from_db()
    assert (closed.state, reopening.opened_by) == (PeriodState.CLOSED, planner)
    assert list(closed.steps.values_list("kind", "note")) == [("reopened", "Sertifikat terlambat diserahkan")]


def test_until_a_day_means_through_that_day() -> None:
    assert closes_again_on(date(2025, 5, 2)).isoformat() == "2025-05-03T00:00:00+08:00"
