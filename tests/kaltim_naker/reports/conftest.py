"""A year small enough to be counted by hand (domain.md §4.5, extended by centres and quarters).

A  Balikpapan  man, Balikpapan   BNSP 12 March (welding), Kemnaker 20 May (operator)
B  Balikpapan  woman, Samarinda  BNSP 30 June
C  Balikpapan  man, Balikpapan   not yet competent (BK)
D  Bontang     woman, Bontang    competent 20 December, certificate 8 January of the next year
E  both        man, Balikpapan   BNSP 15 August at Bontang, BNSP 10 October at Balikpapan
F  Bontang     woman, Bontang    BNSP 30 September
G  Bontang     man, Bontang      BNSP 1 October, but employed when the class began: not counted
H  Balikpapan  man, Balikpapan   passed the class, was never assessed

people certified       Q1    Q2    Q3    Q4   year
province                1     1     2     0      4   (A | B | E, F | –)
Balikpapan              1     1     0     1      3   (A | B | – | E)
Bontang                 0     0     2     0      2   (E, F)
overlap: 3 + 2 − 4 = 1 (E)
certificates            1     2     2     1      6
"""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from certifications.choices import IssuerKind, ResultOutcome
from programs.models import TrainingCentre
from tests.factories.accounts import home_region
from tests.factories.certifications import CertificateFactory, IssuerFactory, SchemeFactory, certify, result_for
from tests.factories.programs import (
    FieldFactory,
    IndicatorFactory,
    TargetFactory,
    TrainingClassFactory,
    TrainingProgramFactory,
    predicate_scale,
)
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from trainees.choices import Sex, WorkStatus


@pytest.fixture
def small_year(balikpapan: TrainingCentre, bontang: TrainingCentre) -> SimpleNamespace:
    """The people, classes and targets of the table above."""
    predicate_scale()
    welding, driving = FieldFactory(code="LAS", name_id="Las"), FieldFactory(code="OTO", name_id="Otomotif")
    bnsp = IssuerFactory(
        code="bnsp", kind=IssuerKind.BNSP, name="Badan Nasional Sertifikasi Profesi", short_name="BNSP"
    )
    kemnaker = IssuerFactory(code="kemnaker", kind=IssuerKind.KEMNAKER, name="Kemnaker", short_name="Kemnaker")
    scheme = SchemeFactory(title="Juru Las")
    operator = SchemeFactory(title="Operator")

    def class_at(centre: TrainingCentre, field: object, starts_on: date) -> object:
        return TrainingClassFactory(
            centre=centre, programme=TrainingProgramFactory(field=field), starts_on=starts_on, closed=True
        )

    spring = class_at(balikpapan, welding, date(2025, 2, 3))
    autumn = class_at(balikpapan, welding, date(2025, 9, 1))
    summer = class_at(bontang, driving, date(2025, 7, 1))
    winter = class_at(bontang, driving, date(2025, 8, 1))
    TrainingClassFactory(centre=bontang, fiscal_year=2025, planned=True)
    TrainingClassFactory(centre=bontang, cancelled=True)

    def person(name: str, sex: str, region: str, **more: object) -> object:
        return JobSeekerFactory(
            full_name=name, sex=sex, domicile=home_region(region), registered_by=balikpapan.office, **more
        )

    def enrol(who: object, training: object) -> object:
        return EnrolmentFactory(job_seeker=who, training_class=training, passed=True)

    a = person("Andi Anwar", Sex.MALE, "64.71")
    b = person("Beti Bunga", Sex.FEMALE, "64.72")
    c = person("Candra Cahya", Sex.MALE, "64.71")
    d = person("Dewi Damai", Sex.FEMALE, "64.74")
    e = person("Eko Embun", Sex.MALE, "64.71")
    f = person("Fitri Fajar", Sex.FEMALE, "64.74")
    g = person("Gani Gunung", Sex.MALE, "64.74", work_status=WorkStatus.SELF_EMPLOYED)
    h = person("Hadi Hujan", Sex.MALE, "64.71")

    in_spring = {who: enrol(who, spring) for who in (a, b, c, h)}
    certify(in_spring[a], date(2025, 3, 12), issuer=bnsp, scheme=scheme)
    certify(in_spring[a], date(2025, 5, 20), issuer=kemnaker, scheme=operator)
    certify(in_spring[b], date(2025, 6, 30), issuer=bnsp, scheme=operator)
    result_for(
        in_spring[c], date(2025, 3, 12), outcome=ResultOutcome.NOT_YET_COMPETENT, issuer=bnsp, scheme=SchemeFactory()
    )
    in_winter = enrol(d, winter)
    late = result_for(in_winter, date(2025, 12, 20), issuer=bnsp, scheme=scheme)
    CertificateFactory(result=late, issued_on=date(2026, 1, 8))
    certify(enrol(e, summer), date(2025, 8, 15), issuer=bnsp, scheme=scheme)
    certify(enrol(e, autumn), date(2025, 10, 10), issuer=bnsp, scheme=scheme)
    certify(enrol(f, summer), date(2025, 9, 30), issuer=bnsp, scheme=operator)
    certify(enrol(g, summer), date(2025, 10, 1), issuer=bnsp, scheme=SchemeFactory())

    indicator = IndicatorFactory(code="K1")
    whole = TargetFactory(indicator=indicator, value=Decimal(8))
    TargetFactory(indicator=indicator, centre=balikpapan, value=Decimal(5), parent=whole)
    TargetFactory(indicator=indicator, centre=bontang, value=Decimal(3), parent=whole)
    return SimpleNamespace(
        indicator=indicator, welding=welding, driving=driving, bnsp=bnsp, kemnaker=kemnaker, a=a, e=e, f=f
    )
