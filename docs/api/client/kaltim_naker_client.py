"""A small client of the API of kaltim_naker: one file, Python 3.10 or newer, nothing to install. Copy it.

    api = Client("https://naker.example.go.id", token="knk_…")
    sent = api.register({"foreign_id": "SMD-17", "full_name": "Ani", …})
    print(sent.body["id"], sent.receipt)

A broken line is no matter: what is sent is sent again with the same Idempotency-Key, and done once.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict
from urllib.parse import urlencode

#: Try again after these: somebody else is at the same key, too many requests, the server is being renewed.
AGAIN = frozenset({409, 429, 500, 502, 503, 504})


class JobSeeker(TypedDict, total=False):
    """What is sent of a person; give `nik` or `nik_missing_reason`."""

    foreign_id: str
    full_name: str
    nik: str
    nik_missing_reason: Literal["no_card", "foreigner", "prisoner"]
    birth_date: str
    sex: Literal["L", "P"]
    domicile: str
    phone: str
    address: str
    education: int


class Proposal(TypedDict, total=False):
    """A programme that your region proposes for a year."""

    region: str
    year: int
    title: str
    volume: int
    justification: str


class Outcome(TypedDict, total=False):
    """A job or an own business of somebody who was trained; the person by your own number, by NIK or by our key."""

    job_seeker_foreign_id: str
    nik: str
    job_seeker: str
    employer: str
    started_on: str
    kind: Literal["akl", "akad", "akan", "self_employed"]
    occupation: str


class Fault(TypedDict):
    """One thing that is wrong with what was sent."""

    code: str
    message: str
    field: str


class Refused(Exception):  # noqa: N818 - an answer, no fault of the program
    """What was sent breaks a rule, or may not be done. Nothing was changed."""

    def __init__(self, status: int, code: str, detail: str, errors: Sequence[Fault] = ()) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status, self.code, self.detail, self.errors = status, code, detail, errors


class LineBroken(Exception):  # noqa: N818
    """No answer after all attempts. Send it again later with the same `key`: it is done once."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Sent:
    """An answer. `repeated` says that this was done before, and this is the answer of that time."""

    status: int
    body: dict[str, Any]
    headers: Mapping[str, str] = field(repr=False)

    @property
    def etag(self) -> str:
        return self.headers.get("ETag", "")

    @property
    def receipt(self) -> str:
        return self.headers.get("Receipt", "")

    @property
    def repeated(self) -> bool:
        return self.headers.get("Idempotent-Replayed") == "true"


@dataclass
class Client:
    """One program of an office. `server` is the address without a path; `open` and `sleep` can be replaced to try."""

    server: str
    token: str = field(repr=False)
    language: str = "id"
    timeout: float = 30
    attempts: int = 8
    open: Callable[..., Any] = urllib.request.urlopen
    sleep: Callable[[float], None] = time.sleep

    def read(self, path: str, **query: str | int) -> dict[str, Any]:
        """One record, or one page of a list."""
        return self._ask("GET", self._address(path, query)).body

    def every(self, path: str, **query: str | int) -> Iterator[dict[str, Any]]:
        """All records of a list, page after page."""
        address: str | None = self._address(path, {"limit": 100, **query})
        while address:
            page = self._ask("GET", address).body
            yield from page["items"]
            address = page["next"]

    def send(self, path: str, body: Mapping[str, Any], *, key: str = "", rehearse: bool = False) -> Sent:
        """Something new. Without `key`, a new one is made; with `rehearse` it is judged and nothing is written."""
        key = key or str(uuid.uuid4())
        address = self._address(path, {"validate_only": "true"} if rehearse else {})
        return self._ask("POST", address, body, {"Idempotency-Key": key})

    def correct(self, path: str, body: Mapping[str, Any], *, etag: str) -> Sent:
        """Change a record as it was read with this ETag. 412 means that somebody was faster: read it again."""
        return self._ask("PATCH", self._address(path, {}), body, {"If-Match": etag})

    def register(self, person: JobSeeker, *, key: str = "") -> Sent:
        return self.send("job-seekers", person, key=key)

    def register_many(self, people: Sequence[JobSeeker], *, all_or_none: bool = False, key: str = "") -> Sent:
        """Up to 1,000; the answer has a verdict on each row."""
        return self.send("job-seekers/bulk", {"rows": people, "all_or_none": all_or_none}, key=key)

    def propose(self, proposal: Proposal, *, key: str = "") -> Sent:
        return self.send("proposals", proposal, key=key)

    def tell_outcome(self, outcome: Outcome, *, key: str = "") -> Sent:
        return self.send("outcomes", outcome, key=key)

    def changes(self, cursor: str = "") -> tuple[list[dict[str, Any]], str]:
        """What happened since, and the cursor to ask with the next time."""
        items: list[dict[str, Any]] = []
        while True:
            page = self.read("changes", **({"cursor": cursor} if cursor else {}))
            items += page["items"]
            cursor = page["cursor"]
            if not page["more"]:
                return items, cursor

    def _address(self, path: str, query: Mapping[str, str | int]) -> str:
        return f"{self.server}/api/v1/{path}" + (f"?{urlencode(query)}" if query else "")

    def _ask(
        self, method: str, address: str, body: Mapping[str, Any] | None = None, extra: Mapping[str, str] | None = None
    ) -> Sent:
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language, **(extra or {})}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(address, data, headers, method=method)  # noqa: S310 - the server is our own choice
        for attempt in range(self.attempts):
            try:
                with self.open(request, timeout=self.timeout) as answer:
                    return Sent(answer.status, json.load(answer), dict(answer.headers.items()))
            except urllib.error.HTTPError as wrong:
                if wrong.code not in AGAIN:
                    raise _refused(wrong) from None
                wait = float(wrong.headers.get("Retry-After", 0))
            except (OSError, ValueError):  # the line broke, before or in the middle of the answer
                wait = 0
            self.sleep(max(wait, min(2**attempt, 60)))
        raise LineBroken(headers.get("Idempotency-Key", ""))


def _refused(wrong: urllib.error.HTTPError) -> Refused:
    try:
        said = json.load(wrong)
    except ValueError:
        return Refused(wrong.code, "no_answer", str(wrong.reason))
    return Refused(wrong.code, said.get("code", ""), said.get("detail", ""), said.get("errors", ()))
