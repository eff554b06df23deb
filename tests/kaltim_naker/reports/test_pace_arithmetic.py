"""The arithmetic of the pace, by hand and for any classes. No database."""

from datetime import date, timedelta
from math import sqrt
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_naker.reports.pace.arithmetic import (
    DAYS_TO_ENROL,
    ClassRun,
    Evidence,
    Outlook,
    Share,
    Stage,
    evidence_of,
    outlook,
    planned_share,
    remedy_for,
)
from kaltim_naker.reports.pace.curve import Cohort, Curve, measured

END = date(2025, 12, 31)
DAY = date(2025, 6, 30)


# --- the curve -------------------------------------------------------------------------------------------------------
def test_without_anybody_waiting_the_curve_is_the_share_counted_by_each_day():
    curve = measured([Cohort(10, 90, ((20, 4), (40, 4))), Cohort(10, 60, ((20, 2), (50, 6)))])

    # 6 of 20 after 20 days, 10 of 20 after 40, 16 of 20 after 50.
    assert dict(curve.steps) == pytest.approx({20: 0.3, 40: 0.5, 50: 0.8})
    assert curve.plateau == pytest.approx(0.8)
    assert (curve.within(19), curve.within(20), curve.within(400)) == pytest.approx((0, 0.3, 0.8))


def test_a_class_closed_a_week_ago_does_not_make_the_share_look_small():
    old = Cohort(10, 90, ((20, 8),))
    assert measured([old, Cohort(100, 7, ())]).plateau == pytest.approx(0.8)
    # One who waits and was watched longer than anybody waited does.
    assert measured([old, Cohort(10, 21, ())]).plateau == pytest.approx(0.4)


def test_who_has_waited_long_is_less_likely_to_come():
    curve = Curve(((20, 0.5), (40, 0.8)))

    assert curve.still(0, 365) == pytest.approx(0.8)
    assert curve.still(20, 365) == pytest.approx(0.3 / 0.5)
    assert curve.still(40, 365) == 0
    assert curve.days_until(0.5) == 20
    assert curve.days_until(0.9) == 40


@given(
    st.lists(
        st.tuples(st.integers(0, 120), st.lists(st.tuples(st.integers(0, 120), st.integers(1, 9)), max_size=4)),
        max_size=8,
    ),
    st.integers(0, 30),
)
def test_a_curve_only_rises_and_stays_a_share(classes, waiting):
    cohorts = []
    for age, counted in classes:
        seen = tuple((days, people) for days, people in counted if days <= age)
        cohorts.append(Cohort(waiting + sum(people for _days, people in seen), age, seen))
    shares = [share for _days, share in measured(cohorts).steps]

    assert shares == sorted(shares)
    assert all(0 <= share <= 1 + 1e-9 for share in shares)


# --- one year by hand ------------------------------------------------------------------------------------------------
def closed(centre: int, ends_on: date, *, passed: int, counted: tuple = (), waiting: int = 0, enrolled: int = 16):
    return ClassRun(
        centre,
        16,
        ends_on - timedelta(days=29),
        ends_on,
        started=True,
        closed_on=ends_on,
        enrolled=enrolled,
        passed=passed,
        counted=counted,
        open_here=waiting,
        open_in_all=waiting,
    )


def to_come(centre: int, starts_on: date, seats: int = 16, days: int = 29) -> ClassRun:
    return ClassRun(centre, seats, starts_on, starts_on + timedelta(days=days))


HISTORY = (
    closed(1, date(2025, 2, 28), passed=12, counted=((30, 9),), waiting=3),
    closed(1, date(2025, 3, 31), passed=16, counted=((30, 12),), waiting=4),
)


def forecast(runs: tuple, counted: int = 21, *, day: date = DAY, until: date = END, in_all: bool = False) -> Outlook:
    evidence = evidence_of(runs, day, Share(0, 0))
    return outlook(counted, runs, lambda _centre: evidence, day=day, until=until, level=0.8, in_all=in_all)


def test_rates_of_the_closed_classes():
    evidence = evidence_of(HISTORY, DAY, Share(19, 20))

    assert (evidence.classes, evidence.by_seat, evidence.lag, evidence.days) == (2, Share(28, 32), 0, 29)
    # 21 of 28 who passed hold a certificate, each after 30 days; all were watched for longer.
    assert dict(evidence.curve.steps) == pytest.approx({30: 0.75})
    assert evidence.certain == Share(21, 28)
    # (12 − 14)² ÷ (16 × 7/8 × 1/8) + (16 − 14)² ÷ the same = 2 × 4 ÷ 1.75, over one degree of freedom.
    assert evidence.spread == pytest.approx(8 / 1.75)
    assert evidence.share_new == pytest.approx(0.95)


