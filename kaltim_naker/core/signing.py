"""The office's signature under what it hands out: Ed25519, so that anybody can check it without asking us.

`SIGNING_KEYS` is written like the NIK keys, `1:<base64 of 32 bytes>[,2:…]`: the highest id signs, the public half of
every one of them is published, so that papers signed with an older key stay checkable.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from kaltim_naker.core.crypto import KeyringError, text_on_disk
from kaltim_naker.core.sandbox import is_active

_SEED_BYTES = 32


@dataclass(frozen=True)
class PublicKey:
    """A published key. `raw` are its 32 bytes, `pem` is what OpenSSL reads."""

    key_id: int
    raw: bytes
    pem: str


def signing_key_id() -> int:
    """The id of the key that signs now."""
    return max(_keyring(settings.SIGNING_KEYS))


def sign(message: bytes) -> bytes:
    """64 bytes under the newest key; what is signed names `signing_key_id()` itself.

    In the sandbox another key signs, which nobody knows: no paper that was tried out passes for one of ours.
    """
    key = _keyring(settings.SIGNING_KEYS)[signing_key_id()]
    return (_of_the_sandbox(key) if is_active() else key).sign(message)


def is_signed(message: bytes, signature: bytes, key_id: int) -> bool:
    """Whether this installation's key of that id made the signature. An unknown key is a No."""
    key = _keyring(settings.SIGNING_KEYS).get(key_id)
    if key is None and (newer := text_on_disk("SIGNING_KEYS")):
        key = _keyring(newer).get(key_id)
    if key is None:
        return False
    try:
        key.public_key().verify(signature, message)
    except InvalidSignature:
        return False
    return True


def public_keys() -> list[PublicKey]:
    """Every key that papers may have been signed with, newest first."""
    ring = _keyring(settings.SIGNING_KEYS)
    return [_published(key_id, ring[key_id].public_key()) for key_id in sorted(ring, reverse=True)]


def _published(key_id: int, key: Ed25519PublicKey) -> PublicKey:
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return PublicKey(key_id, key.public_bytes_raw(), pem)


def _of_the_sandbox(key: Ed25519PrivateKey) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"sandbox" + key.private_bytes_raw()).digest())


@lru_cache(maxsize=4)
def _keyring(text: str) -> dict[int, Ed25519PrivateKey]:
    ring = {}
    for entry in text.split(","):
        key_id, separator, encoded = entry.strip().partition(":")
        if not separator or not key_id.isdigit() or not 1 <= int(key_id) <= 255:
            raise KeyringError("SIGNING_KEYS is written as 1:<base64>[,2:<base64>]")
        ring[int(key_id)] = _private_key(encoded)
    return ring


def _private_key(encoded: str) -> Ed25519PrivateKey:
    try:
        seed = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise KeyringError("a signing key is not valid base64") from error
    if len(seed) != _SEED_BYTES:
        raise KeyringError(f"a signing key has {_SEED_BYTES} bytes, this one has {len(seed)}")
    return Ed25519PrivateKey.from_private_bytes(seed)
