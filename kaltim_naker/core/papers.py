"""Papers that people bring: taken in only if they are PDF documents of a sensible size."""

import hashlib
import io

import pikepdf
from django.utils.translation import gettext as _

from kaltim_naker.core.errors import DomainError

MEGABYTE = 1024 * 1024


def require_pdf(content: bytes, *, most_bytes: int = 10 * MEGABYTE, most_pages: int = 500) -> str:
    """The fingerprint (SHA-256) of a document. Raises DomainError `file_too_large` and `not_a_pdf`, about `file`."""
    if len(content) > most_bytes:
        size = most_bytes // MEGABYTE
        raise DomainError("file_too_large", _("The file is larger than %(size)s MB.") % {"size": size}, field="file")
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            is_paper = 1 <= len(document.pages) <= most_pages
    except pikepdf.PdfError:
        is_paper = False
    if not is_paper:
        raise DomainError("not_a_pdf", _("This is no PDF document. Please choose the PDF of the paper."), field="file")
    return hashlib.sha256(content).hexdigest()