def test_seats_to_come_at_the_measured_rates():
    """Two classes of 16 that end in time: 32 × 28/32 × 3/4 = 21 more; who waited 90 days and more never comes."""
    found = forecast((*HISTORY, to_come(1, date(2025, 8, 1)), to_come(1, date(2025, 9, 1))))

    assert found.by_stage == pytest.approx({Stage.CLOSED: 0, Stage.RUNNING: 0, Stage.TO_COME: 21})
    assert (found.counted, found.expected) == (21, 42)
    assert found.low < 42 < found.high


def test_the_interval_by_hand():
    """One class to come at r = 28/32 × 3/4 = 21/32. Variance: spread × 16 r (1 − r), and the doubt about the rates."""
    found = forecast((*HISTORY, to_come(1, date(2025, 8, 1))))
    spread, share = 8 / 1.75, 21 / 32
    seat, curve = 28.5 / 33, 21.5 / 29
    doubt = (16 * 0.75) ** 2 * seat * (1 - seat) / 34 + (16 * 28 / 32) ** 2 * curve * (1 - curve) / 30
    reach = NormalDist().inv_cdf(0.9) * sqrt(spread * (16 * share * (1 - share) + doubt))

    assert found.more == pytest.approx(10.5)
    assert (found.expected, found.low) == (32, max(21, int(31.5 - reach)))
    assert found.high == min(21 + 16, int(31.5 + reach) + 1)


def test_a_class_whose_certificates_come_after_the_year_brings_nothing():
    """It ends on 30 November; certificates follow on the 30th day, 30 December. One day later is too late."""
    in_time, too_late = date(2025, 11, 1), date(2025, 11, 3)

    assert forecast((*HISTORY, to_come(1, in_time))).more == pytest.approx(10.5)
    assert forecast((*HISTORY, to_come(1, too_late))).more == 0


def test_people_on_record_take_the_place_of_seats():
    """11 people take part, one of them is counted already: 10 × 28/32 × 3/4."""
    running = ClassRun(1, 16, date(2025, 6, 16), date(2025, 7, 15), True, enrolled=11, open_here=10, open_in_all=9)

    assert forecast((*HISTORY, running)).by_stage[Stage.RUNNING] == pytest.approx(10 * 21 / 32)
    assert forecast((*HISTORY, running), in_all=True).by_stage[Stage.RUNNING] == pytest.approx(9 * 21 / 32)


def test_who_has_just_passed_and_waits_is_expected_at_the_share_of_the_passed():
    fresh = closed(1, date(2025, 6, 20), passed=14, waiting=14)
    found = forecast((*HISTORY, fresh))

    assert found.by_stage[Stage.CLOSED] == pytest.approx(14 * 0.75)


def test_a_running_class_with_nobody_on_record_is_expected_for_two_weeks_only():
    def empty(starts_on: date) -> ClassRun:
        return ClassRun(1, 16, starts_on, starts_on + timedelta(days=29), started=True)

    assert forecast((*HISTORY, empty(DAY - timedelta(days=DAYS_TO_ENROL)))).more == pytest.approx(10.5)
    assert forecast((*HISTORY, empty(DAY - timedelta(days=DAYS_TO_ENROL + 1)))).more == 0


def test_a_class_that_has_not_begun_in_time_is_moved_and_not_forgotten():
    """It was to begin on 1 May and begins tomorrow at the earliest: 1 July to 30 July, certificates on 29 August."""
    late = to_come(1, date(2025, 5, 1))

    assert forecast((*HISTORY, late), until=date(2025, 8, 28)).more == 0
    assert forecast((*HISTORY, late), until=date(2025, 8, 29)).more == pytest.approx(10.5)


def test_without_a_closed_class_nothing_is_known():
    plan = (to_come(1, date(2025, 8, 1)),)

    assert evidence_of(plan, DAY, Share(0, 0)) is None
    assert forecast(plan, counted=0) == Outlook(0, dict.fromkeys(Stage, 0.0), 0, 0)


def test_one_mistaken_rate_is_wrong_for_every_class_that_uses_it():
    """Doubt about the rates does not average out over classes: four classes are more than twice as uncertain as one."""

    def width(classes: int) -> float:
        found = forecast((*HISTORY, *(to_come(1, date(2025, 8, 1)) for _ in range(classes))), counted=0)
        return found.high - found.low

    assert width(16) > 5 * width(1)


# --- what closes a gap -----------------------------------------------------------------------------------------------
CERTAIN = Evidence(
    10, Share(14, 16), Share(14, 16), Share(9, 10), Curve(((20, 0.5), (40, 0.9))), 2, 35, 1.0, Share(1, 1)
)


