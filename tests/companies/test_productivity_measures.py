"""What counts as coached and measured, the award's figure, medians that hide single companies, and candidates."""

from datetime import date
from decimal import Decimal

import pytest

from companies.choices.productivity import AwardSpan, GuidanceKind
from companies.documents.productivity import candidates, sector_median_of, sector_medians, years_of
from companies.measures.productivity import (
    AWARD_SHARE,
    COMPANIES_COACHED,
    COMPANIES_MEASURED,
    MEDIUM_COMPANIES_CONSULTED,
    award_of,
    coached_companies,
)
from companies.models import WorkSite
from kaltim_naker.access.scope import EVERYTHING
from programs.choices import ActivityKind
from programs.measures import Dimension, Slice, count, count_by, percent_of
from tests.factories.accounts import home_region, sector
from tests.factories.companies import CompanyFactory
from tests.factories.productivity import AwardRuleFactory, PriceIndexFactory, consultation, measured, territory

pytestmark = pytest.mark.django_db
YEAR_2025 = Slice(date(2025, 1, 1), date(2025, 12, 31))
MILLION = Decimal(1_000_000)


def companies(number: int, **facts):
    return [CompanyFactory(**facts) for _ in range(number)]


class TestCounting:
    def test_each_company_once_and_outreach_not(self):
        AwardRuleFactory()
        first, second, third = companies(3)
        consultation(first, second)
        consultation(first, day=date(2025, 9, 1))
        consultation(third, kind=ActivityKind.OUTREACH)
        assert count(COMPANIES_COACHED, YEAR_2025, EVERYTHING) == 2

    def test_by_the_rule_of_its_own_day(self):
        AwardRuleFactory(valid_from=date(2025, 1, 1), counted_kinds=[GuidanceKind.CONSULTATION])
        AwardRuleFactory(valid_from=date(2025, 8, 6), counted_kinds=[GuidanceKind.MEASUREMENT])
        before, after = companies(2)
        consultation(before, day=date(2025, 8, 5))
        consultation(after, day=date(2025, 8, 6))
        assert count(COMPANIES_COACHED, YEAR_2025, EVERYTHING) == 1
        measured(after, 2024, measured_on=date(2025, 8, 6))
        measured(companies(1)[0], 2024, measured_on=date(2025, 8, 5))
        assert count(COMPANIES_COACHED, YEAR_2025, EVERYTHING) == 2

    def test_without_a_rule_nothing_counts(self):
        consultation(*companies(3))
        assert count(COMPANIES_COACHED, YEAR_2025, EVERYTHING) == 0

    def test_measured_in_the_year_for_whichever_year(self):
        company, other = companies(2)
        measured(company, 2023, measured_on=date(2025, 1, 1))
        measured(company, 2024, measured_on=date(2025, 12, 31))
        measured(other, 2024, measured_on=date(2024, 12, 31))
        assert count(COMPANIES_MEASURED, YEAR_2025, EVERYTHING) == 1

    def test_medium_companies_in_consultation(self):
        medium = CompanyFactory(size="medium", size_basis="statement")
        consultation(medium, CompanyFactory(size="small", size_basis="statement"), CompanyFactory())
        assert count(MEDIUM_COMPANIES_CONSULTED, YEAR_2025, EVERYTHING) == 1

    def test_where_the_head_office_lies(self):
        company = CompanyFactory()
        for kind, code in (("branch", "64.71"), ("head_office", "64.72")):
            WorkSite.objects.create(company=company, kind=kind, region=home_region(code))
        measured(company, 2024)
        by_region = count_by(
            COMPANIES_MEASURED, Slice(date(2024, 1, 1), date(2024, 12, 31)), EVERYTHING, Dimension.REGION
        )
        assert by_region == {home_region("64.72").pk: 1}


class TestAward:
    @pytest.mark.parametrize(
        ("total", "coached", "reached", "missing"),
        [(34_000, 16, False, 1), (34_000, 17, True, 0), (35_000, 17, False, 1), (35_000, 18, True, 0)],
    )
    def test_at_both_edges(self, total, coached, reached, missing):
        AwardRuleFactory()
        territory(total)
        consultation(*companies(coached))
        award = award_of(2025, EVERYTHING)
        assert (award.figure.coached, award.figure.is_reached, award.figure.missing) == (coached, reached, missing)
        assert len(coached_companies(award, EVERYTHING)) == coached

    def test_the_base_is_the_newest_of_the_year_or_the_chosen_one(self):
        AwardRuleFactory()
        old, newest = territory(34_000, date(2025, 7, 14)), territory(35_000, date(2025, 12, 31))
        territory(40_000, date(2026, 1, 1))
        assert award_of(2025, EVERYTHING).base == newest
        assert award_of(2025, EVERYTHING, old).figure.needed == 17
        assert award_of(2024, EVERYTHING).base is None

    def test_a_year_or_ever(self):
        company, other = companies(2)
        consultation(company, day=date(2024, 12, 31))
        consultation(other)
        rule = AwardRuleFactory()
        assert award_of(2025, EVERYTHING).figure.coached == 1
        rule.span = AwardSpan.EVER
        rule.save()
        assert award_of(2025, EVERYTHING).figure.coached == 2
        assert award_of(2024, EVERYTHING).figure.coached == 1

    def test_the_share_as_a_ratio(self):
        AwardRuleFactory()
        consultation(*companies(23))
        assert percent_of(AWARD_SHARE, YEAR_2025, EVERYTHING) is None
        territory(35_000)
        assert round(percent_of(AWARD_SHARE, YEAR_2025, EVERYTHING), 4) == Decimal("0.0657")
        of_region = Slice(YEAR_2025.start, YEAR_2025.end, {Dimension.REGION: home_region("64.72").pk})
        assert percent_of(AWARD_SHARE, of_region, EVERYTHING) is None


