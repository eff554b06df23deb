"""Reusable reads about companies, a module for each entity."""

from companies.querysets.agreements import AgreementPlacementQuerySet, AgreementQuerySet, NoticeQuerySet
from companies.querysets.register import (
    CompanyMergeQuerySet,
    CompanyPairQuerySet,
    CompanyQuerySet,
    WorkSiteQuerySet,
    YearlyReportQuerySet,
)
from companies.querysets.territory import TerritoryCountQuerySet

__all__ = [
    "AgreementPlacementQuerySet",
    "AgreementQuerySet",
    "CompanyMergeQuerySet",
    "CompanyPairQuerySet",
    "CompanyQuerySet",
    "NoticeQuerySet",
    "TerritoryCountQuerySet",
    "WorkSiteQuerySet",
    "YearlyReportQuerySet",
]
