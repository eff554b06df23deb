"""The one place where a PDF is made."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override
from weasyprint import HTML

from kaltim_naker.pdf.assets import LOGO, SCHEME, StaticSetFetcher, static_set

# WeasyPrint logs every refused address and every font fallback; addresses may come from data and stay out of the log.
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)


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

    Values of the context are escaped as on a page: whatever stands in a name stays text.
    """
    with override(language):
        html = render_to_string(template, {**context, "language": language, "logo": LOGO in static_set()})
    document = HTML(string=html, base_url=SCHEME, url_fetcher=StaticSetFetcher()).render()
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    content = document.write_pdf(pdf_identifier=identifier, pdf_tags=True)
    return Drawing(content=content, pages=len(document.pages))


def render_pdf(template: str, context: Mapping[str, Any], *, language: str) -> bytes:
    """`draw`, where only the bytes are wanted."""
    return draw(template, context, language=language).content
