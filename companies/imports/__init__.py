"""Kinds of tables about companies at the import desk."""

from companies.imports.register import COMPANIES

__all__ = ["COMPANIES"]