class TestYears:
    def test_index_growth_and_constant_prices(self):
        company = CompanyFactory()
        measured(company, 2024, value_added=4_200)
        measured(company, 2025)
        for year, value in ((2024, "100"), (2025, "107.1429")):
            PriceIndexFactory(year=year, value=Decimal(value))
        first, second = years_of(company)
        assert (first.index, first.growth, first.constant_index) == (100, None, 100)
        assert round(second.index, 2) == Decimal("107.14")
        assert round(second.growth, 2) == Decimal("7.14")
        assert abs(second.constant_growth) < Decimal("0.001")
        assert abs(second.total_factor_growth) < Decimal("0.001")

    def test_another_base_year(self):
        company = CompanyFactory()
        for year, value_added in ((2023, 3_000), (2024, 4_000), (2025, 5_000)):
            measured(company, year, value_added=value_added)
        assert [round(one.index) for one in years_of(company)] == [100, 133, 167]
        assert [round(one.index) for one in years_of(company, 2024)] == [75, 100, 125]
        assert [round(one.index) for one in years_of(company, 1999)] == [100, 133, 167]

    def test_a_year_of_loss_is_no_base(self):
        company = CompanyFactory()
        measured(company, 2024, value_added=-100)
        measured(company, 2025)
        assert [one.index for one in years_of(company)] == [None, 100]

    @pytest.mark.parametrize(("value_added", "asked"), [(11_999, False), (229, True), (231, False)])
    def test_a_jump_looks_like_another_unit(self, value_added, asked):
        company = CompanyFactory()
        measured(company, 2024, value_added=4_600)
        measured(company, 2025, value_added=value_added)
        assert years_of(company)[-1].looks_like_other_unit is asked

    def test_the_newest_publication_of_the_newest_series(self):
        PriceIndexFactory(base_year=2018, year=2024, value=Decimal(130))
        PriceIndexFactory(year=2024, value=Decimal(106), as_of=date(2025, 1, 1))
        PriceIndexFactory(year=2024, value=Decimal(107), as_of=date(2025, 2, 1))
        company = CompanyFactory()
        measured(company, 2024)
        assert years_of(company)[0].constant == 75 * MILLION


class TestMedian:
    def test_not_below_five_companies(self):
        trade, mining = sector("G"), sector("B")
        for value_added in (4_000, 4_500, 5_000, 5_500):
            measured(CompanyFactory(sector=trade), 2025, value_added=value_added)
        for value_added in (1_000, 2_000, 3_000, 4_000, 4_007):
            company = CompanyFactory(sector=mining)
            measured(company, 2025, value_added=value_added)
        found = {row.sector.code: (row.companies, row.median) for row in sector_medians(2025)}
        assert found == {"G": (None, None), "B": (5, 50 * MILLION)}
        assert sector_median_of(company, 2025).median == 50 * MILLION
        assert sector_median_of(CompanyFactory(sector=trade), 2025).median is None
        assert sector_median_of(CompanyFactory(), 2025).median is None

    def test_the_year_decides(self):
        trade = sector("G")
        for number in range(5):
            measured(CompanyFactory(sector=trade), 2024 + number % 2)
        assert {row.median for row in sector_medians(2024)} == {None}

    def test_the_one_in_the_middle_cannot_be_read_off(self):
        for value_added in (4_000, 4_100, 4_213, 4_300, 4_400):
            measured(CompanyFactory(sector=sector("G")), 2025, value_added=value_added)
        assert sector_medians(2025)[0].median == Decimal(70_200_000)  # 70,216,666.67 is a company's own


class TestCandidates:
    def rising(self, *values, years=(2023, 2024, 2025)):
        company = CompanyFactory()
        for year, value_added in zip(years, values, strict=True):
            measured(company, year, value_added=value_added)
        return company

    def test_three_years_of_rise(self):
        risen = self.rising(4_000, 4_200, 4_500)
        self.rising(4_000, 4_500, 4_500)
        self.rising(4_000, 4_500, years=(2024, 2025))
        self.rising(4_000, 4_200, 4_500, years=(2022, 2023, 2025))
        found = candidates(2025)
        assert [one.company for one in found] == [risen]
        assert round(found[0].growth, 1) == Decimal("12.5")
        assert found[0].is_real is None

    def test_whether_prices_alone_made_it_rise(self):
        self.rising(4_000, 4_100, 4_200)
        for year, value in ((2023, 100), (2024, 110), (2025, 120)):
            PriceIndexFactory(year=year, value=Decimal(value))
        assert [one.is_real for one in candidates(2025)] == [False]
