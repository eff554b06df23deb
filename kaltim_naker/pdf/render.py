"""The one place where a PDF is made."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override


@dataclass(frozen=True)
class Drawing:
    """A finished document."""

    content: bytes
    pages: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def draw(template: str, context: Mapping[str, Any], *, language: str) -> Drawing:
    """Draw a template in a language. The same template, context and language give the same bytes.

    Values of the context are escaped as on a page: whatever stands in a name stays text. The template may use the
    static set (`asset:official.css`, and `asset:logo` where `logo` is true) and nothing else (`pdf.engine`).
    """
    # Imported here, because only workers draw: a web process would pay a second and forty megabytes for nothing.
    from kaltim_naker.pdf.engine import write_pdf

    with override(language):
        html = render_to_string(template, {**context, "language": language, "logo": settings.LETTERHEAD["logo"]})
    content, pages = write_pdf(html)
    return Drawing(content=content, pages=pages)


def render_pdf(template: str, context: Mapping[str, Any], *, language: str) -> bytes:
    """`draw`, where only the bytes are wanted."""
    return draw(template, context, language=language).content
