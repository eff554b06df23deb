"""The only files a document may contain: a fixed set of names, and the office's logo where one is configured.

A document asks for `asset:<name>`. Everything else is refused: WeasyPrint's own fetcher embeds any readable file by
attachment links and follows addresses in images, style sheets, fonts and nested pictures (security.md §2, row 12).
"""

from pathlib import Path

from django.conf import settings
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "asset:"
LOGO = "logo"

_HERE = Path(__file__).resolve().parent / "static_set"
_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}


def static_set() -> dict[str, Path]:
    """Name → file. The logo is there only where the installation names one (`LETTERHEAD_LOGO`)."""
    files = {"official.css": _HERE / "official.css"}
    logo = settings.LETTERHEAD.get("logo")
    return {**files, LOGO: Path(logo)} if logo else files


class RefusedAddress(ValueError):
    """A document asked for something outside the static set."""


class StaticSetFetcher(URLFetcher):
    """Serves the static set and refuses everything else, before anything is opened."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._files = static_set()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = self._files.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if path is None:
            raise RefusedAddress("a document may contain only files of the static set")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _TYPES[path.suffix.lower()]})
