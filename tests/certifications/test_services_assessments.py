"""The way of an assessment, its results and appeals."""

from datetime import date

import pytest

from certifications import services
from certifications.choices import AppealState, AssessmentState, ResultOutcome
from certifications.documents import blank_request_rows
from certifications.models import CertificationBody, Result
from kaltim_naker.audit.models import AccessLog
from kaltim_naker.core.errors import DomainError
from tests.factories.certifications import AssessmentFactory, ResultFactory
from tests.factories.trainees import EnrolmentFactory

DAY = date(2025, 3, 10)


@pytest.fixture
def people(welders):
    return [EnrolmentFactory(passed=True, training_class=welders) for _ in range(3)]


@pytest.fixture
def assessment(officer, welders, welding, bnsp, people):
    return services.plan_assessment(
        actor=officer, training_class=welders, scheme=welding, issuer=bnsp, registered_on=date(2025, 3, 4)
    )


def record(officer, enrolment, assessment, outcome, day=DAY):
    return services.record_result(
        actor=officer,
        enrolment=enrolment,
        scheme=assessment.scheme,
        issuer=assessment.issuer,
        assessed_on=day,
        outcome=outcome,
    )


def test_everybody_who_passed_becomes_a_candidate(assessment, people, officer, welders):
    EnrolmentFactory(failed=True, training_class=welders)
    assert assessment.candidates.count() == 3
    assert assessment.state == AssessmentState.REGISTERED


def test_the_whole_way(assessment, people, officer):
    services.move_assessment(actor=officer, assessment=assessment, to=AssessmentState.SELF_ASSESSED)
    services.schedule_assessment(actor=officer, assessment=assessment, scheduled_on=DAY, place="Bengkel las BLKI")
    for enrolment, outcome in zip(people, ("K", "K", "BK"), strict=True):
        assert record(officer, enrolment, assessment, outcome).assessment == assessment
    assessment.refresh_from_db()
    assert assessment.state == AssessmentState.ASSESSED
    services.decide_assessment(
        actor=officer, assessment=assessment, decided_on=date(2025, 3, 12), decision_document="BA-1"
    )
    requested = services.request_certificates(
        actor=officer, assessment=assessment, requested_on=date(2025, 3, 13), request_letter="S-1"
    )
    assert requested.state == AssessmentState.REQUESTED


def test_no_step_is_skipped(assessment, officer):
    with pytest.raises(DomainError) as error:
        services.request_certificates(actor=officer, assessment=assessment, requested_on=DAY, request_letter="S-1")
    assert error.value.code == "assessment_move_not_allowed"


def test_a_decision_waits_for_every_result(assessment, people, officer):
    record(officer, people[0], assessment, "K")
    with pytest.raises(DomainError) as error:
        services.decide_assessment(actor=officer, assessment=assessment, decided_on=DAY, decision_document="BA-1")
    assert error.value.code == "results_missing"
    assert "2" in str(error.value)


def test_a_body_without_licence_assesses_nobody(officer, welders, welding, bnsp):
    body = CertificationBody.objects.create(issuer=bnsp, name="LSP Las", licensed_until=date(2025, 3, 1))
    with pytest.raises(DomainError) as error:
        services.plan_assessment(
            actor=officer, training_class=welders, scheme=welding, issuer=bnsp, body=body, registered_on=DAY
        )
    assert (error.value.code, error.value.field) == ("licence_over", "body")


def test_reassessment_is_a_new_round_for_those_without_k(assessment, people, officer, welders, welding, bnsp):
    for enrolment, outcome in zip(people, ("K", "BK", "absent"), strict=True):
        record(officer, enrolment, assessment, outcome)
    services.decide_assessment(
        actor=officer, assessment=assessment, decided_on=date(2025, 3, 12), decision_document="BA-1"
    )
    again = services.plan_assessment(
        actor=officer, training_class=welders, scheme=welding, issuer=bnsp, registered_on=date(2025, 4, 1)
    )
    assert again.round == 2
    assert set(again.candidates.values_list("enrolment", flat=True)) == {people[1].pk, people[2].pk}
    second = record(officer, people[1], again, "K", date(2025, 4, 10))
    assert (second.attempt, second.assessment) == (2, again)


