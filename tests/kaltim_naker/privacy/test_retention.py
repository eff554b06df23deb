"""Data whose time is over: announced, then anonymised; what was counted stays counted."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from time_machine import travel

from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import today
from kaltim_naker.privacy.choices import ExpiryState
from kaltim_naker.privacy.models import Expiry
from kaltim_naker.privacy.services import announce_expired, anonymise_due, keep_longer
from programs.measures import Slice, all_measures, count, count_by, dimensions_of
from programs.models import TrainingCentre
from tests.factories.certifications import CertificateFactory
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from tests.refusals import refused
from trainees.models import JobSeeker

pytestmark = pytest.mark.django_db

LONG_AGO = date(2012, 3, 10)


@pytest.fixture
def trained_long_ago(bontang: TrainingCentre) -> JobSeeker:
    """Passed in 2012, without a certificate; his birthday lies after the end of the class."""
    with travel(LONG_AGO):
        person = JobSeekerFactory(full_name="Lama Sekali", birth_date=date(1990, 5, 17), registered_by=bontang.office)
    EnrolmentFactory(
        passed=True,
        job_seeker=person,
        training_class__centre=bontang,
        training_class__fiscal_year=2012,
        training_class__starts_on=date(2012, 2, 1),
        training_class__ends_on=LONG_AGO,
        training_class__closed=True,
        enrolled_on=date(2012, 1, 20),
    )
    return person


def everything_counted() -> Iterator[tuple[str, Any]]:
    """Each measure of the year 2012, as a whole and by each dimension it knows."""
    year = Slice(start=date(2012, 1, 1), end=date(2012, 12, 31))
    for measure in all_measures():
        yield measure.key, count(measure, year, EVERYTHING)
        for dimension in dimensions_of(measure):
            yield f"{measure.key} {dimension}", count_by(measure, year, EVERYTHING, dimension)


def test_first_announced_then_anonymised_and_every_figure_stays(trained_long_ago: JobSeeker) -> None:
    before = dict(everything_counted())
    assert before["job_seekers_trained"] == 1
    assert announce_expired() == 1
    assert announce_expired() == 0
    assert anonymise_due() == 0
    with travel(today() + timedelta(days=31)):
        assert anonymise_due() == 1
    trained_long_ago.refresh_from_db()
    assert trained_long_ago.full_name != "Lama Sekali"
    assert trained_long_ago.birth_date == date(1990, 3, 11)
    assert dict(everything_counted()) == before
    assert Expiry.objects.get().state == ExpiryState.ERASED


def test_a_certificate_is_kept_for_good(trained_long_ago: JobSeeker) -> None:
    with travel(LONG_AGO):
        CertificateFactory(job_seeker=trained_long_ago)
    assert announce_expired() == 0


def test_who_came_back_in_the_meantime_is_left_alone(trained_long_ago: JobSeeker) -> None:
    announce_expired()
    EnrolmentFactory(job_seeker=trained_long_ago)
    with travel(today() + timedelta(days=31)):
        assert anonymise_due() == 0
    trained_long_ago.refresh_from_db()
    assert trained_long_ago.full_name == "Lama Sekali"


def test_the_edge_of_the_term_of_an_applicant(bontang: TrainingCentre) -> None:
    for name, years_ago in (("Baru", 2), ("Lewat", 2)):
        day = today().replace(year=today().year - years_ago, day=min(today().day, 28))
        with travel(day - timedelta(days=3 if name == "Lewat" else -3)):
            JobSeekerFactory(full_name=name, registered_by=bontang.office)
    announce_expired()
    assert [expiry.job_seeker.full_name for expiry in Expiry.objects.all()] == ["Lewat"]


def test_kept_longer_for_a_reason(trained_long_ago: JobSeeker, officer: User) -> None:
    announce_expired()
    expiry = Expiry.objects.get()
    with refused("reason_missing"):
        keep_longer(actor=officer, expiry=expiry, until=today() + timedelta(days=90), reason=" ")
    with refused("day_passed"):
        keep_longer(actor=officer, expiry=expiry, until=today(), reason="Sengketa")
    keep_longer(actor=officer, expiry=expiry, until=today() + timedelta(days=90), reason="Sengketa")
    with travel(today() + timedelta(days=60)):
        assert (announce_expired(), anonymise_due()) == (0, 0)
    with travel(today() + timedelta(days=92)):
        assert announce_expired() == 1
