"""Taking in long lists (performance.md §2): rows a second from the file to the receipt, memory, and pages meanwhile."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.files import File
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from bench.import_files import PEOPLE_A_CLASS, PROGRAMMES, write_csv, write_xlsx
from bench.pages import as_on_a_server, get_page
from bench.registry import Row, Scale, at_least_times, at_most, at_most_times, measurement, median_seconds
from kaltim_naker.accounts.models import Membership, Office, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.imports.choices import AcceptMode, ImportStage
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.imports.work import queue_run
from kaltim_naker.regions.models import Region
from programs.models import Field, TrainingCentre, TrainingClass, TrainingProgram
from trainees.models import Enrolment, JobSeeker
from trainees.services import PersonData, register_job_seeker

_ROWS = 100_000
_MANY = 1_000_000
# The library is given fewer rows, and taken to be as fast with more: its time grows with each row alike.
_ROWS_OF_LIBRARY = 2_000
_MOST_MEGABYTES = 400
_YEAR = 2025
_ROOM = {"IMPORT_MAX_BYTES": str(1024**3), "IMPORT_MAX_LINES": str(_MANY + 1_000)}
_QUIET_TURNS = 20
_PAUSE = 0.1


@dataclass(frozen=True)
class Taken:
    """What a run took: seconds until it was committed and until the worker was free, peak memory in MB."""

    seconds: float
    until_free: float
    worker: float
    reader: float


@measurement("imports")
def imports(scale: Scale) -> Iterator[Row]:
    """100,000 job seekers with enrolments from csv and xlsx, beside a raw COPY and beside django-import-export."""
    from bench.import_rivals import cleared, library, raw_copy

    desk = _Desk(_MANY if scale is Scale.FULL else _ROWS)
    with cleared():
        copied = raw_copy(desk.office, desk.classes, _ROWS)
        print(f"raw COPY: {copied:.0f} rows/s", file=sys.stderr)
    with cleared():
        usual = library(desk.office, desk.classes, _ROWS_OF_LIBRARY)
    with tempfile.TemporaryDirectory() as directory:
        files = Path(directory)
        for name, path in (
            ("csv", write_csv(files / "list.csv", _ROWS)),
            ("xlsx", write_xlsx(files / "list.xlsx", _ROWS)),
        ):
            with cleared():
                yield from _one_file(desk, name, path, copied, usual)
        if scale is Scale.FULL:
            with cleared():
                yield from _long_file(desk, write_csv(files / "long.csv", _MANY))


def _one_file(desk: "_Desk", name: str, path: Path, copied: float, usual: float) -> Iterator[Row]:
    run = desk.bring(path)
    pages = _Pages(desk)
    quiet = pages.medians()
    checked, busy = _meanwhile(run, pages)
    run.refresh_from_db()
    assert (run.stage, run.verdict["trial"]["created"]) == (ImportStage.CHECKED, _ROWS), run.error
    desk.accept(run)
    taken = _work(run)
    run.refresh_from_db()
    assert run.receipt["created"] == JobSeeker.objects.count() == Enrolment.objects.count() == _ROWS, run.error
    rate = _ROWS / taken.seconds
    title = f"100,000 rows, {name}"
    yield at_least_times(f"{title}: file to receipt", rate, "rows/s", beside=copied, what="rows/s raw COPY", limit=0.4)
    yield at_least_times(
        f"{title}: file to receipt", rate, "rows/s", beside=usual, what="rows/s import-export, 2,000 rows", limit=60
    )
    yield at_most(f"{title}: check and trial", checked.seconds, "s", 60)
    yield at_most(f"{title}: looking for people registered twice", taken.until_free - taken.seconds, "s", 60)
    yield at_most(f"{title}: peak memory of the worker", max(checked.worker, taken.worker), "MB", _MOST_MEGABYTES)
    yield at_most(f"{title}: peak memory of the reader", max(checked.reader, taken.reader), "MB", _MOST_MEGABYTES)
    for page, median in quiet.items():
        yield at_most_times(
            f"{title}: {page} meanwhile", busy[page], "ms", beside=median, what="ms with nothing going on", limit=5
        )


def _long_file(desk: "_Desk", path: Path) -> Iterator[Row]:
    run = desk.bring(path)
    checked = _work(run)
    run.refresh_from_db()
    assert run.verdict["trial"]["created"] == _MANY, run.error
    desk.accept(run)
    taken = _work(run)
    assert JobSeeker.objects.count() == Enrolment.objects.count() == _MANY
    yield at_most("1,000,000 rows, csv: check and trial", checked.seconds, "s", 900)
    yield at_most("1,000,000 rows, csv: file to receipt", taken.seconds, "s", 600)
    yield at_most("1,000,000 rows: peak memory of the worker", max(checked.worker, taken.worker), "MB", _MOST_MEGABYTES)
    yield at_most("1,000,000 rows: peak memory of the reader", max(checked.reader, taken.reader), "MB", _MOST_MEGABYTES)


class _Desk:
    """A centre with its plan, and a clerk who brings files."""

    def __init__(self, people: int) -> None:
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
        self.centre = TrainingCentre.objects.select_related("office").order_by("pk").first()
        self.office: Office = self.centre.office
        self.clerk = User.objects.create_user("bench-imports@contoh.test", full_name="Bench")
        Membership.objects.create(user=self.clerk, office=self.office, role=Role.CENTRE_ADMIN)
        field = Field.objects.order_by("pk").first()
        programmes = [
            TrainingProgram.objects.get_or_create(title=title, defaults={"field": field, "hours": 240})[0]
            for title in PROGRAMMES
        ]
        packages = people // PEOPLE_A_CLASS // len(PROGRAMMES) + 1
        planned = [
            TrainingClass(
                centre=self.centre,
                programme=programme,
                fiscal_year=_YEAR,
                label=f"Paket {package}",
                number=f"BENCH/{number}/{package}",
                seats=PEOPLE_A_CLASS,
            )
            for number, programme in enumerate(programmes)
            for package in range(1, packages + 1)
        ]
        TrainingClass.objects.bulk_create(planned, batch_size=1_000)
        self.classes = {(found.programme.title, found.label): found for found in planned}

    def bring(self, path: Path) -> ImportRun:
        run = ImportRun(
            kind="participants",
            office=self.office,
            file_name=path.name,
            sha256="0" * 64,
            size=path.stat().st_size,
            options={"fiscal_year": _YEAR},
            requested_by=self.clerk,
        )
        with path.open("rb") as file:
            run.file.save("", File(file), save=False)
        run.save(force_insert=True)
        return run

    def accept(self, run: ImportRun) -> None:
        run.mode, run.accepted_by, run.stage = AcceptMode.GOOD_ROWS, self.clerk, ImportStage.ACCEPTING
        queue_run(run)


def _work(run: ImportRun) -> Taken:
    return _result(_start(run))


def _start(run: ImportRun) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.import_worker", str(run.pk)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **_ROOM})


def _result(worker: subprocess.Popen[str]) -> Taken:
    output, _errors = worker.communicate()
    assert worker.returncode == 0
    return Taken(*map(float, output.split()))


class _Pages:
    """What others do while a file is taken in: look at the list, search it, register somebody by hand."""

    def __init__(self, desk: _Desk) -> None:
        self.desk = desk
        self.client = Client()
        self.client.force_login(desk.clerk)
        self.actions: dict[str, Callable[[], object]] = {
            "list of people": lambda: self._get("/job-seekers/"),
            "search for a name": lambda: self._get("/job-seekers/?q=santoso"),
            "registering somebody": self._register,
        }

    def medians(self, until: Callable[[], bool] | None = None) -> dict[str, float]:
        """Median milliseconds of each action; without `until` of some turns, else for as long as it says no."""
        times: dict[str, list[float]] = {name: [] for name in self.actions}
        while not until() if until else len(times["registering somebody"]) < _QUIET_TURNS:
            for name, action in self.actions.items():
                times[name].append(median_seconds(action, repeat=1) * 1000)
                time.sleep(_PAUSE)
        return {name: statistics.median(found) for name, found in times.items()}

    def _get(self, path: str) -> None:
        with as_on_a_server():
            get_page(self.client, path)

    def _register(self) -> None:
        region = Region.objects.kab_kota().first()
        data = PersonData(
            full_name="Orang Contoh",
            birth_date=date(1960, 3, 12),
            sex="L",
            domicile=region,
            nik="6471011203600001",
        )
        with transaction.atomic():
            register_job_seeker(actor=self.desk.clerk, office=self.desk.office, data=data)
            transaction.set_rollback(True)


def _meanwhile(run: ImportRun, pages: _Pages) -> tuple[Taken, dict[str, float]]:
    worker = _start(run)
    busy = pages.medians(until=lambda: worker.poll() is not None)
    return _result(worker), busy