def test_an_imported_second_attempt_after_the_decision_opens_a_round(assessment, people, officer):
    for enrolment in people:
        record(officer, enrolment, assessment, "BK")
    services.decide_assessment(
        actor=officer, assessment=assessment, decided_on=date(2025, 3, 12), decision_document="BA-1"
    )
    result = record(officer, people[0], assessment, "K", date(2025, 5, 1))
    assert (result.attempt, result.assessment.round, result.assessment.state) == (2, 2, AssessmentState.ASSESSED)


def test_results_without_an_assessment_begin_one(officer, people, welding, bnsp):
    result = services.record_result(
        actor=officer, enrolment=people[0], scheme=welding, issuer=bnsp, assessed_on=DAY, outcome="K"
    )
    assert (result.assessment.state, result.assessment.scheduled_on) == (AssessmentState.ASSESSED, DAY)
    assert Result.objects.count() == 1


def test_competent_twice_is_refused(assessment, people, officer):
    record(officer, people[0], assessment, "K")
    with pytest.raises(DomainError) as error:
        record(officer, people[0], assessment, "K", date(2025, 3, 11))
    assert error.value.code == "competent_already"


def test_a_granted_appeal_turns_the_result_and_keeps_the_old_one(assessment, people, officer):
    result = record(officer, people[0], assessment, "BK")
    appeal = services.lodge_appeal(actor=officer, result=result, lodged_on=date(2025, 3, 14), grounds="Unit 3 lulus")
    appeal = services.decide_appeal(
        actor=officer, appeal=appeal, granted=True, decided_on=date(2025, 3, 20), decision_document="BA-2"
    )
    result.refresh_from_db()
    assert (result.outcome, appeal.outcome_before) == (ResultOutcome.COMPETENT, ResultOutcome.NOT_YET_COMPETENT)
    assert appeal.state == AppealState.GRANTED


def test_only_bk_is_contested_and_once(assessment, people, officer):
    competent = record(officer, people[0], assessment, "K")
    with pytest.raises(DomainError) as error:
        services.lodge_appeal(actor=officer, result=competent, lodged_on=date(2025, 3, 14), grounds="x")
    assert error.value.code == "nothing_to_appeal"
    contested = record(officer, people[1], assessment, "BK")
    services.lodge_appeal(actor=officer, result=contested, lodged_on=date(2025, 3, 14), grounds="x")
    with pytest.raises(DomainError) as error:
        services.lodge_appeal(actor=officer, result=contested, lodged_on=date(2025, 3, 14), grounds="x")
    assert error.value.code == "appeal_known"


def test_blank_request_lists_k_and_bk_and_who_took_it(assessment, people, officer):
    record(officer, people[0], assessment, "K")
    record(officer, people[1], assessment, "BK")
    rows = blank_request_rows(assessment)
    assert [row["outcome"] for row in rows] == ["K", "BK", ""]
    assert rows[0]["nik"] == people[0].job_seeker.reveal_nik()
    services.export_blank_request(actor=officer, assessment=assessment, reason="Permintaan blanko").close()
    logged = AccessLog.objects.get(subject=str(assessment.pk))
    assert (logged.actor, logged.rows, logged.reason) == (officer, 3, "Permintaan blanko")


def test_blank_request_needs_a_reason(assessment, officer):
    with pytest.raises(DomainError):
        services.export_blank_request(actor=officer, assessment=assessment, reason=" ")


def test_blank_request_holds_no_formula(assessment, people, officer):
    from openpyxl import load_workbook

    person = people[0].job_seeker
    person.address = '=HYPERLINK("http://x")'
    person.save()
    workbook = load_workbook(services.export_blank_request(actor=officer, assessment=assessment, reason="uji"))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(cell.value == '=HYPERLINK("http://x")' for cell in cells)


def test_units_of_a_scheme_keep_their_order_and_stand_once(officer, welding):
    services.save_scheme(actor=officer, scheme=welding, units=[("C.24LAS01.001.1", "Satu"), ("C.24LAS01.002.1", "Dua")])
    services.save_scheme(actor=officer, scheme=welding, units=[("C.24LAS01.002.1", "Dua"), ("C.24LAS01.003.1", "Tiga")])
    assert [unit.code for unit in welding.units.all()] == ["C.24LAS01.002.1", "C.24LAS01.003.1"]
    with pytest.raises(DomainError):
        services.save_scheme(actor=officer, scheme=welding, units=[("A", "x"), ("A", "y")])


def test_factories_and_services_agree(db):
    """A result made by the factory belongs to an assessment of the same class."""
    result = ResultFactory(assessment=AssessmentFactory())
    assert result.enrolment.training_class == result.assessment.training_class
