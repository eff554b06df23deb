"""Keeps exchanges with the API: of each operation the first that succeeded, of each refusal the first of its status."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

from kaltim_naker.api.docs import openapi, operations
from kaltim_naker.api.models import Receipt
from tests.factories.tokens import Program

OPERATIONS = {one.id: one for _tag, one in operations(openapi())}
SERVER = "https://naker.example.go.id"
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FIRST_KEY = uuid.UUID("0199a3c1-5d2e-7c41-9b57-2f6f0d1c0000").int
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_LANGUAGE = {"Accept-Language": "en"}


@dataclass
class Diary:
    """`examples`: operation → what was sent and answered. `problems`: status → what was answered."""

    examples: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: dict[str, Any] = field(default_factory=dict)

    def read(self, program: Program | None, name: str, key: Any = "", **query: Any) -> Any:
        """Ask by GET and keep the answer."""
        path = _path(name, key)
        headers = program.headers if program else _LANGUAGE
        answer = Client().get(path, query, headers=headers)
        return self._keep(name, answer, {})

    def ask(self, program: Program | None, name: str, body: Mapping[str, Any], key: Any = "") -> Any:
        """Ask by POST what only reads."""
        answer = _sent(program, "POST", _path(name, key), body, {})
        return self._keep(name, answer, {"request": body})

    def send(self, program: Program, name: str, body: Mapping[str, Any] | None, key: Any = "") -> Any:
        """Rehearse it, which must leave nothing, then send it."""
        path, method = _path(name, key), OPERATIONS[name].method
        headers = _seen(program, path) if "{id}" in OPERATIONS[name].path else {}
        receipts = Receipt.objects.count()
        tried = _sent(program, method, f"{path}?validate_only=true", body or {}, headers | _new_key())
        assert tried.status_code == 200, (name, tried.content.decode())
        assert tried["Validate-Only"] == "true"
        assert (Receipt.objects.count(), "Receipt" in tried) == (receipts, False), name
        answer = _sent(program, method, path, body or {}, headers | _new_key())
        assert Receipt.objects.count() == receipts + 1, name
        return self._keep(name, answer, {} if body is None else {"request": body})

    def refuse(self, answer: HttpResponse, status: int) -> None:
        """Keep a refusal."""
        assert answer.status_code == status, answer.content.decode()
        self.problems.setdefault(str(status), answer.json())

    def written(self) -> dict[str, Any]:
        """As the document takes them in: keys and moments are the same however often it is written."""
        text = json.dumps({"operations": dict(sorted(self.examples.items())), "problems": self.problems})
        keys: dict[str, str] = {}
        text = _KEY.sub(lambda found: keys.setdefault(found[0], str(uuid.UUID(int=_FIRST_KEY + len(keys)))), text)
        return json.loads(_MOMENT.sub("2026-03-02T09:15:00+08:00", text).replace("http://testserver", SERVER))

    def _keep(self, name: str, answer: HttpResponse, sent: Mapping[str, Any]) -> Any:
        assert answer.status_code in (200, 201), (name, answer.content.decode())
        media = answer["Content-Type"].partition(";")[0]
        if media == "application/pdf":
            self.examples.setdefault(name, {})
            return b"".join(answer.streaming_content)
        body = answer.json() if media == "application/json" else answer.content.decode()
        kept = {**sent, "status": str(answer.status_code), "response": body}
        self.examples.setdefault(name, kept)
        return body


def _path(name: str, key: Any) -> str:
    path = OPERATIONS[name].path
    return path.replace("{id}", str(key)).replace("{code}", str(key)).replace("{year}", str(key))


def _seen(program: Program, path: str) -> dict[str, str]:
    """The tag of the record that a change or a step is about."""
    record = "/".join(path.split("/")[:5])
    return {"If-Match": Client().get(record, headers=program.headers)["ETag"]}


def _new_key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4())}


def _sent(
    program: Program | None, method: str, path: str, body: Mapping[str, Any], headers: dict[str, str]
) -> HttpResponse:
    who = program.headers if program else _LANGUAGE
    return Client().generic(method, path, json.dumps(body), content_type="application/json", headers={**who, **headers})
