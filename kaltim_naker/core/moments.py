"""Reading moments from the database: a hundred people have two hundred of them."""

from datetime import UTC, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.adapt import Buffer, Loader


class MomentLoader(Loader):
    """A moment as PostgreSQL writes it in a session that runs in UTC, as all of ours do.

    psycopg's reader must understand every time zone and style; Django sets the zone once more behind it. Python's own
    parser takes an eighth of the time. Raises ValueError for what Python has no moment for, such as `infinity`.
    """

    #: Django compares it with the zone of its connection, and puts its own reader in place where they differ.
    timezone = UTC

    def load(self, data: Buffer) -> datetime:
        return datetime.fromisoformat(str(data, "ascii"))


def read_moments_fast(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receiver of `connection_created`."""
    if connection.vendor == "postgresql":
        connection.connection.adapters.register_loader("timestamptz", MomentLoader)
