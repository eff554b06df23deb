"""Applications, the list that proposes, and the person who decides."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from kaltim_naker.core.errors import DomainError
from programs.choices import ClassState
from tests.factories.accounts import home_region
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import ApplicationFactory, EnrolmentFactory, JobSeekerFactory
from trainees.choices import ApplicationState, Disability, Education, StepResult, TrainedElsewhere
from trainees.documents.selection import rules_of, selection_of
from trainees.models import Application, Enrolment, ProtectedData
from trainees.services import (
    apply_to_class,
    decide_application,
    decide_as_proposed,
    record_steps,
    set_rules,
    withdraw_application,
    withdraw_from_class,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def training(balikpapan):
    return TrainingClassFactory(
        centre=balikpapan, state=ClassState.SELECTING, seats=2, starts_on=date(2030, 3, 4), fiscal_year=2030
    )


def applicant(training, written=None, interview=None, *, administration=StepResult.PASSED, **person):
    someone = JobSeekerFactory(registered_by=training.centre.office, **person)
    return ApplicationFactory(
        training_class=training,
        job_seeker=someone,
        administration=administration,
        written_score=written,
        interview_score=interview,
    )


def states(training):
    return dict(Application.objects.filter(training_class=training).values_list("job_seeker__full_name", "state"))


class TestApplying:
    def test_only_while_the_class_takes_applications(self, balikpapan_admin, balikpapan):
        planned = TrainingClassFactory(centre=balikpapan, planned=True)
        someone = JobSeekerFactory()
        with pytest.raises(DomainError) as refused:
            apply_to_class(actor=balikpapan_admin, office=balikpapan.office, job_seeker=someone, training_class=planned)
        assert refused.value.code == "class_takes_no_applications"

    def test_once(self, balikpapan_admin, balikpapan, training):
        someone = JobSeekerFactory()
        apply = {"office": balikpapan.office, "job_seeker": someone, "training_class": training}
        apply_to_class(actor=balikpapan_admin, **apply)
        with pytest.raises(DomainError) as refused:
            apply_to_class(actor=balikpapan_admin, **apply)
        assert refused.value.code == "applied_already"


class TestRequirements:
    def check(self, training, code, **person):
        applicant(training, **person)
        (candidacy,) = selection_of(training)
        return next(check for check in candidacy.checks if check.code == code)

    def test_age_counts_on_the_first_day(self, training, planner):
        set_rules(actor=planner, training_class=training, minimum_age=18, maximum_age=35)
        check = self.check(training, "age", birth_date=date(2012, 3, 5))
        assert not check.is_met
        assert "17" in check.text

    def test_education_that_nobody_knows_is_not_met(self, training, planner):
        set_rules(actor=planner, training_class=training, minimum_education=Education.LOWER_SECONDARY)
        assert not self.check(training, "education", education=None).is_met

    def test_graduates_of_universities_may_be_excluded(self, training, planner):
        set_rules(actor=planner, training_class=training, maximum_education=Education.VOCATIONAL)
        assert not self.check(training, "education", education=Education.BACHELOR).is_met

    def test_domicile_is_the_address(self, training):
        assert self.check(training, "domicile", domicile=home_region("64.11")).is_met

    def test_another_running_class_is_named(self, training, balikpapan):
        busy = EnrolmentFactory(training_class__centre=balikpapan)
        ApplicationFactory(training_class=training, job_seeker=busy.job_seeker)
        (candidacy,) = selection_of(training)
        check = next(check for check in candidacy.checks if check.code == "other_class")
        assert not check.is_met
        assert str(busy.training_class) in check.text


class TestNeverTrained:
    def words(self, training):
        (candidacy,) = selection_of(training)
        return candidacy.is_first_timer, candidacy.training_before

    def test_own_history_is_named_with_its_day(self, training):
        before = EnrolmentFactory(passed=True)
        ApplicationFactory(training_class=training, job_seeker=before.job_seeker)
        is_new, words = self.words(training)
        assert not is_new
        assert str(before.training_class.programme) in words
        assert f"{before.ended_on:%d/%m/%Y}" in words

    def test_declared_training_elsewhere(self, training):
        applicant(training, trained_elsewhere=TrainedElsewhere.YES, trained_elsewhere_note="LPK Samarinda 2023")
        is_new, words = self.words(training)
        assert not is_new
        assert "LPK Samarinda 2023" in words

    def test_withdrawing_is_no_training(self, training):
        before = EnrolmentFactory(withdrawn=True)
        ApplicationFactory(training_class=training, job_seeker=before.job_seeker)
        assert self.words(training)[0]


class TestRules:
    def test_next_class_of_the_programme_takes_them_over(self, training, planner):
        set_rules(actor=planner, training_class=training, written_weight=70, interview_weight=30, seats_for_women=1)
        following = TrainingClassFactory(centre=training.centre, programme=training.programme, state=ClassState.OPEN)
        rules = rules_of(following)
        assert (rules.written_weight, rules.interview_weight, rules.seats_for_women) == (70, 30, 1)
        assert rules.training_class == following

    def test_weights_add_up(self, training, planner):
        with pytest.raises(Exception, match="100"):
            set_rules(actor=planner, training_class=training, written_weight=70, interview_weight=70)


class TestDeciding:
    def test_the_list_as_proposed(self, training, balikpapan_admin):
        applicant(training, 80, 80, full_name="Adi")
        applicant(training, 70, 70, full_name="Budi")
        applicant(training, 60, 60, full_name="Citra")
        applicant(training, 90, 90, full_name="Dewi", administration=StepResult.FAILED)
        applicant(training, full_name="Eka")
        decide_as_proposed(actor=balikpapan_admin, training_class=training)
        assert states(training) == {
            "Adi": "accepted",
            "Budi": "accepted",
            "Citra": "reserve",
            "Dewi": "rejected",
            "Eka": "submitted",
        }
        seated = Enrolment.objects.filter(training_class=training).values_list("job_seeker__full_name", flat=True)
        assert sorted(seated) == ["Adi", "Budi"]

    def test_an_override_needs_a_reason_and_keeps_it(self, training, balikpapan_admin):
        applicant(training, 80, 80, full_name="Adi")
        weak = applicant(training, 10, 10, full_name="Budi")
        set_rules(actor=balikpapan_admin, training_class=training, minimum_score=Decimal(50))
        decide = {"actor": balikpapan_admin, "application": weak, "decision": ApplicationState.ACCEPTED}
        with pytest.raises(DomainError) as refused:
            decide_application(**decide)
        assert refused.value.field == "reason"
        decided = decide_application(**decide, reason="Ditugaskan oleh desa")
        assert (decided.proposed, decided.state, decided.reason) == ("rejected", "accepted", "Ditugaskan oleh desa")
        assert decided.decided_by == balikpapan_admin

    def test_a_full_class_refuses_and_leaves_the_application_as_it_was(self, training, balikpapan_admin):
        for name in ("Adi", "Budi"):
            decide_application(
                actor=balikpapan_admin, application=applicant(training, 80, 80, full_name=name), decision="accepted"
            )
        third = applicant(training, 99, 99, full_name="Citra")
        with pytest.raises(DomainError) as refused:
            decide_application(actor=balikpapan_admin, application=third, decision="accepted", reason="Terbaik")
        assert refused.value.code == "class_full"

    def test_disability_quota_reads_the_protected_table(self, training, balikpapan_admin):
        set_rules(actor=balikpapan_admin, training_class=training, seats_for_disability=1)
        applicant(training, 90, 90, full_name="Adi")
        applicant(training, 80, 80, full_name="Budi")
        chosen = applicant(training, 60, 60, full_name="Citra")
        ProtectedData.objects.create(job_seeker=chosen.job_seeker, disability=Disability.PHYSICAL)
        decide_as_proposed(actor=balikpapan_admin, training_class=training)
        assert states(training) == {"Adi": "accepted", "Budi": "reserve", "Citra": "accepted"}

    def test_steps_are_closed_once_decided(self, training, balikpapan_admin):
        one = applicant(training, 80, 80)
        decide_application(actor=balikpapan_admin, application=one, decision="accepted")
        with pytest.raises(DomainError) as refused:
            record_steps(actor=balikpapan_admin, application=one, written_score=Decimal(100))
        assert refused.value.code == "decided_already"

    def test_queries_do_not_grow_with_the_applicants(self, training, django_assert_num_queries):
        for _n in range(12):
            applicant(training, 80, 80)
        with django_assert_num_queries(5):
            assert len(selection_of(training)) == 12


class TestReserve:
    @pytest.fixture
    def decided(self, training, balikpapan_admin):
        for name, score in (("Adi", 80), ("Budi", 70), ("Citra", 60), ("Dewi", 50)):
            applicant(training, score, score, full_name=name)
        decide_as_proposed(actor=balikpapan_admin, training_class=training)
        return training

    def test_first_of_the_list_moves_up_when_somebody_leaves(self, decided, balikpapan_admin):
        adi = Enrolment.objects.get(training_class=decided, job_seeker__full_name="Adi")
        moved_up = withdraw_from_class(
            actor=balikpapan_admin, enrolment=adi, reason="Diterima bekerja", withdrawn_on=date(2030, 3, 1)
        )
        assert moved_up.job_seeker.full_name == "Citra"
        assert states(decided) == {"Adi": "withdrawn", "Budi": "accepted", "Citra": "accepted", "Dewi": "reserve"}
        taking_part = Enrolment.objects.filter(training_class=decided).taking_part()
        assert {one.job_seeker.full_name for one in taking_part} == {"Budi", "Citra"}

    def test_who_left_the_reserve_list_is_passed_over(self, decided, balikpapan_admin):
        citra = Application.objects.get(training_class=decided, job_seeker__full_name="Citra")
        withdraw_application(actor=balikpapan_admin, application=citra, reason="Pindah ke Berau")
        adi = Enrolment.objects.get(training_class=decided, job_seeker__full_name="Adi")
        moved_up = withdraw_from_class(
            actor=balikpapan_admin, enrolment=adi, reason="Sakit", withdrawn_on=date(2030, 3, 1)
        )
        assert moved_up.job_seeker.full_name == "Dewi"

    def test_nobody_moves_up_when_the_class_has_gone_on_for_days(self, decided, balikpapan_admin):
        decided.state, decided.starts_on = ClassState.RUNNING, date(2025, 3, 3)
        decided.save()
        adi = Enrolment.objects.get(training_class=decided, job_seeker__full_name="Adi")
        Enrolment.objects.filter(training_class=decided).update(enrolled_on=date(2025, 3, 3))
        adi.refresh_from_db()
        left = {"actor": balikpapan_admin, "enrolment": adi, "reason": "Sakit"}
        assert withdraw_from_class(**left, withdrawn_on=date(2025, 3, 6)) is None

    def test_a_withdrawal_needs_its_reason(self, decided, balikpapan_admin):
        adi = Enrolment.objects.get(training_class=decided, job_seeker__full_name="Adi")
        with pytest.raises(DomainError) as refused:
            withdraw_from_class(actor=balikpapan_admin, enrolment=adi, reason=" ", withdrawn_on=timezone.localdate())
        assert refused.value.field == "reason"
