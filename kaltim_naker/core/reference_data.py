"""Reference data: the tables that a fresh installation needs before anybody can work.

An app keeps its rows as CSV beside the code (`data/*.csv`) and says in its module `reference`, by a function `load()`,
how they come into the tables. The command `load_reference` calls them all. A migration loads no data: reference data
are corrected more often than the schema, and tests want an empty table.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db.models import Model

Row = Mapping[str, Any]


def read_rows(module_file: str, name: str) -> list[dict[str, str]]:
    """The rows of `data/<name>.csv` beside the module that asks."""
    path = Path(module_file).with_name("data") / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def synchronise(model: type[Model], rows: Iterable[Row], *, key: Sequence[str]) -> int:
    """Make the table agree with the file: add what is missing, correct what differs. Returns how many rows changed.

    For facts that others lay down (codes and names of regions). A row that is no longer in the file stays, since
    records may point at it.
    """
    known = _by_key(model, key)
    missing, differing = [], []
    fields: set[str] = set()
    for row in rows:
        found = known.get(_key_of(row, key))
        if found is None:
            missing.append(model(**row))
        elif any(getattr(found, name) != value for name, value in row.items()):
            for name, value in row.items():
                setattr(found, name, value)
            differing.append(found)
            fields.update(name for name in row if name not in key)
    _add(model, missing)
    if differing:
        model._default_manager.bulk_update(differing, sorted(fields))
    return len(missing) + len(differing)


def ensure(model: type[Model], rows: Iterable[Row], *, key: Sequence[str]) -> int:
    """Add what is missing and leave the rest alone. Returns how many rows were added.

    For rows that the office may rename or correct afterwards (offices, indicators, predicates).
    """
    known = _by_key(model, key)
    return _add(model, [model(**row) for row in rows if _key_of(row, key) not in known])


def _add(model: type[Model], rows: list[Any]) -> int:
    if rows:
        model._default_manager.bulk_create(rows)
    return len(rows)


def _by_key(model: type[Model], key: Sequence[str]) -> dict[tuple[Any, ...], Any]:
    return {tuple(getattr(row, name) for name in key): row for row in model._default_manager.all()}


def _key_of(row: Row, key: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in key)
