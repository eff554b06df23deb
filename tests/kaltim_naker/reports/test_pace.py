"""The pace of a small year, by hand, from records to page.

Balikpapan  two classes of 8 closed on 4 March and 5 May: 6 and 8 passed, 5 and 7 certified 30 days later
Bontang     one class of 8 closed on 4 March: 4 passed, 2 certified 30 days later
to come     Balikpapan: a class of 8 from 1 August; Bontang: a class of 8 from 1 August
targets     30 = 20 + 10, and 12 up to the second quarter at Balikpapan
"""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kaltim_naker.access.scope import EVERYTHING, Scope
from kaltim_naker.accounts.models import User
from kaltim_naker.core import canonical
from kaltim_naker.reports.pace.build import pace_of
from kaltim_naker.reports.pace.facts import Pace, Verdict
from programs.models import Holiday, TrainingCentre
from tests.conftest import client_of
from tests.factories.accounts import home_region
from tests.factories.certifications import certify
from tests.factories.programs import IndicatorFactory, TargetFactory, TrainingClassFactory, TrainingProgramFactory
from tests.factories.trainees import EnrolmentFactory
from trainees.choices import WorkStatus

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 30)
PAGE = reverse("reports:pace")


def closed_class(centre: TrainingCentre, starts_on: date, *, passed: int, certified: int, failed: int) -> list:
    """Certificates 30 days after the closing, which is the last day."""
    training = TrainingClassFactory(
        centre=centre, programme=TrainingProgramFactory(), starts_on=starts_on, seats=8, closed=True
    )
    people = [EnrolmentFactory(training_class=training, passed=True) for _ in range(passed)]
    for enrolment in people[:certified]:
        certify(enrolment, training.ends_on + timedelta(days=30))
    for _ in range(failed):
        EnrolmentFactory(training_class=training, failed=True)
    return people


@pytest.fixture
def year(balikpapan: TrainingCentre, bontang: TrainingCentre, settings: object) -> SimpleNamespace:
    settings.PACE_MINIMUM_CLASSES = 2
    spring = closed_class(balikpapan, date(2025, 2, 2), passed=6, certified=5, failed=2)
    closed_class(balikpapan, date(2025, 4, 5), passed=8, certified=7, failed=0)
    closed_class(bontang, date(2025, 2, 2), passed=4, certified=2, failed=4)
    later = {
        centre: TrainingClassFactory(
            centre=centre, starts_on=date(2025, 8, 1), ends_on=date(2025, 8, 31), seats=8, state="open"
        )
        for centre in (balikpapan, bontang)
    }
    indicator = IndicatorFactory(code="K1")
    TargetFactory(indicator=indicator, value=Decimal(30))
    TargetFactory(indicator=indicator, centre=balikpapan, value=Decimal(20))
    TargetFactory(indicator=indicator, centre=bontang, value=Decimal(10))
    TargetFactory(indicator=indicator, centre=balikpapan, quarter=2, value=Decimal(12))
    return SimpleNamespace(indicator=indicator, spring=spring, later=later)


def pace(year: SimpleNamespace, day: date = DAY, scope: Scope = EVERYTHING, **more: object) -> Pace:
    return pace_of(year.indicator, 2025, day, scope, **more)


def row(found: Pace, centre: TrainingCentre | None):
    return next(one for one in (found.whole, *found.parts) if one.centre == (centre.pk if centre else None))


def test_the_year_by_hand(year, balikpapan, bontang):
    """Balikpapan: 14 of 16 seats passed, 12 of 14 certified, each after 30 days; 8 × 14/16 × 12/14 = 6 more.

    Bontang has closed one class only and is judged by all: 18 of 24 passed, 14 of 18 certified, so 4.67 of 8 seats.
    The whole adds up 6 + 4.67 = 10.67 to the 14 counted.
    """
    found = pace(year)
    own, other = row(found, balikpapan), row(found, bontang)

    assert (own.counted, own.expected, own.from_to_come) == (12, 18, 6)
    assert (other.counted, other.expected, other.from_to_come) == (2, 7, 5)
    assert (found.whole.counted, found.whole.expected) == (14, 25)
    assert (own.gap, other.gap, found.whole.gap) == (2, 3, 5)
    assert own.low <= 18 <= own.high
    assert own.quarter_target == 12


def test_the_assumptions_say_what_was_measured(year, balikpapan, bontang):
    own, other = pace(year).assumptions

    assert (own.label, own.of_all, own.classes, own.passed, own.seats) == (balikpapan.short_name, False, 2, 14, 16)
    assert (own.counted_percent, own.half_days, own.most_days, own.class_days) == (Decimal("85.7"), 30, 30, 30)
    assert (other.label, other.of_all, other.classes, other.passed, other.seats) == (
        bontang.short_name,
        True,
        3,
        18,
        24,
    )


