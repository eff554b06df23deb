"""Reading a page changes nothing: a page that tries is a bug, found in its first test."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_WRITES = re.compile(
    r"(?:^|;)\s*(?:INSERT|UPDATE|DELETE|MERGE|TRUNCATE|CREATE|ALTER|DROP)\b\s*(?:INTO\s+)?(?P<table>\S*)", re.IGNORECASE
)
# Who looked at personal data is written down while they look (audit.access_log).
_ALLOWED_TABLES = frozenset({'"audit_accesslog"'})


class WriteWhileReadingError(RuntimeError):
    """A GET request sent a statement that changes data."""


@contextmanager
def reading_only() -> Iterator[None]:
    """Within it, a statement that writes raises WriteWhileReadingError; the log of accesses is the one exception."""
    with connection.execute_wrapper(_refuse_writes):
        yield


def _refuse_writes(execute: Callable, sql: Any, params: Any, many: bool, context: dict) -> Any:
    for found in _WRITES.finditer(sql if isinstance(sql, str) else ""):
        if found["table"] not in _ALLOWED_TABLES:
            raise WriteWhileReadingError(sql[:200])
    return execute(sql, params, many, context)
