"""The database of the sandbox, made beside the program's own (docs/decisions/0023)."""

from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql
from psycopg.errors import ObjectInUse


def make_database(environment: Mapping[str, str]) -> None:
    """Make the sandbox's database with the tables of the program's, unless it is there or lies on another server.

    The tables are copied, which takes a moment; where somebody is using them, it stays empty for the migrations, which
    take a minute.
    """
    ours, sandbox = (urlsplit(environment.get(name, "")) for name in ("DATABASE_OWNER_URL", "SANDBOX_DATABASE_URL"))
    if not sandbox.netloc or ours.netloc != sandbox.netloc:
        return
    name, template = (sql.Identifier(one.path.lstrip("/")) for one in (sandbox, ours))
    with psycopg.connect(urlunsplit(ours._replace(path="/postgres")), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [sandbox.path.lstrip("/")]).fetchone():
            return
        try:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, template))
        except ObjectInUse:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
