"""domain.md §4.5: who counts as certified, and in which year."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from certifications import services
from certifications.choices import CertificateState
from certifications.measures import (
    CERTIFICATES_ISSUED,
    COMPETENT_RATE,
    COMPETENT_WITHOUT_CERTIFICATE,
    JOB_SEEKERS_CERTIFIED,
    days_to_hand_over,
    days_to_issue,
    expiring_by_month,
)
from kaltim_naker.access.scope import EVERYTHING, Scope
from kaltim_naker.core.periods import Period
from programs.measures import Dimension, Slice, count, count_by, percent_of
from tests.factories.trainees import EnrolmentFactory

YEAR = Slice.up_to(Period(2025))


@pytest.fixture(autouse=True)
def in_2026():
    with time_machine.travel(date(2026, 2, 2)):
        yield


def certify(officer, enrolment, scheme, issuer, assessed_on, issued_on, number):
    result = services.record_result(
        actor=officer, enrolment=enrolment, scheme=scheme, issuer=issuer, assessed_on=assessed_on, outcome="K"
    )
    return services.issue_certificate(actor=officer, result=result, number=number, issued_on=issued_on)


@pytest.fixture
def example(officer, welders, welding, licence, bnsp, kemnaker):
    """A: BNSP 12 Mar + SIO 20 May; B: BNSP 30 Jun; C: BK; D: K on 20 Dec, issued 8 Jan of the next year."""
    a, b, c, d = (
        EnrolmentFactory(passed=True, training_class=welders, job_seeker__full_name=name)
        for name in ("A", "B", "C", "D")
    )
    certify(officer, a, welding, bnsp, date(2025, 3, 5), date(2025, 3, 12), "24101 3122 2 0000001 2025")
    certify(officer, a, licence, kemnaker, date(2025, 5, 5), date(2025, 5, 20), "SIO-1")
    certify(officer, b, welding, bnsp, date(2025, 6, 20), date(2025, 6, 30), "24101 3122 2 0000002 2025")
    services.record_result(
        actor=officer, enrolment=c, scheme=welding, issuer=bnsp, assessed_on=date(2025, 3, 5), outcome="BK"
    )
    certify(officer, d, welding, bnsp, date(2025, 12, 20), date(2026, 1, 8), "24101 3122 2 0000003 2026")
    return a, b, c, d


def test_seed_example(example):
    assert count(JOB_SEEKERS_CERTIFIED, YEAR, EVERYTHING) == 2
    assert count(CERTIFICATES_ISSUED, YEAR, EVERYTHING) == 3
    waiting = COMPETENT_WITHOUT_CERTIFICATE
    results = waiting.as_of(waiting.records(), date(2025, 12, 31)).filter(occurred_on__year=2025)
    assert results.values("subject").distinct().count() == 1


def test_by_issuer_and_scheme(example, bnsp, kemnaker, welding, licence):
    assert count_by(CERTIFICATES_ISSUED, YEAR, EVERYTHING, Dimension.ISSUER) == {bnsp.pk: 2, kemnaker.pk: 1}
    assert count_by(JOB_SEEKERS_CERTIFIED, YEAR, EVERYTHING, Dimension.ISSUER) == {bnsp.pk: 2, kemnaker.pk: 1}
    assert count_by(CERTIFICATES_ISSUED, YEAR, EVERYTHING, Dimension.SCHEME) == {welding.pk: 2, licence.pk: 1}


def test_competent_rate_counts_people_assessed(example):
    """A, B and D are competent; C is not: three of four."""
    assert percent_of(COMPETENT_RATE, YEAR, EVERYTHING) == Decimal(75)


def test_both_centres_count_once_in_the_province(
    officer, welders, bontang_welders, welding, licence, bnsp, kemnaker, balikpapan, bontang
):
    first = EnrolmentFactory(passed=True, training_class=welders)
    second = EnrolmentFactory(passed=True, training_class=bontang_welders, job_seeker=first.job_seeker)
    certify(officer, first, welding, bnsp, date(2025, 3, 5), date(2025, 3, 12), "24101 3122 2 0000001 2025")
    certify(officer, second, licence, kemnaker, date(2025, 3, 5), date(2025, 4, 1), "SIO-1")
    assert count(JOB_SEEKERS_CERTIFIED, YEAR, EVERYTHING) == 1
    assert count_by(JOB_SEEKERS_CERTIFIED, YEAR, EVERYTHING, Dimension.CENTRE) == {balikpapan.pk: 1, bontang.pk: 1}
    assert count(JOB_SEEKERS_CERTIFIED, YEAR, Scope(centres=frozenset({bontang.pk}))) == 1


def test_a_replacement_leaves_the_person_in_the_first_year(example, officer):
    """A corrected name must not take somebody out of 2025 and count him again in 2026."""
    certificate = example[1].results.get().certificates.get()
    services.replace_certificate(
        actor=officer,
        certificate=certificate,
        number="24101 3122 2 0000009 2026",
        issued_on=date(2026, 1, 20),
        reason="Nama salah",
        document="Surat 12/2026",
    )
    assert count(JOB_SEEKERS_CERTIFIED, YEAR, EVERYTHING) == 2
    assert count(CERTIFICATES_ISSUED, YEAR, EVERYTHING) == 3
    assert count(CERTIFICATES_ISSUED, Slice(date(2026, 1, 1), date(2026, 1, 31)), EVERYTHING) == 1


def test_revoking_the_replacement_uncounts_the_chain(example, officer):
    certificate = example[1].results.get().certificates.get()
    replacement = services.replace_certificate(
        actor=officer,
        certificate=certificate,
        number="24101 3122 2 0000009 2026",
        issued_on=date(2026, 1, 20),
        reason="Nama salah",
        document="Surat 12/2026",
    )
    services.revoke_certificate(actor=officer, certificate=replacement, reason="Palsu", document="Surat 13/2026")
    assert count(JOB_SEEKERS_CERTIFIED, YEAR, EVERYTHING) == 1
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.REPLACED


def test_days_from_test_to_issue_and_to_hand_over(example, officer):
    """A took 7 and 15 days, B 10; A's first certificate was handed over after 4."""
    certificate = example[0].results.order_by("assessed_on").first().certificates.get()
    services.hand_over_certificate(
        actor=officer, certificate=certificate, handed_over_on=date(2025, 3, 16), handed_over_to=""
    )
    to_issue, to_hand_over = days_to_issue(YEAR, EVERYTHING), days_to_hand_over(YEAR, EVERYTHING)
    assert (to_issue.cases, to_issue.median, to_issue.longest) == (3, 10, 15)
    assert (to_hand_over.cases, to_hand_over.median, to_hand_over.longest) == (1, 4, 4)


def test_nothing_waited_for(db):
    assert days_to_issue(YEAR, EVERYTHING).median is None


def test_expiring_in_the_coming_months(example):
    """A's and B's certificates of three years expire in March and June 2028."""
    months = expiring_by_month(date(2027, 7, 1), EVERYTHING)
    assert len(months) == 12
    assert {month: n for month, n in months.items() if n} == {date(2028, 3, 1): 1, date(2028, 6, 1): 1}
