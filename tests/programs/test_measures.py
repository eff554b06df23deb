"""Figures against a count by hand: the example of domain.md §4.5, and what surrounds it.

A   certified by BNSP on 12 March, licensed by Kemnaker on 20 May        Balikpapan
B   certified by BNSP on 30 June                                         Balikpapan
C   not yet competent                                                    Balikpapan
D   competent on 20 December, certificate of 8 January                   Bontang
E   certified on 2 April at Balikpapan and on 3 November at Bontang      both, lives in Samarinda
F   certified on 5 May, but self-employed when the class began           Bontang
"""

from dataclasses import dataclass
from datetime import date

import pytest

from certifications.choices import IssuerKind, ResultOutcome
from certifications.models import Issuer
from certifications.services import revoke_certificate
from kaltim_naker.access.scope import EVERYTHING, NOTHING, Scope
from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import Period
from programs.choices import FundingSource
from programs.measures import (
    Dimension,
    Measure,
    Progress,
    Slice,
    all_measures,
    count,
    count_by,
    dimensions_of,
    first_records,
    get_measure,
    members_in,
    progress,
    progress_by,
    records_in,
    register,
    with_dimensions,
)
from programs.models import TrainingCentre, TrainingClass
from tests.factories.accounts import home_region
from tests.factories.certifications import CertificateFactory, IssuerFactory, SchemeFactory, certify, result_for
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from trainees.choices import Education, WorkStatus
from trainees.models import Enrolment, JobSeeker

YEAR = Slice(date(2025, 1, 1), date(2025, 12, 31))
QUARTERS = [Period(2025, quarter) for quarter in (1, 2, 3, 4)]


@dataclass(frozen=True)
class Issuers:
    bnsp: Issuer
    kemnaker: Issuer


@pytest.fixture
def people() -> Measure:
    return get_measure("job_seekers_certified")


@pytest.fixture
def certificates() -> Measure:
    return get_measure("certificates_issued")


@pytest.fixture
def issuers(db: None) -> Issuers:
    return Issuers(bnsp=IssuerFactory(code="bnsp"), kemnaker=IssuerFactory(code="kemnaker", kind=IssuerKind.KEMNAKER))


@pytest.fixture
def year(balikpapan: TrainingCentre, bontang: TrainingCentre, issuers: Issuers) -> None:
    """The people of the table above."""

    def passed(centre: TrainingCentre, **details: object) -> Enrolment:
        return EnrolmentFactory(training_class__centre=centre, training_class__closed=True, passed=True, **details)

    a, b, c, d = passed(balikpapan), passed(balikpapan), passed(balikpapan), passed(bontang)
    e = passed(balikpapan, job_seeker__domicile=home_region("64.72"))
    e_again = passed(bontang, job_seeker=e.job_seeker)
    f = passed(bontang, job_seeker__work_status=WorkStatus.SELF_EMPLOYED)

    certify(a, date(2025, 3, 12), issuer=issuers.bnsp)
    certify(a, date(2025, 5, 20), issuer=issuers.kemnaker)
    certify(b, date(2025, 6, 30), issuer=issuers.bnsp)
    result_for(c, date(2025, 6, 30), outcome=ResultOutcome.NOT_YET_COMPETENT, issuer=issuers.bnsp)
    competent = result_for(d, date(2025, 12, 20), issuer=issuers.bnsp)
    CertificateFactory(result=competent, issued_on=date(2026, 1, 8))
    certify(e, date(2025, 4, 2), issuer=issuers.bnsp)
    certify(e_again, date(2025, 11, 3), issuer=issuers.bnsp)
    certify(f, date(2025, 5, 5), issuer=issuers.bnsp)


def test_people_and_certificates_are_different_units(year: None, people: Measure, certificates: Measure) -> None:
    assert count(people, YEAR, EVERYTHING) == 3  # A, B, E
    assert count(certificates, YEAR, EVERYTHING) == 5  # A twice, B, E twice


def test_the_day_of_issue_decides_and_not_that_of_the_assessment(year: None, people: Measure) -> None:
    assert count(people, Slice.up_to(Period(2026)), EVERYTHING) == 1  # D
    waiting = get_measure("competent_without_certificate")
    assert count(waiting, YEAR, EVERYTHING) == 1  # D


