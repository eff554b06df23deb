"""Where files are kept."""

import os
import shutil

from django.core.files.storage import FileSystemStorage

from kaltim_naker.core.sandbox import is_active

#: Folder of the sandbox within the media directory; it goes with each renewal.
SANDBOX_FOLDER = "sandbox"


class PrivateStorage(FileSystemStorage):
    """Private files: no URL leads to them. Those of the sandbox lie apart, under the same names."""

    @property
    def location(self) -> str:
        root = os.path.abspath(self.base_location)  # noqa: PTH100 - as Django does
        return os.path.join(root, SANDBOX_FOLDER) if is_active() else root  # noqa: PTH118

    def forget_sandbox(self) -> None:
        """Remove the files of the sandbox."""
        shutil.rmtree(os.path.join(os.path.abspath(self.base_location), SANDBOX_FOLDER), ignore_errors=True)  # noqa: PTH100, PTH118
