"""The API through the production server, over a million people: beside a plain viewset and beside bare SQL.

Goals (issue 9): lists at least four times the plain viewset and as fast as JSON made by the database; the last page
as the first; a bulk of 1,000 at least 0.3 times COPY. They are asked in turns: what else the machine does meets all.
What each rival does, and what it leaves out, says `bench.api_rivals`. COPY writes the people with their history, marks
and feed; the bulk judges each row besides, notes the sender's numbers with their history, a receipt, and the answer.
"""

import base64
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from http.client import HTTPConnection

from django.core.management import call_command
from django.db import connection, transaction

from bench.people import PEOPLE, make_people
from bench.registry import Row, Scale, at_least_times, at_most, measurement
from kaltim_naker.accounts.models import Membership, Office, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.api.services.tokens import grants_for, make_token
from trainees.models import JobSeeker

_TURNS, _REQUESTS, _AT_ONCE = 6, 40, 4
_BULKS, _ROWS = 5, 1_000
#: A measure that can be divided by region.
_FIGURE = "job_seekers_certified"


@dataclass(frozen=True)
class Asked:
    """What the answers to one way of asking took."""

    per_second: float
    p95: float  # milliseconds


@measurement("api")
def api(scale: Scale) -> Iterator[Row]:
    """Lists, one record, the last page, achievement, and a bulk against COPY."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    make_people(PEOPLE[scale])
    province = Office.objects.get(kind="province")
    secret = _token(province)
    with _served() as port:
        yield from _reads(port, secret)
        yield from _bulks(port, _token(Office.objects.filter(kind="regional_office").first()))


def _token(office: Office) -> str:
    maker = User.objects.create_user(f"{uuid.uuid4()}@bench.invalid", password=None, full_name="Bench")
    Membership.objects.create(user=maker, office=Office.objects.get(kind="province"), role=Role.SYSTEM_ADMIN)
    return make_token(actor=maker, office=office, name=f"bench {office.code}", grants=grants_for(office), days=30)[1]


@contextmanager
def _served() -> Iterator[int]:
    """gunicorn as `script/server` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "bench.api_wsgi:served()",
        f"--bind=127.0.0.1:{port}",
        "--log-level=error",
    ]
    options = ["--worker-class=gthread", "--workers=2", "--threads=4", "--graceful-timeout=5"]
    server = subprocess.Popen([*command, *options], env={**os.environ, "LOG_LEVEL": "ERROR"})
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int) -> None:
    for _attempt in range(120):
        try:
            _ask(HTTPConnection("127.0.0.1", port, timeout=30), "GET", "/healthz", {})
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError("the server does not answer")


def _ask(line: HTTPConnection, method: str, path: str, headers: dict[str, str], body: str | None = None) -> bytes:
    line.request(method, path, body, headers)
    answer = line.getresponse()
    content = answer.read()
    if answer.status not in (200, 201):
        raise AssertionError(f"{path}: {answer.status} {content[:300]!r}")
    return content


def _reads(port: int, secret: str) -> Iterator[Row]:
    headers = {"Authorization": f"Bearer {secret}"}
    [first] = JobSeeker.objects.order_by("pk").values_list("pk", flat=True)[:1]
    near_the_end = JobSeeker.objects.order_by("-pk").values_list("pk", flat=True)[150]
    cursor = base64.urlsafe_b64encode(str(near_the_end).encode()).decode().rstrip("=")
    ways = {
        "list": "/api/v1/job-seekers?limit=100",
        "last page": f"/api/v1/job-seekers?limit=100&cursor={cursor}",
        "plain list": "/bench/plain?limit=100",
        "guarded list": "/bench/guarded",
        "bare list": "/bench/bare",
        "one": f"/api/v1/job-seekers/{first}",
        "plain one": f"/bench/plain/{first}",
        "achievements": "/api/v1/achievements?year=2025",
        "by region": f"/api/v1/achievements/{_FIGURE}?year=2025&by=region",
    }
    found = _in_turns(port, headers, ways)
    people = f"{JobSeeker.objects.count():,}"
    for name, rival, what, limit in (
        ("list", "plain list", "req/s plain viewset", 4.0),
        ("list", "guarded list", "req/s bare SQL for the same token", 1.0),
        ("list", "bare list", "req/s bare SQL for anybody", 1.0),
        ("last page", "list", "req/s first page", 0.67),
        ("one", "plain one", "req/s plain viewset", 1.0),
    ):
        title = f"{name} at {people}" if name == "one" else f"{name} of 100 at {people}"
        beside = found[rival].per_second
        yield at_least_times(title, found[name].per_second, "req/s", beside=beside, what=what, limit=limit)
    for name, limit in (("list", 200), ("last page", 200), ("one", 100), ("achievements", 1_000), ("by region", 1_000)):
        yield at_most(f"p95 of {name} at {people}, {_AT_ONCE} at once", found[name].p95, "ms", limit)


