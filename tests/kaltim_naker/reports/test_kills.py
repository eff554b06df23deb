"""Workers killed in the middle, and ten people who ask at once: each report is made once."""

import hashlib
import os
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from io import BytesIO
from itertools import product
from pathlib import Path
from threading import Barrier, Thread
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pikepdf
import pytest
from django.db import connection, connections
from django.utils import timezone

from kaltim_naker.accounts.models import User
from kaltim_naker.core import canonical
from kaltim_naker.core.jobs import JobState, sweep
from kaltim_naker.core.periods import Period
from kaltim_naker.pdf.render import Drawing
from kaltim_naker.reports import services
from kaltim_naker.reports.models import Language, ReportRun
from kaltim_naker.reports.services import request_report
from kaltim_naker.reports.tasks import render_report

pytestmark = pytest.mark.django_db(transaction=True)

# Where the worker dies: before or after which call.
POINTS = [
    ("kaltim_naker.reports.models.ReportRun.claim", "before"),
    ("kaltim_naker.reports.models.ReportRun.claim", "after"),
    ("kaltim_naker.reports.models.ReportRun.report_progress", "after"),
    ("kaltim_naker.reports.services.order_of", "after"),
    ("kaltim_naker.core.canonical.as_data", "after"),
    ("kaltim_naker.reports.services.draw_facts", "before"),
    ("kaltim_naker.reports.services.draw_facts", "after"),
    ("django.core.files.storage.FileSystemStorage.save", "before"),
    ("django.core.files.storage.FileSystemStorage.save", "after"),
    ("kaltim_naker.reports.models.ReportRun.finish", "before"),
]


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def small_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A blank page instead of the drawing, which takes most of the time and writes nothing anywhere."""

    def draw(kind: Any, facts: Any, *proof: Any) -> Drawing:
        written = BytesIO()
        with pikepdf.new() as document:
            document.add_blank_page()
            document.docinfo["/Title"] = facts.reference
            document.save(written)
        return Drawing(written.getvalue(), 1)

    monkeypatch.setattr(services, "draw_facts", draw)


def dying(target: str, moment: str) -> Any:
    """A patch under which the process kills itself, without a last word, at the first call of the target."""
    owner_name, name = target.rsplit(".", 1)
    owner = _found(owner_name)
    real = getattr(owner, name)

    def until_death(*args: Any, **kwargs: Any) -> Any:
        if moment == "after":
            real(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    return mock.patch.object(owner, name, until_death)


def _found(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        module, _dot, attribute = name.rpartition(".")
        return getattr(import_module(module), attribute)


def killed_worker(run: ReportRun, point: tuple[str, str]) -> int:
    """Make the report in a process of its own that dies at the point; returns the signal that ended it."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            with dying(*point):
                render_report(str(run.pk))
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def time_passes() -> None:
    """Until leases run out and what waits in the queue counts as lost; then the sweeper comes."""
    long_ago = timezone.now() - timedelta(seconds=90)
    ReportRun.objects.filter(state=JobState.RUNNING).update(lease_until=long_ago)
    ReportRun.objects.filter(state=JobState.QUEUED).update(queued_at=long_ago)
    sweep()


def different_runs(planner: User) -> Iterator[ReportRun]:
    for language, quarter in product(Language.values, (1, 2, 3, 4, None)):
        yield request_report(actor=planner, period=Period(2025, quarter), language=language)


def test_twenty_killed_workers_and_each_report_is_made_once(
    small_year: SimpleNamespace, planner: User, tmp_path: Path
) -> None:
    runs = list(different_runs(planner))
    assert len(runs) == len(POINTS)
    kills = 0
    # Each run loses two workers, at two different points; the third may make it.
    for shift in (0, 3):
        for place, run in enumerate(runs):
            kills += killed_worker(run, POINTS[(place + shift) % len(POINTS)]) == signal.SIGKILL
        time_passes()
    assert kills == 20
    assert not ReportRun.objects.filter(state=JobState.DONE).exists()

    for run in runs:
        render_report(str(run.pk))
        render_report(str(run.pk))  # delivered twice
    stored = sorted(path.name for path in tmp_path.rglob("*.pdf"))
    made = list(ReportRun.objects.all())
    assert [run.state for run in made] == [JobState.DONE] * len(runs)
    assert stored == sorted(Path(run.file.name).name for run in made)
    for run in made:
        with run.file.open("rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() == run.file_sha256
        assert canonical.fingerprint(run.facts) == run.facts_sha256
        assert 1 <= run.attempt <= 3


def test_a_worker_killed_when_it_has_finished_leaves_a_finished_report(
    small_year: SimpleNamespace, planner: User, tmp_path: Path
) -> None:
    run = request_report(actor=planner, period=Period(2025, 3))
    assert killed_worker(run, ("kaltim_naker.reports.models.ReportRun.finish", "after")) == signal.SIGKILL
    time_passes()
    render_report(str(run.pk))

    run.refresh_from_db()
    assert (run.state, run.attempt) == (JobState.DONE, 1)
    assert [path.name for path in tmp_path.rglob("*.pdf")] == [f"{run.reference}.pdf"]


def test_ten_people_who_ask_at_once_get_one_report(small_year: SimpleNamespace, planner: User) -> None:
    gate, asked = Barrier(10), []

    def ask() -> None:
        gate.wait()
        try:
            asked.append(request_report(actor=planner, period=Period(2025, 3)).pk)
        finally:
            connection.close()

    askers = [Thread(target=ask) for _asker in range(10)]
    _all(Thread.start, askers)
    _all(Thread.join, askers)
    assert len(asked) == 10
    assert set(asked) == {ReportRun.objects.get().pk}


def _all(do: Callable[[Thread], None], threads: list[Thread]) -> None:
    for thread in threads:
        do(thread)
