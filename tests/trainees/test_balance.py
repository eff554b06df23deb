"""Need against supply against interest: counted by where people live and what the class teaches."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kaltim_naker.access.scope import EVERYTHING, Scope
from programs.models import LabourFigure
from tests.conftest import client_of
from tests.factories.accounts import home_region, sector
from tests.factories.needs import ProposalFactory, SkillNeedFactory
from tests.factories.programs import FieldFactory, TrainingClassFactory
from tests.factories.trainees import ApplicationFactory, EnrolmentFactory, JobSeekerFactory
from trainees.documents.balance import balances_of

pytestmark = pytest.mark.django_db

SAMARINDA, BONTANG = "64.72", "64.74"


@pytest.fixture
def welding():
    return FieldFactory(code="LAS")


@pytest.fixture
def world(welding):
    """2026 needs 40 welders in Samarinda; in 2025 three of its people had a seat and one applied in vain."""
    cooking = FieldFactory(code="PAR")
    industry = sector("C")
    SkillNeedFactory(field=welding, people=25, sector=industry)
    SkillNeedFactory(field=welding, people=15, sector=industry)
    SkillNeedFactory(field=welding, people=500, year=2025)
    SkillNeedFactory(field=cooking, people=2, region=home_region(BONTANG))
    of_2025 = TrainingClassFactory(programme__field=welding, programme__sector=industry, fiscal_year=2025)
    of_2026 = TrainingClassFactory(programme__field=welding, fiscal_year=2026)
    taught = TrainingClassFactory(programme__field=cooking, fiscal_year=2025)
    for training, home, count in ((of_2025, SAMARINDA, 3), (of_2026, SAMARINDA, 5), (taught, BONTANG, 4)):
        for _person in range(count):
            EnrolmentFactory(training_class=training, job_seeker=JobSeekerFactory(domicile=home_region(home)))
    EnrolmentFactory(training_class=of_2025, job_seeker__domicile=home_region(SAMARINDA), withdrawn=True)
    ApplicationFactory(training_class=of_2025, job_seeker__domicile=home_region(SAMARINDA))
    ApplicationFactory(training_class=of_2025, job_seeker__domicile=home_region(SAMARINDA), state="withdrawn")
    agreed = {"state": "agreed_province", "agreed_volume": 2, "reason": "x", "decided_on": date(2025, 9, 1)}
    ProposalFactory(field=welding, volume=3, **agreed)
    ProposalFactory(field=welding, volume=9)
    for day, leavers in ((date(2024, 6, 30), 90), (date(2025, 6, 30), 110), (date(2026, 6, 30), 400)):
        LabourFigure.objects.create(
            region=home_region(SAMARINDA),
            kind="school_leavers",
            field=welding,
            as_of=day,
            value=Decimal(leavers),
            source="Disdik",
        )


def place(balances, code):
    return next(balance for region, balance in balances.by_region() if region.code == code)


def test_a_place_by_hand(world):
    found = place(balances_of(2026, EVERYTHING), SAMARINDA)
    assert (found.need, found.supply, found.interest, found.leavers, found.agreed) == (40, 3, 1, 110, 2)
    assert (found.gap, found.classes) == (37, 3)


def test_a_surplus_fills_no_gap_elsewhere(world):
    """Bontang had four seats for two cooks needed: its gap is zero, and the whole keeps the gap of the welders."""
    balances = balances_of(2026, EVERYTHING)
    assert place(balances, BONTANG).gap == 0
    assert balances.whole().gap == 37
    assert [(one.region.code, one.balance.gap) for one in balances.widest_gaps(10)] == [(SAMARINDA, 37)]


@pytest.mark.parametrize(("people", "classes"), [(16, 1), (17, 2)])
def test_a_class_is_sixteen_seats(welding, people, classes):
    SkillNeedFactory(field=welding, people=people)
    assert place(balances_of(2026, EVERYTHING), SAMARINDA).classes == classes


def test_by_sector(world):
    found = dict(balances_of(2026, EVERYTHING, by="sector").by_member())
    assert found[sector("C")].need == 40
    assert found[sector("C")].supply == 3


def test_a_region_sees_its_own(world):
    own = Scope(regions=frozenset({home_region(BONTANG).pk}))
    assert [region.code for region, _balance in balances_of(2026, own).by_region()] == [BONTANG]


def test_page_and_workbook(world, planner, samarinda_operator):
    url = reverse("trainees:balance")
    page = client_of(planner).get(url, {"year": 2026})
    assert page.context["tile_map"] is not None
    for show in ("need", "supply", "interest", "gap", "nonsense"):
        assert client_of(planner).get(url, {"year": 2026, "show": show, "by": "sector"}).status_code == 200
    own = client_of(samarinda_operator).get(url, {"year": 2026})
    assert own.context["tile_map"] is None
    assert "Bontang" not in own.content.decode()
    answer = client_of(planner).get(url, {"year": 2026, "export": "xlsx"})
    by_region, places, _about = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets
    # Balikpapan, where the centre stands, needs nothing and is shown all the same.
    assert by_region.max_row == 4
    assert places.max_row == 4