def _in_turns(port: int, headers: dict[str, str], ways: dict[str, str]) -> dict[str, Asked]:
    """Medians over the turns; the first turn warms up."""
    found: dict[str, list[Asked]] = {name: [] for name in ways}
    for turn in range(_TURNS + 1):
        for name, path in ways.items():
            asked = _storm(port, headers, path)
            if turn:
                found[name].append(asked)
    return {
        name: Asked(statistics.median(one.per_second for one in all_of), statistics.median(one.p95 for one in all_of))
        for name, all_of in found.items()
    }


def _storm(port: int, headers: dict[str, str], path: str) -> Asked:
    """So many at once, each asking one request after the other on its line."""

    def one(_number: int) -> list[float]:
        line = HTTPConnection("127.0.0.1", port, timeout=120)
        times = []
        for _request in range(_REQUESTS // _AT_ONCE):
            started = time.perf_counter()
            _ask(line, "GET", path, headers)
            times.append((time.perf_counter() - started) * 1000)
        line.close()
        return times

    started = time.perf_counter()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        times = sorted(taken for each in pool.map(one, range(_AT_ONCE)) for taken in each)
    return Asked(len(times) / (time.perf_counter() - started), times[int(len(times) * 0.95)])


def _bulks(port: int, secret: str) -> Iterator[Row]:
    """New people each time, by the API and by COPY in turns; both with history, marks and feed."""
    region = Office.objects.filter(kind="regional_office").values_list("region__code", flat=True).first()
    sent, copied = [], []
    for number in range(_BULKS):
        rows = [_person(number * _ROWS + each, region) for each in range(_ROWS)]
        headers = {
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        }
        started = time.perf_counter()
        line = HTTPConnection("127.0.0.1", port, timeout=300)
        answer = json.loads(_ask(line, "POST", "/api/v1/job-seekers/bulk", headers, json.dumps({"rows": rows})))
        sent.append(time.perf_counter() - started)
        assert answer["accepted"] == _ROWS, answer["rows"][0]
        copied.append(_copy(region))
    yield at_least_times(
        f"bulk of {_ROWS:,} new people",
        _ROWS / statistics.median(sent),
        "rows/s",
        beside=_ROWS / statistics.median(copied),
        what="rows/s COPY",
        limit=0.3,
    )


def _person(number: int, region: str) -> dict[str, str]:
    born = date(1980, 1, 1) + timedelta(days=number % 9_000)
    nik = f"{region.replace('.', '')}01{born:%d%m%y}{9_000 - number // 9_000:04d}"
    return {
        "foreign_id": f"B-{number}",
        "full_name": f"Warga Bench {number}",
        "nik": nik,
        "birth_date": born.isoformat(),
        "sex": "L",
        "domicile": region,
        "phone": f"0812{number:08d}",
    }


def _copy(region: str) -> float:
    """Seconds of COPY of as many rows into the same table, made ready beforehand; taken back afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ',' ORDER BY ordinal_position) FROM information_schema.columns"
            " WHERE table_name = 'trainees_jobseeker' AND is_generated = 'NEVER'"
        )
        columns = cursor.fetchone()[0]
        cursor.execute(f"SELECT {columns} FROM trainees_jobseeker LIMIT 1")  # noqa: S608 - names of columns
        names = [one.name for one in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True))
    ready = [[*_fresh(row).values()] for _number in range(_ROWS)]
    with transaction.atomic(), connection.cursor() as cursor:
        started = time.perf_counter()
        with cursor.copy(f"COPY trainees_jobseeker ({columns}) FROM STDIN") as copy:
            for one in ready:
                copy.write_row(one)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        taken = time.perf_counter() - started
        transaction.set_rollback(True)
    return taken


def _fresh(row: dict[str, object]) -> dict[str, object]:
    return {**row, "id": uuid.uuid4(), "nik_index": os.urandom(32), "nik_cipher": os.urandom(45)}
