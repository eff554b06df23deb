"""Each figure opens the list behind it, and the list is as long as the figure says."""

import re
from html import unescape
from typing import Any

from django.test import Client

_FIGURE = re.compile(r'<a [^>]*href="([^"]+)"[^>]* data-figure="(-?\d+)"')


def figures_of(page: Any) -> list[tuple[int, str]]:
    """Everything of a page that is marked as a figure: (number, address of its list)."""
    return [(int(number), unescape(url)) for url, number in _FIGURE.findall(page.content.decode())]


def list_behind(client: Client, url: str) -> int:
    """How long the list behind a figure is, for this reader."""
    # The results alone: the frame around them costs more than the list.
    answer = client.get(url, headers={"HX-Request": "true"})
    assert answer.status_code == 200, url
    figure = answer.context.get("figure")
    listed = answer.context["table"].page.count if "table" in answer.context else None
    if figure is None:
        return int(listed or 0)
    if listed is not None and answer.context.get("may_see_names"):
        assert listed + answer.context["not_shown"] == figure, url
    return int(figure)
