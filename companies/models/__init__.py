"""Partner companies, agreements, apprenticeships and productivity, a module for each."""

from companies.models.agreements import Agreement
from companies.models.register import Company, CompanyMerge, CompanyPair, WorkSite, YearlyReport
from companies.models.territory import TerritoryCount

__all__ = ["Agreement", "Company", "CompanyMerge", "CompanyPair", "TerritoryCount", "WorkSite", "YearlyReport"]
