"""What agreements promise fills itself from the records that name them."""

from datetime import date, timedelta

import pytest

from companies.choices import DeliverableState
from companies.formulas.agreements import state_of_deliverable
from companies.measures.fulfilment import FULFILMENTS, quiet, records_under, scoreboard, with_results
from companies.models import Agreement
from companies.services import name_class, name_placement, save_deliverable, untie
from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period
from programs.measures import Slice, count, get_measure
from tests.factories.accounts import home_region
from tests.factories.certifications import certify
from tests.factories.companies import (
    AddendumFactory,
    AgreementFactory,
    CompanyFactory,
    DeliverableFactory,
    WorkSiteFactory,
)
from tests.factories.productivity import measured
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory
from trainees.models import Placement

pytestmark = pytest.mark.django_db
DAY = date(2025, 10, 31)


@pytest.mark.parametrize("key", FULFILMENTS)
def test_every_way_to_an_agreement_leads_somewhere(key):
    """A measure that can be promised is registered, and its path can be asked."""
    deliverable = DeliverableFactory(measure=key)
    assert not records_under(deliverable).exists()
    [score] = scoreboard(deliverable.agreement, DAY)
    assert (score.achieved, score.missing, score.state) == (0, 2, DeliverableState.OPEN)


@pytest.mark.parametrize(
    ("in_time", "achieved", "days", "state"),
    [
        (2, 2, 0, DeliverableState.REACHED),
        (3, 3, 5, DeliverableState.REACHED),
        (1, 2, 1, DeliverableState.LATE),
        (1, 1, 0, DeliverableState.OPEN),
        (1, 1, 1, DeliverableState.OVERDUE),
    ],
)
def test_how_a_promise_stands(in_time, achieved, days, state):
    assert state_of_deliverable(2, in_time, achieved, DAY, DAY + timedelta(days)) == state


def company_in(code):
    return WorkSiteFactory(region=home_region(code)).company


def test_companies_measured_under_an_agreement_region_by_region():
    """As the PKS of 2025: so many companies in these regions by this day (domain.md §0.2)."""
    deliverable = DeliverableFactory(promised=2)
    agreement = deliverable.agreement
    balikpapan, samarinda, paser = (home_region(code) for code in ("64.71", "64.72", "64.01"))
    deliverable.regions.set([balikpapan, samarinda, paser])
    measured(company_in("64.71"), 2024, agreement=agreement, measured_on=DAY)
    late = company_in("64.72")
    measured(late, 2024, agreement=agreement, measured_on=DAY + timedelta(1))
    # Who must not count: no agreement, another one, another region, a second year of the same company.
    measured(company_in("64.71"), 2024, measured_on=DAY)
    measured(company_in("64.71"), 2024, agreement=AgreementFactory(), measured_on=DAY)
    measured(company_in("64.74"), 2024, agreement=agreement, measured_on=DAY)
    measured(late, 2023, agreement=agreement, measured_on=DAY + timedelta(2))

    [before] = scoreboard(agreement, DAY)
    assert (before.achieved, before.in_time, before.missing, before.state) == (1, 1, 1, DeliverableState.OPEN)
    [after] = scoreboard(agreement, DAY + timedelta(2))
    assert (after.achieved, after.in_time, after.state) == (2, 1, DeliverableState.LATE)
    assert [(region.code, n) for region, n in after.by_region] == [("64.01", 0), ("64.71", 1), ("64.72", 1)]


def test_what_an_addendum_brings_counts_for_its_agreement():
    deliverable = DeliverableFactory(promised=1)
    measured(CompanyFactory(), 2024, agreement=AddendumFactory(parent=deliverable.agreement), measured_on=DAY)
    assert scoreboard(deliverable.agreement, DAY)[0].state == DeliverableState.REACHED


def test_people_trained_certified_and_placed_in_classes_under_an_agreement(planner):
    agreement = AgreementFactory()
    for measure in ("classes_under_agreements", "job_seekers_trained", "job_seekers_certified"):
        DeliverableFactory(agreement=agreement, measure=measure, promised=1)
    held = TrainingClassFactory(closed=True)
    other = EnrolmentFactory(training_class=TrainingClassFactory(closed=True), passed=True)
    enrolment = EnrolmentFactory(training_class=held, passed=True)
    for one in (enrolment, other):
        certify(one, date(2025, 9, 1))
    day = date(2025, 12, 31)
    assert {score.achieved for score in scoreboard(agreement, day)} == {0}
    tie = name_class(actor=planner, agreement=agreement, training_class=held)
    assert [score.achieved for score in scoreboard(agreement, day)] == [1, 1, 1]
    untie(actor=planner, tie=tie)
    assert {score.achieved for score in scoreboard(agreement, day)} == {0}


