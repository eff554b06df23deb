"""WeasyPrint, and the wall around it. Importing it takes more than a second: `render` does so on first use.

The only files a document may contain are a fixed set of names, and the office's logo where one is configured. It asks
for them as `asset:<name>`; everything else is refused. WeasyPrint's own fetcher embeds any readable file by attachment
links and follows addresses in images, style sheets, fonts and nested pictures (security.md §2, row 12).
"""

import hashlib
from pathlib import Path

from django.conf import settings
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "asset:"

_HERE = Path(__file__).resolve().parent / "static_set"
_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def static_set() -> dict[str, Path]:
    """Name → file. The logo is there only where the installation names one (`LETTERHEAD_LOGO`)."""
    files = {"official.css": _HERE / "official.css"}
    logo = settings.LETTERHEAD["logo"]
    return {**files, "logo": Path(logo)} if logo else files


class RefusedAddressError(ValueError):
    """A document asked for something outside the static set."""


class StaticSetFetcher(URLFetcher):
    """Serves the static set and refuses everything else, before anything is opened."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._files = static_set()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = self._files.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if path is None:
            raise RefusedAddressError("a document may contain only files of the static set")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _TYPES[path.suffix.lower()]})


def write_pdf(html: str) -> tuple[bytes, int]:
    """The bytes of the document and its number of pages; the same markup gives the same bytes."""
    document = HTML(string=html, base_url=SCHEME, url_fetcher=StaticSetFetcher()).render()
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    return document.write_pdf(pdf_identifier=identifier, pdf_tags=True), len(document.pages)
