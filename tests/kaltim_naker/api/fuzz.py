"""Schemathesis against this process: every operation of the document, with what it allows and what it does not.

All checks, all phases (examples, coverage of each constraint, random data, chains of operations). What it finds is told
as one line a kind of failure, with the request that shows it.
"""

import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from schemathesis import engine
from schemathesis.config import SchemathesisConfig
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.schemas import BaseSchema
from schemathesis.transport.wsgi import WSGITransport

from kaltim_naker.api.rest.filtering import DATA_DEPENDENT
from kaltim_naker.wsgi import application

SEED = 20260117
PHASES = ("examples", "coverage", "fuzzing", "stateful")
#: What may be answered to data that the document allows: rules between records cannot all be told in a schema.
_GOOD = ["2xx", 304, 403, 404, 409, 412, 422, 428]
#: What may be answered to data that it forbids. A path that is none is 404, a list beyond measure 413.
_BAD = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428]


@dataclass
class Tried:
    """What was asked, and what came of it: `found` is failure → the request that shows it."""

    operations: set[str] = field(default_factory=set)
    examples: int = 0
    faults: int = 0
    found: dict[str, str] = field(default_factory=dict)
    seconds: float = 0

    @property
    def told(self) -> str:
        return "\n".join(f"{name}\n    {how}" for name, how in sorted(self.found.items()))

    @property
    def figure(self) -> str:
        return (
            f"{len(self.operations)} operations, {self.examples} examples, {len(self.found)} failures, "
            f"{self.faults} answers of 5xx, {self.seconds:.0f} s"
        )

    def take(self, recorder: ScenarioRecorder) -> None:
        self.operations |= {node.value.operation.label for node in recorder.cases.values()}
        self.examples += len(recorder.interactions)
        answers = (one.response for one in recorder.interactions.values())
        self.faults += sum(answer is not None and answer.status_code >= 500 for answer in answers)
        for name, how in _told(recorder):
            self.found.setdefault(name, how)


def tried(secret: str, *, examples: int, phases: Collection[str] = PHASES, only: Iterable[str] = ()) -> Tried:
    """Asks as a program with this secret; without one, the public part."""
    headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {secret}"} if secret else {})
    begun = time.monotonic()
    with _kept_open():
        schema = schemathesis.openapi.from_wsgi(
            "/api/v1/schema", _on_this_connection(connections["default"]), config=_config(headers, examples, phases)
        )
        if only:
            schema = schema.include(operation_id=list(only))
        came = _tried(schema)
    came.seconds = time.monotonic() - begun
    return came


def _leave_out_what_no_document_can_tell(case: Any) -> None:
    """A cursor, or the code of a region, cannot be invented, and a right `fields` makes all of an answer optional."""
    for parameter in case.operation.query if case.query else ():
        schema = parameter.definition.get("schema", {})
        if parameter.name == "fields":
            unwanted = re.fullmatch(schema["pattern"], str(case.query.get("fields")))
        else:
            unwanted = DATA_DEPENDENT in schema and case.meta and case.meta.generation.mode.is_positive
        if unwanted:
            case.query.pop(parameter.name, None)


def _tried(schema: BaseSchema) -> Tried:
    came = Tried()
    for event in engine.from_schema(schema).execute():
        if isinstance(event, FatalError):
            raise event.exception
        if isinstance(event, NonFatalError):
            came.found.setdefault(f"{event.label}: {event.value!r}", "")
        if isinstance(event, ScenarioFinished):
            came.take(event.recorder)
    return came


def _send(transport: WSGITransport, case: Any, **options: Any) -> Any:
    """Schemathesis 4.32 hands its in-process transport options that only the network understands."""
    _leave_out_what_no_document_can_tell(case)
    for name in ("max_redirects", "verify", "cert", "proxies"):
        options.pop(name, None)
    return _SEND(transport, case, **options)


_SEND = WSGITransport.send


@contextmanager
def _kept_open() -> Iterator[None]:
    """A request does not close the connection when it ends, as with Django's own test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        with mock.patch.object(WSGITransport, "send", _send):
            yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def _told(recorder: ScenarioRecorder) -> Iterator[tuple[str, str]]:
    for case_id, checks in recorder.checks.items():
        for check in checks:
            operation = recorder.cases[case_id].value.operation.label
            # Of many rows each gets a verdict of its own: a wrong one is refused in an answer that is 200.
            is_told_by_row = operation.endswith("/bulk") and check.name == "negative_data_rejection"
            if check.failure_info is not None and not is_told_by_row:
                failure = check.failure_info.failure
                how = check.failure_info.code_sample
                yield f"{operation} · {check.name}: {failure.title}", f"{failure.message[:600]}\n    {how[:900]}"


def _config(headers: dict[str, str], examples: int, phases: Collection[str]) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            "seed": SEED,
            "headers": headers,
            "continue-on-failure": True,
            "cache": {"enabled": False},
            "generation": {
                "max-examples": examples,
                "deterministic": True,
                "mode": "all",
                "database": "none",
                "allow-x00": False,  # what becomes of NUL, test_outside says
            },
            "phases": {name: {"enabled": name in phases} for name in PHASES},
            "checks": {
                "positive_data_acceptance": {"expected-statuses": _GOOD},
                "negative_data_rejection": {"expected-statuses": _BAD},
                "missing_required_header": {"expected-statuses": [400, 401, 403, 404, 422, 428]},
            },
        }
    )


def _on_this_connection(connection: BaseDatabaseWrapper) -> Callable[..., Any]:
    """The program, on the database connection of the test: it is asked from another thread, in turns."""
    connection.inc_thread_sharing()

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        connections["default"] = connection
        environ.setdefault("REMOTE_ADDR", "127.0.0.1")
        return application(environ, start_response)

    return app
