"""A closed class at each centre, and the two issuers."""

from datetime import date

import pytest

from certifications.choices import IssuerKind
from certifications.models import Issuer, Scheme
from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from programs.models import TrainingCentre, TrainingClass
from tests.factories.accounts import user_with_role
from tests.factories.certifications import IssuerFactory, SchemeFactory
from tests.factories.programs import TrainingClassFactory


@pytest.fixture
def bnsp(db: None) -> Issuer:
    return IssuerFactory(
        code="bnsp", kind=IssuerKind.BNSP, name="Badan Nasional Sertifikasi Profesi", short_name="BNSP"
    )


@pytest.fixture
def kemnaker(db: None) -> Issuer:
    return IssuerFactory(
        code="kemnaker", kind=IssuerKind.KEMNAKER, name="Kementerian Ketenagakerjaan", short_name="Kemnaker"
    )


@pytest.fixture
def welding(db: None) -> Scheme:
    return SchemeFactory(title="Pengelasan Pelat SMAW 3G", validity_months=36)


@pytest.fixture
def licence(db: None) -> Scheme:
    return SchemeFactory(title="Operator Forklift Kelas II", validity_months=60)


@pytest.fixture
def officer(province) -> User:
    return user_with_role(Role.CERTIFICATION_OFFICER, province)


@pytest.fixture
def welders(balikpapan: TrainingCentre) -> TrainingClass:
    return _closed_class(balikpapan)


@pytest.fixture
def bontang_welders(bontang: TrainingCentre) -> TrainingClass:
    return _closed_class(bontang)


def _closed_class(centre: TrainingCentre) -> TrainingClass:
    return TrainingClassFactory(
        closed=True, centre=centre, fiscal_year=2025, starts_on=date(2025, 1, 6), ends_on=date(2025, 3, 3)
    )
