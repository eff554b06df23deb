"""From the click to the open PDF: the quarterly report on the demo year, through page, queue, worker and download."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from bench.pages import as_on_a_server
from bench.registry import Row, Scale, at_most, measurement
from kaltim_naker.accounts.models import User
from kaltim_naker.core.jobs import JobState
from kaltim_naker.demo.load import load_demo
from kaltim_naker.reports.models import ReportRun
from programs.models import TrainingClass

_GOAL_SECONDS = 10.0
_POLL_SECONDS = 0.02
_PATIENCE_SECONDS = 120.0
_WORKER = [
    *(sys.executable, "-m", "celery", "--app=kaltim_naker", "worker", "--queues=reports", "--concurrency=1"),
    *("--without-mingle", "--without-gossip", "--loglevel=ERROR", "--hostname=bench-reports@%h"),
]
# What a run says when it was claimed, counted, drawn and stored (`reports.services`).
_PROGRESS = (10, 40, 90, 100)
_ASKED = {"kind": "target_realisation", "year": "2025", "part": "Q3", "about": "", "language": "id"}
_PARTS = ("asked for", "waited for the worker", "counted", "drawn", "stored", "fetched")


@measurement("report click")
def report_click(scale: Scale) -> Iterator[Row]:
    """The second of two reports: the first one wakes the worker. The page itself asks every two seconds."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    if not TrainingClass.objects.exists():
        load_demo()
    client = Client()
    client.force_login(User.objects.get(email="perencana@demo.kaltim.test"))
    with TemporaryDirectory() as media, as_on_a_server(MEDIA_ROOT=media), _worker(media):
        _click(client)
        parts = _click(client)
    yield at_most("quarterly report, from click to open PDF", sum(parts), "s", _GOAL_SECONDS)
    for name, seconds in zip(_PARTS, parts, strict=True):
        yield at_most(f"  of it: {name}", seconds, "s", _GOAL_SECONDS)


@contextmanager
def _worker(media: str) -> Iterator[None]:
    """A worker of the reports' queue, as the server has one."""
    child = subprocess.Popen(_WORKER, env={**os.environ, "MEDIA_ROOT": media})
    try:
        yield
    finally:
        child.terminate()
        child.wait()


def _click(client: Client) -> list[float]:
    """Seconds of each part, as `_PARTS` names them."""
    begun = time.monotonic()
    asked = client.post(reverse("reports:new"), _ASKED)
    assert asked.status_code == 302, asked.status_code
    run = ReportRun.objects.latest("created_at")
    moments = [time.monotonic(), *_moments_of(run)]
    fetched = client.get(reverse("reports:download", args=[run.pk]))
    assert b"".join(fetched.streaming_content).startswith(b"%PDF")
    moments.append(time.monotonic())
    return [after - before for before, after in pairwise([begun, *moments])]


def _moments_of(run: ReportRun) -> list[float]:
    """When it was claimed, counted, drawn and stored, seen from outside."""
    moments: list[float] = []
    until = time.monotonic() + _PATIENCE_SECONDS
    while len(moments) < len(_PROGRESS):
        assert time.monotonic() < until, f"{run.reference} is still {run.state}"
        time.sleep(_POLL_SECONDS)
        run.refresh_from_db()
        assert run.state not in (JobState.FAILED, JobState.CANCELLED), run.error
        reached = sum(run.progress >= progress for progress in _PROGRESS)
        moments += [time.monotonic()] * (reached - len(moments))
    return moments
