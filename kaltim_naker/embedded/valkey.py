"""One Valkey server (Redis-compatible): a broker and cache that may be emptied at any moment, so nothing is kept."""

import pwd
import secrets
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from kaltim_naker.embedded.account import as_account, give
from kaltim_naker.embedded.errors import EmbeddedError
from kaltim_naker.embedded.ports import LOOPBACK, free_port
from kaltim_naker.embedded.private import read_private, write_private
from kaltim_naker.embedded.wheels import valkey_program

_START_SECONDS = 10.0
_STOP_SECONDS = 10.0
_POLL_SECONDS = 0.02

# xdist workers take a database each, beside 0 for the controlling process.
DATABASES = 64


@dataclass(frozen=True)
class Valkey:
    """The server whose files are in ``data_dir/valkey``, owned by ``account``."""

    data_dir: Path
    account: pwd.struct_passwd

    @property
    def url(self) -> str:
        """Address of database 0; needs a started server."""
        state = read_private(self._state_file)
        return f"redis://:{state['password']}@{LOOPBACK}:{state['port']}/0"

    def start(self) -> None:
        """Start the server unless it runs. Raises EmbeddedError."""
        if self.is_running():
            return
        self._directory.mkdir(mode=0o700, exist_ok=True)
        give(self._directory, self.account)
        state = read_private(self._state_file)
        port = free_port(int(state.get("port", 0)))
        password = state.get("password") or secrets.token_urlsafe(24)
        write_private(self._state_file, {"port": str(port), "password": password})
        self._launch(port, password)
        if not self._wait_until(running=True, seconds=_START_SECONDS):
            raise EmbeddedError(f"The Redis-compatible server did not start (log: {self._log}).")

    def stop(self) -> None:
        """Stop the server; nothing happens if it does not run."""
        if self.is_running():
            self._ask("SHUTDOWN NOSAVE")
            self._wait_until(running=False, seconds=_STOP_SECONDS)

    def is_running(self) -> bool:
        """Whether our server listens: a stranger on the remembered port does not know the password."""
        return "+PONG" in self._ask("PING")

    @property
    def _directory(self) -> Path:
        return self.data_dir / "valkey"

    @property
    def _state_file(self) -> Path:
        return self.data_dir / "valkey.json"

    @property
    def _log(self) -> Path:
        return self._directory / "server.log"

    def _launch(self, port: int, password: str) -> None:
        settings = [
            f"bind {LOOPBACK}",
            f"port {port}",
            f"requirepass {password}",
            f"databases {DATABASES}",
            'save ""',
            "appendonly no",
            "daemonize yes",
            f'dir "{self._directory}"',
            f'logfile "{self._log}"',
            # A broker must refuse rather than drop a message.
            "maxmemory 256mb",
            "maxmemory-policy noeviction",
        ]
        # Read from standard input, the password shows neither in the process list nor in a file.
        result = subprocess.run(
            as_account([valkey_program(), "-"], self.account),
            input="\n".join(settings) + "\n",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd="/",
            check=False,
        )
        if result.returncode != 0:
            raise EmbeddedError(f"The Redis-compatible server did not start (log: {self._log}).")

    def _wait_until(self, *, running: bool, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.is_running() != running:
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL_SECONDS)
        return True

    def _ask(self, command: str) -> str:
        state = read_private(self._state_file)
        if not state:
            return ""
        try:
            with socket.create_connection((LOOPBACK, int(state["port"])), timeout=1) as connection:
                connection.sendall(f"AUTH {state['password']}\r\n{command}\r\nQUIT\r\n".encode())
                with connection.makefile("rb") as stream:
                    return stream.read().decode(errors="replace")
        except OSError:
            return ""
