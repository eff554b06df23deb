"""Facts as text, always the same text for the same facts; and back.

Canonical JSON: keys sorted, no spaces, Decimals and dates as strings. Its SHA-256 is the fingerprint of a report's
figures and of what a closed quarter counted, independent of how they were drawn.
"""

import hashlib
import json
import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

F = TypeVar("F")


def as_data(value: Any) -> Any:
    """Plain dicts, lists, strings and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [as_data(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def as_text(data: Any) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def fingerprint(data: Any) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(as_text(data).encode()).hexdigest()


def from_data(kind: type[F], data: Any) -> F:
    """Facts of a declared dataclass out of `as_data`. A field that older facts do not have takes its default.

    Raises TypeError where a field without a default is missing.
    """
    hints = typing.get_type_hints(kind)
    return kind(**{name: _value(hints[name], data[name]) for name in hints if name in data})


def _value(hint: Any, data: Any) -> Any:
    if data is None:
        return None
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        (hint,) = (option for option in typing.get_args(hint) if option is not type(None))
    if typing.get_origin(hint) is tuple:
        return tuple(_value(typing.get_args(hint)[0], item) for item in data)
    if is_dataclass(hint):
        return from_data(hint, data)  # type: ignore[arg-type]
    if hint in (datetime, date):
        return hint.fromisoformat(data)
    return hint(data)
