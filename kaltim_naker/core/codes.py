"""Codes that nobody can guess: one for machines to scan, one for people to type."""

import secrets

# Crockford's alphabet: no I, L, O and U, so that nothing on paper is read as something else.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_TYPED_LENGTH = 12
_SCANNED_BYTES = 18


def scanned_code() -> str:
    """144 random bits in 24 characters that may stand in an address."""
    return secrets.token_urlsafe(_SCANNED_BYTES)


def typed_code() -> str:
    """60 random bits in 12 characters. Enough behind a throttle, too little without one (security.md §2, row 14)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_TYPED_LENGTH))


def grouped(code: str) -> str:
    """As it is printed: `7KQ2-9XNB-4D0T`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def as_typed(text: str) -> str:
    """The code behind what somebody typed: case, dashes and spaces do not matter, nor O for 0 and I or L for 1."""
    return "".join(letter for letter in text.upper().translate(_READ_AS) if letter in _ALPHABET)
