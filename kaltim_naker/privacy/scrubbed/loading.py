"""Loading the copy: as the owner of the tables, all in one transaction, with NIKs under the keys of the new place."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from psycopg import sql

from kaltim_naker.accounts.models import User
from kaltim_naker.audit.copying import copied_rows
from kaltim_naker.privacy.scrubbed.plan import copied_models
from kaltim_naker.privacy.scrubbed.writing import MANIFEST
from trainees.models import JobSeeker


class NotEmptyError(Exception):
    """The database holds people or accounts already; a copy is never mixed with them."""


def load_copy(file: Path) -> int:
    """Fill an empty migrated database; returns the number of rows. Raises NotEmptyError."""
    if User.objects.exists() or JobSeeker.objects.exists():
        raise NotEmptyError("This database holds people or accounts. Make an empty one and migrate it.")
    models = copied_models()
    with zipfile.ZipFile(file) as archive, transaction.atomic():
        columns = json.loads(archive.read(MANIFEST))["columns"]
        _empty(models)
        with copied_rows(models) as cursor:
            return sum(_fill(cursor, archive, model, columns[model._meta.db_table]) for model in models)


def _empty(models: list[type[Model]]) -> None:
    """The reference data that migrations bring stand in the copy, too. What hangs on them has no rows yet."""
    tables = sql.SQL(", ").join(sql.Identifier(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(tables))


def _fill(cursor: Any, archive: zipfile.ZipFile, model: type[Model], columns: list[str]) -> int:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), names)
    count = 0
    with cursor.cursor.copy(statement) as target:
        for values in _values(archive, model, columns):
            target.write_row(values)
            count += 1
    return count


def _values(archive: zipfile.ZipFile, model: type[Model], columns: list[str]) -> Iterator[list[Any]]:
    with archive.open(f"{model._meta.db_table}.jsonl") as lines:
        for line in lines:
            values = json.loads(line)
            yield _with_nik(dict(zip(columns, values, strict=True))) if model is JobSeeker else values


def _with_nik(values: dict[str, Any]) -> list[Any]:
    """In the copy the invented number stands in clear where its cipher belongs."""
    if values["nik_cipher"]:
        person = JobSeeker(pk=JobSeeker._meta.pk.to_python(values["id"]))
        person.set_nik(values["nik_cipher"])
        sealed = {"nik_cipher": person.nik_cipher, "nik_index": person.nik_index, "nik_masked": person.nik_masked}
        values |= {name: f"\\x{value.hex()}" if isinstance(value, bytes) else value for name, value in sealed.items()}
    return list(values.values())
