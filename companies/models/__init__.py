"""Partner companies, agreements, apprenticeships and productivity, a module for each."""

from companies.models.agreements import Agreement
from companies.models.register import Company

__all__ = ["Agreement", "Company"]
