"""Stories about classes, graduates and their work."""

from datetime import date
from typing import Any

from certifications.choices import ResultOutcome
from tests.factories.certifications import result_for
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from tests.stories.stage import Stage
from trainees.choices import Disability, Sex
from trainees.models import Placement, ProtectedData


def passed_a_class(stage: Stage) -> Any:
    return stage.graduate()


def left_a_class(stage: Stage) -> None:
    EnrolmentFactory(training_class=TrainingClassFactory(centre=stage.balikpapan, closed=True), withdrawn=True)


def woman_passed(stage: Stage) -> None:
    stage.graduate(JobSeekerFactory(sex=Sex.FEMALE, registered_by=stage.balikpapan.office))


def man_passed(stage: Stage) -> None:
    stage.graduate(JobSeekerFactory(sex=Sex.MALE, registered_by=stage.balikpapan.office))


def passed_with_disability(stage: Stage) -> None:
    ProtectedData.objects.create(job_seeker=stage.graduate().job_seeker, disability=Disability.SENSORY)


def passed_for_the_second_time(stage: Stage) -> None:
    earlier = TrainingClassFactory(centre=stage.balikpapan, closed=True, starts_on=date(2024, 2, 5))
    stage.graduate(EnrolmentFactory(training_class=earlier, passed=True).job_seeker)


def worked_within_six_months(stage: Stage) -> None:
    _works(stage.graduate(), days=30)


def worked_after_a_year(stage: Stage) -> None:
    _works(stage.graduate(), days=366)


def _works(graduate: Any, days: int) -> Placement:
    first_day = date.fromordinal(graduate.ended_on.toordinal() + days)
    return Placement.objects.create(
        job_seeker=graduate.job_seeker, enrolment=graduate, employer="PT Contoh", started_on=first_day
    )


def found_competent(stage: Stage) -> None:
    result_for(stage.graduate(), date(2025, 6, 3), outcome=ResultOutcome.COMPETENT)


TRAINING_STORIES = (
    passed_a_class,
    left_a_class,
    woman_passed,
    man_passed,
    passed_with_disability,
    passed_for_the_second_time,
    worked_within_six_months,
    worked_after_a_year,
    found_competent,
)
