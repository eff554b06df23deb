"""Schemathesis against this process: every operation of the document, with what it allows and what it does not.

All checks, all phases (examples, coverage of each constraint, random data, chains of operations). What it finds is told
as one line a kind of failure, with the request that shows it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
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


def failures(secret: str, *, examples: int, phases: Collection[str] = PHASES, only: Iterable[str] = ()) -> list[str]:
    """What is wrong with the answers that a program with this secret gets; without one, the public part is asked."""
    headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {secret}"} if secret else {})
    with _kept_open():
        schema = schemathesis.openapi.from_wsgi(
            "/api/v1/schema", _on_this_connection(connections["default"]), config=_config(headers, examples, phases)
        )
        if only:
            schema = schema.include(operation_id=list(only))
        return [f"{name}\n    {how}" for name, how in sorted(_found(schema).items())]


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


def _found(schema: BaseSchema) -> dict[str, str]:
    found: dict[str, str] = {}
    for event in engine.from_schema(schema).execute():
        if isinstance(event, FatalError):
            raise event.exception
        if isinstance(event, NonFatalError):
            found.setdefault(f"{event.label}: {event.value!r}", "")
        if isinstance(event, ScenarioFinished):
            for name, how in _told(event.recorder):
                found.setdefault(name, how)
    return found


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