def test_what_closes_the_gap(year, balikpapan, bontang):
    """A class of 16 brings 12 at Balikpapan, 9.33 at Bontang. 31 December − 30 − 30 days = 1 November, a Saturday."""
    own, other = pace(year).whole.more

    assert (own.label, own.gap, own.classes, own.per_class) == (balikpapan.short_name, 2, 1, Decimal("12.0"))
    assert (other.label, other.gap, other.classes, other.per_class) == (bontang.short_name, 3, 1, Decimal("9.3"))
    assert own.last_start == other.last_start == date(2025, 10, 31)


def test_a_holiday_moves_the_last_start(year):
    Holiday.objects.create(day=date(2025, 10, 31), name="Libur", source="SKB")

    assert pace(year).whole.more[0].last_start == date(2025, 10, 30)


def test_too_late_in_the_year(year):
    """In November nothing that begins now ends in time: the gap is told, and no class is asked for."""
    found = pace(year, date(2025, 11, 3))

    assert found.whole.expected == 14
    assert [(more.gap, more.classes, more.last_start) for more in found.whole.more] == [
        (8, None, None),
        (8, None, None),
    ]
    assert found.whole.verdict == Verdict.OFF


def test_who_waits_for_a_certificate_is_expected(year, balikpapan):
    """On 20 March none of the 10 of the first two classes had a certificate, and nobody had shown that they come."""
    assert row(pace(year, date(2025, 3, 20)), balikpapan).expected == 0
    # On 5 April they had: 7 of 10; the second class had 30 days to go. 12 May: it was closed, 8 wait, 7 of 10 come.
    found = row(pace(year, date(2025, 5, 12)), balikpapan)
    assert (found.counted, found.from_closed) == (5, round(8 * 5 / 6))


def test_nothing_that_came_later_is_used(year, balikpapan):
    """A forecast of May stays what it was, whatever June and the year after bring."""
    before = canonical.as_data(pace(year, date(2025, 5, 12)))
    certify(year.spring[5], date(2025, 6, 20))
    closed_class(balikpapan, date(2025, 6, 1), passed=8, certified=0, failed=0)
    after = canonical.as_data(pace(year, date(2025, 5, 12)))

    # The class of June was in nobody's plan; its seats are, from the day on which it was entered into the calendar.
    assert before["assumptions"] == after["assumptions"]
    assert before["whole"]["counted"] == after["whole"]["counted"]
    assert before["whole"]["from_closed"] == after["whole"]["from_closed"]


def test_a_person_counted_already_is_not_expected_again(year, bontang):
    """One who is certified at Balikpapan takes part at Bontang: new for that centre, not for the province."""
    running = TrainingClassFactory(centre=bontang, starts_on=date(2025, 6, 20), seats=8)
    EnrolmentFactory(training_class=running, job_seeker=year.spring[0].job_seeker)
    EnrolmentFactory(training_class=running)
    found = pace(year)

    assert row(found, bontang).from_running == round(2 * 18 / 24 * 14 / 18)
    assert found.whole.from_running == round(1 * 18 / 24 * 14 / 18)


def test_the_planned_line_follows_the_calendar_of_classes(year, balikpapan):
    """Three classes of Balikpapan, due 30 days after their last days: 3 April, 4 June, 30 September."""
    months = {
        month.day.month: month.planned for month in pace(year, scope=Scope(centres=frozenset({balikpapan.pk}))).months
    }

    assert [months[month] for month in (3, 4, 5, 6, 8, 9, 12)] == [0, 7, 7, 13, 13, 20, 20]
    assert row(pace(year), balikpapan).ahead == 12 - 13


def test_quarters_without_a_target_have_none(year, balikpapan):
    assert row(pace(year, date(2025, 7, 1)), balikpapan).quarter_target is None


# --- boundaries ------------------------------------------------------------------------------------------------------
def test_no_closed_class_at_all(balikpapan):
    indicator = IndicatorFactory(code="K1")
    TargetFactory(indicator=indicator, value=Decimal(30))
    TrainingClassFactory(centre=balikpapan, starts_on=date(2025, 8, 1), state="open")
    found = pace_of(indicator, 2025, DAY, EVERYTHING)

    assert found.reason
    assert (found.whole.counted, found.whole.expected, found.whole.gap, found.whole.more) == (0, None, None, ())
    assert found.whole.verdict == Verdict.UNKNOWN
    assert found.months[-1].planned == 30


def test_no_class_left(year):
    for training in year.later.values():
        training.delete()
    found = pace(year)

    assert (found.whole.expected, found.whole.low, found.whole.high) == (14, 14, 14)
    assert found.whole.verdict == Verdict.OFF


@pytest.mark.parametrize(("target", "verdict"), [(0, Verdict.REACHED), (14, Verdict.REACHED), (15, Verdict.SAFE)])
def test_target_zero_and_target_reached(year, target, verdict):
    year.indicator.targets.filter(centre=None).update(value=target)
    year.indicator.targets.exclude(centre=None).delete()
    found = pace(year)

    assert (found.whole.gap, found.whole.more, found.whole.verdict) == (0, (), verdict)
    assert found.whole.percent == (None if target == 0 else Decimal(25) / target * 100)


