"""Bases of the support pages. They are a back door for few: nothing is deleted there, and records are only read.

What changes records are the services, behind the pages; people and their papers are not shown here at all, because
every look at them is logged by their own pages. Who changed reference data here stands in the history all the same.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class ReferenceAdmin(admin.ModelAdmin):
    """Reference data: may be added and corrected, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(ReferenceAdmin):
    """Records: may be looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
