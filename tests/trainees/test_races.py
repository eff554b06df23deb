"""Thirty-two clerks press at once, on real connections: seats and people come out right."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from kaltim_naker.core.errors import DomainError
from programs.choices import ClassState
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import ApplicationFactory, JobSeekerFactory
from tests.security import security
from trainees.choices import StepResult
from trainees.models import Application, Enrolment
from trainees.services import decide_application, enrol_job_seeker

pytestmark = pytest.mark.django_db(transaction=True)

RACES = security(9, "Numbers and seats with 32 at once", target="each once, none missing, no seat twice")

THREADS = 32


def all_at_once(jobs):
    """Run every job in a thread of its own, all released at the same moment; returns error codes, None for success."""
    gate = Barrier(len(jobs))

    def run(job):
        try:
            gate.wait(timeout=30)
            job()
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.fixture
def training(balikpapan):
    return TrainingClassFactory(
        centre=balikpapan, state=ClassState.SELECTING, seats=16, starts_on=date(2030, 3, 4), fiscal_year=2030
    )


@RACES
def test_sixteen_seats_take_sixteen_people(training, balikpapan_admin):
    applications = [
        ApplicationFactory(
            training_class=training, administration=StepResult.PASSED, written_score=80, interview_score=80
        )
        for _n in range(THREADS)
    ]
    codes = all_at_once(
        [
            lambda one=one: decide_application(
                actor=balikpapan_admin, application=one, decision="accepted", reason="Diputuskan panitia"
            )
            for one in applications
        ]
    )
    assert codes.count(None) == 16
    assert codes.count("class_full") == 16
    assert Enrolment.objects.filter(training_class=training).taking_a_seat().count() == 16
    assert Application.objects.filter(training_class=training, state="accepted").count() == 16


@RACES
def test_one_person_gets_one_seat_in_a_class(training, balikpapan_admin):
    someone = JobSeekerFactory()
    enrol = {"actor": balikpapan_admin, "job_seeker": someone, "enrolled_on": date(2030, 3, 4)}
    codes = all_at_once([lambda: enrol_job_seeker(training_class=training, **enrol)] * THREADS)
    assert codes.count(None) == 1
    assert codes.count("enrolled_already") == THREADS - 1
    assert Enrolment.objects.filter(job_seeker=someone).count() == 1


def test_one_person_is_not_taken_into_two_classes(balikpapan, balikpapan_admin):
    someone = JobSeekerFactory()
    applications = [
        ApplicationFactory(
            training_class=TrainingClassFactory(centre=balikpapan, state=ClassState.SELECTING),
            job_seeker=someone,
            administration=StepResult.PASSED,
            written_score=80,
            interview_score=80,
        )
        for _n in range(8)
    ]
    codes = all_at_once(
        [
            lambda one=one: decide_application(actor=balikpapan_admin, application=one, decision="accepted")
            for one in applications
        ]
    )
    assert codes.count(None) == 1
    assert set(codes) <= {None, "in_other_class", "reason_missing"}
    assert Enrolment.objects.filter(job_seeker=someone).count() == 1
