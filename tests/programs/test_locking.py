"""A closed quarter cannot be written, whoever comes through which door; acts of today go through."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Model
from django.utils import timezone

from certifications import services as certifying
from certifications.choices import ResultOutcome
from certifications.models import Certificate
from companies.services.apprentices import complete_apprentices
from kaltim_naker.core.bulk import insert_rows
from kaltim_naker.core.constraints import explained, violated_constraint
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period, today
from kaltim_naker.ui.failures import Refused, told_in_words
from programs.locking import Lock, Locks, PeriodLock, hold_writers, lock_of, locks_on, require_open
from programs.measures import all_measures
from programs.models import Activity, ReportingPeriod, TrainingCentre, TrainingClass
from programs.services import enter_activity
from tests.factories.accounts import UserFactory
from tests.factories.apprenticeships import ApprenticeFactory
from tests.factories.certifications import CertificateFactory, ResultFactory
from tests.factories.companies import CompanyFactory
from tests.factories.periods import ReopeningFactory, ReportingPeriodFactory
from tests.factories.productivity import consultation, measured
from tests.factories.programs import TrainingClassFactory
from tests.factories.runs import NarrativeFactory
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory, SessionFactory
from trainees.models import AttendanceMark, Enrolment
from trainees.services import merge_people, undo_merge

pytestmark = pytest.mark.django_db

FIRST_QUARTER = Period(2025, 1)
FIRST_DAY, LAST_DAY, NEXT_DAY = date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 1)
DECISION = Path(settings.BASE_DIR) / "docs" / "decisions" / "0012-what-a-closed-period-locks.md"


def close(centre: TrainingCentre | None, period: Period = FIRST_QUARTER) -> ReportingPeriod:
    return ReportingPeriodFactory(closed=True, centre=centre, year=period.year, quarter=period.quarter)


@contextmanager
def refused_by_database() -> Iterator[None]:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        yield
    assert violated_constraint(error.value) == "period_closed"


@contextmanager
def refused(field: str | None = None) -> Iterator[None]:
    with pytest.raises(DomainError) as error, transaction.atomic():
        yield
    assert (error.value.code, error.value.field) == ("period_closed", field)


@pytest.fixture
def class_of_march(balikpapan: TrainingCentre) -> TrainingClass:
    """From 3 February to the last day of the first quarter."""
    return TrainingClassFactory(closed=True, centre=balikpapan, starts_on=date(2025, 2, 3), ends_on=LAST_DAY)


@pytest.fixture
def competent(class_of_march: TrainingClass) -> Any:
    return ResultFactory(assessment__training_class=class_of_march)


# --- raw SQL: each table with a row of the last day of the quarter ---------------------------------------------------
def an_attendance(training_class: TrainingClass) -> AttendanceMark:
    session = SessionFactory(training_class=training_class, held_on=LAST_DAY)
    enrolment = EnrolmentFactory(training_class=training_class)
    return AttendanceMark.objects.create(
        session=session, enrolment=enrolment, mark="H", hours=6, recorded_by=UserFactory()
    )


def an_agreement(training_class: TrainingClass) -> Model:
    facts = {"kind": "mou", "title": "Nota", "stage": "signed", "ends_on": date(2027, 3, 31)}
    agreements = apps.get_model("companies", "Agreement").objects
    return agreements.create(company=CompanyFactory(), starts_on=LAST_DAY, signed_on=LAST_DAY, **facts)


def a_meeting(training_class: TrainingClass) -> Activity:
    return Activity.objects.create(kind="fklpid", title="Rapat", starts_on=FIRST_DAY, ends_on=LAST_DAY, source="uji")


ROWS: dict[str, Callable[[TrainingClass], Model]] = {
    "programs.TrainingClass.closed_on": lambda training: training,
    "trainees.Enrolment.ended_on": lambda training: EnrolmentFactory(training_class=training, passed=True),
    "trainees.Session.held_on": lambda training: SessionFactory(training_class=training, held_on=LAST_DAY),
    "trainees.AttendanceMark.session__held_on": an_attendance,
    "certifications.Result.assessed_on": lambda training: ResultFactory(assessment__training_class=training),
    "certifications.Certificate.issued_on": lambda training: CertificateFactory(
        result__assessment__training_class=training
    ),
    "programs.Activity.ends_on": a_meeting,
    "companies.Measurement.measured_on": lambda training: measured(CompanyFactory(), 2024, measured_on=LAST_DAY),
    "companies.Guidance.held_on": lambda training: consultation(CompanyFactory(), day=LAST_DAY).guidance.get(),
    "companies.Apprentice.started_on": lambda training: ApprenticeFactory(started_on=LAST_DAY),
    "companies.Apprentice.ended_on": lambda training: ApprenticeFactory(completed=True, ended_on=LAST_DAY),
    "companies.Agreement.signed_on": an_agreement,
    "reports.Narrative.last_day": lambda training: NarrativeFactory(last_day=LAST_DAY, centre=training.centre),
}
# What is printed on a certificate never changes, whatever the quarter; the day of a mark is that of its session.
MOVABLE = [key for key in ROWS if "__" not in key and "Certificate" not in key]


def rows_of(row: Model) -> Any:
    return type(row)._base_manager.filter(pk=row.pk)


def remove(row: Model) -> int:
    return rows_of(row)._raw_delete("default")


def unit_of(key: str, centre: TrainingCentre) -> TrainingCentre | None:
    return None if key.startswith(("companies", "programs.Activity")) else centre


@pytest.mark.parametrize("key", ROWS)
class TestRemoving:
    def test_from_a_closed_quarter(self, key, class_of_march, balikpapan):
        row = ROWS[key](class_of_march)
        close(unit_of(key, balikpapan))
        with refused_by_database():
            remove(row)

    def test_while_only_others_have_closed_it(self, key, class_of_march, balikpapan, bontang):
        row = ROWS[key](class_of_march)
        close(bontang)
        close(None if unit_of(key, balikpapan) else balikpapan)
        close(balikpapan, Period(2024, 4)), close(None, Period(2025, 2))
        assert remove(row) == 1
        transaction.set_rollback(True)


@pytest.mark.parametrize("key", MOVABLE)
class TestMoving:
    def test_out_of_a_closed_quarter(self, key, class_of_march, balikpapan):
        row, day = ROWS[key](class_of_march), key.rsplit(".", 1)[1]
        close(unit_of(key, balikpapan))
        with refused_by_database():
            rows_of(row).update(**{day: F(day) + timedelta(days=1)})

    def test_into_a_closed_quarter(self, key, class_of_march, balikpapan):
        row, day = ROWS[key](class_of_march), key.rsplit(".", 1)[1]
        close(unit_of(key, balikpapan), Period(2025, 2))
        with refused_by_database():
            rows_of(row).update(**{day: F(day) + timedelta(days=1)})

    def test_within_the_open_one(self, key, class_of_march, balikpapan):
        row, day = ROWS[key](class_of_march), key.rsplit(".", 1)[1]
        close(unit_of(key, balikpapan), Period(2025, 2))
        assert rows_of(row).update(**{day: F(day) - timedelta(days=1)}) == 1


def test_entering_by_copy(competent, balikpapan):
    """As an import of many rows does: the second of two rows lies in the closed quarter."""
    other = ResultFactory(assessment=competent.assessment, assessed_on=NEXT_DAY)
    close(balikpapan)
    rows = [CertificateFactory.build(result=result, job_seeker=result.job_seeker) for result in (other, competent)]
    for row in rows:
        row.issuer_id, row.body = competent.assessment.issuer_id, None
    with refused_by_database():
        insert_rows(rows, unique="certifications_certificate_number_once")
    with transaction.atomic():
        insert_rows(rows[:1], unique="certifications_certificate_number_once")
    assert [one.issued_on for one in Certificate.objects.all()] == [NEXT_DAY]


def test_the_error_of_the_database_says_the_same_as_the_services(competent, balikpapan):
    close(balikpapan)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        CertificateFactory(result=competent)
    told = explained(error.value)
    assert told.code == "period_closed"
    assert str(told) == lock_of(LAST_DAY, balikpapan.pk).explanation
    with pytest.raises(Refused) as refusal, told_in_words():
        CertificateFactory(result=competent)
    assert refusal.value.text == str(told)


# --- services --------------------------------------------------------------------------------------------------------
class TestBothEdges:
    def test_the_last_day_is_in_and_the_next_is_not(self, balikpapan):
        close(balikpapan)
        for day in (FIRST_DAY, LAST_DAY):
            with refused("issued_on"):
                require_open(day=day, centre=balikpapan.pk, field="issued_on")
        for day in (date(2024, 12, 31), NEXT_DAY, None):
            require_open(day=day, centre=balikpapan.pk)
        require_open(day=LAST_DAY, centre=None)

    @pytest.mark.parametrize("hour", ["2025-03-31T15:59:59+00:00", "2025-03-31T16:00:00+00:00"])
    def test_a_day_is_a_day_of_the_office(self, hour, competent, balikpapan, balikpapan_admin):
        """15:59 UTC is 23:59 WITA of 31 March; a second later it is 1 April, and the new quarter is open."""
        close(balikpapan)
        with time_machine.travel(datetime.fromisoformat(hour), tick=False):
            issue = {"actor": balikpapan_admin, "result": competent, "number": "1", "issued_on": today()}
            if hour.endswith("15:59:59+00:00"):
                with refused("issued_on"):
                    certifying.issue_certificate(**issue)
            else:
                assert certifying.issue_certificate(**issue).issued_on == NEXT_DAY

    def test_a_result_of_the_last_day(self, class_of_march, balikpapan, balikpapan_admin):
        enrolment = EnrolmentFactory(training_class=class_of_march, passed=True)
        of = ResultFactory(assessment__training_class=class_of_march, assessed_on=NEXT_DAY).assessment
        close(balikpapan)
        record = {"actor": balikpapan_admin, "enrolment": enrolment, "scheme": of.scheme, "issuer": of.issuer}
        with refused("assessed_on"):
            certifying.record_result(**record, assessed_on=LAST_DAY, outcome=ResultOutcome.COMPETENT)
        assert certifying.record_result(**record, assessed_on=NEXT_DAY, outcome=ResultOutcome.COMPETENT).pk

    def test_what_belongs_to_no_centre(self, planner):
        close(None)
        facts = {"kind": "fklpid", "title": "Rapat", "source": "uji"}
        with refused("ends_on"):
            enter_activity(actor=planner, starts_on=LAST_DAY, ends_on=LAST_DAY, **facts)
        assert enter_activity(actor=planner, starts_on=LAST_DAY, ends_on=NEXT_DAY, **facts).pk


class TestOpenAgain:
    @pytest.fixture
    def closed(self, competent, balikpapan):
        return close(balikpapan)

    def test_until_its_moment(self, closed, competent, balikpapan, balikpapan_admin):
        ReopeningFactory(period=closed, until=timezone.now() + timedelta(minutes=1))
        assert certifying.issue_certificate(actor=balikpapan_admin, result=competent, number="1", issued_on=LAST_DAY).pk
        lock = lock_of(LAST_DAY, balikpapan.pk)
        assert (lock.holds, lock.open_until is None) == (False, False)

    def test_not_after_it(self, closed, competent, balikpapan):
        a_week_ago = timezone.now() - timedelta(days=7)
        reopening = ReopeningFactory(period=closed)
        type(reopening).objects.update(created_at=a_week_ago, until=timezone.now() - timedelta(seconds=1))
        with refused_by_database():
            CertificateFactory(result=competent)
        with refused():
            require_open(day=LAST_DAY, centre=balikpapan.pk)

    def test_the_latest_of_several_decides(self, closed, competent):
        reopening = ReopeningFactory(period=closed, until=timezone.now() + timedelta(days=1))
        earlier = ReopeningFactory(period=closed)
        type(earlier).objects.filter(pk=earlier.pk).update(
            created_at=timezone.now() - timedelta(days=9), until=timezone.now() - timedelta(days=8)
        )
        assert CertificateFactory(result=competent).pk
        assert lock_of(LAST_DAY, closed.centre_id).open_until == reopening.until

    def test_another_unit_still_not(self, closed, bontang):
        elsewhere = TrainingClassFactory(closed=True, centre=bontang, starts_on=date(2025, 2, 3), ends_on=LAST_DAY)
        ReopeningFactory(period=closed)
        close(bontang)
        with refused_by_database():
            EnrolmentFactory(training_class=elsewhere, passed=True)


class TestExplanation:
    def test_names_who_when_and_whom_to_ask(self, balikpapan):
        closed = close(balikpapan)
        lock = lock_of(LAST_DAY, balikpapan.pk)
        assert isinstance(lock, Lock)
        for words in (closed.closed_by.full_name, closed.approved_by.full_name, str(closed.unit_name)):
            assert words in lock.explanation
        assert str(closed.closed_at.year) in lock.explanation

    def test_of_many_rows_at_once(self, balikpapan, bontang, django_assert_num_queries):
        close(balikpapan), close(bontang, Period(2025, 2))
        with django_assert_num_queries(1):
            locks = Locks()
            found = [locks.on(LAST_DAY, one.pk) for one in (balikpapan, bontang)]
        assert [lock is not None for lock in found] == [True, False]

    def test_of_a_record_for_its_page(self, competent, balikpapan):
        assert locks_on(competent) == []
        close(balikpapan)
        assert [lock.period for lock in locks_on(competent)] == [FIRST_QUARTER]


# --- acts of today ---------------------------------------------------------------------------------------------------
class TestActsOfToday:
    @pytest.fixture
    def certificate(self, competent, balikpapan):
        certificate = CertificateFactory(result=competent)
        close(balikpapan)
        return certificate

    def test_handing_over_and_revoking(self, certificate, balikpapan_admin):
        certifying.hand_over_certificate(
            actor=balikpapan_admin, certificate=certificate, handed_over_on=NEXT_DAY, handed_over_to=""
        )
        certifying.revoke_certificate(
            actor=balikpapan_admin, certificate=certificate, reason="Pemalsuan", document="SK 1"
        )

    def test_a_granted_appeal(self, class_of_march, balikpapan, balikpapan_admin):
        result = ResultFactory(assessment__training_class=class_of_march, outcome=ResultOutcome.NOT_YET_COMPETENT)
        close(balikpapan)
        appeal = certifying.lodge_appeal(actor=balikpapan_admin, result=result, lodged_on=NEXT_DAY, grounds="Keliru")
        certifying.decide_appeal(
            actor=balikpapan_admin, appeal=appeal, granted=True, decided_on=NEXT_DAY, decision_document="BA 1"
        )
        result.refresh_from_db()
        assert result.outcome == ResultOutcome.COMPETENT
        with refused_by_database():
            rows_of(result).update(outcome=ResultOutcome.NOT_YET_COMPETENT)

    def test_two_registrations_of_one_person(self, certificate, class_of_march, planner):
        """Both took part in the closed class: one participation goes, and comes back when the merge is undone."""
        twin = JobSeekerFactory(nik=None, nik_missing_reason="no_card")
        reopening = ReopeningFactory(period=ReportingPeriod.objects.get())
        EnrolmentFactory(training_class=class_of_march, job_seeker=twin, passed=True)
        reopening.delete()
        merge = merge_people(actor=planner, keep=certificate.job_seeker, remove=twin, reason="Orang yang sama")
        assert Enrolment.objects.filter(training_class=class_of_march).count() == 1
        undo_merge(actor=planner, merge=merge)
        assert Enrolment.objects.filter(training_class=class_of_march).count() == 2
        with refused_by_database():
            remove(certificate.result.enrolment)

    def test_an_end_after_a_beginning_in_the_closed_quarter(self, planner):
        apprentice = ApprenticeFactory(started_on=date(2025, 3, 3))
        close(None)
        [done] = complete_apprentices(
            actor=planner, apprentices=[apprentice], ended_on=date(2025, 8, 29), meets_standard=True
        )
        assert done.ended_on == date(2025, 8, 29)


# --- together and against each other ---------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_who_closes_waits_for_who_writes(self, competent, balikpapan):
        """The certificate is in the database, or it was refused: never in between."""
        written, order = threading.Event(), []

        def write():
            with transaction.atomic():
                CertificateFactory(result=competent)
                written.set()
                time.sleep(0.4)
                order.append("written")
            connection.close()

        writer = threading.Thread(target=write)
        writer.start()
        assert written.wait(10)
        with transaction.atomic():
            hold_writers(FIRST_QUARTER)
            close(balikpapan)
            order.append("closed")
        writer.join()
        assert order == ["written", "closed"]

    def test_who_writes_while_somebody_closes_is_refused(self, competent, balikpapan):
        """Its service has asked before; the database tells it at the end."""
        held, codes = threading.Event(), []

        def write():
            require_open(day=LAST_DAY, centre=balikpapan.pk)
            held.wait(10)
            try:
                with transaction.atomic():
                    CertificateFactory(result=competent)
            except IntegrityError as error:
                codes.append(explained(error).code)
            connection.close()

        writer = threading.Thread(target=write)
        writer.start()
        with transaction.atomic():
            hold_writers(FIRST_QUARTER)
            held.set()
            close(balikpapan)
            time.sleep(0.4)
        writer.join()
        assert codes == ["period_closed"]
        assert not Certificate.objects.exists()


# --- the table of the decision ---------------------------------------------------------------------------------------
def declared_locks() -> dict[str, PeriodLock]:
    return {
        f"{model._meta.label}.{trigger.day}": trigger
        for model in apps.get_models()
        for trigger in getattr(model._meta, "triggers", ())
        if isinstance(trigger, PeriodLock)
    }


def lines(heading: str) -> list[list[str]]:
    part = DECISION.read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line[:1] == "|"]
    return [row for row in rows[2:] if row]


def test_every_locked_table_stands_in_the_decision_and_is_tried_here() -> None:
    assert {f"{row[0]}.{row[1]}" for row in lines("Locked")} == set(declared_locks()) == set(ROWS)


def test_its_unit_is_as_the_decision_says() -> None:
    of_centre = {f"{row[0]}.{row[1]}": "centre" in row[2] for row in lines("Locked")}
    assert of_centre == {key: trigger.centre is not None for key, trigger in declared_locks().items()}


def test_the_records_of_every_measure_are_decided_about() -> None:
    decided = {row[0] for heading in ("Locked", "Not locked, though a measure reads it") for row in lines(heading)}
    assert {measure.records().model._meta.label for measure in all_measures()} <= decided


def test_no_measured_table_is_left_unlocked_without_a_reason() -> None:
    locked, free = {row[0] for row in lines("Locked")}, lines("Not locked, though a measure reads it")
    assert not locked & {row[0] for row in free}
    assert all(len(row[1]) > 20 for row in free)


def test_only_these_services_say_that_they_restate() -> None:
    """A new one is a decision, and a line in docs/decisions/0012."""
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for app in ("programs", "trainees", "certifications", "companies", "kaltim_naker")
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
        if re.search(r"\brestating\(\"", path.read_text())
    }
    assert found == {
        "trainees/services/merging.py",
        "companies/services/merging.py",
        "certifications/services/results.py",
    }
