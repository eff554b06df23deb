"""What the drawing program is asked for: a document, or a part of sheets (`sheets`). Travels as a line of JSON."""

import base64
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kaltim_naker.pdf.annexes import Annex, Column

#: Each answer of the drawing program is preceded by its length.
LENGTH = struct.Struct(">I")


@dataclass(frozen=True)
class DocumentOrder:
    """A document of any length. Its markup may use `files` (name → file name and base64) as `asset:<name>`.

    `foot` says on each page which it is: `{page}` of `{pages}`.
    """

    html: str
    files: Mapping[str, tuple[str, str]]
    annexes: Sequence[Annex]
    foot: str

    @classmethod
    def with_files(cls, html: str, files: Mapping[str, Path], annexes: Sequence[Annex], foot: str) -> "DocumentOrder":
        encoded = {name: (path.name, base64.b64encode(path.read_bytes()).decode()) for name, path in files.items()}
        return cls(html, encoded, annexes, foot)

    def as_line(self) -> bytes:
        return json.dumps({"document": asdict(self)}).encode() + b"\n"

    @classmethod
    def from_data(cls, data: dict) -> "DocumentOrder":
        annexes = [
            Annex(**{**annex, "columns": [Column(**column) for column in annex["columns"]]})
            for annex in data["annexes"]
        ]
        return cls(**{**data, "annexes": annexes})
