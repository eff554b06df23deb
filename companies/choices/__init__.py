"""Closed lists about companies, a module for each entity."""

from companies.choices.agreements import AgreementKind
from companies.choices.register import (
    CompanyPairState,
    CountSource,
    Ownership,
    ReportSource,
    SiteKind,
    SizeBasis,
    SizeClass,
)

__all__ = [
    "AgreementKind",
    "CompanyPairState",
    "CountSource",
    "Ownership",
    "ReportSource",
    "SiteKind",
    "SizeBasis",
    "SizeClass",
]
