"""A regional office as a process of its own: it sends, its line breaks, it sends again. Prints what it did.

Usage: office.py SERVER TOKEN SEED – plain HTTP by the client that we give to offices, and nothing else of ours.
"""

import io
import json
import random
import sys
import urllib.error
import urllib.request
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[3] / "docs" / "api" / "client"))
from kaltim_naker_client import Client, Refused

PEOPLE, PROPOSALS, OUTCOMES = 30, 10, 10


class BadLine:
    """Breaks one request in two: before it, after it, or in the middle, when nobody knows what became of it."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)
        self.broken = 0

    def open(self, request: urllib.request.Request, timeout: float) -> Any:
        fate = self.lot.random()
        if fate < 0.17:
            self._break()
        if fate < 0.34:
            self._hang_up(request)
            self._break()
        answer = self._answer(request, timeout)
        if fate < 0.51:
            self._break()
        return answer

    def _answer(self, request: urllib.request.Request, timeout: float) -> Any:
        return urllib.request.urlopen(request, timeout=timeout)  # noqa: S310 - the server of the test

    def _hang_up(self, request: urllib.request.Request) -> None:
        """The request is on its way, and we are gone before anything comes back."""
        parts = urlsplit(request.full_url)
        line = HTTPConnection(parts.netloc, timeout=10)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        line.request(request.get_method(), target, request.data, dict(request.header_items()))
        line.close()

    def _break(self) -> None:
        self.broken += 1
        raise ConnectionResetError


def person(number: int) -> dict[str, Any]:
    return {
        "foreign_id": f"SMD-{number}",
        "full_name": f"Warga {number}",
        "nik": f"647201170500{number:04d}",
        "birth_date": "2000-05-17",
        "sex": "L",
        "domicile": "64.72",
        "phone": f"08125555{number:04d}",
    }


def work(server: str, token: str, seed: int) -> dict[str, Any]:
    line = BadLine(seed)
    api = Client(server, token, attempts=40, open=line.open, sleep=lambda _seconds: None)
    keys = [api.register(person(number)).body["id"] for number in range(1, PEOPLE + 1)]  # type: ignore[arg-type]
    rows = [person(number) for number in range(PEOPLE // 2, PEOPLE * 2 + 1)]
    many = api.register_many(rows).body  # type: ignore[arg-type]
    proposals = [
        api.propose({"region": "64.72", "year": 2027, "title": f"Pelatihan las {number}", "volume": 2}).body["number"]
        for number in range(PROPOSALS)
    ]
    outcomes = [
        api.tell_outcome(
            {"job_seeker_foreign_id": f"SMD-{number}", "employer": "PT Contoh", "started_on": "2026-03-02"}
        ).body["id"]
        for number in range(1, OUTCOMES + 1)
    ]
    one = api.read(f"job-seekers/{keys[0]}")
    try:
        api.correct(f"job-seekers/{keys[0]}", {"phone": "081299998888"}, etag='"another"')
    except Refused as refused:
        told = refused.code
    happened, _cursor = api.changes()
    return {
        "keys": keys,
        "proposals": proposals,
        "outcomes": outcomes,
        "accepted": many["accepted"],
        "done": sorted({row["done"] for row in many["rows"]}),
        "name": one["full_name"],
        "refused": told,
        "happened": sorted({(item["resource"], item["id"]) for item in happened if item["change"] == "created"}),
        "listed": len(list(api.every("job-seekers"))),
        "broken": line.broken,
    }


if __name__ == "__main__":
    io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8").write(
        json.dumps(work(sys.argv[1], sys.argv[2], int(sys.argv[3])))
    )
