"""The migrated database that every test run starts from, made once for each state of the migrations.

Migrating takes most of a minute (each table of record brings its history table and its triggers); copying takes a
moment. So the first run dumps what the migrations made, later runs load that dump, and each xdist worker gets a copy by
``CREATE DATABASE … TEMPLATE``. The dump's name carries a hash of all migrations, and of the models that the triggers
follow from (docs/decisions/0004): changed ones are never missed.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection as default_connection
from psycopg import sql

from kaltim_naker.embedded.postgres import APP_ROLE, ROLE
from kaltim_naker.embedded.wheels import postgres_program

ROOT = Path(__file__).resolve().parents[1]
# States of the last branches; going from one to another and back need not migrate again.
_KEPT = 9
_MAKE_TRIGGERS = (
    "kaltim_naker/audit/history.py",
    "kaltim_naker/audit/feed.py",
    "kaltim_naker/audit/rights.py",
    "kaltim_naker/audit/writing.py",
    "kaltim_naker/audit/forgetting.py",
    "programs/locking.py",
)
DUMPS = ROOT / ".pytest_cache" / "schema"


def prepare_template() -> None:
    """Bring the database of DATABASE_URL to the state after all migrations."""
    dump = DUMPS / f"{_state_of_migrations()}.sql"
    if dump.exists():
        _postgres("psql", "--quiet", "--no-psqlrc", "-v", "ON_ERROR_STOP=1", "--file", str(dump))
        return
    subprocess.run([sys.executable, "manage.py", "migrate", "--no-input", "-v", "0"], cwd=ROOT, check=True)
    DUMPS.mkdir(parents=True, exist_ok=True)
    for older in sorted(DUMPS.glob("*.sql"), key=lambda path: path.stat().st_mtime)[:-_KEPT]:
        older.unlink(missing_ok=True)
    unfinished = dump.with_suffix(f".{os.getpid()}")
    _postgres("pg_dump", "--no-owner", "--no-comments", "--file", str(unfinished))
    unfinished.rename(dump)


def copy_template(name: str) -> None:
    """Make the database ``name``, equal to the one of DATABASE_URL, which nobody may be using."""
    address = urlsplit(os.environ["DATABASE_URL"])
    template = address.path.lstrip("/")
    with psycopg.connect(urlunsplit(address._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )


def use_program_role(settings: dict[str, Any]) -> None:
    """Have Django's connections act as the role that the program has in production: it owns nothing.

    So every test shows, besides what it is about, that the program can do it with the rights it has.
    """
    settings["OPTIONS"]["options"] += f" -c role={APP_ROLE}"


@contextmanager
def as_owner() -> Iterator[None]:
    """What only the owner of the tables may do: empty them, take triggers away, rewrite history."""
    with default_connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
        yield
        cursor.execute(f"SET ROLE {APP_ROLE}")


def _state_of_migrations() -> str:
    digest = hashlib.sha256()
    made_of = ("**/migrations/*.py", "**/models.py", "**/models/*.py", *_MAKE_TRIGGERS)
    own = [path for pattern in made_of for path in ROOT.glob(pattern) if ".venv" not in path.parts]
    for path in [*sorted(own), *sorted((ROOT / "requirements").glob("*.txt"))]:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:20]


def _postgres(program: str, *arguments: str) -> None:
    command = [str(postgres_program(program)), "--dbname", os.environ["DATABASE_URL"], *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
