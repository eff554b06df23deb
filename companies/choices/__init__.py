"""Closed lists about companies, a module for each entity."""

from companies.choices.agreements import AgreementKind

__all__ = ["AgreementKind"]
