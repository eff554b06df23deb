"""Kept figures are those of the declared measures, to the last person, whatever was done to the tables by any door."""

import logging
from collections import defaultdict
from datetime import UTC, date, datetime
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from time_machine import travel

from certifications.models import Certificate
from kaltim_naker.access.scope import EVERYTHING, Scope
from kaltim_naker.audit.marks import marked_tables
from kaltim_naker.audit.models import ChangeMark
from kaltim_naker.core.periods import Period
from programs.kept import check_figures, drain_marks, keep_figures, kept_figures
from programs.kept.counting import grain_name, grains_of
from programs.kept.sources import Mark, sources_of
from programs.kept.upkeep import AlreadyCountingError, kept_measures
from programs.measures import (
    OUTSIDE,
    UNKNOWN,
    Dimension,
    Slice,
    all_measures,
    by_month,
    count,
    count_by,
    dimensions_of,
    get_measure,
    progress,
    progress_by,
    progress_grid,
    records_in,
)
from programs.models import KeptFigure, KeptMeasure, Target
from tests.factories.certifications import CertificateFactory
from tests.factories.productivity import AwardRuleFactory
from tests.factories.programs import IndicatorFactory
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from tests.schema import as_owner
from tests.stories.storm import STEPS, make_world

YEARS = (2024, 2025, 2026)
YEAR = Period(2025)
PERIODS = [Period(2025, quarter) for quarter in (1, 2, 3, 4)] + [YEAR]


@pytest.fixture
def world(balikpapan, bontang, planner):
    AwardRuleFactory()
    return make_world(planner, [balikpapan, bontang])


@pytest.fixture
def certified():
    return get_measure("job_seekers_certified")


def firsts_of(measure, year, grain):
    """Counted by hand from the declared records: part → subjects whose first record of the year lies in each month."""
    part = Slice(date(year, 1, 1), date(year, 12, 31))
    rows = records_in(measure, part, EVERYTHING).order_by().values_list("subject", "occurred_on", *grain)
    first = {}
    for subject, day, *members in rows:
        key = (subject, tuple(None if one is None else str(one) for one in members))
        first[key] = min(day.month, first.get(key, 12))
    found = defaultdict(lambda: [0] * 12)
    for (_subject, members), month in first.items():
        found[members][month - 1] += 1
    return dict(found)


def kept_for(measure, year, grain):
    rows = KeptFigure.objects.filter(measure=measure.key, year=year, grain=grain_name(grain))
    return {tuple(members): firsts for members, firsts in rows.values_list("members", "firsts")}


def assert_kept_is_declared():
    for measure in kept_measures():
        for year in YEARS:
            for grain in grains_of(measure):
                assert kept_for(measure, year, grain) == firsts_of(measure, year, grain), (measure.key, year, grain)


def figures(measure):
    """Everything that a page may ask, by the functions that it asks."""
    part = Slice.up_to(YEAR, centre=None)
    by = {one: count_by(measure, part, EVERYTHING, one) for one in dimensions_of(measure)}
    return {
        "count": count(measure, part, EVERYTHING),
        "by": by,
        "progress": [progress(measure, period, EVERYTHING) for period in PERIODS],
        "by_month": [progress_by(measure, period, EVERYTHING, Dimension.MONTH) for period in PERIODS],
        "grid": [progress_grid(measure, period, EVERYTHING, matrix_of(measure)) for period in PERIODS],
        "months": by_month(measure, YEAR, EVERYTHING),
        "members": [
            count(measure, Slice.up_to(YEAR, centre=one), EVERYTHING) for one in by.get(Dimension.CENTRE, ()) if one
        ],
    }


def matrix_of(measure):
    matrix = (Dimension.CENTRE, Dimension.SECTOR, Dimension.ISSUER)
    return matrix if set(matrix) <= set(dimensions_of(measure)) else ()


def read_figures(measure):
    with kept_figures() as shelf:
        return figures(measure), shelf.as_of


def test_every_table_that_a_measure_reads_leaves_marks(db):
    """A measure that reads another table is still counted rightly, but from its records each time."""
    AwardRuleFactory()
    for measure in all_measures():
        if not measure.is_position:
            assert sources_of(measure).tables <= marked_tables(), measure.key
    assert "companies_awardrule" in sources_of(get_measure("companies_coached")).tables


def test_figures_are_read_from_what_is_kept_and_equal_those_of_the_records(world):
    keep_figures()
    assert not ChangeMark.objects.exists()
    for measure in kept_measures():
        with CaptureQueriesContext(connection) as asked:
            kept, as_of = read_figures(measure)
        assert kept == figures(measure), measure.key
        assert as_of is None
        assert not any(sources_of(measure).of_records in query["sql"] for query in asked), measure.key


