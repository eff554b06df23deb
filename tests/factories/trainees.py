"""People and their participation in classes."""

from datetime import date
from typing import Any

import factory

from programs.choices import ClassState
from tests.factories.accounts import home_region
from tests.factories.base import ValidFactory
from tests.factories.programs import TrainingClassFactory
from trainees.choices import EnrolmentState, Sex, WorkStatus
from trainees.models import Application, Enrolment, JobSeeker, Session


def nik_for(region_code: str, birth_date: date, sex: str, serial: int) -> str:
    """A NIK that agrees with region, birth date and sex (domain.md §2.1)."""
    day = birth_date.day + (40 if sex == Sex.FEMALE else 0)
    return f"{region_code.replace('.', '')}01{day:02d}{birth_date:%m%y}{serial % 9999 + 1:04d}"


class JobSeekerFactory(ValidFactory):
    """A person with a NIK of their own; `nik=None` with `nik_missing_reason` makes one without."""

    class Meta:
        model = JobSeeker

    full_name = factory.Sequence(lambda n: f"Pencari Kerja {n}")
    birth_date = date(2000, 5, 17)
    sex = Sex.MALE
    domicile = factory.LazyFunction(lambda: home_region("64.71"))
    registered_by = factory.SubFactory("tests.factories.accounts.OfficeFactory")
    work_status = WorkStatus.NEVER_WORKED
    serial = factory.Sequence(int)
    nik = factory.LazyAttribute(
        lambda person: nik_for(person.domicile.code, person.birth_date, person.sex, person.serial)
    )

    @classmethod
    def _create(cls, model_class: type[JobSeeker], *args: Any, **kwargs: Any) -> JobSeeker:
        kwargs.pop("serial")
        nik = kwargs.pop("nik")
        person = model_class(**kwargs)
        if nik is not None:
            person.set_nik(nik)
        person.full_clean(exclude=["nik_cipher", "nik_index"])
        person.save(force_insert=True)
        return person


class EnrolmentFactory(ValidFactory):
    """Taking part; the traits end it on the last day of the class."""

    class Meta:
        model = Enrolment

    class Params:
        passed = factory.Trait(state=EnrolmentState.PASSED, ended_on=factory.SelfAttribute("training_class.ends_on"))
        failed = factory.Trait(state=EnrolmentState.FAILED, ended_on=factory.SelfAttribute("training_class.ends_on"))
        withdrawn = factory.Trait(
            state=EnrolmentState.WITHDRAWN,
            ended_on=factory.SelfAttribute("training_class.starts_on"),
            end_reason="Diterima bekerja",
        )

    training_class = factory.SubFactory(TrainingClassFactory)
    job_seeker = factory.SubFactory(
        JobSeekerFactory, registered_by=factory.SelfAttribute("..training_class.centre.office")
    )
    enrolled_on = factory.LazyAttribute(lambda enrolment: enrolment.training_class.starts_on)
    work_status = factory.LazyAttribute(lambda enrolment: enrolment.job_seeker.work_status)


class ApplicationFactory(ValidFactory):
    """Somebody who asks for a seat of a class that takes applications."""

    class Meta:
        model = Application

    training_class = factory.SubFactory(TrainingClassFactory, state=ClassState.OPEN)
    job_seeker = factory.SubFactory(
        JobSeekerFactory, registered_by=factory.SelfAttribute("..training_class.centre.office")
    )
    entered_by = factory.SelfAttribute("training_class.centre.office")


class SessionFactory(ValidFactory):
    """A session of six hours on the first day of its class."""

    class Meta:
        model = Session

    training_class = factory.SubFactory(TrainingClassFactory)
    held_on = factory.SelfAttribute("training_class.starts_on")
    hours = 6
    code = factory.Sequence(lambda n: f"S{n:07d}")
