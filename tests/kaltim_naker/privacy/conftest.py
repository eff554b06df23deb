"""The data protection officer, a clerk of Bontang, and an applicant who was never trained."""

import pytest

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.accounts.roles import Role
from programs.models import TrainingCentre
from tests.factories.accounts import user_with_role
from tests.factories.trainees import JobSeekerFactory
from trainees.models import JobSeeker


@pytest.fixture
def officer(province: Office) -> User:
    return user_with_role(Role.AUDITOR, province)


@pytest.fixture
def clerk(bontang: TrainingCentre) -> User:
    return user_with_role(Role.CENTRE_ADMIN, bontang.office)


@pytest.fixture
def applicant(bontang: TrainingCentre) -> JobSeeker:
    return JobSeekerFactory(
        full_name="Rahmawati Rahasia",
        phone="+6281234567890",
        address="Jalan Sembunyi 7",
        birth_place="Kutai",
        registered_by=bontang.office,
    )
