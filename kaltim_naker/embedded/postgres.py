"""One PostgreSQL cluster in a directory: made, started, stopped."""

import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from kaltim_naker.embedded.account import as_account, give
from kaltim_naker.embedded.errors import EmbeddedError
from kaltim_naker.embedded.ports import LOOPBACK, free_port
from kaltim_naker.embedded.private import read_private, write_private
from kaltim_naker.embedded.wheels import postgres_program

# This role owns the database and may make others (the tests do), but is no superuser; the extensions it
# needs (pg_trgm, btree_gist, unaccent) are trusted ones, which a database's owner may create.
ROLE = DATABASE = "kaltim"
# What the program itself logs in as: it owns nothing, and the rights it has are given by its migrations.
APP_ROLE = "kaltim_app"
SANDBOX = "kaltim_sandbox"

# Sort and case rules come with the server, the same on every machine; docker-compose.yml asks for the same.
INITDB_OPTIONS = (
    "--username=postgres",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C.UTF-8",
    "--no-instructions",
)

SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "64MB",
    # Solid-state discs; and reports are short queries for which compiling costs more than it saves.
    "random_page_cost": "1.1",
    "jit": "off",
    # Parameters carry names and national ids, which belong in no log.
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
}

# A test cluster lives for minutes; its data need not outlive a power cut.
TEMPORARY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_START_SECONDS = 60
_SURVIVOR_SECONDS = 15.0


