"""Filters that lists of every kind have."""

from typing import Any

import django_filters
from django import forms

FIRST_YEAR, LAST_YEAR = 1900, 2100


class YearFilter(django_filters.NumberFilter):
    """A whole year; what no calendar has is refused before the database is asked for it."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"min_value": FIRST_YEAR, "max_value": LAST_YEAR, **kwargs})
