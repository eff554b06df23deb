"""Certificates: numbers, freezing, handing over, revoking, replacing."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from certifications import services
from certifications.choices import CertificateState, Standing
from certifications.models import Certificate, Result
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from tests.factories.certifications import result_for
from tests.factories.trainees import EnrolmentFactory

NUMBER = "24101 3122 2 0001234 2025"


@pytest.fixture
def result(welders, welding, bnsp):
    enrolment = EnrolmentFactory(passed=True, training_class=welders, job_seeker__full_name="Siti Nur Aisyah")
    return result_for(enrolment, date(2025, 3, 5), scheme=welding, issuer=bnsp)


@pytest.fixture
def certificate(officer, result):
    return services.issue_certificate(actor=officer, result=result, number=NUMBER, issued_on=date(2025, 3, 12))


def replace(officer, certificate, number="24101 3122 2 0009999 2025", **details):
    return services.replace_certificate(
        actor=officer,
        certificate=certificate,
        number=number,
        issued_on=date(2025, 6, 1),
        reason="Nama salah cetak",
        document="Surat LSP 12/2025",
        **details,
    )


def test_facts_are_taken_from_the_result(certificate, result):
    assert (certificate.holder_name, certificate.scheme_title) == ("Siti Nur Aisyah", "Pengelasan Pelat SMAW 3G")
    assert certificate.valid_until == date(2028, 3, 12)


def test_the_same_number_written_otherwise_is_refused(officer, certificate, welders, welding, bnsp):
    enrolment = EnrolmentFactory(passed=True, training_class=welders)
    result = services.record_result(
        actor=officer, enrolment=enrolment, scheme=welding, issuer=bnsp, assessed_on=date(2025, 3, 5), outcome="K"
    )
    with pytest.raises(DomainError) as error:
        services.issue_certificate(
            actor=officer, result=result, number="24101-3122-2-0001234/2025", issued_on=date(2025, 3, 12)
        )
    assert (error.value.code, error.value.field) == ("number_known", "number")


def test_a_new_name_leaves_the_certificate_as_printed(certificate):
    person = certificate.job_seeker
    person.full_name = "Siti Nur Aisyah, S.T."
    person.save()
    certificate.refresh_from_db()
    assert certificate.holder_name == "Siti Nur Aisyah"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("holder_name", "Orang Lain"),
        ("number", "X"),
        ("issued_on", date(2024, 1, 1)),
        ("valid_until", date(2040, 1, 1)),
    ],
)
def test_the_database_refuses_to_change_what_was_printed(certificate, column, value):
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**{column: value})


def test_a_replacement_points_back_and_has_codes_of_its_own(officer, certificate):
    new = replace(officer, certificate, holder_name="Siti Nur Aisyah binti Ali")
    certificate.refresh_from_db()
    assert (certificate.state, certificate.end_reason, certificate.ended_by) == (
        CertificateState.REPLACED,
        "Nama salah cetak",
        officer,
    )
    assert certificate.end_document == "Surat LSP 12/2025"
    assert (new.replaces, new.first, certificate.replacement) == (certificate, certificate, new)
    assert new.holder_name == "Siti Nur Aisyah binti Ali"
    assert {new.code, new.short_code}.isdisjoint({certificate.code, certificate.short_code})


def test_a_correction_does_not_lengthen_the_validity(officer, certificate):
    assert replace(officer, certificate).valid_until == certificate.valid_until


def test_a_chain_knows_its_beginning(officer, certificate):
    second = replace(officer, certificate)
    third = replace(officer, second, number="24101 3122 2 0008888 2025")
    assert (third.replaces, third.first) == (second, certificate)


def test_revoking_names_reason_document_and_person(officer, certificate):
    revoked = services.revoke_certificate(actor=officer, certificate=certificate, reason="Palsu", document="SK 1")
    assert (revoked.standing, revoked.ended_on, revoked.ended_by) == (Standing.REVOKED, today(), officer)


@pytest.mark.parametrize(("reason", "document"), [("", "SK 1"), ("Palsu", " ")])
def test_revoking_needs_reason_and_document(officer, certificate, reason, document):
    with pytest.raises(DomainError):
        services.revoke_certificate(actor=officer, certificate=certificate, reason=reason, document=document)


def test_what_has_ended_is_neither_revoked_nor_replaced_nor_handed_over(officer, certificate):
    services.revoke_certificate(actor=officer, certificate=certificate, reason="Palsu", document="SK 1")
    with pytest.raises(DomainError):
        services.revoke_certificate(actor=officer, certificate=certificate, reason="Palsu", document="SK 1")
    with pytest.raises(DomainError):
        replace(officer, certificate)
    with pytest.raises(DomainError):
        services.hand_over_certificate(
            actor=officer, certificate=certificate, handed_over_on=date(2025, 4, 1), handed_over_to=""
        )


def test_a_refused_replacement_changes_nothing(officer, certificate):
    with pytest.raises(DomainError):
        replace(officer, certificate, number=NUMBER)
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.ACTIVE


def test_standing_in_sql_is_the_standing_in_python(certificate):
    for day in (date(2025, 4, 1), date(2027, 12, 20), date(2028, 3, 12), date(2028, 3, 13)):
        assert Certificate.objects.with_standing(day).get().stands == certificate.standing_on(day)


def test_competent_without_paper(officer, result, certificate):
    assert not Result.objects.awaiting_certificate().exists()
    services.revoke_certificate(actor=officer, certificate=certificate, reason="Palsu", document="SK 1")
    assert not Result.objects.awaiting_certificate().exists(), "a revoked paper had arrived"
