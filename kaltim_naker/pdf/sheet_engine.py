"""Draws parts of sheets and cuts them apart. Importing it takes more than a second: `batches` does so on first use.

It needs nothing of Django, and also runs as a program of its own, `python -m kaltim_naker.pdf.sheet_engine`: it then
reads parts as lines of JSON and answers with the sheets, each preceded by its length.
"""

import base64
import io
import logging
import re
import sys

import pikepdf
import segno
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from kaltim_naker.pdf.sheets import LENGTH, Part

SCHEME = "asset:"
QR_PREFIX = "qr-"
_TYPES = {"css": "text/css", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg"}
# The eight masks of a QR code are equally readable; trying all of them to find the best takes most of the time.
_QR_MASK = 3
# The operator that shows a picture, in the text of a page: `/x3 Do`.
_DRAWN = re.compile(rb"(/\S+)\s+Do\b")


class RefusedAddressError(ValueError):
    """A paper asked for something it was not given."""


class GivenFilesFetcher(URLFetcher):
    """Serves what the part brings and refuses everything else, before anything is opened (security.md §2, row 12)."""

    def __init__(self, part: Part) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._part = part

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME) if url.startswith(SCHEME) else ""
        if name.startswith(QR_PREFIX) and name.removeprefix(QR_PREFIX) in self._part.codes:
            image = qr_png(self._part.codes[name.removeprefix(QR_PREFIX)])
            return URLFetcherResponse(url, image, {"Content-Type": "image/png"})
        if name in self._part.files:
            content = base64.b64decode(self._part.files[name])
            return URLFetcherResponse(url, content, {"Content-Type": _TYPES[name.rpartition(".")[2]]})
        raise RefusedAddressError("a paper may contain only the files it is given")


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
    whole = HTML(string=part.html, base_url=SCHEME, url_fetcher=GivenFilesFetcher(part)).write_pdf()
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


def main() -> None:
    """Draw parts from standard input until it ends."""
    for line in sys.stdin.buffer:
        for sheet in draw_sheets(Part.from_line(line)):
            sys.stdout.buffer.write(LENGTH.pack(len(sheet)) + sheet)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
