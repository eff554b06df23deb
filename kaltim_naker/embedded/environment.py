"""The environment a program is started with: what is set already stays, the rest is filled in.

| variable | filled with |
|---|---|
| ``DATABASE_URL``, ``DATABASE_OWNER_URL``, ``SANDBOX_DATABASE_URL``, ``REDIS_URL`` | the embedded servers |
| ``SECRET_KEY``, ``NIK_ENCRYPTION_KEYS``, ``NIK_INDEX_KEY``, ``SIGNING_KEYS`` | keys made once and kept there |
| ``KALTIM_ENV`` | ``demo`` |
| ``KALTIM_DATA_DIR`` | the data directory, absolute |

In production nothing is filled in.
"""

import base64
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from kaltim_naker.embedded.private import read_private, write_private
from kaltim_naker.embedded.services import Addresses, services, temporary_services

_KEY_BYTES = 32


def default_data_dir() -> Path:
    """``KALTIM_DATA_DIR``, or ``.data`` of the checkout."""
    checkout = Path(__file__).resolve().parents[2]
    return Path(os.environ.get("KALTIM_DATA_DIR") or checkout / ".data").expanduser().resolve()


def new_keys() -> dict[str, str]:
    """Fresh random keys under the names the settings read."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "NIK_ENCRYPTION_KEYS": f"1:{_random_key()}",
        "NIK_INDEX_KEY": _random_key(),
        "SIGNING_KEYS": f"1:{_random_key()}",
    }


@contextmanager
def provided(data_dir: Path | None = None, *, temporary: bool = False) -> Iterator[Mapping[str, str]]:
    """Yield the full environment for a program, with servers that last as long as the context.

    ``temporary`` gives servers and keys of its own, even where the environment names others. Raises EmbeddedError.
    """
    given = dict(os.environ)
    if temporary:
        with temporary_services() as addresses:
            own_dir = {"KALTIM_DATA_DIR": str(addresses.data_dir)}
            yield {**given, "KALTIM_ENV": "demo", **new_keys(), **_urls(addresses), **own_dir}
        return
    data_dir = data_dir or default_data_dir()
    complete = _is_given(given, "DATABASE_URL") and _is_given(given, "REDIS_URL")
    with nullcontext() if complete else services(data_dir) as addresses:
        filling = {"KALTIM_ENV": "demo"}
        if given.get("KALTIM_ENV") != "production":
            filling |= _kept_keys(data_dir)
        if addresses:
            filling |= _urls(addresses)
        if _is_given(given, "DATABASE_URL"):
            # The owner of our database, and our sandbox, have nothing to do with theirs.
            filling.pop("DATABASE_OWNER_URL", None)
            filling.pop("SANDBOX_DATABASE_URL", None)
        filling = {name: value for name, value in filling.items() if not _is_given(given, name)}
        yield {**given, **filling, "KALTIM_DATA_DIR": str(data_dir)}


def _is_given(environment: Mapping[str, str], name: str) -> bool:
    """Directly, or as the name of a file that holds it, which the settings accept as well."""
    return bool(environment.get(name) or environment.get(f"{name}_FILE"))


def _urls(addresses: Addresses) -> dict[str, str]:
    return {
        "DATABASE_URL": addresses.database_url,
        "DATABASE_OWNER_URL": addresses.database_owner_url,
        "SANDBOX_DATABASE_URL": addresses.sandbox_url,
        "REDIS_URL": addresses.redis_url,
    }


def _kept_keys(data_dir: Path) -> dict[str, str]:
    path = data_dir / "keys.json"
    kept = read_private(path)
    keys = {**new_keys(), **kept}
    if keys != kept:
        # A new installation, or one made before a program that needs a further key.
        data_dir.mkdir(parents=True, exist_ok=True)
        write_private(path, keys)
    return keys


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