def test_seven_more_classes():
    """Each brings 16 × 14/16 × 0.9 = 12.6 people; 85 are missing: 85 ÷ 12.6 = 6.7, so 7."""
    found = remedy_for(85, CERTAIN, seats=16, day=DAY, until=END)

    assert found.classes == 7
    assert found.per_class == pytest.approx(12.6)
    # 31 December − 40 days to the certificate − 2 until it is closed − 35 from first to last day = 15 October.
    assert found.last_start == date(2025, 10, 15)


def test_a_last_day_that_is_no_working_day_moves_to_the_one_before():
    saturday = remedy_for(1, CERTAIN, seats=16, day=DAY, until=date(2025, 12, 27))
    holiday = remedy_for(1, CERTAIN, seats=16, day=DAY, until=END, holidays={date(2025, 10, 15)})

    assert saturday.last_start == date(2025, 10, 10)
    assert holiday.last_start == date(2025, 10, 14)


@pytest.mark.parametrize(("day", "helps"), [(date(2025, 10, 14), True), (date(2025, 10, 15), False)])
def test_on_the_last_day_it_is_too_late(day, helps):
    assert (remedy_for(85, CERTAIN, seats=16, day=day, until=END) is not None) is helps


@pytest.mark.parametrize(("gap", "classes"), [(12, 1), (13, 2), (25, 2), (26, 3)])
def test_a_started_class_is_a_whole_class(gap, classes):
    assert remedy_for(gap, CERTAIN, seats=16, day=DAY, until=END).classes == classes


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 300), st.integers(4, 40), st.integers(1, 16), st.integers(1, 10))
def test_the_remedy_closes_the_gap_and_one_class_less_does_not(gap, seats, passed, counted):
    evidence = Evidence(
        9,
        Share(passed, 16),
        Share(passed, 16),
        Share(counted, 10),
        Curve(((30, counted / 10),)),
        0,
        30,
        1.0,
        Share(1, 1),
    )
    found = remedy_for(gap, evidence, seats=seats, day=DAY, until=END)
    more = tuple(to_come(1, found.last_start, seats, days=30) for _ in range(found.classes))

    def expected(runs: tuple) -> float:
        return outlook(0, runs, lambda _: evidence, day=DAY, until=END, level=0.8, in_all=False).more

    assert expected(more) >= gap - 1e-6
    assert expected(more[1:]) < gap


# --- the planned line ------------------------------------------------------------------------------------------------
def test_planned_by_the_last_days_of_the_classes():
    plan = [to_come(1, date(2025, 2, 1)), to_come(1, date(2025, 5, 1)), to_come(1, date(2025, 12, 15))]

    # 2 March + 30 days = 1 April; 30 May + 30 = 29 June; the third is due in January of the next year.
    assert planned_share(plan, date(2025, 3, 31), END, 30) == 0
    assert planned_share(plan, date(2025, 4, 1), END, 30) == 0.5
    assert planned_share(plan, date(2025, 6, 29), END, 30) == 1
    assert planned_share([], DAY, END, 30) is None


# --- for any classes -------------------------------------------------------------------------------------------------
days_of_2025 = st.integers(0, 364).map(lambda number: date(2025, 1, 1) + timedelta(days=number))


@st.composite
def any_run(draw):
    starts_on = draw(days_of_2025)
    seats = draw(st.integers(1, 40))
    enrolled = draw(st.integers(0, seats))
    waiting = draw(st.integers(0, enrolled))
    ends_on = starts_on + timedelta(days=draw(st.integers(0, 90)))
    if ends_on < DAY and draw(st.booleans()):
        age = (DAY - ends_on).days
        counted = ((draw(st.integers(0, age)), enrolled - waiting),) if waiting < enrolled else ()
        return ClassRun(1, seats, starts_on, ends_on, True, ends_on, enrolled, enrolled, counted, waiting, waiting)
    started = starts_on <= DAY
    return ClassRun(1, seats, starts_on, ends_on, started, None, enrolled * started, 0, (), waiting, waiting)


@given(st.lists(any_run(), max_size=12), st.integers(0, 500), days_of_2025)
def test_the_interval_holds_the_expectation_and_what_is_counted_stays(runs, counted, until):
    found = forecast(tuple(runs), counted, until=max(until, DAY))

    assert counted <= found.low <= found.expected <= found.high
    assert found.high <= counted + sum(run.seats for run in runs)


@given(st.lists(any_run(), max_size=12), days_of_2025, days_of_2025)
def test_a_later_end_never_expects_less(runs, one, other):
    sooner, later = sorted((max(one, DAY), max(other, DAY)))

    assert forecast(tuple(runs), until=sooner).more <= forecast(tuple(runs), until=later).more + 1e-9


@given(st.lists(any_run(), max_size=8))
def test_the_same_classes_give_the_same_answer_in_any_order(runs):
    forth, back = forecast(tuple(runs)), forecast(tuple(reversed(runs)))

    assert (forth.expected, forth.low, forth.high) == (back.expected, back.low, back.high)
