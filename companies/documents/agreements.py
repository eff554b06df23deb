"""Files that were kept with an agreement."""

import hashlib
from typing import IO

from django.utils.translation import gettext as _

from companies.models import AgreementFile
from kaltim_naker.core.errors import DomainError


def open_file(kept: AgreementFile) -> IO[bytes]:
    """The file as it was brought. Raises DomainError `file_missing`, `file_damaged`."""
    try:
        file = kept.file.open("rb")
    except FileNotFoundError as error:
        raise DomainError("file_missing", _("The stored file is missing.")) from error
    if hashlib.sha256(file.read()).hexdigest() != kept.sha256:
        raise DomainError("file_damaged", _("The stored file is damaged; it is not handed out."))
    file.seek(0)
    return file
