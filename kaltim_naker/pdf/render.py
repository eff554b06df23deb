"""The one place where a PDF is made."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaltim_naker.pdf.annexes import Annex
from kaltim_naker.pdf.orders import DocumentOrder
from kaltim_naker.pdf.process import DrawingProcess

#: A document with more rows is drawn by a process of its own, which gives its memory back when it ends.
LONG_ROWS = 2_000

_STATIC_SET = Path(__file__).resolve().parent / "static_set"


@dataclass(frozen=True)
class Drawing:
    """A finished document."""

    content: bytes
    pages: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def draw(template: str, context: Mapping[str, Any], *, language: str, annexes: Sequence[Annex] = ()) -> Drawing:
    """Draw a template in a language. The same template, context, annexes and language give the same bytes.

    Values of the context are escaped as on a page: whatever stands in a name stays text. The template may use the
    static set (`asset:official.css`, and `asset:logo` where `logo` is true) and nothing else (`pdf.wall`). Annexes
    follow it on sheets of their own (`pdf/official.html`). Raises DrawingError where the process for a long document
    ended early.
    """
    order = order_of(template, context, language=language, annexes=annexes)
    if sum(len(annex.rows) for annex in annexes) > LONG_ROWS:
        with DrawingProcess() as process:
            pages, content = process.ask(order.as_line(), answers=2)
            return Drawing(content=content, pages=int(pages))
    # Imported here, because only workers draw: a web process would pay a second and forty megabytes for nothing.
    from kaltim_naker.pdf import engine

    content, count = engine.write_pdf(order)
    return Drawing(content=content, pages=count)


def order_of(
    template: str, context: Mapping[str, Any], *, language: str, annexes: Sequence[Annex] = ()
) -> DocumentOrder:
    """All that the drawing takes, wherever it happens."""
    files = static_set()
    with override(language):
        html = render_to_string(
            template, {**context, "language": language, "logo": "logo" in files, "annexes": annexes}
        )
        # The words of `pdf/official.html`, so that the feet of all pages say the same.
        foot = _('Page <span class="page"></span> of <span class="pages"></span>')
    for name in ("page", "pages"):
        foot = foot.replace(f'<span class="{name}"></span>', f"{{{name}}}")
    return DocumentOrder.with_files(html, files, annexes, foot)


def static_set() -> dict[str, Path]:
    """Name → file. The logo is there only where the installation names one (`LETTERHEAD_LOGO`)."""
    files = {"official.css": _STATIC_SET / "official.css"}
    logo = settings.LETTERHEAD["logo"]
    return {**files, "logo": Path(logo)} if logo else files


def render_pdf(template: str, context: Mapping[str, Any], *, language: str) -> bytes:
    """`draw`, where only the bytes are wanted."""
    return draw(template, context, language=language).content
