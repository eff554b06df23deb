"""The bits of markup that Python draws itself, because tables need them hundreds of times a page."""

from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.formatting import Number, number


def icon_html(name: str) -> SafeString:
    """A symbol of static/kaltim/icons.svg beside a word; screen readers skip it."""
    return format_html(
        '<svg class="kn-icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("kaltim/icons.svg"),
        name,
    )


def figure_html(value: Number | None, url: str) -> SafeString:
    """A count that opens the list behind it. `data-figure` carries it as it was counted; a test follows each."""
    if value is None or not url:
        return conditional_escape(number(value))
    return format_html('<a href="{}" data-figure="{}">{}</a>', url, int(value), number(value))


def badge_html(badge: Badge) -> SafeString:
    """A state as colour, shape and word."""
    return format_html(
        '<span class="kn-badge kn-badge--{}">{}{}</span>', badge.tone, icon_html(badge.icon), badge.label
    )
