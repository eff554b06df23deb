"""The whole program on one machine, for trying it out: prepared, started, watched, stopped (``script/server``)."""

import fcntl
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kaltim_naker.embedded.environment import provided
from kaltim_naker.embedded.errors import EmbeddedError
from kaltim_naker.embedded.ports import LOOPBACK, is_free
from kaltim_naker.embedded.sandbox import make_database
from kaltim_naker.embedded.supervisor import Program, Supervisor

CHECKOUT = Path(__file__).resolve().parents[2]
# A fresh cluster, the demo year, static files and some reports.
MINIMUM_FREE_BYTES = 500 * 1024 * 1024
DEFAULT_PORT = 8000
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - what HOST may say, not what we choose
_HIGHEST_PORT = 65535
_ANSWER_SECONDS = 60.0
_REPORT = ("request_report", "--year", "2025", "--quarter", "3", "--wait")


def serve(data_dir: Path) -> None:
    """Run until interrupted. Raises EmbeddedError with one clear line, KeyboardInterrupt when told to stop."""
    host, port = os.environ.get("HOST") or LOOPBACK, _wanted_port()
    data_dir.mkdir(parents=True, exist_ok=True)
    _require_space(data_dir)
    with _only_one(data_dir):
        if not is_free(port, host):
            raise EmbeddedError(f"Port {port} is in use; choose another: PORT={port + 1} script/server")
        _say("Starting PostgreSQL and the Redis-compatible server")
        with provided(data_dir) as filled:
            address = f"http://localhost:{port}"
            environment = {"SITE_URL": address, **filled, "PYTHONPATH": str(CHECKOUT)}
            _prepare(environment, data_dir)
            _run_programs(environment, data_dir, host, port)


def programs(data_dir: Path, host: str, port: int) -> list[Program]:
    """What runs beside the database and the broker; docker-compose.yml starts the same."""
    logs = data_dir / "logs"
    celery = [sys.executable, "-m", "celery", "--app=kaltim_naker", f"--workdir={CHECKOUT}"]
    worker = [*celery, "worker", "--loglevel=INFO", "--concurrency=1", "--without-mingle", "--without-gossip"]
    web = [
        *(sys.executable, "-m", "gunicorn", "kaltim_naker.wsgi", f"--chdir={CHECKOUT}", f"--bind={host}:{port}"),
        *("--worker-class=gthread", "--workers=2", "--threads=4", "--graceful-timeout=5"),
    ]
    schedule = [f"--schedule={data_dir / 'beat-schedule'}", "--pidfile="]
    return [
        Program("web", web, logs / "web.log"),
        Program("worker", [*worker, "--queues=default", "--hostname=default@%h"], logs / "worker.log"),
        Program("reports worker", [*worker, "--queues=reports", "--hostname=reports@%h"], logs / "reports.log"),
        Program("beat", [*celery, "beat", "--loglevel=INFO", *schedule], logs / "beat.log"),
    ]


def _wanted_port() -> int:
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) <= _HIGHEST_PORT:
        raise EmbeddedError(f"PORT is {text!r}; it must be a number from 1 to {_HIGHEST_PORT}.")
    return int(text)


def _require_space(data_dir: Path) -> None:
    free = shutil.disk_usage(data_dir).free
    if free < MINIMUM_FREE_BYTES:
        raise EmbeddedError(
            f"The disk is full: {free // 2**20} MB are free for {data_dir}, "
            f"and {MINIMUM_FREE_BYTES // 2**20} MB are needed; "
            "make room, or name another directory in KALTIM_DATA_DIR."
        )


@contextmanager
def _only_one(data_dir: Path) -> Iterator[None]:
    """Two servers on the same data would run every scheduled task twice."""
    with (data_dir / "server.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EmbeddedError(
                f"script/server already runs with the data in {data_dir}; stop it, or set another KALTIM_DATA_DIR."
            ) from None
        yield


def _prepare(environment: Mapping[str, str], data_dir: Path) -> None:
    _step("Bringing the database up to date", environment, "migrate", "--no-input")
    _step("Loading reference data", environment, "load_reference")
    make_database(environment)
    _step("Loading the demonstration year 2025, once", environment, "load_demo")
    _step("Making the sandbox for programs, once", environment, "renew_sandbox", "--if-needed")
    static = Path(environment.get("STATIC_ROOT") or data_dir / "static")
    if _static_files_are_old(static / "staticfiles.json"):
        _step("Collecting static files", environment, "collectstatic", "--no-input")


def _static_files_are_old(manifest: Path) -> bool:
    if not manifest.exists():
        return True
    # Not the data directory, where they are collected to.
    apps = [folder for folder in CHECKOUT.iterdir() if folder.is_dir() and not folder.name.startswith(".")]
    own = [file for app in apps for pattern in ("static/**/*", "*/static/**/*") for file in app.glob(pattern)]
    sources = [CHECKOUT / ".venv/.installed-local", *own]
    return any(source.exists() and source.stat().st_mtime > manifest.stat().st_mtime for source in sources)


def _run_programs(environment: Mapping[str, str], data_dir: Path, host: str, port: int) -> None:
    supervisor = Supervisor(environment, _say)
    try:
        _say("Starting web, two workers and the scheduler")
        for program in programs(data_dir, host, port):
            supervisor.start(program)
        _wait_for_answer(supervisor, host, port)
        report = _first_report(environment, data_dir / "first-report")
        logins = _manage(environment, "demo_logins")
        _welcome(environment["SITE_URL"], logins, report, data_dir)
        supervisor.watch()
    finally:
        _say("Stopping")
        supervisor.stop()


def _first_report(environment: Mapping[str, str], note: Path) -> str:
    """Path of the report that the first start had made; later ones only find it again."""
    if note.exists() and Path(note.read_text(encoding="utf-8")).exists():
        return note.read_text(encoding="utf-8")
    report = _step("Having the report of the third quarter made by the reports worker", environment, *_REPORT)
    note.write_text(report, encoding="utf-8")
    return report


def _wait_for_answer(supervisor: Supervisor, host: str, port: int) -> None:
    """Until the web answers; a program that cannot start is noticed meanwhile."""
    near = LOOPBACK if host in EVERYWHERE else host
    deadline = time.monotonic() + _ANSWER_SECONDS
    while not _is_healthy(f"http://{near}:{port}/healthz"):
        supervisor.check()
        if time.monotonic() > deadline:
            raise EmbeddedError(f"The web server did not answer within {_ANSWER_SECONDS:.0f} seconds.")
        time.sleep(0.2)


def _is_healthy(url: str) -> bool:
    # A proxy named in the environment must not be asked for our own address.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _step(title: str, environment: Mapping[str, str], *arguments: str) -> str:
    started = time.monotonic()
    said = _manage(environment, *arguments)
    _say(f"{title}: {time.monotonic() - started:.1f} s")
    return said


def _manage(environment: Mapping[str, str], *arguments: str) -> str:
    """What a management command prints. Raises EmbeddedError, and shows what it said, if it fails."""
    command = [sys.executable, str(CHECKOUT / "manage.py"), *arguments]
    result = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise EmbeddedError(f"{result.stderr.strip() or result.stdout.strip()}\n`manage.py {arguments[0]}` failed.")
    return result.stdout.strip()


def _welcome(address: str, logins: str, report: str, data_dir: Path) -> None:
    _say(f"\nReady: {address}\n\n{logins}\n\nFirst report: {report}")
    _say(f"Logs: {data_dir / 'logs'}   Ctrl-C stops everything; the data stay in {data_dir}\n")


def _say(line: str) -> None:
    print(line, flush=True)
