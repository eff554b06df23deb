"""Small files with secrets in them: JSON, readable by their owner only, never half-written."""

import json
import os
from pathlib import Path
from typing import Any

from kaltim_naker.embedded.account import keep_owner


def read_private(path: Path) -> dict[str, Any]:
    """What ``path`` holds; an empty dict if it does not exist."""
    try:
        loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return loaded


def write_private(path: Path, values: dict[str, Any]) -> None:
    """Replace ``path`` in one step with mode 0600."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(values, stream, indent=2)
    keep_owner(draft)
    draft.replace(path)
