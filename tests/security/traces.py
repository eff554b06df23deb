"""Looks for numbers wherever the program leaves something: tables, broker and cache, log lines, files, mail."""

import base64
import hashlib
import io
import logging
import logging.config
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from psycopg import sql

_LIKE_A_NUMBER = re.compile(rb"\d(?:[ .-]?\d){15,}")
_DIGESTS = ("md5", "sha1", "sha256", "sha512")


def traces_of(numbers: Iterable[str], haystack: bytes) -> set[str]:
    """Those of the numbers that stand there: plain or with separators, as hexadecimal or Base64, or as a plain hash."""
    wanted = set(numbers)
    digits = {re.sub(rb"\D", b"", found).decode() for found in _LIKE_A_NUMBER.findall(haystack)}
    runs = "\n".join(digits)
    lower = haystack.lower()
    return {
        number
        for number in wanted
        if number in runs
        or any(form in haystack for form in _encoded(number))
        or any(form in lower for form in _hexadecimal(number))
    }


def _encoded(number: str) -> Iterator[bytes]:
    """As Base64, which looks different by where in a text the number begins; digests too."""
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + number.encode())
        # What shares a letter with the text around it is left out.
        yield text[-(-shift * 8 // 6) : (shift + len(number)) * 8 // 6]
    for name in _DIGESTS:
        yield base64.b64encode(hashlib.new(name, number.encode()).digest())[:40]


def _hexadecimal(number: str) -> Iterator[bytes]:
    yield number.encode().hex().encode()
    for name in _DIGESTS:
        yield hashlib.new(name, number.encode()).hexdigest().encode()


def tables() -> bytes:
    """Every column of every row of every table, as pg_dump writes them; sessions opened as well."""
    found = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            with cursor.cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))) as rows:
                for row in rows:
                    found.write(bytes(row))
    for session in Session.objects.all():
        found.write(repr(session.get_decoded()).encode())
    return found.getvalue()


def broker_and_cache() -> bytes:
    """Every key of the Redis-compatible server with its value, messages that wait included."""
    server = redis.Redis.from_url(settings.REDIS_URL)
    read = {
        b"string": server.get,
        b"list": lambda key: b"\n".join(server.lrange(key, 0, -1)),
        b"set": lambda key: b"\n".join(server.smembers(key)),
        b"hash": lambda key: repr(server.hgetall(key)).encode(),
        b"zset": lambda key: b"\n".join(server.zrange(key, 0, -1)),
    }
    found = b""
    for key in server.scan_iter():
        found += b"\n" + key + b" " + (read[server.type(key)](key) or b"")
    # The body of a message is Base64 by itself.
    bodies = re.findall(rb'"body": ?"([A-Za-z0-9+/=]+)"', found)
    return found + b"\n".join(base64.b64decode(body) for body in bodies)


def files_below(folder: Path) -> bytes:
    return b"\n".join(opened(path.read_bytes()) for path in folder.rglob("*") if path.is_file())


def opened(content: bytes) -> bytes:
    """A workbook unpacked, a PDF uncompressed; anything else as it is."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return content + b"\n".join(archive.read(name) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as paper:
            streams = [one.read_bytes() for one in paper.objects if isinstance(one, pikepdf.Stream)]
        return content + b"\n".join(streams)
    return content


def mailed() -> bytes:
    return b"\n".join(message.message().as_bytes() for message in mail.outbox)


@contextmanager
def all_log_lines() -> Iterator[io.StringIO]:
    """What the program's own handler writes when every logger tells everything."""
    lines = io.StringIO()
    made = logging.config.DictConfigurator(settings.LOGGING)  # type: ignore[attr-defined]
    handler = logging.StreamHandler(lines)
    said = settings.LOGGING["handlers"]["console"]
    handler.addFilter(made.configure_filter(dict(settings.LOGGING["filters"][said["filters"][0]])))
    handler.setFormatter(made.configure_formatter(dict(settings.LOGGING["formatters"][said["formatter"]])))
    names = [name for name in logging.root.manager.loggerDict if not name.startswith(("fontTools", "faker", "factory"))]
    loggers = [logging.getLogger(), *map(logging.getLogger, names)]
    levels = [one.level for one in loggers]
    logging.root.addHandler(handler)
    try:
        for one in loggers:
            one.setLevel(logging.DEBUG)
        connection.force_debug_cursor = True
        yield lines
    finally:
        connection.force_debug_cursor = False
        logging.root.removeHandler(handler)
        for one, level in zip(loggers, levels, strict=True):
            one.setLevel(level)
