"""Files of strangers, encrypted where they lie: who copies the media folder or a backup of it reads nothing.

Each file is encrypted as a whole and bound to its name, so that no two can be exchanged. Meant for what is small and
kept for days: a file is in memory while it is written or read.
"""

import os
from typing import IO

from django.core.files.base import ContentFile, File
from django.utils.deconstruct import deconstructible

from kaltim_naker.core import crypto
from kaltim_naker.core.storage import PrivateStorage


@deconstructible(path="kaltim_naker.core.sealed_files.SealedStorage")
class SealedStorage(PrivateStorage):
    """The private files of the program, those given to it encrypted with the ring of the NIK."""

    def _save(self, name: str, content: File) -> str:
        content.seek(0)
        sealed = crypto.encrypt_bytes(content.read(), bound_to=_binding(name))
        return str(super()._save(name, ContentFile(sealed)))  # type: ignore[misc]

    def _open(self, name: str, mode: str = "rb") -> File:
        """Raises KeyringError or InvalidTag for what was not written here."""
        if mode != "rb":
            raise ValueError("a sealed file is read as bytes, and written as a whole")
        with self._open_sealed(name) as file:
            plain = crypto.decrypt_bytes(file.read(), bound_to=_binding(name))
        return ContentFile(plain, name=name)

    def _open_sealed(self, name: str) -> IO[bytes]:
        return open(self.path(name), "rb")  # noqa: PTH123 - as the storage itself names files

    def renew(self, name: str) -> bool:
        """Bring a file under the newest key; whether there was anything to do."""
        if not self.is_waiting(name):
            return False
        with self.open(name) as file:
            plain = file.read()
        path = self.path(name)
        with open(f"{path}.new", "wb") as renewed:  # noqa: PTH123 - beside it, then in its place at once
            renewed.write(crypto.encrypt_bytes(plain, bound_to=_binding(name)))
        os.replace(f"{path}.new", path)  # noqa: PTH105
        return True

    def is_waiting(self, name: str) -> bool:
        """Whether a file is there and lies under an older key."""
        if not self.exists(name):
            return False
        with self._open_sealed(name) as file:
            return bool(file.read(1) != bytes([crypto.newest_key_id()]))


def _binding(name: str) -> str:
    return f"file:{name}"


def sealed_storage() -> SealedStorage:
    """The storage of a FileField, as a callable: migrations name it, and tests exchange the folder."""
    return _STORAGE


_STORAGE = SealedStorage()
