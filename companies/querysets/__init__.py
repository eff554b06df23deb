"""Reusable reads about companies, a module for each entity."""

from companies.querysets.agreements import AgreementQuerySet, NoticeQuerySet
from companies.querysets.register import (
    CompanyMergeQuerySet,
    CompanyPairQuerySet,
    CompanyQuerySet,
    WorkSiteQuerySet,
    YearlyReportQuerySet,
)
from companies.querysets.territory import TerritoryCountQuerySet

__all__ = [
    "AgreementQuerySet",
    "CompanyMergeQuerySet",
    "CompanyPairQuerySet",
    "CompanyQuerySet",
    "NoticeQuerySet",
    "TerritoryCountQuerySet",
    "WorkSiteQuerySet",
    "YearlyReportQuerySet",
]
