"""Identifiers of records."""

import secrets
import time
import uuid


def uuid7() -> uuid.UUID:
    """A time-ordered UUID (RFC 9562, version 7).

    The key exists before the row does, which the encryption of the national identity number needs (it is bound to the
    row), and new rows land at the end of the index instead of all over it.
    """
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def as_uuid(text: str) -> uuid.UUID | None:
    """The identifier that somebody sent, or None for what is none: a stranger's text is no error of ours."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
