"""A list in the hands of its reader: encrypted into the page, so that nothing of it has to be stored here."""

import base64
import json
import time
import zlib
from dataclasses import asdict
from typing import Any

from cryptography.exceptions import InvalidTag

from kaltim_naker.accounts.models import User
from kaltim_naker.core import crypto
from kaltim_naker.imports.reconcile.reading import ReadList, Unread

# As long as somebody looks at the answer before he wants it as a workbook.
KEPT_SECONDS = 3_600


class BrokenSealError(Exception):
    """Too old, somebody else's, or not ours."""


def seal(user: User, chosen: dict[str, str], found: ReadList) -> str:
    """The list and what it was compared with, for this person and an hour."""
    content = {
        "at": time.time(),
        "chosen": chosen,
        "entries": [[entry.line, entry.value] for entry in found.entries],
        "unread": [asdict(entry) for entry in found.unread],
    }
    packed = base64.b64encode(zlib.compress(json.dumps(content).encode())).decode()
    return base64.b64encode(crypto.encrypt(packed, bound_to=_binding(user))).decode()


def unseal(user: User, text: str) -> tuple[dict[str, str], list[tuple[int, str]], list[Unread]]:
    """What was compared, the entries by line, and what could not be read. Raises BrokenSealError."""
    try:
        packed = crypto.decrypt(base64.b64decode(text, validate=True), bound_to=_binding(user))
        content: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(packed)))
    except (ValueError, IndexError, InvalidTag, crypto.KeyringError) as error:
        raise BrokenSealError from error
    if time.time() - content["at"] > KEPT_SECONDS:
        raise BrokenSealError
    entries = [(int(line), str(value)) for line, value in content["entries"]]
    return content["chosen"], entries, [Unread(**entry) for entry in content["unread"]]


def _binding(user: User) -> str:
    return f"imports_reconcile:{user.pk}"
