"""Both servers together, as a context manager: ``with services(data_dir) as addresses: ...``."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kaltim_naker.embedded.account import account_for, require_reach
from kaltim_naker.embedded.errors import EmbeddedError
from kaltim_naker.embedded.postgres import Postgres
from kaltim_naker.embedded.use import if_unused, shared
from kaltim_naker.embedded.valkey import Valkey
from kaltim_naker.embedded.wheels import postgres_program, valkey_program

_TEMPORARY_PREFIX = "kaltim-naker-"


@dataclass(frozen=True)
class Addresses:
    """Where the two servers answer, and their files lie; the URLs contain the servers' passwords."""

    data_dir: Path
    database_url: str
    database_owner_url: str
    sandbox_url: str
    redis_url: str


@contextmanager
def services(data_dir: Path) -> Iterator[Addresses]:
    """Use the servers of ``data_dir``, starting them if nobody else has; the last to leave stops them.

    Raises EmbeddedError in production, or with one clear line when they cannot start.
    """
    with _in_use(data_dir, temporary=False) as addresses:
        yield addresses


@contextmanager
def temporary_services() -> Iterator[Addresses]:
    """Servers of one's own in a new directory, gone afterwards: for tests and measurements."""
    _sweep_abandoned()
    data_dir = Path(tempfile.mkdtemp(prefix=_TEMPORARY_PREFIX))
    try:
        with _in_use(data_dir, temporary=True) as addresses:
            yield addresses
    finally:
        shutil.rmtree(data_dir, ignore_errors=True)


@contextmanager
def _in_use(data_dir: Path, *, temporary: bool) -> Iterator[Addresses]:
    _refuse_in_production()
    data_dir = data_dir.expanduser().resolve()
    servers = _Servers(data_dir, temporary)
    _prepare(data_dir)
    with shared(data_dir, start=servers.start, stop=servers.stop):
        postgres = servers.postgres
        yield Addresses(data_dir, postgres.url, postgres.owner_url, postgres.sandbox_url, servers.valkey.url)


class _Servers:
    """The two of a data directory, started and stopped together."""

    def __init__(self, data_dir: Path, temporary: bool) -> None:
        account = account_for(data_dir)
        for needed in (data_dir, postgres_program("postgres"), valkey_program()):
            require_reach(needed, account)
        self.postgres = Postgres(data_dir, account, temporary)
        self.valkey = Valkey(data_dir, account)

    def start(self) -> None:
        self.postgres.start()
        self.valkey.start()

    def stop(self) -> None:
        self.valkey.stop()
        self.postgres.stop()


def _refuse_in_production() -> None:
    if os.environ.get("KALTIM_ENV") == "production":
        raise EmbeddedError(
            "KALTIM_ENV is production: set DATABASE_URL and REDIS_URL; embedded servers are not for it."
        )


def _prepare(data_dir: Path) -> None:
    """Make the directory; closed to others, save that root's servers run under another account and must enter it."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        data_dir.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise EmbeddedError(f"The data directory {data_dir} cannot be used: {error.strerror}.") from error


def _sweep_abandoned() -> None:
    """Stop and remove temporary servers whose process was killed before it could."""
    for lock in Path(tempfile.gettempdir()).glob(f"{_TEMPORARY_PREFIX}*/use.lock"):
        # Another sweeper may be quicker; then there is nothing left to do.
        with suppress(FileNotFoundError):
            if lock.stat().st_uid == os.geteuid():
                if_unused(lock.parent, partial(_remove, lock.parent))


def _remove(data_dir: Path) -> None:
    _Servers(data_dir, temporary=True).stop()
    shutil.rmtree(data_dir, ignore_errors=True)
