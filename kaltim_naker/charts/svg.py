"""Writing SVG: elements with escaped attributes, and the frame that makes a picture readable to everybody."""

from collections.abc import Callable
from zlib import crc32

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Text = str | Promise
Format = Callable[[float], str]

RIVER, RIVER_MID, RIVER_PALE, RIVER_HAZE = "#0d5953", "#5fa39a", "#b9dcd6", "#f0f7f5"
GOLD, INK, INK_SOFT, LINE = "#d8a21a", "#17211f", "#4d5a57", "#d9dfdc"
FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"


def plain(value: float) -> str:
    """A coordinate with at most two decimals and no trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def element(name: str, content: Text = "", **attributes: Text | float) -> SafeString:
    """`element("rect", x=1, stroke_width=2)` → `<rect x="1" stroke-width="2"/>`; whatever is given is escaped."""
    written = "".join(f' {_attribute(key)}="{_value(value)}"' for key, value in attributes.items())
    inner = conditional_escape(content)
    return mark_safe(f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>")  # noqa: S308


def _attribute(key: str) -> str:
    """`stroke_width` → `stroke-width`, `class_` → `class`."""
    return key.rstrip("_").replace("_", "-")


def _value(value: Text | float) -> str:
    return plain(value) if isinstance(value, int | float) else conditional_escape(value)


def join(parts: list[SafeString]) -> SafeString:
    """Elements one after the other."""
    return mark_safe("".join(parts))  # noqa: S308


def text(x: float, y: float, content: Text, **attributes: Text | float) -> SafeString:
    """A line of text with the chart's ink."""
    return element("text", content, x=x, y=y, **{"fill": INK, "font_size": 13, **attributes})


def picture(
    width: float, height: float, body: list[SafeString], *, title: Text, desc: Text, role: str = "img"
) -> SafeString:
    """The frame: a named image with a description, scaling to the room it is given."""
    # Named by its content, so that two pictures on a page do not share a name.
    ident = f"c{crc32(''.join([str(title), str(desc), *body]).encode()):08x}"
    return element(
        "svg",
        join(
            [
                element("title", title, id=f"{ident}t"),
                element("desc", desc, id=f"{ident}d"),
                *body,
            ]
        ),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {plain(width)} {plain(height)}",
        width=width,
        height=height,
        role=role,
        overflow="visible",
        aria_labelledby=f"{ident}t {ident}d",
        font_family=FONT,
    )
