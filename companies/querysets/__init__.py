"""Reusable reads about companies, a module for each entity."""

from companies.querysets.agreements import AgreementQuerySet

__all__ = ["AgreementQuerySet"]
