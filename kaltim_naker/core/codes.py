"""Codes that nobody can guess: one for machines to scan, one for people to type."""

import secrets

# Crockford's alphabet: no I, L, O and U, so that nothing on paper is read as something else.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_TYPED_LENGTH = 12
_SCANNED_BYTES = 18
_COUNTED_LENGTH = 2
# Multiplying by x in the field of 32 elements, modulo x⁵ + x² + 1: a check character by it finds every single wrong
# character and every two that were exchanged, in anything of up to 31 characters.
_OVERFLOW, _MODULUS = 0b100000, 0b100101


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


def checked_code() -> str:
    """A typed code with its check character at the end: 13 characters, of which 60 bits are random."""
    return with_check(typed_code())


def with_check(text: str) -> str:
    return text + _ALPHABET[_times_x(_remainder(text))]


def is_checked(code: str) -> bool:
    """Whether the last character is the check character of those before it. Nothing is its own check."""
    return len(code) > 1 and set(code) <= set(_ALPHABET) and _remainder(code) == 0


def counted(number: int) -> str:
    """A number in the same letters, two at least: 1 is `01`."""
    digits = ""
    while number or len(digits) < _COUNTED_LENGTH:
        number, digit = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits


def _remainder(text: str) -> int:
    remainder = 0
    for letter in text:
        remainder = _times_x(remainder) ^ _ALPHABET.index(letter)
    return remainder


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ _MODULUS if value & _OVERFLOW else value
