"""What a closed quarter keeps: the figures of every place, equal to the measures, and the lists behind them, untouched.

A   certified at Balikpapan in March by one issuer and in May by another
B   a woman, certified at Bontang in May, lives in Samarinda
C   certified at Balikpapan in February and at Bontang in June: in both centres, once in the province
D   certified at Bontang in July, after the quarter
"""

from datetime import date
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kaltim_naker.access.scope import EVERYTHING, Scope
from kaltim_naker.accounts.models import Office, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.periods import Period
from programs.measures import (
    Dimension,
    Slice,
    all_measures,
    all_ratios,
    count_by,
    divide,
    divide_by,
    find_measure,
    find_ratio,
    get_measure,
    members_in,
    progress,
    progress_by,
)
from programs.models import ClosedFigure, ClosedMember, Indicator, ReportingPeriod, TrainingCentre
from programs.services import add_indicator_version, close_quarter
from programs.services.closing import Recount, fingerprint_of, list_records
from tests.factories.accounts import home_region, user_with_role
from tests.factories.certifications import IssuerFactory, certify
from tests.factories.periods import approve_units, close
from tests.factories.programs import IndicatorFactory, TargetFactory, TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory
from trainees.choices import Sex

SECOND = Period(2025, 2)


@pytest.fixture
def planner(province: Office) -> User:
    return user_with_role(Role.PLANNER, province)


@pytest.fixture
def story(balikpapan: TrainingCentre, bontang: TrainingCentre) -> None:
    """The people of the table above."""

    def trained(centre: TrainingCentre, **person: object) -> object:
        return EnrolmentFactory(training_class__centre=centre, training_class__closed=True, passed=True, **person)

    other = IssuerFactory()
    a, c = trained(balikpapan), trained(balikpapan)
    b = trained(bontang, job_seeker__sex=Sex.FEMALE, job_seeker__domicile=home_region("64.72"))
    certify(a, date(2025, 3, 12))
    certify(a, date(2025, 5, 20), issuer=other)
    certify(b, date(2025, 5, 5))
    certify(c, date(2025, 2, 20))
    certify(trained(bontang, job_seeker=c.job_seeker), date(2025, 6, 30), issuer=other)
    certify(trained(bontang), date(2025, 7, 1))


@pytest.fixture
def indicators(db: None) -> list[Indicator]:
    """One for each measure and ratio that the program has."""
    keys = [*(measure.key for measure in all_measures()), *(ratio.key for ratio in all_ratios())]
    return [IndicatorFactory(code=f"T{number}", measure=key) for number, key in enumerate(keys)]


@pytest.fixture
def closed(story: None, indicators: list[Indicator], planner: User) -> list[ReportingPeriod]:
    return close(SECOND, planner)


def figure_of(key: str, centre: TrainingCentre | None = None, period: Period = SECOND) -> ClosedFigure:
    units = ReportingPeriod.objects.of(period)
    return ClosedFigure.objects.select_related("period").get(measure=key, period__in=units, period__centre=centre)


def test_people_by_hand(closed: list[ReportingPeriod], balikpapan: TrainingCentre, bontang: TrainingCentre) -> None:
    figures = [figure_of("job_seekers_certified", place) for place in (None, balikpapan, bontang)]
    assert [(one.value, one.in_period, one.subjects) for one in figures] == [(3, 1, 3), (2, 0, 2), (2, 2, 2)]
    whole = figures[0].breakdown
    assert {sex: rest for sex, *rest in whole[Dimension.SEX]} == {Sex.FEMALE: [1, 1], Sex.MALE: [0, 2]}
    assert sum(line[2] for line in whole[Dimension.ISSUER]) == 5  # A and C have two issuers each


def test_every_figure_is_what_its_measure_counts(
    closed: list[ReportingPeriod], indicators: list[Indicator], balikpapan: TrainingCentre
) -> None:
    for indicator in indicators:
        if measure := find_measure(indicator.measure):
            kept, counted = figure_of(measure.key), progress(measure, SECOND, EVERYTHING)
            assert (kept.in_period, kept.value) == (counted.in_period, counted.cumulative), measure.key
            assert kept.subjects == members_in(measure, SECOND, EVERYTHING, whole_year=True).count()
            own = progress_by(measure, SECOND, EVERYTHING, Dimension.CENTRE).get(balikpapan.pk)
            of_centre = figure_of(measure.key, balikpapan)
            assert (of_centre.in_period, of_centre.value) == ((own.in_period, own.cumulative) if own else (0, 0))
        elif ratio := find_ratio(indicator.measure):
            kept, divided = figure_of(ratio.key), divide(ratio, Slice.up_to(SECOND), EVERYTHING)
            assert (kept.numerator, kept.denominator) == (divided.numerator, divided.denominator), ratio.key
            part = divide_by(ratio, Slice.up_to(SECOND), EVERYTHING, Dimension.CENTRE).get(balikpapan.pk)
            of_centre = figure_of(ratio.key, balikpapan)
            assert of_centre.numerator == (part.numerator if part else 0)


def test_breakdowns_are_what_the_measures_count(closed: list[ReportingPeriod]) -> None:
    for key in ("job_seekers_certified", "certificates_issued", "job_seekers_trained"):
        for name, lines in figure_of(key).breakdown.items():
            expected = progress_by(get_measure(key), SECOND, EVERYTHING, Dimension(name))
            plain = {_plain(member): (one.in_period, one.cumulative) for member, one in expected.items()}
            assert {member: (n, so_far) for member, n, so_far in lines} == plain


