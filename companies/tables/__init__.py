"""Columns of lists about companies, a module for each entity."""
