"""Kinds of tables about companies at the import desk."""

from companies.imports.register import COMPANIES

KINDS = (COMPANIES,)

__all__ = ["COMPANIES", "KINDS"]
