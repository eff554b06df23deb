"""Closed lists about companies, a module for each entity."""

from companies.choices.agreements import (
    AgreementKind,
    AgreementScope,
    AgreementStage,
    DeliverableState,
    Standing,
)
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
    "AgreementScope",
    "AgreementStage",
    "CompanyPairState",
    "CountSource",
    "DeliverableState",
    "Ownership",
    "ReportSource",
    "SiteKind",
    "SizeBasis",
    "SizeClass",
    "Standing",
]