def _plain(key: object) -> object:
    return key if key is None or isinstance(key, int | str) else str(key)


def test_target_and_percent_are_kept(planner: User, story: None, bontang: TrainingCentre) -> None:
    indicator = IndicatorFactory(code="K1")
    TargetFactory(indicator=indicator, value=Decimal(1500))
    TargetFactory(indicator=indicator, quarter=2, value=Decimal(4))
    TargetFactory(indicator=indicator, centre=bontang, value=Decimal(500))
    close(SECOND, planner)
    whole, part = figure_of("job_seekers_certified"), figure_of("job_seekers_certified", bontang)
    assert (whole.target, whole.target_year, whole.percent) == (4, 1500, 75)  # 3 of 4 by the second quarter
    assert (part.target, part.target_year, part.percent) == (500, 500, Decimal("0.4"))


def test_the_rule_is_that_of_the_last_day_of_the_quarter(planner: User, story: None) -> None:
    indicator = IndicatorFactory(code="K1", rule_id="Satu orang satu kali", rule_en="Each person once")
    changed = {"actor": planner, "indicator": indicator, "reason": "Surat edaran"}
    add_indicator_version(**changed, valid_from=date(2025, 6, 30), measure="certificates_issued", rule_en="Papers")
    close(SECOND, planner)
    first, second = figure_of("job_seekers_certified", period=Period(2025, 1)), figure_of("certificates_issued")
    assert (first.rule_en, first.version, first.value) == ("Each person once", None, 2)
    assert (second.rule_en, second.version, second.value) == ("Papers", indicator.versions.get(), 5)


def test_the_list_is_kept_and_any_breakdown_can_be_counted_again(
    closed: list[ReportingPeriod], bontang: TrainingCentre
) -> None:
    certified = get_measure("job_seekers_certified")
    kept = ClosedMember.objects.filter(measure=certified.key, period__in=closed)
    assert kept.values("subject").distinct().count() == figure_of(certified.key).value
    assert kept.filter(period__centre=bontang).values("subject").distinct().count() == 2
    by_sex = {sex: kept.filter(facts__of_sex=sex).values("subject").distinct().count() for sex in Sex.values}
    assert by_sex == count_by(certified, Slice.up_to(SECOND), EVERYTHING, Dimension.SEX)


def test_no_name_and_no_number_is_kept(closed: list[ReportingPeriod]) -> None:
    known = {dimension.value for dimension in Dimension}
    columns = {field.name for field in ClosedMember._meta.concrete_fields}
    assert columns == {"id", "period", "measure", "record", "subject", "occurred_on", "facts"}
    assert all(set(member.facts) <= known for member in ClosedMember.objects.all())


def test_the_fingerprint_moves_with_a_member(story: None) -> None:
    certified = get_measure("job_seekers_certified")
    names = Recount(SECOND).names_of(certified)
    before = list_records(certified, SECOND, names)
    assert fingerprint_of(reversed(before)) == fingerprint_of(before)
    certify(EnrolmentFactory(training_class__closed=True, passed=True), date(2025, 6, 30))
    assert fingerprint_of(list_records(certified, SECOND, names)) != fingerprint_of(before)


def test_a_row_proves_itself(closed: list[ReportingPeriod]) -> None:
    for figure in ClosedFigure.objects.select_related("period", "indicator"):
        assert figure.is_intact
        figure.subjects += 1
        assert not figure.is_intact


@pytest.mark.parametrize("model", [ClosedFigure, ClosedMember])
@pytest.mark.parametrize("statement", ["UPDATE {} SET measure = 'x'", "DELETE FROM {}"])
def test_nobody_changes_what_is_closed(closed: list[ReportingPeriod], model: type, statement: str) -> None:
    assert model.objects.exists()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(model._meta.db_table))


def test_a_centre_sees_what_is_its_own(
    closed: list[ReportingPeriod], bontang: TrainingCentre, indicators: list[Indicator]
) -> None:
    own = Scope(centres=frozenset({bontang.pk}))
    for model in (ClosedFigure, ClosedMember):
        assert set(model.objects.visible_to(own).values_list("period__centre", flat=True)) == {bontang.pk}
    assert not ClosedFigure.objects.visible_to(Scope(regions=frozenset({bontang.office.region_id}))).exists()


def test_more_people_do_not_take_more_queries(
    planner: User, story: None, indicators: list[Indicator], bontang: TrainingCentre
) -> None:
    approve_units(SECOND, [None, *TrainingCentre.objects.all()])
    close(Period(2025, 1), planner)
    with CaptureQueriesContext(connection) as few, transaction.atomic():
        close_quarter(actor=planner, period=SECOND)
        transaction.set_rollback(True)
    spring = TrainingClassFactory(centre=bontang, closed=True, seats=30, starts_on=date(2025, 4, 7))
    for _number in range(20):
        person = EnrolmentFactory(training_class=spring, passed=True)
        certify(person, date(2025, 6, 1))
    with CaptureQueriesContext(connection) as many:
        close_quarter(actor=planner, period=SECOND)
    assert len(many) <= len(few)