def test_a_job_that_came_of_an_agreement(planner):
    agreement = AgreementFactory()
    DeliverableFactory(agreement=agreement, measure="people_placed_under_agreements", promised=1)
    person = EnrolmentFactory(passed=True, training_class__closed=True).job_seeker
    job, earlier = (
        Placement.objects.create(job_seeker=person, employer="PT Contoh", started_on=day)
        for day in (agreement.starts_on, agreement.starts_on - timedelta(1))
    )
    name_placement(actor=planner, agreement=agreement, placement=job)
    assert scoreboard(agreement, DAY)[0].achieved == 1
    with pytest.raises(DomainError, match=r"2025-01-01"):
        name_placement(actor=planner, agreement=agreement, placement=earlier)


@pytest.mark.parametrize(
    ("due_on", "code"),
    [
        (date(2025, 1, 1), None),
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), "due_outside"),
        (date(2024, 12, 31), "due_outside"),
    ],
)
def test_a_promise_falls_due_while_the_agreement_runs(due_on, code, planner):
    details = {"agreement": AgreementFactory(), "measure": "companies_measured", "promised": 20, "due_on": due_on}
    if code is None:
        assert save_deliverable(actor=planner, **details).pk
        return
    with pytest.raises(DomainError) as error:
        save_deliverable(actor=planner, **details)
    assert error.value.code == code


def test_only_what_can_name_an_agreement_can_be_promised(planner):
    with pytest.raises(DomainError) as error:
        save_deliverable(actor=planner, agreement=AgreementFactory(), measure="women_trained", promised=1, due_on=DAY)
    assert error.value.code == "measure_unknown"


# --- signed, but nothing happened -----------------------------------------------------------------------------------
def quiet_ones(day):
    return set(quiet(Agreement.objects.all(), day))


@pytest.mark.parametrize(("days", "is_quiet"), [(29, False), (30, True)])
def test_signed_but_nothing_happened(days, is_quiet):
    agreement = AgreementFactory(starts_on=DAY - timedelta(days))
    AgreementFactory(stage="draft", signed_on=None)
    assert quiet_ones(DAY) == ({agreement} if is_quiet else set())


def test_a_single_result_breaks_the_silence_up_to_the_mou():
    mou = AgreementFactory(kind="mou")
    pks = AgreementFactory(parent=mou)
    silent = AgreementFactory()
    assert quiet_ones(DAY) == {mou, pks, silent}
    measured(CompanyFactory(), 2024, agreement=AddendumFactory(parent=pks), measured_on=DAY)
    assert quiet_ones(DAY) == {silent}
    assert quiet_ones(DAY - timedelta(1)) == {mou, pks, silent}
    assert {mou, pks} < set(with_results(DAY))


# --- measures -------------------------------------------------------------------------------------------------------
def counted(key, period):
    return count(get_measure(key), Slice.up_to(period), EVERYTHING)


def test_agreements_signed_in_force_and_with_results():
    """Counted by hand: one signed in 2023 and prolonged, one signed in 2025 with a result, one over, one draft."""
    old = AgreementFactory(signed_on=date(2023, 5, 1), starts_on=date(2023, 5, 1), ends_on=date(2024, 5, 1))
    AddendumFactory(parent=old, ends_on=date(2025, 5, 1), signed_on=date(2024, 4, 1))
    new = AgreementFactory(signed_on=date(2025, 8, 6), starts_on=date(2025, 8, 6), ends_on=date(2025, 10, 31))
    AgreementFactory(stage="draft", signed_on=None)
    AgreementFactory(signed_on=date(2024, 1, 1), starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
    measured(CompanyFactory(), 2024, agreement=new, measured_on=date(2025, 9, 30))

    quarters = [Period(2025, quarter) for quarter in (1, 2, 3, 4)]
    assert [counted("agreements_signed", quarter) for quarter in quarters] == [0, 0, 1, 1]
    assert [counted("agreements_in_force", quarter) for quarter in quarters] == [1, 0, 1, 0]
    assert [counted("agreements_with_results", quarter) for quarter in quarters] == [0, 0, 1, 1]
