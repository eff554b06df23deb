"""Signals, and the sample that is called back."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period
from programs.models import Instructor
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory, SessionFactory
from trainees.choices import Mark, SignalKind
from trainees.documents.outcomes import verification_of
from trainees.formulas import draw_sample
from trainees.models import AttendanceMark, Signal
from trainees.services import draw_graduates, find_signals, look_at_signal, record_call

pytestmark = pytest.mark.django_db

MONDAY = date(2025, 2, 3)


@pytest.fixture
def training(balikpapan):
    return TrainingClassFactory(centre=balikpapan, starts_on=MONDAY)


def hold(training, actor, days, marks="H", *, recorded=None):
    """Sessions on these days for one trainee; `recorded` spreads the entries over time."""
    one = EnrolmentFactory(training_class=training)
    for n, day in enumerate(days):
        session = SessionFactory(training_class=training, held_on=day)
        mark = AttendanceMark.objects.create(
            session=session,
            enrolment=one,
            mark=marks[n % len(marks)],
            hours=6 if marks[n % len(marks)] == Mark.PRESENT else 0,
            recorded_by=actor,
        )
        at = recorded(day) if recorded else timezone.now()
        AttendanceMark.objects.filter(pk=mark.pk).update(first_recorded_at=at)
    return one


def same_evening(day):
    return timezone.make_aware(datetime(day.year, day.month, day.day, 17))


def kinds():
    return sorted(Signal.objects.values_list("kind", flat=True))


WEEK = [MONDAY + timedelta(days=n) for n in range(5)]


class TestSignals:
    def test_an_ordinary_class_gives_none(self, training, balikpapan_admin):
        hold(
            training,
            balikpapan_admin,
            [*WEEK, *(day + timedelta(days=7) for day in WEEK)],
            "HHHHS",
            recorded=same_evening,
        )
        assert find_signals() == 0

    def test_nobody_ever_absent(self, training, balikpapan_admin):
        hold(training, balikpapan_admin, WEEK, recorded=same_evening)
        find_signals()
        assert kinds() == [SignalKind.FULL_ATTENDANCE]

    def test_everything_entered_within_an_hour(self, training, balikpapan_admin):
        days = [*WEEK, MONDAY + timedelta(days=7)]
        hold(training, balikpapan_admin, days, "HHS")
        find_signals()
        assert kinds() == [SignalKind.LAST_HOUR]

    def test_weekend(self, training, balikpapan_admin):
        hold(training, balikpapan_admin, [date(2025, 2, 8)], recorded=same_evening)
        find_signals()
        assert kinds() == [SignalKind.WEEKEND]

    def test_one_phone_for_three_people(self, training):
        for _n in range(3):
            EnrolmentFactory(training_class=training, job_seeker__phone="+6281234567890")
        find_signals()
        signal = Signal.objects.get()
        assert (signal.kind, signal.facts) == ("shared_phone", {"people": 3, "phone_ends": "7890"})

    def test_one_instructor_in_two_places(self, training, balikpapan):
        teacher = Instructor.objects.create(centre=balikpapan, full_name="Ahmad Yani")
        for one in (training, TrainingClassFactory(centre=balikpapan, starts_on=MONDAY)):
            SessionFactory(training_class=one, held_on=MONDAY, instructor=teacher)
        find_signals()
        assert kinds() == [SignalKind.INSTRUCTOR_TWICE] * 2

    def test_searching_again_finds_the_same(self, training, balikpapan_admin):
        hold(training, balikpapan_admin, WEEK, recorded=same_evening)
        assert find_signals() == 1
        signal = look_at_signal(actor=balikpapan_admin, signal=Signal.objects.get(), note="Absensi kertas cocok")
        assert find_signals() == 0
        signal.refresh_from_db()
        assert (signal.looked_by, signal.note) == (balikpapan_admin, "Absensi kertas cocok")

    def test_a_look_says_what_was_found(self, training, balikpapan_admin):
        hold(training, balikpapan_admin, WEEK, recorded=same_evening)
        find_signals()
        with pytest.raises(DomainError) as refused:
            look_at_signal(actor=balikpapan_admin, signal=Signal.objects.get(), note=" ")
        assert refused.value.field == "note"


class TestSample:
    @pytest.fixture
    def graduates(self, balikpapan):
        training = TrainingClassFactory(centre=balikpapan, closed=True)
        return [EnrolmentFactory(training_class=training, passed=True) for _n in range(20)]

    def draw(self, actor, centre, **details):
        return draw_graduates(actor=actor, centre=centre, period=Period(2025, 1), size=5, **details)

    def test_anybody_can_draw_it_again(self, planner, balikpapan, graduates):
        sample = self.draw(planner, balikpapan)
        again = draw_sample([one.pk for one in graduates], 5, sample.seed)
        assert set(sample.members.values_list("enrolment", flat=True)) == set(again)
        assert (sample.size, sample.drawn_from) == (5, 20)

    def test_once_for_a_quarter(self, planner, balikpapan, graduates):
        self.draw(planner, balikpapan)
        with pytest.raises(DomainError) as refused:
            self.draw(planner, balikpapan)
        assert refused.value.code == "sample_drawn"

    def test_not_before_the_quarter_is_over(self, planner, balikpapan):
        with pytest.raises(DomainError) as refused:
            draw_graduates(actor=planner, centre=balikpapan, period=Period(2099, 1), size=5)
        assert refused.value.code == "quarter_not_over"

    def test_factor_by_hand(self, planner, balikpapan, graduates):
        """Of five: three confirmed, one denied, one not reached → 60 % of reported, 75 % of reached."""
        members = list(self.draw(planner, balikpapan).members.all())
        results = ["confirmed", "confirmed", "confirmed", "denied", "unreachable"]
        for member, result in zip(members, results, strict=True):
            record_call(actor=planner, member=member, result=result, note="Tidak pernah ikut")
        found = verification_of(members[0].sample)
        assert (found.factor, found.of_reached) == (60, 75)

    def test_a_denial_says_what(self, planner, balikpapan, graduates):
        member = self.draw(planner, balikpapan).members.first()
        with pytest.raises(DomainError) as refused:
            record_call(actor=planner, member=member, result="denied")
        assert refused.value.field == "note"
