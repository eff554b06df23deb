"""Pages of productivity: amounts only for those who may, in lists, papers, workbooks and histories alike."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from companies.models import AwardRule, Guidance, Measurement, SmppCriterion, SmppInstrument
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import POLICY
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.periods import today
from kaltim_naker.dashboard.inbox import inbox_of
from tests.conftest import client_of
from tests.factories.accounts import sector, user_with_role
from tests.factories.companies import CompanyFactory
from tests.factories.productivity import (
    AwardRuleFactory,
    CoachingFactory,
    PriceIndexFactory,
    consultation,
    instrument,
    measured,
    territory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(province):
    return user_with_role(Role.PARTNERSHIP_OFFICER, province)


@pytest.fixture
def company(db):
    company = CompanyFactory(name="PT Rotan", sector=sector("C"))
    measured(company, 2023, value_added=4_000)
    measured(company, 2024, value_added=4_200)
    measured(company, 2025)
    return company


def page(user, url: str, **query) -> str:
    response = client_of(user).get(url, query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


class TestMoney:
    """Whoever may not see amounts sees that a company grew, and no rupiah anywhere."""

    @pytest.fixture
    def pages(self, company):
        last = Measurement.objects.get(year=2025)
        case = CoachingFactory(
            company=company, baseline=Measurement.objects.get(year=2024), final=last, state="final_measurement"
        )
        return [
            reverse("companies:measurement_list"),
            reverse("companies:company_productivity", args=[company.pk]),
            last.get_absolute_url(),
            reverse("companies:candidate_list"),
            case.get_absolute_url(),
        ]

    def test_on_pages(self, pages, samarinda_operator, officer):
        for url in pages:
            assert "75.000.000" in page(officer, url), url
            without = page(samarinda_operator, url)
            assert "75.000.000" not in without, url
            assert "4.500.000.000" not in without, url
            assert "7,14" in without or "12,50" in without, url

    def test_in_workbooks(self, company, samarinda_operator, officer):
        url = reverse("companies:measurement_list")
        for user, is_there in ((officer, True), (samarinda_operator, False)):
            content = b"".join(client_of(user).get(url, {"export": "xlsx"}).streaming_content)
            cells = {cell for row in openpyxl.load_workbook(BytesIO(content)).active.values for cell in row}
            assert (75_000_000 in cells) is is_there

    def test_not_by_sorting(self, company, samarinda_operator, officer):
        url = reverse("companies:measurement_list")
        assert client_of(officer).get(url, {"sort": "productivity"}).status_code == 200
        assert client_of(samarinda_operator).get(url, {"sort": "productivity"}).status_code == 400

    def test_in_histories(self, company, province, monkeypatch):
        """Also if a role should one day see histories but no amounts."""
        auditor = user_with_role(Role.AUDITOR, province)
        measurement = Measurement.objects.get(year=2025)
        url = reverse("audit:history", args=["companies.measurement", measurement.pk])
        assert "12000000000" in page(auditor, url)
        monkeypatch.setitem(POLICY, Action.VIEW_COMPANY_MONEY, frozenset({Role.PARTNERSHIP_OFFICER}))
        assert "12000000000" not in page(user_with_role(Role.AUDITOR, province), url)

    def test_who_enters_amounts_may_see_them(self):
        assert POLICY[Action.RECORD_MEASUREMENT] <= POLICY[Action.VIEW_COMPANY_MONEY]
        assert POLICY[Action.COACH_COMPANY] <= POLICY[Action.VIEW_COMPANY_MONEY]


class TestMedian:
    def test_no_filter_narrows_the_group(self, officer):
        for number in range(5):
            measured(
                CompanyFactory(sector=sector("G"), size="small", size_basis="wlkp"), 2025, value_added=4_000 + number
            )
        url = reverse("companies:sector_list")
        assert "66.700.000" in page(officer, url)
        plain = client_of(officer).get(url, {"year": 2025}).context["rows"]
        for extra in ({"size": "small"}, {"region": "64.72"}, {"q": "PT"}):
            assert client_of(officer).get(url, {"year": 2025, **extra}).context["rows"] == plain

    def test_four_companies_have_none(self, officer):
        for number in range(4):
            measured(CompanyFactory(sector=sector("G")), 2025, value_added=4_000 + number)
        [row] = client_of(officer).get(reverse("companies:sector_list")).context["rows"]
        assert (row.companies, row.median) == (None, None)


def form_data(**changed) -> dict[str, str]:
    return {
        "year": "2025",
        "measured_on": "2025-12-01",
        "source": "Laporan",
        "unit": "million",
        "sales": "12.000",
        "raw_materials": "7.500",
        "worker_basis": "begin_end",
        "workers_begin": "60",
        "workers_end": "60",
        **changed,
    }


class TestEntering:
    def test_a_measurement_and_its_correction(self, officer):
        company = CompanyFactory()
        client = client_of(officer)
        client.post(reverse("companies:measurement_add", args=[company.pk]), form_data())
        made = Measurement.objects.get()
        assert made.accounts.productivity == 75_000_000
        edit = reverse("companies:measurement_edit", args=[made.pk])
        assert client.get(edit).context["form"]["sales"].value() == "12.000"
        client.post(edit, form_data(sales="12.600"))
        made.refresh_from_db()
        assert made.accounts.productivity == 85_000_000

    def test_an_error_names_its_field_and_keeps_the_rest(self, officer):
        url = reverse("companies:measurement_add", args=[CompanyFactory().pk])
        response = client_of(officer).post(url, form_data(sales="12,5,5"))
        assert response.status_code == 422
        assert response.context["form"].errors.keys() == {"sales"}
        assert not Measurement.objects.exists()

    def test_an_instrument_as_lines(self, officer):
        data = {
            "title": "SMPP 2026",
            "valid_from": "2026-01-01",
            "source": "Naskah",
            "elements": "1;Kepemimpinan;40\n2;Perencanaan",
            "lines": "1\t1.1\tVisi tertulis\t4\t2\n2; 2.1; Rencana kerja; 2,5",
        }
        client = client_of(officer)
        assert client.post(reverse("companies:smpp_add"), data).status_code == 302
        criteria = SmppCriterion.objects.filter(element__instrument__title="SMPP 2026").order_by("position")
        assert [(one.code, one.most, one.weight) for one in criteria] == [("1.1", 4, 2), ("2.1", Decimal("2.5"), None)]
        wrong = client.post(reverse("companies:smpp_add"), {**data, "title": "B", "lines": "1;1.1;Visi"})
        assert wrong.status_code == 422
        assert not SmppInstrument.objects.filter(title="B").exists()

    def test_scores_on_one_page(self, officer):
        made, company, client = instrument(), CompanyFactory(), client_of(officer)
        begun = client.post(
            reverse("companies:smpp_begin", args=[company.pk]), {"instrument": made.pk, "audited_on": "2025-09-30"}
        )
        keys = SmppCriterion.objects.filter(element__instrument=made).values_list("pk", flat=True)
        client.post(begun["Location"], {f"{key}-score": "3,5" for key in keys})
        audit = company.audits.get()
        assert audit.total_percent == Decimal("87.5")
        assert "87,50" in page(officer, audit.get_absolute_url())

    def test_a_company_at_an_activity(self, officer):
        activity, company, client = consultation(), CompanyFactory(name="PT Sari Rasa"), client_of(officer)
        CompanyFactory(name="PT Sari Laut")
        add = reverse("companies:activity_company_add", args=[activity.pk])
        assert client.post(add, {"company": "sari"}).status_code == 422
        assert client.post(add, {"company": "PT Tidak Ada"}).status_code == 422
        assert client.post(add, {"company": "pt sari rasa", "people": "2"}).status_code == 302
        guidance = Guidance.objects.get()
        assert (guidance.company, guidance.people) == (company, 2)
        client.post(reverse("companies:activity_company_remove", args=[guidance.pk]))
        assert not Guidance.objects.exists()

    def test_a_price_and_a_rule(self, officer):
        client = client_of(officer)
        price = {"base_year": "2022", "year": "2024", "value": "105,9", "as_of": "2025-01-02", "source": "BPS"}
        assert client.post(reverse("companies:price_add"), price).status_code == 302
        assert client.post(reverse("companies:price_add"), price).status_code == 422
        rule = {
            "valid_from": "2025-01-01",
            "threshold_per_million": "500",
            "counted_kinds": ["consultation"],
            "span": "year",
            "source": "Nota dinas",
        }
        assert client.post(reverse("companies:award_rule"), rule).status_code == 302
        assert AwardRule.objects.get().counted_kinds == ["consultation"]


class TestAwardPage:
    def test_the_base_is_chosen_and_printed(self, officer):
        AwardRuleFactory()
        july, december = territory(34_000, date(2025, 7, 14)), territory(35_000, date(2025, 12, 2))
        consultation(*[CompanyFactory() for _ in range(17)])
        url = reverse("companies:award")
        shown = client_of(officer).get(url).context["award"]
        assert (shown.base, shown.figure.needed, shown.figure.missing) == (december, 18, 1)
        chosen = client_of(officer).get(url, {"year": 2025, "base": july.pk}).context["award"]
        assert (chosen.base, chosen.figure.needed, chosen.figure.is_reached) == (july, 17, True)
        assert "14 Juli 2025" in page(officer, url, base=str(july.pk))
        book = client_of(officer).get(reverse("companies:award_book"), {"year": 2025, "base": july.pk})
        assert book.content.startswith(b"%PDF")

    def test_with_nothing_entered(self, officer):
        assert client_of(officer).get(reverse("companies:award")).status_code == 200
        assert client_of(officer).get(reverse("companies:award_book")).status_code == 200

    def test_the_list_behind_the_indicator(self, officer, company):
        AwardRuleFactory()
        consultation(company)
        for measure in ("companies_coached", "companies_measured", "medium_companies_consulted"):
            url = reverse("reports:records", args=[measure])
            response = client_of(officer).get(url, {"year": 2025})
            assert response.status_code == 200, measure
            assert len(response.context["table"].page.rows) == response.context["figure"], measure


def test_the_inbox_says_what_is_due(officer):
    case = CoachingFactory()
    problem = case.problems.create(description="a", tool="pareto", root_cause="b")
    problem.actions.create(technique="5s", action="c", owner="d", due_on=date(2025, 1, 1), indicator="e")
    baseline = measured(CompanyFactory(), 2024, amounts={"profit_before_tax": Decimal(9_000)})
    CoachingFactory(company=baseline.company, state="implementation", baseline=baseline, remeasure_on=today())
    client = client_of(officer)
    addresses = [item.url for item in inbox_of(officer) if "coaching" in item.url or "productivity" in item.url]
    assert len(addresses) == 3
    for url in addresses:
        assert len(client.get(url).context["table"].page.rows) == 1, url


def test_prices_make_years_comparable_on_the_page(officer, company):
    for year, value in ((2023, 100), (2024, 105), (2025, 110)):
        PriceIndexFactory(year=year, value=Decimal(value))
    shown = page(officer, reverse("companies:company_productivity", args=[company.pk]))
    assert "112,50" in shown  # index at current prices: 75 over 66.67
    assert "102,27" in shown  # at constant prices: 112.5 ÷ 1.10
