"""The way of a quarter: submitted, approved by somebody else, closed; and what the database holds by itself."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from programs.choices import PeriodState
from programs.models import ReportingPeriod
from tests.factories.accounts import UserFactory
from tests.factories.periods import ReopeningFactory, ReportingPeriodFactory

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
