"""Draws parts of sheets and cuts them apart. Importing it takes more than a second: `batches` does so on first use.

It needs nothing of Django.
"""

import base64
import io
import logging
import re
from functools import partial
from pathlib import PurePath

import pikepdf
import segno
from weasyprint import HTML

from kaltim_naker.pdf.sheets import Part
from kaltim_naker.pdf.wall import SCHEME, TYPES, Asset, ClosedFetcher

QR_PREFIX = "qr-"
# The eight masks of a QR code are equally readable; trying all of them to find the best takes most of the time.
_QR_MASK = 3
# The operator that shows a picture, in the text of a page: `/x3 Do`.
_DRAWN = re.compile(rb"(/\S+)\s+Do\b")


def assets_of(part: Part) -> dict[str, Asset]:
    """What the papers of a part may contain: the files it brings, and its codes as pictures."""
    files = {
        name: Asset(TYPES[PurePath(name).suffix], partial(base64.b64decode, content))
        for name, content in part.files.items()
    }
    codes = {f"{QR_PREFIX}{name}": Asset(TYPES[".png"], partial(qr_png, text)) for name, text in part.codes.items()}
    return files | codes


def qr_png(text: str) -> bytes:
    """One pixel a module, enlarged without smoothing by the page: as sharp as a path, in a tenth of the time."""
    image = io.BytesIO()
    segno.make(text, error="m", micro=False, mask=_QR_MASK, boost_error=False).save(
        image, kind="png", scale=1, border=2
    )
    return image.getvalue()


def draw_sheets(part: Part) -> list[bytes]:
    """One PDF for each title. The same part gives the same bytes. Raises ValueError where the pages are not as many."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    whole = HTML(string=part.html, base_url=SCHEME, url_fetcher=ClosedFetcher(assets_of(part))).write_pdf()
    with pikepdf.open(io.BytesIO(whole)) as pages:
        if len(pages.pages) != len(part.titles):
            raise ValueError(f"{len(part.titles)} sheets became {len(pages.pages)} pages")
        return [_single(page, title) for page, title in zip(pages.pages, part.titles, strict=True)]


def _single(page: pikepdf.Page, title: str) -> bytes:
    """One page as a document of its own.

    The drawing shares one list of pictures between its pages; only those the page shows go along, so that nobody gets
    the codes of others with his paper.
    """
    sheet = pikepdf.new()
    shown = {name.decode() for name in _DRAWN.findall(page.obj.Contents.read_bytes())}
    resources = pikepdf.Dictionary(dict(page.obj.Resources.items()))
    resources.XObject = pikepdf.Dictionary({name: item for name, item in resources.XObject.items() if name in shown})
    page.obj.Resources = resources
    sheet.pages.append(page)
    sheet.docinfo["/Title"] = title
    content = io.BytesIO()
    sheet.save(content, deterministic_id=True)
    return content.getvalue()
