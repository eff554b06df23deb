"""Pages of a closed quarter say why they are quiet, and forms refuse beside the field that is wrong."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from programs.locking import lock_of
from programs.models import Activity
from tests.conftest import client_of
from tests.factories.apprenticeships import ApprenticeFactory
from tests.factories.certifications import CertificateFactory
from tests.factories.companies import CompanyFactory
from tests.factories.periods import ReopeningFactory, ReportingPeriodFactory
from tests.factories.productivity import measured
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory
from trainees.models import Enrolment

pytestmark = pytest.mark.django_db
LAST_DAY, NEXT_DAY = date(2025, 3, 31), date(2025, 4, 1)


@pytest.fixture
def training(balikpapan):
    return TrainingClassFactory(centre=balikpapan, starts_on=date(2025, 3, 3), ends_on=LAST_DAY)


def notice_on(page: Any) -> bool:
    assert page.status_code == 200
    return 'data-period-lock="2025-1"' in page.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "programs:class_detail",
        "trainees:class_attendance",
        "certifications:class_assessment",
        "certifications:certificate_detail",
        "certifications:assessment_detail",
    ],
)
def test_a_page_of_a_closed_centre_says_so(name, training, balikpapan, balikpapan_admin):
    certificate = CertificateFactory(result__assessment__training_class=training, issued_on=LAST_DAY)
    about = {"certificate_detail": certificate, "assessment_detail": certificate.result.assessment}
    url = reverse(name, args=[about.get(name.split(":")[1], training).pk])
    client = client_of(balikpapan_admin)
    assert not notice_on(client.get(url))
    closed = ReportingPeriodFactory(closed=True, centre=balikpapan)
    page = client.get(url)
    assert notice_on(page)
    assert closed.closed_by.full_name in page.content.decode()
    assert "data-open-again" not in page.content.decode()
    ReopeningFactory(period=closed)
    assert "data-open-again" in client.get(url).content.decode()


def test_a_page_of_the_province_says_so(planner):
    apprentice, measurement = (
        ApprenticeFactory(started_on=date(2025, 3, 3)),
        measured(CompanyFactory(), 2024, measured_on=LAST_DAY),
    )
    ReportingPeriodFactory(closed=True, centre=None)
    client = client_of(planner)
    assert notice_on(client.get(reverse("companies:apprentice_detail", args=[apprentice.pk])))
    assert notice_on(client.get(reverse("companies:measurement_detail", args=[measurement.pk])))


def test_closing_a_class_in_a_closed_quarter(training, balikpapan, balikpapan_admin):
    EnrolmentFactory(training_class=training)
    ReportingPeriodFactory(closed=True, centre=balikpapan)
    client, url = client_of(balikpapan_admin), reverse("trainees:class_close", args=[training.pk])
    [row] = client.get(url).context["view"].rows
    form = {"closing_document": "BA/1", row.add_prefix("state"): "passed"}
    refused = client.post(url, form | {"closed_on": LAST_DAY.isoformat()})
    assert refused.status_code == 422
    explanation = lock_of(LAST_DAY, balikpapan.pk).explanation
    assert refused.context["form"].errors["closed_on"] == [explanation]
    assert Enrolment.objects.get().ended_on is None
    assert client.post(url, form | {"closed_on": NEXT_DAY.isoformat()}).status_code == 302
    assert Enrolment.objects.get().ended_on == NEXT_DAY


def test_entering_an_activity_in_a_closed_quarter(planner):
    ReportingPeriodFactory(closed=True, centre=None)
    client, url = client_of(planner), reverse("programs:activity_enter")
    form = {"kind": "fklpid", "title": "Rapat", "starts_on": "2025-03-30", "source": "Undangan"}
    refused = client.post(url, form | {"ends_on": LAST_DAY.isoformat()})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["ends_on"]
    assert client.post(url, form | {"ends_on": NEXT_DAY.isoformat()}).status_code == 302
    assert Activity.objects.count() == 1
