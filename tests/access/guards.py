"""What nobody may add without saying so: each guard names what it found; test_broken_rules breaks each on purpose."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import BinaryField
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver

from kaltim_naker.privacy.personal import PARTS
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.views import ScopedListView
from tests.access.doors import PUBLIC, Door

#: Columns about a NIK that hold none: why there is none, why it does not fit, and six of its digits.
ABOUT_A_NIK = frozenset({"nik_masked", "nik_missing_reason", "nik_mismatch_reason"})
COOKIES = frozenset({settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME})
#: Lists over a table about people that name nobody, with what stands in their rows instead.
NAMES_NOBODY: dict[str, str] = {}


def view_classes(resolver: URLResolver | None = None) -> Iterator[type]:
    """Every view class that an address leads to."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from view_classes(entry)
        elif view := getattr(entry.callback, "view_class", None):
            yield view


def unlogged_lists() -> list[str]:
    """Lists over tables about people from which somebody could take names away without an entry in the log."""
    personal = {part.label for part in PARTS}
    return sorted(
        view.__name__
        for view in set(view_classes())
        if issubclass(view, ScopedListView)
        and not issubclass(view, PersonalListView)
        and about(view) in personal
        and view.__name__ not in NAMES_NOBODY
    )


def about(view: Any) -> str:
    queryset = getattr(view, "queryset", None)
    return queryset.model._meta.label if queryset is not None else ""


def plain_numbers() -> list[str]:
    """Columns that by their name hold a NIK, and are neither encrypted nor a keyed digest."""
    return sorted(
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if "nik" in field.name.split("_") and not isinstance(field, BinaryField) and field.name not in ABOUT_A_NIK
    )


def strange_cookies(answer: HttpResponse) -> list[str]:
    """Cookies beside the three that the privacy notice names."""
    return [f"cookie {name}" for name in sorted(set(answer.cookies) - COOKIES)]


def is_kept(answer: HttpResponse, door: Door) -> list[str]:
    """That a browser or a proxy may keep an answer for staff."""
    rules = answer.headers.get("Cache-Control", "")
    return [] if "no-store" in rules or door.needs == PUBLIC else [f"may be kept: {rules}"]
