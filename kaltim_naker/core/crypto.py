"""Encryption of the national identity number and other secrets, and the keyed index by which a NIK is still found.

AES-256-GCM; the ciphertext is bound to its row, so that nobody with database access can swap two people's numbers. The
blind index is an HMAC with another key: without the key, all plausible numbers of a province could be tried in a
fraction of a second (security.md §2, row 15).

Layout of a ciphertext: 1 byte key id, 12 bytes nonce, ciphertext with its 16-byte tag.
"""

import base64
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_BYTES = 12
_KEY_BYTES = 32
INDEX_BYTES = 32


class KeyringError(Exception):
    """The configured keys are unusable, or the key of a stored value is not among them."""


def encrypt(plain: str, *, bound_to: str) -> bytes:
    """Encrypt with the newest key. `bound_to` is `table:primary key` of the row that will hold the value."""
    return encrypt_bytes(plain.encode(), bound_to=bound_to)


def encrypt_bytes(plain: bytes, *, bound_to: str) -> bytes:
    """`encrypt` for what is no text, such as a file."""
    key_id, cipher = _newest(settings.NIK_ENCRYPTION_KEYS)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return key_id + nonce + cipher.encrypt(nonce, plain, bound_to.encode())


def decrypt(blob: bytes, *, bound_to: str) -> str:
    """Raises KeyringError for an unknown key, `cryptography.exceptions.InvalidTag` for a value of another row."""
    return decrypt_bytes(blob, bound_to=bound_to).decode()


def decrypt_bytes(blob: bytes, *, bound_to: str) -> bytes:
    """`decrypt` for what is no text; raises alike."""
    blob = bytes(blob)
    cipher = _cipher(blob[0])
    nonce, body = blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :]
    return cipher.decrypt(nonce, body, bound_to.encode())


def newest_key_id() -> int:
    """The id of the key that encrypts now."""
    return max(_keyring(settings.NIK_ENCRYPTION_KEYS))


def renewed(blob: bytes, *, bound_to: str) -> bytes | None:
    """The same value under the newest key; None where it is under it already."""
    if bytes(blob)[0] == newest_key_id():
        return None
    return encrypt(decrypt(blob, bound_to=bound_to), bound_to=bound_to)


def text_on_disk(name: str) -> str | None:
    """What the file behind a setting says now; None where the setting comes from the environment itself.

    A process that started before a key was added meets values under it as soon as another one writes them.
    """
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text(encoding="ascii").strip() if path else None


def _cipher(key_id: int) -> AESGCM:
    found = _keyring(settings.NIK_ENCRYPTION_KEYS).get(key_id)
    if found is None and (newer := text_on_disk("NIK_ENCRYPTION_KEYS")):
        found = _keyring(newer).get(key_id)
    if found is None:
        raise KeyringError(f"encryption key {key_id} is not configured")
    return found


def blind_index(value: str) -> bytes:
    """32 bytes that are equal for equal values and say nothing without the key."""
    index = _keyed_hash(settings.NIK_INDEX_KEY).copy()
    index.update(value.encode())
    return index.digest()


@lru_cache(maxsize=4)
def _keyed_hash(encoded: str) -> hmac.HMAC:
    """The hash that has read the key already, which is more work than the few bytes that follow."""
    return hmac.new(_decode_key(encoded), digestmod="sha256")


@lru_cache(maxsize=4)
def _newest(text: str) -> tuple[bytes, AESGCM]:
    ring = _keyring(text)
    return bytes([max(ring)]), ring[max(ring)]


@lru_cache(maxsize=4)
def _keyring(text: str) -> dict[int, AESGCM]:
    ring = {}
    for entry in text.split(","):
        key_id, separator, encoded = entry.strip().partition(":")
        if not separator or not key_id.isdigit() or not 1 <= int(key_id) <= 255:
            raise KeyringError("NIK_ENCRYPTION_KEYS is written as 1:<base64>[,2:<base64>]")
        ring[int(key_id)] = AESGCM(_decode_key(encoded))
    return ring


@lru_cache(maxsize=8)
def _decode_key(encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise KeyringError("a key is not valid base64") from error
    if len(key) != _KEY_BYTES:
        raise KeyringError(f"a key has {_KEY_BYTES} bytes, this one has {len(key)}")
    return key