def test_quarters_count_the_first_certificate_of_the_year(year: None, people: Measure) -> None:
    figures = [progress(people, period, EVERYTHING) for period in QUARTERS]
    assert figures == [Progress(1, 1), Progress(2, 3), Progress(0, 3), Progress(0, 3)]
    assert sum(figure.in_period for figure in figures) == progress(people, Period(2025), EVERYTHING).cumulative


def test_who_is_certified_at_both_centres_counts_at_each_and_once_in_the_whole(
    year: None, people: Measure, balikpapan: TrainingCentre, bontang: TrainingCentre
) -> None:
    by_centre = count_by(people, YEAR, EVERYTHING, Dimension.CENTRE)
    assert by_centre == {balikpapan.pk: 3, bontang.pk: 1}
    assert sum(by_centre.values()) - count(people, YEAR, EVERYTHING) == 1  # E
    for centre, figure in by_centre.items():
        assert count(people, Slice.up_to(Period(2025), centre=centre), EVERYTHING) == figure


def test_a_centre_has_its_own_first_certificates(year: None, people: Measure, bontang: TrainingCentre) -> None:
    """E is new at Bontang in the fourth quarter, though certified at Balikpapan in the second."""
    fourth = progress_by(people, Period(2025, 4), EVERYTHING, Dimension.CENTRE)
    assert fourth[bontang.pk] == Progress(1, 1)


def test_by_issuer_and_by_region(year: None, people: Measure, issuers: Issuers) -> None:
    assert count_by(people, YEAR, EVERYTHING, Dimension.ISSUER) == {issuers.bnsp.pk: 3, issuers.kemnaker.pk: 1}
    assert count_by(people, YEAR, EVERYTHING, Dimension.REGION) == {
        home_region("64.71").pk: 2,
        home_region("64.72").pk: 1,
    }


def test_the_list_behind_a_figure_is_as_long_as_the_figure(year: None, people: Measure) -> None:
    for period in QUARTERS:
        figure = progress(people, period, EVERYTHING)
        assert members_in(people, period, EVERYTHING, whole_year=False).count() == figure.in_period
        assert members_in(people, period, EVERYTHING, whole_year=True).count() == figure.cumulative


def test_the_reader_counts_what_the_reader_may_see(year: None, people: Measure, bontang: TrainingCentre) -> None:
    centre = Scope(centres=frozenset({bontang.pk}))
    region = Scope(regions=frozenset({home_region("64.72").pk}))

    assert count(people, YEAR, centre) == 1  # E
    assert count(people, YEAR, region) == 1  # E
    assert count(people, YEAR, NOTHING) == 0


def test_a_revoked_certificate_and_a_scheme_outside_the_target_do_not_count(
    planner: User, people: Measure, certificates: Measure
) -> None:
    revoked = CertificateFactory()
    CertificateFactory(result__assessment__scheme=SchemeFactory(counts_toward_target=False))
    assert count(certificates, YEAR, EVERYTHING) == 1

    revoke_certificate(actor=planner, certificate=revoked, reason="Salah orang", document="Surat LSP 12/2025")
    assert count(people, YEAR, EVERYTHING) == count(certificates, YEAR, EVERYTHING) == 0


def test_the_job_found_afterwards_changes_no_figure(db: None, people: Measure) -> None:
    """The work status is frozen when the class begins (domain.md §4.5)."""
    person = CertificateFactory().job_seeker
    person.work_status = WorkStatus.SELF_EMPLOYED
    person.save()
    assert count(people, YEAR, EVERYTHING) == 1


def test_trained_are_those_who_passed_on_the_day_the_class_ended(db: None, balikpapan: TrainingCentre) -> None:
    trained = get_measure("job_seekers_trained")
    training_class = TrainingClassFactory(
        centre=balikpapan, closed=True, starts_on=date(2025, 3, 3), ends_on=date(2025, 4, 11)
    )
    twice = EnrolmentFactory(training_class=training_class, passed=True).job_seeker
    EnrolmentFactory(training_class=training_class, passed=True)
    EnrolmentFactory(training_class=training_class, failed=True)
    EnrolmentFactory(training_class=training_class, withdrawn=True)
    EnrolmentFactory(
        job_seeker=twice, passed=True, training_class__closed=True, training_class__starts_on=date(2025, 8, 4)
    )

    assert [progress(trained, period, EVERYTHING).in_period for period in QUARTERS] == [0, 2, 0, 0]
    assert count(trained, YEAR, EVERYTHING) == 2


