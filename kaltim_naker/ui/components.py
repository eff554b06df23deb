"""The small declared parts of a page. A view builds them, `{% load kit %}` draws them; none carries markup."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from kaltim_naker.access.actions import Action

Text = str | Promise
Tone = Literal["good", "info", "warn", "bad", "neutral", "done"]

#: A tone is never colour alone: each has its own shape from static/kaltim/icons.svg.
TONE_ICONS: dict[str, str] = {
    "good": "check",
    "info": "half",
    "warn": "warn",
    "bad": "cross",
    "neutral": "dot",
    "done": "lock",
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in a word, with colour and shape."""

    label: Text
    tone: Tone = "neutral"

    @property
    def icon(self) -> str:
        return TONE_ICONS[self.tone]


@dataclass(frozen=True, slots=True)
class Crumb:
    """One level above the page; without a URL it is the page itself."""

    label: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class PageAction:
    """A button of the page head. `post` makes it a form; `confirm` is asked before it is sent.

    With `action`, readers whose roles do not allow it do not see the button.
    """

    label: Text
    url: str
    action: Action | None = None
    primary: bool = False
    danger: bool = False
    post: bool = False
    confirm: Text = ""

    @property
    def css(self) -> str:
        kind = "danger" if self.danger else "primary"
        return f"btn btn-{kind}" if self.primary else f"btn btn-outline-{kind}"


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several pages about the same thing."""

    label: Text
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A state on the way of a record. `note` says when and who, or what it still needs."""

    label: Text
    state: Literal["done", "current", "todo", "cancelled"] = "todo"
    note: Text = ""


@dataclass(frozen=True, slots=True)
class InboxItem:
    """Something that waits for the reader, linked to the filtered list of exactly these records."""

    label: Text
    count: int
    url: str
    note: Text = ""
    badge: Badge | None = None

    @property
    def tone(self) -> str:
        return self.badge.tone if self.badge else "neutral"


@dataclass(frozen=True, slots=True)
class FigureCard:
    """One figure: what it counts, in which unit, by which rule, and the way to the records behind it.

    `value` and `target` are numbers and are formatted by the component; `percent` is the achievement, unrounded. With
    `is_listed`, `url` leads to a list exactly as long as `value`: a test follows it.
    """

    title: Text
    value: int | float | None
    unit: Text
    rule: Text = ""
    url: str = ""
    target: int | float | None = None
    percent: float | None = None
    badge: Badge | None = None
    decimals: int = 0
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A small table already in words: what stands behind a chart. The first cell of a row is its heading."""

    headers: Sequence[Text]
    rows: Sequence[Sequence[Text]]
    footer: Sequence[Text] = field(default=())


@dataclass(frozen=True, slots=True)
class ChartCard:
    """A chart (SVG from `kaltim_naker.charts`) and the table with the same numbers. `link` says what `url` opens."""

    title: Text
    chart: SafeString
    table: PlainTable
    note: Text = ""
    url: str = ""
    link: Text = ""


@dataclass(frozen=True, slots=True)
class EmptyState:
    """What is said where nothing is: why, and what to do about it."""

    title: Text
    text: Text = ""
    url: str = ""
    link: Text = ""