def test_without_a_target_the_figure_is_expected_all_the_same(year):
    year.indicator.targets.all().delete()
    found = pace(year)

    assert (found.whole.expected, found.whole.target, found.whole.gap, found.whole.more) == (25, None, None, ())


def test_a_gap_of_the_whole_that_no_centre_has(year):
    """Targets of parts that do not make the whole: the province is told its own gap."""
    year.indicator.targets.exclude(centre=None).update(value=1)
    (more,) = pace(year).whole.more

    assert (more.centre, more.gap, more.classes) == (None, 5, 1)


def test_classes_without_days_and_without_people_are_named(year, bontang):
    TrainingClassFactory(centre=bontang, fiscal_year=2025, planned=True)
    TrainingClassFactory(centre=bontang, starts_on=date(2025, 5, 1), seats=8)
    found = pace(year)

    assert (found.undated, found.empty) == (1, 1)
    assert found.whole.expected == 25


def test_when_the_year_is_over_it_is_what_it_is(year):
    found = pace(year, date(2026, 5, 1))

    assert (found.day, found.is_over) == (date(2025, 12, 31), True)
    assert (found.whole.expected, found.whole.low, found.whole.high) == (14, 14, 14)


def test_employed_people_lower_the_share_that_is_counted(year, balikpapan):
    """They passed and hold certificates, but the target does not count them: 12 of 22 are counted, not 12 of 14."""
    training = TrainingClassFactory(centre=balikpapan, starts_on=date(2025, 2, 2), seats=8, closed=True)
    for _ in range(8):
        enrolment = EnrolmentFactory(training_class=training, passed=True, work_status=WorkStatus.SELF_EMPLOYED)
        certify(enrolment, training.ends_on + timedelta(days=30))

    assert pace(year).assumptions[0].counted_percent == Decimal("54.5")


# --- who sees what ---------------------------------------------------------------------------------------------------
def test_a_centre_sees_itself(year, bontang):
    found = pace(year, scope=Scope(centres=frozenset({bontang.pk})))

    assert (found.whole.label, found.whole.counted, found.whole.expected) == (bontang.short_name, 2, 7)
    assert found.parts == ()
    assert [one.label for one in found.assumptions] == [bontang.short_name]
    assert [more.label for more in found.whole.more] == [bontang.short_name]


def test_a_region_has_no_calendar(year):
    found = pace(year, scope=Scope(regions=frozenset({home_region("64.72").pk})))

    assert found.reason
    assert (found.months, found.whole.expected) == ((), None)


@pytest.mark.parametrize("measure", ["competent_rate", "companies_measured", ""])
def test_what_no_calendar_tells_has_no_forecast_and_says_why(year, measure):
    found = pace_of(IndicatorFactory(code="X", measure=measure), 2025, DAY, EVERYTHING)

    assert found.reason
    assert found.months == ()


def test_people_trained_come_with_the_closing(year, balikpapan):
    """14 of 16 seats passed at Balikpapan, on the day of closing: 14 + 8 × 14/16 = 21."""
    trained = IndicatorFactory(code="T", measure="job_seekers_trained")
    found = pace_of(trained, 2025, DAY, EVERYTHING)

    assert (row(found, balikpapan).counted, row(found, balikpapan).expected) == (14, 21)
    assert found.assumptions[0].most_days == 0


# --- facts and page --------------------------------------------------------------------------------------------------
def test_facts_survive_the_way_into_json_and_back(year):
    found = pace(year, looking_back=True)

    assert canonical.from_data(Pace, canonical.as_data(found)) == found


def test_the_number_of_queries_does_not_grow(year, balikpapan):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            pace(year, looking_back=True)
        return len(captured)

    few = queries()
    closed_class(balikpapan, date(2025, 3, 1), passed=8, certified=8, failed=0)
    TrainingClassFactory(centre=balikpapan, starts_on=date(2025, 9, 1))
    assert queries() == few <= 12


def test_the_page_tells_it(year, planner: User, bontang: TrainingCentre):
    response = client_of(planner).get(PAGE, {"year": "2025", "day": "2025-06-30", "indicator": "K1"})
    page = response.content.decode()

    assert response.context["pace"].whole.expected == 25
    assert page.count('data-classes="1"') == 2
    assert f'data-row="{bontang.pk}"' in page
    assert "31 Oktober 2025" in page


def test_the_page_looks_back(year, planner: User):
    response = client_of(planner).get(PAGE, {"year": "2025"})
    said = {month.day.month: error for month, error in response.context["looked_back"]}

    assert said[12] == "+0"
    # In June 25 were expected and 14 came: the classes of August were never held.
    assert said[6] == "+11"


@pytest.mark.parametrize("asked", [{"day": "yesterday"}, {"year": "1066"}, {"indicator": "none"}])
def test_a_wrong_address_shows_its_error_and_not_a_crash(year, planner_client: Client, asked: dict):
    assert planner_client.get(PAGE, asked).status_code == 200