@pytest.mark.parametrize("measure", all_measures(), ids=lambda measure: measure.key)
def test_every_measure_has_the_declared_columns_and_can_be_counted(db: None, measure: Measure) -> None:
    columns = {"subject", "occurred_on", *(dimension.value for dimension in Dimension)}
    assert columns <= set(measure.records().query.annotations)
    assert count(measure, YEAR, EVERYTHING) == 0
    assert list(records_in(measure, YEAR, EVERYTHING)) == []
    assert str(measure.rule).endswith(".")


def test_a_key_is_given_out_once(people: Measure) -> None:
    with pytest.raises(ValueError, match="registered twice"):
        register(people)


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        get_measure("made_up")


def test_people_without_a_class_are_in_no_figure(db: None) -> None:
    JobSeekerFactory()
    assert all(count(measure, YEAR, EVERYTHING) == 0 for measure in all_measures())


@pytest.mark.parametrize(
    ("birth_date", "group"),
    [
        (date(2010, 6, 4), 0),  # 15 tomorrow
        (date(2010, 6, 3), 15),
        (date(2005, 6, 4), 15),
        (date(2005, 6, 3), 20),
        (date(1965, 6, 4), 55),
        (date(1965, 6, 3), 60),
        (date(1935, 1, 1), 60),
    ],
)
def test_the_age_group_is_that_of_the_deciding_day(
    people: Measure, balikpapan: TrainingCentre, birth_date: date, group: int
) -> None:
    graduate = EnrolmentFactory(training_class__closed=True, training_class__centre=balikpapan, passed=True)
    JobSeeker.objects.filter(pk=graduate.job_seeker_id).update(birth_date=birth_date)
    certify(graduate, date(2025, 6, 3))

    assert count_by(people, YEAR, EVERYTHING, Dimension.AGE) == {group: 1}


def test_by_education_funding_and_month(year: None, people: Measure) -> None:
    JobSeeker.objects.update(education=Education.VOCATIONAL)
    TrainingClass.objects.update(funding_source=FundingSource.CSR)

    assert count_by(people, YEAR, EVERYTHING, Dimension.EDUCATION) == {Education.VOCATIONAL: 3}
    assert count_by(people, YEAR, EVERYTHING, Dimension.FUNDING) == {FundingSource.CSR: 3}
    assert sum(count_by(people, YEAR, EVERYTHING, Dimension.MONTH).values()) == 5  # two people in two months
    JobSeeker.objects.update(education=None)
    assert count_by(people, YEAR, EVERYTHING, Dimension.EDUCATION) == {None: 3}


def test_the_list_behind_a_part_is_as_long_as_its_count(year: None, people: Measure) -> None:
    for month, figure in count_by(people, YEAR, EVERYTHING, Dimension.MONTH).items():
        part = Slice(YEAR.start, YEAR.end, {Dimension.MONTH: month})
        assert first_records(people, part, EVERYTHING).count() == figure
    assert first_records(people, YEAR, EVERYTHING).count() == count(people, YEAR, EVERYTHING)


def test_a_measure_is_broken_down_by_what_it_knows(db: None) -> None:
    of = {measure.key: set(dimensions_of(measure)) for measure in all_measures()}

    assert of["job_seekers_certified"] == set(Dimension)
    assert of["forum_meetings"] == {Dimension.REGION, Dimension.MONTH}
    assert of["agreements_in_force"] == {Dimension.SECTOR}
    assert Dimension.FUNDING in of["apprentices_started"]


def test_a_dimension_that_does_not_exist_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="by_colour"):
        with_dimensions(JobSeeker.objects.all(), subject="pk", occurred_on="birth_date", by_colour="sex")
