"""A proxy that keeps answers for everybody, as careless as the rules of HTTP let it be (RFC 9111).

What says neither `no-store` nor `private` is kept and given to whoever asks for the same address with the same values
of the headers named in `Vary`. A proxy knows nothing of people; cookies are a header like any other.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client


@dataclass(frozen=True)
class Kept:
    vary: tuple[str, ...]
    values: tuple[str, ...]
    answer: HttpResponse


class CachingProxy:
    """Stands between people and the program; `kept` is address → answers."""

    def __init__(self) -> None:
        self.kept: dict[str, list[Kept]] = {}

    def get(self, client: Client, url: str) -> tuple[HttpResponse, bool]:
        """The answer, and whether it came from what had been kept."""
        asked = _headers_of(client)
        for one in self.kept.get(url, []):
            if one.values == tuple(asked.get(name, "") for name in one.vary):
                return one.answer, True
        answer: Any = client.get(url)
        if _may_be_kept(answer):
            vary = tuple(sorted(re.findall(r"[\w*-]+", answer.headers.get("Vary", "").lower())))
            values = tuple(asked.get(name, "") for name in vary)
            if "*" not in vary:
                self.kept.setdefault(url, []).append(Kept(vary, values, answer))
        return answer, False


def _headers_of(client: Client) -> dict[str, str]:
    """What decides over the answer; the language is asked for as a browser does."""
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in sorted(client.cookies.items()))
    return {"cookie": cookies, "accept-language": "id", "accept-encoding": "gzip"}


def _may_be_kept(answer: HttpResponse) -> bool:
    """Statuses that a cache may keep without being told to; nothing that sets a cookie or forbids it."""
    rules = answer.headers.get("Cache-Control", "")
    forbids = re.search(r"no-store|private|no-cache", rules)
    return answer.status_code in (200, 203, 204, 301, 308, 404, 410) and not forbids
