"""The wall around WeasyPrint: a document contains what it is given, and reaches nothing else.

It asks for what it is given as `asset:<name>`; everything else is refused before anything is opened. WeasyPrint's own
fetcher embeds any readable file by attachment links and follows addresses in images, style sheets, fonts and nested
pictures (security.md §2, row 12).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "asset:"

TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


class RefusedAddressError(ValueError):
    """A document asked for something it was not given."""


@dataclass(frozen=True)
class Asset:
    """One thing that a document is given; read only when it is asked for."""

    content_type: str
    read: Callable[[], bytes]


class ClosedFetcher(URLFetcher):
    """Serves the assets and refuses everything else."""

    def __init__(self, assets: Mapping[str, Asset]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._assets = assets

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        asset = self._assets.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if asset is None:
            raise RefusedAddressError("a document may contain only what it is given")
        return URLFetcherResponse(url, asset.read(), {"Content-Type": asset.content_type})