def test_without_anything_kept_the_records_are_counted(world, certified):
    kept, as_of = read_figures(certified)
    assert kept == figures(certified)
    assert kept["count"] > 0
    assert as_of is None


def test_a_part_of_the_province_is_always_counted(world, certified, balikpapan):
    keep_figures()
    KeptFigure.objects.all().delete()
    centre = Scope(centres=frozenset({balikpapan.pk}))
    with kept_figures():
        assert count(certified, Slice.up_to(YEAR), centre) > 0


def test_members_that_are_no_key_are_counted_like_others(world, certified):
    """Nothing known, and everything beyond the province."""
    keep_figures()
    whole = count(certified, Slice.up_to(YEAR), EVERYTHING)
    with kept_figures():
        assert count(certified, Slice.up_to(YEAR, region=OUTSIDE), EVERYTHING) == 0
        assert count(certified, Slice.up_to(YEAR, centre=UNKNOWN), EVERYTHING) == 0
    world.step("move_outside", 0, 0)
    keep_figures()
    with kept_figures():
        assert count(certified, Slice.up_to(YEAR, region=OUTSIDE), EVERYTHING) == whole


def test_days_that_are_no_whole_months_are_counted(world, certified):
    keep_figures()
    KeptFigure.objects.all().delete()
    with kept_figures():
        assert count(certified, Slice(date(2024, 2, 1), date(2026, 2, 20)), EVERYTHING) > 0


def test_a_change_is_seen_at_once_while_records_are_few(world, certified):
    keep_figures()
    before, _now = read_figures(certified)
    CertificateFactory(issued_on=date(2025, 6, 2), result__assessed_on=date(2025, 6, 2))
    after, as_of = read_figures(certified)
    assert after["count"] == before["count"] + 1
    assert as_of is None
    keep_figures()
    assert read_figures(certified) == (after, None)


def test_where_records_are_many_a_change_waits_and_the_page_says_so(world, certified, settings):
    keep_figures()
    before, _now = read_figures(certified)
    settings.KEPT_LIVE_LIMIT = 1
    CertificateFactory(issued_on=date(2025, 6, 2), result__assessed_on=date(2025, 6, 2))
    kept, as_of = read_figures(certified)
    assert kept == before
    assert as_of == KeptMeasure.objects.get(measure=certified.key).counted_at
    drain_marks()
    kept, as_of = read_figures(certified)
    assert kept["count"] == before["count"] + 1
    assert as_of is None


def test_the_first_page_says_since_when_its_figures_lag(world, certified, settings, planner_client):
    """Targets make the page show figures; the mark of a change makes them lag."""
    Target.objects.create(indicator=IndicatorFactory(measure=certified.key), year=2025, value=9, original=9, source="D")
    keep_figures()
    assert b"data-as-of" not in planner_client.get("/?year=2025").content
    settings.KEPT_LIVE_LIMIT = 1
    CertificateFactory(issued_on=date(2025, 6, 2), result__assessed_on=date(2025, 6, 2))
    assert b"data-as-of" in planner_client.get("/?year=2025").content


def test_figures_counted_by_another_rule_are_not_shown(world, certified):
    """As after a new version of the program, or on the next day for a measure that looks at the calendar."""
    keep_figures()
    right = figures(certified)
    KeptFigure.objects.update(firsts=[9] * 12)
    assert read_figures(certified)[0] != right
    KeptMeasure.objects.filter(measure=certified.key).update(rule="another")
    assert read_figures(certified) == (right, None)
    keep_figures()
    assert kept_for(certified, 2025, ()) == firsts_of(certified, 2025, ())


def test_a_new_day_brings_new_figures_where_the_calendar_decides(world):
    """Graduates are due to be asked three months after their class, and nobody writes anything on that day."""
    asked = get_measure("graduates_asked")
    with travel(datetime(2025, 5, 20, 12, tzinfo=UTC), tick=False):
        keep_figures()
        early, _now = read_figures(asked)
    with travel(datetime(2025, 9, 20, 12, tzinfo=UTC), tick=False):
        late, _now = read_figures(asked)
        keep_figures()
        assert read_figures(asked)[0] == late == figures(asked)
    assert early["count"] < late["count"]


def test_somebody_who_only_registers_makes_no_figure_doubtful(world, certified):
    keep_figures()
    JobSeekerFactory()
    assert ChangeMark.objects.filter(source="trainees_jobseeker", is_insert=True).exists()
    assert not any(sources_of(certified).concern(mark) for mark in marks())
    person = Certificate.objects.first().job_seeker
    person.save()
    assert any(sources_of(certified).concern(mark) for mark in marks())


def marks():
    return [Mark(one.source, one.is_insert, one.years and frozenset(one.years)) for one in ChangeMark.objects.all()]


