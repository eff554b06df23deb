"""The builders build what they say, valid and in any number."""

from datetime import date

from certifications.models import Certificate
from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.accounts.models import User
from kaltim_naker.core.nik import parse_nik
from programs.measures import Slice, count, get_measure
from programs.models import TrainingCentre
from tests.factories.certifications import CertificateFactory, certify
from tests.factories.programs import TargetFactory, TrainingClassFactory, predicate_scale
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory


def test_a_certificate_brings_its_whole_chain(db: None) -> None:
    certificate = CertificateFactory()

    assert certificate.job_seeker == certificate.result.enrolment.job_seeker
    assert certificate.result.assessment.training_class == certificate.result.enrolment.training_class
    assert Certificate.objects.counted().count() == 1


def test_a_known_person_is_certified_at_a_known_centre(balikpapan: TrainingCentre) -> None:
    enrolment = EnrolmentFactory(training_class__centre=balikpapan, training_class__closed=True, passed=True)
    certify(enrolment, date(2025, 3, 12))
    certify(enrolment, date(2025, 5, 20))

    year = Slice(date(2025, 1, 1), date(2025, 12, 31))
    assert count(get_measure("job_seekers_certified"), year, EVERYTHING) == 1
    assert count(get_measure("certificates_issued"), year, EVERYTHING) == 2


def test_people_have_numbers_that_agree_with_them(db: None) -> None:
    person = JobSeekerFactory(sex="P", birth_date=date(1999, 12, 31))
    nik = parse_nik(person.reveal_nik() or "", today=date(2025, 1, 1))

    assert nik.sex == "P"
    assert nik.agrees_with_birth_date(person.birth_date)


def test_classes_in_every_state(db: None) -> None:
    for trait in ({}, {"planned": True}, {"closed": True}, {"cancelled": True}):
        TrainingClassFactory(**trait)


def test_targets_and_scale(db: None, planner: User) -> None:
    TargetFactory()
    assert next(band.name_id for band in predicate_scale()) == "Sangat Tinggi"
