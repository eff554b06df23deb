"""Papers of one page each, many in one drawing: what a drawing is given. `sheet_engine` draws it.

A drawing of many pages costs half of as many drawings, since style sheet and fonts are read and cut to size once.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Part:
    """A document of as many pages as `titles`. It may use `files` (name → base64) as `asset:<name>`.

    `codes` (name → text) are drawn as QR codes and reached as `asset:qr-<name>`. Travels to other processes as a line
    of JSON.
    """

    html: str
    titles: list[str]
    codes: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @classmethod
    def with_files(cls, html: str, titles: list[str], codes: dict[str, str], files: Mapping[str, bytes]) -> "Part":
        encoded = {name: base64.b64encode(content).decode() for name, content in files.items()}
        return cls(html, titles, codes, encoded)

    def as_line(self) -> bytes:
        return json.dumps({"part": asdict(self)}).encode() + b"\n"