def test_marks_name_the_years_before_and_after_and_all_of_them_for_corrections(world):
    keep_figures()
    enrolment = EnrolmentFactory(passed=True, training_class__closed=True, ended_on=date(2025, 5, 2))
    enrolment.ended_on = date(2026, 1, 9)
    enrolment.save()
    years = ChangeMark.objects.filter(source="trainees_enrolment").order_by("pk").values_list("years", flat=True)
    assert list(years) == [[2025], [2025, 2026]]
    world.step("replace", 0, 0)
    assert None in ChangeMark.objects.filter(source="certifications_certificate").values_list("years", flat=True)


def test_a_statement_that_changes_nothing_leaves_no_mark(world):
    keep_figures()
    Certificate.objects.filter(number="unknown").update(holder_name="x")
    assert not ChangeMark.objects.exists()


def test_emptied_tables_are_noticed(world, certified):
    keep_figures()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE certifications_certificate CASCADE")
    assert read_figures(certified)[0]["count"] == 0
    keep_figures()
    assert not KeptFigure.objects.filter(measure=certified.key).exists()


def test_the_nightly_check_finds_what_went_past_the_marks_and_puts_it_right(world, certified, caplog):
    keep_figures()
    assert all(one.differences == 0 for one in check_figures())
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE certifications_certificate DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM certifications_certificate WHERE id = %s", [counted_certificate(certified)])
        cursor.execute("ALTER TABLE certifications_certificate ENABLE TRIGGER USER")
    with caplog.at_level(logging.ERROR):
        found = {one.measure.key: one.differences for one in check_figures()}
    assert found[certified.key] > 0
    assert found["job_seekers_trained"] == 0
    assert certified.key in caplog.text
    kept = KeptMeasure.objects.get(measure=certified.key)
    assert (kept.differences, kept.checked_at is not None) == (found[certified.key], True)
    assert_kept_is_declared()
    assert all(one.differences == 0 for one in check_figures())


def counted_certificate(measure):
    return records_in(measure, Slice.up_to(YEAR), EVERYTHING).values_list("pk", flat=True)[0]


storms = st.lists(
    st.tuples(st.sampled_from([*sorted(STEPS), "drain"]), st.integers(0, 400), st.integers(0, 400)), max_size=10
)


@given(storm=storms)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_storm_kept_is_declared(world, certified, storm):
    with transaction.atomic():
        keep_figures()
        for name, one, other in storm:
            if name == "drain":
                drain_marks()
            else:
                world.step(name, one, other)
            with kept_figures():
                kept = progress_by(certified, YEAR, EVERYTHING, Dimension.REGION)
            assert kept == progress_by(certified, YEAR, EVERYTHING, Dimension.REGION)
        drain_marks()
        assert_kept_is_declared()
        transaction.set_rollback(True)


def test_every_step_of_a_storm_does_something(world):
    """Else the property above would hold of nothing."""
    keep_figures()
    for name in STEPS:
        drain_marks()
        for number in range(6):
            world.step(name, number, number + 1)
        assert ChangeMark.objects.exists(), name


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_while_somebody_counts_is_not_lost(balikpapan, bontang, planner, certified, monkeypatch):
    """A writer commits after the marks were taken, and between the counting of two measures."""
    world = make_world(planner, [balikpapan, bontang])
    keep_figures()
    world.step("certify", 1, 200)
    begun, written = Event(), Event()

    def write():
        begun.wait(timeout=30)
        world.step("certify", 3, 300)
        written.set()
        connection.close()

    writer = Thread(target=write)
    writer.start()
    monkeypatch.setattr("programs.kept.upkeep.count_year", counting_slowly(begun, written))
    drain_marks()
    writer.join()
    monkeypatch.undo()
    assert ChangeMark.objects.filter(source="certifications_certificate").exists()
    assert read_figures(certified) == (figures(certified), None)
    drain_marks()
    assert_kept_is_declared()
    assert not ChangeMark.objects.exists()


def counting_slowly(begun, written):
    """Counts the first measure, lets the other connection write and commit, then goes on."""
    from programs.kept.counting import count_year

    def count_and_wait(measure, year):
        found = count_year(measure, year)
        begun.set()
        assert written.wait(timeout=30)
        return found

    return count_and_wait


@pytest.mark.django_db(transaction=True)
def test_one_counts_at_a_time(world):
    taken, release = Event(), Event()

    def hold():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(20250013)")
            taken.set()
            release.wait(timeout=30)
        connection.close()

    other = Thread(target=hold)
    other.start()
    taken.wait(timeout=30)
    with pytest.raises(AlreadyCountingError):
        keep_figures()
    release.set()
    other.join()
