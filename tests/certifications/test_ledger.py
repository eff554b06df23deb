"""Where every graduate stands with each of the two issuers."""

from datetime import date

import pytest

from certifications import services
from certifications.choices import LedgerStep
from certifications.ledger import COLUMNS, ledger_issuers, prefix_of, standing_at, with_ledger
from tests.factories.trainees import EnrolmentFactory
from trainees.models import Enrolment

DAY = date(2025, 9, 1)
ASSESSED, ISSUED = date(2025, 3, 5), date(2025, 3, 12)


@pytest.fixture
def graduate(welders):
    return EnrolmentFactory(passed=True, training_class=welders)


@pytest.fixture
def stands(graduate, bnsp, kemnaker):
    """Where the graduate stands with BNSP, on a day."""

    def step(day=DAY):
        ledger = with_ledger(Enrolment.objects.passed(), ledger_issuers(), day)
        return getattr(ledger.get(), f"{prefix_of(bnsp)}_step")

    return step


@pytest.fixture
def assess(officer, graduate, welding, bnsp):
    def record(outcome):
        return services.record_result(
            actor=officer, enrolment=graduate, scheme=welding, issuer=bnsp, assessed_on=ASSESSED, outcome=outcome
        )

    return record


def test_both_issuers_stand_side_by_side(graduate, bnsp, kemnaker, assess):
    assess("K")
    line = with_ledger(Enrolment.objects.passed(), ledger_issuers(), DAY).get()
    assert [issuer.code for issuer in ledger_issuers()] == ["bnsp", "kemnaker"]
    assert getattr(line, f"{prefix_of(bnsp)}_step") == LedgerStep.COMPETENT
    assert getattr(line, f"{prefix_of(kemnaker)}_step") == LedgerStep.NOT_REQUESTED
    assert all(hasattr(line, f"{prefix_of(kemnaker)}_{column}") for column in COLUMNS)


def test_the_whole_way(officer, graduate, welders, welding, bnsp, stands, assess):
    assert stands() == LedgerStep.NOT_REQUESTED
    assessment = services.plan_assessment(
        actor=officer, training_class=welders, scheme=welding, issuer=bnsp, registered_on=date(2025, 3, 1)
    )
    assert stands() == LedgerStep.REQUESTED
    result = assess("K")
    assert stands() == LedgerStep.COMPETENT
    services.decide_assessment(actor=officer, assessment=assessment, decided_on=ASSESSED, decision_document="BA")
    services.request_certificates(actor=officer, assessment=assessment, requested_on=ASSESSED, request_letter="S")
    assert stands() == LedgerStep.CERTIFICATE_REQUESTED
    certificate = services.issue_certificate(actor=officer, result=result, number="1", issued_on=ISSUED)
    assert stands() == LedgerStep.ISSUED
    services.hand_over_certificate(
        actor=officer, certificate=certificate, handed_over_on=date(2025, 4, 1), handed_over_to=""
    )
    assert stands() == LedgerStep.HANDED_OVER
    assert stands(date(2028, 1, 1)) == LedgerStep.EXPIRING
    assert stands(date(2028, 3, 12)) == LedgerStep.EXPIRING
    assert stands(date(2028, 3, 13)) == LedgerStep.EXPIRED
    services.revoke_certificate(actor=officer, certificate=certificate, reason="Palsu", document="SK")
    assert stands() == LedgerStep.REVOKED


@pytest.mark.parametrize(("outcome", "step"), [("BK", LedgerStep.NOT_YET_COMPETENT), ("absent", LedgerStep.ABSENT)])
def test_other_results(assess, stands, outcome, step):
    assess(outcome)
    assert stands() == step


def test_the_replacement_is_what_stands(officer, assess, stands, bnsp):
    certificate = services.issue_certificate(actor=officer, result=assess("K"), number="1", issued_on=ISSUED)
    services.replace_certificate(
        actor=officer, certificate=certificate, number="2", issued_on=date(2025, 4, 1), reason="Nama", document="S"
    )
    line = with_ledger(Enrolment.objects.passed(), [bnsp], DAY).get()
    assert (getattr(line, f"{prefix_of(bnsp)}_number"), stands()) == ("2", LedgerStep.ISSUED)


def test_narrowed_to_a_step(assess, graduate, welders, bnsp):
    assess("K")
    EnrolmentFactory(passed=True, training_class=welders)
    ledger = with_ledger(Enrolment.objects.passed(), [bnsp], DAY)
    assert standing_at(ledger, bnsp, LedgerStep.COMPETENT).get() == graduate
    assert standing_at(ledger, bnsp, LedgerStep.NOT_REQUESTED).count() == 1


def test_one_query_for_a_page(assess, graduate, bnsp, kemnaker, django_assert_num_queries):
    assess("K")
    issuers = ledger_issuers()
    with django_assert_num_queries(1):
        list(with_ledger(Enrolment.objects.passed(), issuers, DAY)[:50])
