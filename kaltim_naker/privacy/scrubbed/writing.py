"""Writing the copy: a ZIP with a file of JSON lines for each table, in the order of the database's own text."""

import json
import secrets
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction
from django.db.models import ForeignKey, Model
from psycopg import sql

from kaltim_naker.privacy.personal import PARTS
from kaltim_naker.privacy.scrubbed.plan import columns_of, copied_models, is_left_out, ways_of
from kaltim_naker.privacy.scrubbed.ways import Copy, Row, Way, nothing
from programs.measures import all_measures

MANIFEST = "manifest.json"


def write_copy(file: Path) -> int:
    """Write all that is copied, as it stands at one moment; returns the number of rows."""
    with transaction.atomic():
        if len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        copy = Copy(key=secrets.token_bytes(32), counted=counted_days())
        with file.open("xb") as target, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            file.chmod(0o600)
            counts = {}
            for model in copied_models():
                with archive.open(f"{model._meta.db_table}.jsonl", "w", force_zip64=True) as lines:
                    counts[model._meta.db_table] = _write_table(model, copy, lines)
            columns = {model._meta.db_table: columns_of(model) for model in copied_models()}
            archive.writestr(MANIFEST, json.dumps({"columns": columns, "rows": counts}))
    return sum(counts.values())


def _write_table(model: type[Model], copy: Copy, lines: IO[bytes]) -> int:
    columns, ways, number = columns_of(model), _all_ways(model), 0
    for number, values in enumerate(_rows(model, columns), start=1):
        row = Row(values, number, copy)
        lines.write(json.dumps([_scrubbed(name, row, ways) for name in columns], ensure_ascii=False).encode() + b"\n")
    return number


def _scrubbed(column: str, row: Row, ways: Mapping[str, Way]) -> str | None:
    text = row.values[column]
    return ways[column](text, row) if text and column in ways else text


def _all_ways(model: type[Model]) -> dict[str, Way]:
    """Of its texts, and of its ties to what is left out."""
    ties = {
        field.column: nothing
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and is_left_out(field.related_model)
    }
    return {**ties, **ways_of(model)}


def _rows(model: type[Model], columns: list[str]) -> Iterator[dict[str, str | None]]:
    texts = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in columns)
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        texts, sql.Identifier(model._meta.db_table), sql.Identifier(model._meta.pk.column)
    )
    with connection.cursor() as cursor, cursor.cursor.copy(query) as found:
        for values in found.rows():
            yield dict(zip(columns, values, strict=True))


def counted_days() -> dict[str, set[date]]:
    """The days on which a measure counts something of a person, by the person's key."""
    paths: dict[Any, str] = {part.model: part.person or "pk" for part in PARTS}
    found: dict[str, set[date]] = defaultdict(set)
    for measure in all_measures():
        records = measure.records()
        if records.model in paths:
            pairs = records.order_by().values_list(paths[records.model], "occurred_on").distinct()
            for person, day in pairs.iterator():
                found[str(person)].add(day)
    return found
