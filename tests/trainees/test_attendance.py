"""Attendance: hours, shares and late changes, counted by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from programs.choices import ClassState
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory
from trainees.documents.attendance import register_of
from trainees.models import AttendanceMark, Session
from trainees.services import MarkEntry, plan_sessions, plan_working_days, record_attendance

pytestmark = pytest.mark.django_db

MONDAY = date(2025, 2, 3)


@pytest.fixture
def training(balikpapan):
    return TrainingClassFactory(centre=balikpapan, starts_on=MONDAY, ends_on=date(2025, 2, 14))


@pytest.fixture
def sessions(training, balikpapan_admin):
    """Four sessions of 8, 8, 8 and 5 hours (Friday ends at noon)."""
    days = [MONDAY + timedelta(days=n) for n in range(3)]
    planned = plan_sessions(actor=balikpapan_admin, training_class=training, days=days, hours=8)
    friday = plan_sessions(actor=balikpapan_admin, training_class=training, days=[date(2025, 2, 7)], hours=5)
    return [*planned, *friday]


def record(training, actor, marks, **details):
    """`marks`: {(session, enrolment): "H" or ("H", 6)}."""
    cells = {
        (session.pk, enrolment.pk): MarkEntry(*entry) if isinstance(entry, tuple) else MarkEntry(entry)
        for (session, enrolment), entry in marks.items()
    }
    return record_attendance(actor=actor, training_class=training, cells=cells, **details)


class TestShares:
    def test_hours_by_hand(self, training, sessions, balikpapan_admin):
        """Held so far: 8 + 8 + 8 = 24 hours (Friday is not recorded yet).

        Adi: 8 + 8 + 8 = 24 → 100 %. Budi: 8 + 0 (sick) + 6 (left early) = 14 → 58.33 %.
        Citra moved up on Tuesday: 8 + 8 of 16 → 100 %. Dewi withdrew on Monday: 8 of 8 → 100 %.
        Eka has no mark on Wednesday: 16 of 24 → 66.67 %.
        """
        adi, budi, eka = (EnrolmentFactory(training_class=training, enrolled_on=MONDAY) for _n in range(3))
        citra = EnrolmentFactory(training_class=training, enrolled_on=MONDAY + timedelta(days=1))
        dewi = EnrolmentFactory(training_class=training, withdrawn=True, enrolled_on=MONDAY)
        one, two, three, _friday = sessions
        record(
            training,
            balikpapan_admin,
            {
                **{(session, adi): "H" for session in (one, two, three)},
                (one, budi): "H",
                (two, budi): "S",
                (three, budi): ("H", 6),
                (two, citra): "H",
                (three, citra): "H",
                (one, dewi): "H",
                (one, eka): "H",
                (two, eka): "H",
            },
        )
        register = register_of(training)
        found = {row.enrolment.pk: (row.hours_attended, row.hours_held) for row in register.rows}
        assert found == {
            adi.pk: (24, 24),
            budi.pk: (14, 24),
            citra.pk: (16, 16),
            dewi.pk: (8, 8),
            eka.pk: (16, 24),
        }
        shares = {row.enrolment.pk: row.share for row in register.rows}
        assert shares[budi.pk].quantize(Decimal("0.01")) == Decimal("58.33")
        assert {row.enrolment.pk for row in register.below_minimum} == {budi.pk, eka.pk}

    def test_before_the_first_mark_there_is_no_share(self, training, sessions):
        EnrolmentFactory(training_class=training)
        (row,) = register_of(training).rows
        assert row.share is None
        assert not row.is_below_minimum

    def test_exactly_the_minimum_is_enough(self, training, balikpapan_admin):
        days = [MONDAY + timedelta(days=n) for n in range(5)]
        sessions = plan_sessions(actor=balikpapan_admin, training_class=training, days=days, hours=8)
        one = EnrolmentFactory(training_class=training, enrolled_on=MONDAY)
        record(training, balikpapan_admin, {(s, one): "A" if n == 0 else "H" for n, s in enumerate(sessions)})
        (row,) = register_of(training).rows
        assert row.share == Decimal(80)
        assert not row.is_below_minimum


class TestRecording:
    def test_counts_what_changed(self, training, sessions, balikpapan_admin):
        one = EnrolmentFactory(training_class=training, enrolled_on=MONDAY)
        assert record(training, balikpapan_admin, {(sessions[0], one): "H"}) == 1
        assert record(training, balikpapan_admin, {(sessions[0], one): "H", (sessions[1], one): "I"}) == 1

    def test_late_change_needs_a_reason_and_keeps_it(self, training, sessions, balikpapan_admin):
        one = EnrolmentFactory(training_class=training, enrolled_on=MONDAY)
        record(training, balikpapan_admin, {(sessions[0], one): "A"})
        with pytest.raises(DomainError) as refused:
            record(training, balikpapan_admin, {(sessions[0], one): "S"})
        assert refused.value.field == "late_reason"
        record(training, balikpapan_admin, {(sessions[0], one): "S"}, late_reason="Surat dokter menyusul")
        assert AttendanceMark.objects.get().late_reason == "Surat dokter menyusul"

    def test_the_same_day_is_corrected_freely(self, balikpapan, balikpapan_admin):
        training = TrainingClassFactory(centre=balikpapan, starts_on=today(), fiscal_year=today().year)
        (session,) = plan_sessions(actor=balikpapan_admin, training_class=training, days=[today()], hours=8)
        one = EnrolmentFactory(training_class=training)
        record(training, balikpapan_admin, {(session, one): "A"})
        assert record(training, balikpapan_admin, {(session, one): "H"}) == 1

    @pytest.mark.parametrize(
        ("entry", "code"), [("X", "mark_unknown"), (("H", 9), "hours_impossible"), (("H", 0), "hours_impossible")]
    )
    def test_impossible_entries_change_nothing(self, training, sessions, balikpapan_admin, entry, code):
        one, two = (EnrolmentFactory(training_class=training, enrolled_on=MONDAY) for _n in range(2))
        with pytest.raises(DomainError) as refused:
            record(training, balikpapan_admin, {(sessions[0], one): "H", (sessions[0], two): entry})
        assert refused.value.code == code
        assert not AttendanceMark.objects.exists()

    def test_somebody_of_another_class_is_refused(self, training, sessions, balikpapan_admin):
        with pytest.raises(DomainError) as refused:
            record(training, balikpapan_admin, {(sessions[0], EnrolmentFactory()): "H"})
        assert refused.value.code == "not_in_class"

    def test_tomorrow_is_refused(self, balikpapan, balikpapan_admin):
        training = TrainingClassFactory(centre=balikpapan, starts_on=today(), fiscal_year=today().year)
        days = [today() + timedelta(days=1)]
        (session,) = plan_sessions(actor=balikpapan_admin, training_class=training, days=days, hours=8)
        with pytest.raises(DomainError) as refused:
            record(training, balikpapan_admin, {(session, EnrolmentFactory(training_class=training)): "H"})
        assert refused.value.code == "session_in_future"

    def test_a_closed_class_keeps_its_register(self, training, sessions, balikpapan_admin):
        one = EnrolmentFactory(training_class=training, enrolled_on=MONDAY)
        training.state, training.closed_on, training.closing_document = ClassState.CLOSED, MONDAY, "BA/1"
        training.save()
        with pytest.raises(DomainError) as refused:
            record(training, balikpapan_admin, {(sessions[0], one): "H"})
        assert refused.value.code == "class_not_running"


class TestPlanning:
    def test_working_days_without_weekends(self, training, balikpapan_admin):
        plan_working_days(actor=balikpapan_admin, training_class=training, hours=8)
        assert Session.objects.filter(training_class=training).count() == 10
        assert not Session.objects.filter(held_on__week_day__in=(1, 7)).exists()
        assert plan_working_days(actor=balikpapan_admin, training_class=training, hours=8) == []

    def test_codes_are_different_and_readable(self, training, sessions):
        codes = {session.code for session in sessions}
        assert len(codes) == 4
        assert not set("".join(codes)) & set("01ILO")

    def test_second_session_of_a_day_is_its_next_part(self, training, sessions, balikpapan_admin):
        (afternoon,) = plan_sessions(actor=balikpapan_admin, training_class=training, days=[MONDAY], hours=2)
        assert afternoon.part == 2

    def test_outside_the_class_is_refused(self, training, balikpapan_admin):
        with pytest.raises(DomainError) as refused:
            plan_sessions(actor=balikpapan_admin, training_class=training, days=[date(2025, 3, 3)], hours=8)
        assert refused.value.code == "session_outside_class"

    def test_register_costs_the_same_for_more_people(self, training, sessions, django_assert_num_queries):
        for _n in range(10):
            EnrolmentFactory(training_class=training)
        with django_assert_num_queries(3):
            assert len(register_of(training).rows) == 10
