"""The pages about partner companies and agreements."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kaltim_naker.core.periods import today
from tests.conftest import client_of
from tests.factories.companies import AgreementFactory, CompanyFactory

pytestmark = pytest.mark.django_db


def test_a_company_with_its_agreements(planner):
    agreement = AgreementFactory()
    AgreementFactory(company=agreement.company)
    client = client_of(planner)
    row = client.get(reverse("companies:company_list")).context["table"].page.rows[0]
    assert row["agreement_count"] == 2
    assert agreement.title in client.get(agreement.company.get_absolute_url()).content.decode()
    assert agreement.company.name in client.get(agreement.get_absolute_url()).content.decode()


def test_a_company_without_agreements(planner):
    assert client_of(planner).get(CompanyFactory().get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("force", "found"), [("today", {"long", "short"}), ("ending", {"short"}), ("over", {"past"})])
def test_agreements_in_force(force, found, planner):
    now = today()
    for title, days in (("long", 400), ("short", 30), ("past", -1)):
        AgreementFactory(title=title, starts_on=now - timedelta(days=500), ends_on=now + timedelta(days=days))
    rows = client_of(planner).get(reverse("companies:agreement_list"), {"force": force}).context["table"].page.rows
    assert {row["title"] for row in rows} == found