@dataclass(frozen=True)
class Postgres:
    """The cluster in ``data_dir/postgres``, owned by ``account``."""

    data_dir: Path
    account: pwd.struct_passwd
    temporary: bool = False

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own directory."""
        return self.data_dir / "postgres"

    @property
    def url(self) -> str:
        """Address of the program's database for the program; needs a started server."""
        return self._address(APP_ROLE, "app_password")

    @property
    def owner_url(self) -> str:
        """The same database for whoever makes its tables."""
        return self._address(ROLE, "password")

    @property
    def sandbox_url(self) -> str:
        """The database of the sandbox, beside it; the role that owns its tables works with them, too."""
        return self._address(ROLE, "password", SANDBOX)

    def _address(self, role: str, password: str, database: str = DATABASE) -> str:
        state = self._state
        return f"postgres://{role}:{state[password]}@{LOOPBACK}:{state['port']}/{database}"

    def start(self) -> None:
        """Make the cluster if there is none, and start it unless it runs. Raises EmbeddedError."""
        if not (self.cluster / "PG_VERSION").exists():
            self._initialise()
        if not self.is_running():
            self._launch()
        self._ensure_database()

    def stop(self) -> None:
        """Stop the server, ending open connections; nothing happens if it does not run."""
        if self.is_running():
            self._control("stop", "--mode=immediate" if self.temporary else "--mode=fast")

    def is_running(self) -> bool:
        """Whether the server of this cluster is up."""
        status = subprocess.run(
            as_account([postgres_program("pg_ctl"), "status", f"--pgdata={self.cluster}"], self.account),
            capture_output=True,
            check=False,
            cwd="/",
        )
        return status.returncode == 0 and self._recorded_process_is_ours()

    @property
    def _state_file(self) -> Path:
        return self.data_dir / "postgres.json"

    @property
    def _state(self) -> dict[str, str]:
        return read_private(self._state_file)

    @property
    def _log(self) -> Path:
        return self.cluster / "server.log"

    def _initialise(self) -> None:
        """Make the cluster under another name first: one cut short must not be taken for a whole one."""
        state = {"superuser_password": secrets.token_urlsafe(24), "password": secrets.token_urlsafe(24)}
        draft = self.data_dir / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        give(draft, self.account)
        options = [*INITDB_OPTIONS, *(["--no-sync"] if self.temporary else [])]
        with tempfile.NamedTemporaryFile("w") as password_file:
            password_file.write(state["superuser_password"])
            password_file.flush()
            give(Path(password_file.name), self.account)
            self._run("initdb", f"--pgdata={draft}", f"--pwfile={password_file.name}", *options)
        with (draft / "postgresql.conf").open("a") as configuration:
            configuration.write("\ninclude 'kaltim.conf'  # rewritten at every start\n")
        write_private(self._state_file, state)
        draft.rename(self.cluster)

    def _launch(self) -> None:
        state = self._state
        if not state:
            raise EmbeddedError(
                f"{self._state_file} is gone, and with it the password; restore it or remove {self.cluster}."
            )
        port = free_port(int(state.get("port", 0)))
        settings = {**SETTINGS, **(TEMPORARY_SETTINGS if self.temporary else {}), "port": str(port)}
        lines = [f"{name} = '{value}'" for name, value in settings.items()]
        (self.cluster / "kaltim.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
        if self._log.exists():
            self._log.replace(self._log.with_suffix(".old"))
        self._forget_stranger()
        self._start_when_memory_is_free()
        write_private(self._state_file, {**state, "port": str(port)})

    def _ensure_database(self) -> None:
        """Make roles and database; repeated at every start, since the first one may have been cut short."""
        state = self._state
        if "app_password" not in state:  # a cluster from before the program had a role of its own
            state = {**state, "app_password": secrets.token_urlsafe(24)}
            write_private(self._state_file, state)
        try:
            with psycopg.connect(
                host=LOOPBACK,
                port=state["port"],
                user="postgres",
                password=state["superuser_password"],
                dbname="postgres",
                autocommit=True,
            ) as connection:
                _make_role(connection, ROLE, "LOGIN CREATEDB", state["password"])
                _make_role(connection, APP_ROLE, "LOGIN", state["app_password"])
                # The tests make their databases as the owner and work in them as the program.
                connection.execute(
                    sql.SQL("GRANT {} TO {} WITH INHERIT FALSE").format(sql.Identifier(APP_ROLE), sql.Identifier(ROLE))
                )
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                    statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                    connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(ROLE)))
        except psycopg.Error as error:
            raise EmbeddedError(f"PostgreSQL in {self.cluster} runs but does not answer: {error}") from error

    def _recorded_process_is_ours(self) -> bool:
        """Whether the process in postmaster.pid is our server, and not a stranger with a recycled number."""
        try:
            pid = (self.cluster / "postmaster.pid").read_text().split("\n", 1)[0]
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except FileNotFoundError:
            return False
        return str(self.cluster).encode() in words

    def _forget_stranger(self) -> None:
        """Remove a postmaster.pid whose number now belongs to another program, as after a reboot.

        One whose process is gone is left to PostgreSQL, which also looks for survivors of the killed server.
        """
        record = self.cluster / "postmaster.pid"
        if record.exists() and Path("/proc", record.read_text().split("\n", 1)[0]).exists():
            record.unlink()

    def _start_when_memory_is_free(self) -> None:
        """Start; wait while the last children of a killed server still hold its memory."""
        deadline = time.monotonic() + _SURVIVOR_SECONDS
        while True:
            try:
                self._control("start", f"--log={self._log}", f"--timeout={_START_SECONDS}")
                return
            except EmbeddedError as error:
                if "shared memory block" not in str(error) or time.monotonic() > deadline:
                    raise
            time.sleep(0.2)

    def _control(self, action: str, *options: str) -> None:
        self._run("pg_ctl", action, f"--pgdata={self.cluster}", "--wait", "--silent", *options)

    def _run(self, program: str, *arguments: str) -> None:
        command = as_account([postgres_program(program), *arguments], self.account)
        # Files rather than pipes: the server inherits them and would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+") as output:
            result = subprocess.run(
                command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/", check=False
            )
            output.seek(0)
            said = output.read()
        if result.returncode != 0:
            raise EmbeddedError(f"PostgreSQL's {program} failed: {self._reason(said)}")

    def _reason(self, said: str) -> str:
        """The line that tells most: the server's last FATAL, else the program's last word."""
        log = self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""
        telling = [line for line in (said + "\n" + log).splitlines() if "FATAL" in line or "error:" in line]
        last = telling[-1:] or said.strip().splitlines()[-1:] or ["no message"]
        return f"{last[0]} (log: {self._log})"


def _make_role(connection: psycopg.Connection, name: str, rights: LiteralString, password: str) -> None:
    """Make a role, unless there is one of that name."""
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
        statement = sql.SQL("CREATE ROLE {} {} PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(name), sql.SQL(rights), sql.Literal(password)))
