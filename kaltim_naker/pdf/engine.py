"""Draws documents. Importing it takes a second: `render` does so on first use. It needs nothing of Django."""

import base64
import hashlib
from functools import partial
from pathlib import PurePath

from weasyprint import HTML

from kaltim_naker.pdf.annex_layout import sheets_of
from kaltim_naker.pdf.annex_sheets import fill_sheets
from kaltim_naker.pdf.orders import DocumentOrder
from kaltim_naker.pdf.wall import SCHEME, TYPES, Asset, ClosedFetcher

#: For archives, and tagged for those who hear a document (ISO 19005-2, level A).
VARIANT = "pdf/a-2a"


def write_pdf(order: DocumentOrder) -> tuple[bytes, int]:
    """The bytes of the document and its number of pages; the same order gives the same bytes."""
    fetcher = ClosedFetcher(assets_of(order))
    document = HTML(string=order.html, base_url=SCHEME, url_fetcher=fetcher).render()
    identifier = hashlib.sha256(order.html.encode()).digest()[:16]
    content = document.write_pdf(pdf_identifier=identifier, pdf_variant=VARIANT)
    pages = len(document.pages)
    if not order.annexes:
        return content, pages
    # A laid out page takes megabytes, and none is needed any more.
    del document
    return fill_sheets(content, [list(sheets_of(annex)) for annex in order.annexes], order.foot)


def assets_of(order: DocumentOrder) -> dict[str, Asset]:
    """The files a document brings."""
    return {
        name: Asset(TYPES[PurePath(file).suffix.lower()], partial(base64.b64decode, content))
        for name, (file, content) in order.files.items()
    }
