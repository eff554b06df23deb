"""A chain of fingerprints over the history, a link a day: whoever rewrites it is seen, even who owns the tables.

A link holds for each table of history (and for the log of looks) how many rows the day has and a fingerprint of them,
with who acted and why. Each link's own fingerprint covers the one before, so a day cannot be changed without changing
every later one, and the last one is written into the program's log, which leaves the machine (docs/decisions/0021).
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from pghistory.models import Event
from psycopg import sql

from kaltim_naker.audit.models import AccessLog, ChainLink
from kaltim_naker.core import canonical
from kaltim_naker.core.periods import today
from kaltim_naker.core.rotation import registered

logger = logging.getLogger(__name__)

# Two who seal at once would make a fork; any number will do that nobody else takes.
_GATE = 20_438
_DIGESTS = """
    SELECT day, count(*), encode(sha256(string_agg(line, ''::bytea ORDER BY key)), 'hex') FROM (
        SELECT (entry.{moment} AT TIME ZONE %(zone)s)::date AS day, entry.{key} AS key,
            sha256(convert_to(ROW({columns})::text || coalesce(context.metadata::text, ''), 'UTF8')) AS line
        FROM {table} AS entry LEFT JOIN pghistory_context AS context ON context.id = {context}
        WHERE entry.{moment} >= %(since)s AND entry.{moment} < %(until)s
    ) AS lines GROUP BY day
"""

# (rows, fingerprint) of a table on a day.
Digest = tuple[int, str]


@dataclass(frozen=True)
class Ledger:
    """A table that is only ever added to. `columns` are those it has today."""

    table: str
    key: str
    moment: str
    columns: tuple[str, ...]
    has_context: bool

    def digests(self, columns: tuple[str, ...], since: datetime, until: datetime) -> dict[date, Digest]:
        """What each day of a time has, by the columns that a link was made of; one pass over the table."""
        statement = sql.SQL(_DIGESTS).format(
            table=sql.Identifier(self.table),
            key=sql.Identifier(self.key),
            moment=sql.Identifier(self.moment),
            columns=sql.SQL(", ").join(sql.Identifier("entry", column) for column in columns),
            context=sql.Identifier("entry", "pgh_context_id") if self.has_context else sql.SQL("NULL"),
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, {"zone": settings.TIME_ZONE, "since": since, "until": until})
            return {day: (rows, digest) for day, rows, digest in cursor.fetchall()}


@dataclass(frozen=True)
class Break:
    """A day whose history is not what was sealed; `table` is empty where the link itself was changed."""

    day: date
    table: str
    sealed_rows: int
    found_rows: int


def ledgers() -> list[Ledger]:
    """Every table of history, and the log of looks at personal data."""
    events = [model for model in apps.get_models() if issubclass(model, Event) and not model._meta.proxy]
    tables = [_ledger(model, "pgh_id", "pgh_created_at") for model in events]
    return sorted([*tables, _ledger(AccessLog, "id", "created_at")], key=lambda ledger: ledger.table)


def _ledger(model: Any, key: str, moment: str) -> Ledger:
    # A new key renews the ciphers in the history, too, and changes nothing that they say.
    ciphers = {sealed.column for sealed in registered() if sealed.model == model._meta.label}
    columns = tuple(field.column for field in model._meta.concrete_fields if field.name not in ciphers)
    return Ledger(model._meta.db_table, key, moment, columns, has_context="pgh_context_id" in columns)


@transaction.atomic
def seal_days() -> list[ChainLink]:
    """Add a link for every day before today that has none yet, from the first day that has history. For a task."""
    _wait_for_others()
    last = ChainLink.objects.newest()
    found = _found_in(ledgers(), since=_begin_of(last.day + timedelta(days=1)) if last else None)
    begin = last.day + timedelta(days=1) if last else min(found, default=today())
    days = [begin + timedelta(days=n) for n in range((today() - begin).days)]
    return _add_links(days, found, reason="")


@transaction.atomic
def seal_again(days: Iterable[date], *, reason: str) -> list[ChainLink]:
    """New links for days whose history was changed lawfully (erasure of personal data); the old ones stay, too.

    Days that have no link yet get theirs in the night, like all others.
    """
    _wait_for_others()
    sealed = ChainLink.objects.filter(day__in=set(days)).values_list("day", flat=True)
    wanted = sorted(set(sealed))
    found = _found_in(ledgers(), since=_begin_of(wanted[0])) if wanted else {}
    return _add_links(wanted, found, reason=reason)


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_GATE])


def _found_in(tables: Iterable[Ledger], since: datetime | None) -> dict[date, dict[str, Any]]:
    """Day → table → what it has, until the end of yesterday."""
    found: dict[date, dict[str, Any]] = {}
    for ledger in tables:
        digests = ledger.digests(ledger.columns, since or _begin_of(date(1970, 1, 2)), _begin_of(today()))
        for day, (rows, digest) in digests.items():
            parts = {"rows": rows, "sha256": digest, "columns": list(ledger.columns)}
            found.setdefault(day, {})[ledger.table] = parts
    return found


def _add_links(days: Iterable[date], found: dict[date, dict[str, Any]], *, reason: str) -> list[ChainLink]:
    links = []
    last = ChainLink.objects.newest()
    for day in days:
        tables = found.get(day, {})
        rows = sum(part["rows"] for part in tables.values())
        last = ChainLink(day=day, tables=tables, rows=rows, reason=reason, previous=last.sha256 if last else "")
        last.sha256 = fingerprint(last)
        last.save()
        links.append(last)
    if links:
        # Leaves the machine with the log: who changes everything from some day on would have to change it there, too.
        logger.info("The chain of history ends on %s with %s.", links[-1].day, links[-1].sha256)
    return links


def fingerprint(link: ChainLink) -> str:
    """Of all that a link says, the link before included."""
    said = {"day": str(link.day), "tables": link.tables, "reason": link.reason, "previous": link.previous}
    return canonical.fingerprint(said)


def breaks() -> list[Break]:
    """Where the history is not what was sealed, the first day first. One pass over each table."""
    links = list(ChainLink.objects.order_by("pk"))
    # The newest link of a day counts; what was sealed before stands in its own.
    in_force = {link.day: link for link in links}
    return sorted([*_broken_links(links), *_broken_contents(in_force)], key=lambda found: (found.day, found.table))


def _broken_links(links: list[ChainLink]) -> Iterator[Break]:
    before = ""
    for link in links:
        if link.previous != before or link.sha256 != fingerprint(link):
            yield Break(link.day, "", link.rows, link.rows)
        before = link.sha256


def _broken_contents(in_force: dict[date, ChainLink]) -> Iterator[Break]:
    if not in_force:
        return
    since, until = _begin_of(min(in_force)), _begin_of(max(in_force) + timedelta(days=1))
    for ledger in ledgers():
        found: dict[tuple[str, ...], dict[date, Digest]] = {}
        for day, link in in_force.items():
            sealed = link.tables.get(ledger.table, {})
            columns = tuple(sealed.get("columns", ledger.columns))
            if columns not in found:
                # A column that was taken away since cannot be looked at any more; the migration that did it says so.
                found[columns] = ledger.digests(columns, since, until) if set(columns) <= set(ledger.columns) else {}
            expected = (sealed["rows"], sealed["sha256"]) if sealed else (0, "")
            actual = found[columns].get(day, (0, ""))
            if actual != expected:
                yield Break(day, ledger.table, expected[0], actual[0])


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
