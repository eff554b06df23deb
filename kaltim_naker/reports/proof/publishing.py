"""From draft to published, and the signed copy. Nothing is drawn here: what was made is what is published.

The signature is the official one, made elsewhere (BSrE, domain.md §9.5). The application keeps the signed file as it
came and says that it has one; it neither makes nor imitates a signature, and does not judge the signer's certificate.
"""

import hashlib
import io
from typing import Any

import pikepdf
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import require
from kaltim_naker.access.scope import scope_of
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.core.numbers import next_number
from kaltim_naker.core.papers import MEGABYTE, require_pdf
from kaltim_naker.core.periods import fiscal_year
from kaltim_naker.reports.models import Publication, ReportRun

NUMBER_PREFIX = "PUB"
SIGNED_MOST_BYTES = 40 * MEGABYTE
SIGNED_MOST_PAGES = 3000


@transaction.atomic
def publish_report(*, actor: User, run: ReportRun, letter: str = "") -> Publication:
    """Stand by a finished report, under the next number of the year. It is final: a corrected report is a new one.

    Raises PermissionDenied, ReportRun.DoesNotExist outside the actor's scope, and DomainError for a report that is not
    finished, was published before, or whose stored file is not the one that was made.
    """
    run = _lock(actor, run)
    if run.state != JobState.DONE:
        raise DomainError("report_not_ready", _("This report is not finished."))
    if run.is_published:
        raise DomainError("published_already", _("This report is published already."))
    require_made_file(run)
    now = timezone.now()
    publication = Publication(
        run=run,
        number=next_number(NUMBER_PREFIX, fiscal_year(now)),
        letter=letter.strip(),
        published_by=actor,
        published_at=now,
    )
    publication.full_clean()
    publication.save(force_insert=True)
    return publication


@transaction.atomic
def attach_signed_copy(*, actor: User, run: ReportRun, content: bytes) -> Publication:
    """Take in the published report with its official electronic signature; from now on this copy is the one served.

    Raises DomainError, about `file`: for a report that is not published or has a signed copy, and for a file that is
    too large, no PDF, has no electronic signature in it, or has another number of pages.
    """
    run = _lock(actor, run)
    if not run.is_published:
        raise DomainError("not_published", _("Only a published report takes a signed copy."), field="file")
    publication = run.publication
    if publication.is_signed:
        raise DomainError("signed_already", _("This report has a signed copy already."), field="file")
    sha256 = require_pdf(content, most_bytes=SIGNED_MOST_BYTES, most_pages=SIGNED_MOST_PAGES)
    _require_signature(content, run)
    publication.signed_sha256, publication.signed_by, publication.signed_at = sha256, actor, timezone.now()
    publication.signed_is_extension = content.startswith(require_made_file(run))
    publication.signed_file.save(f"{run.reference}-signed.pdf", ContentFile(content), save=False)
    publication.save()
    return publication


def require_made_file(run: ReportRun) -> bytes:
    """The stored document of a finished run. Raises DomainError where it is not the one that was made."""
    return _require(run.file, run.file_sha256)


def served_file(run: ReportRun, *, signed: bool) -> bytes:
    """The document that is handed out: the signed copy where there is one and it is wanted. Raises DomainError."""
    if signed and run.is_published and run.publication.is_signed:
        return _require(run.publication.signed_file, run.publication.signed_sha256)
    return require_made_file(run)


def _require(file: Any, sha256: str) -> bytes:
    with file.open("rb") as stored:
        content: bytes = stored.read()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DomainError(
            "file_changed", _("The stored document is not the one that was made. Please tell the administrator.")
        )
    return content


def _require_signature(content: bytes, run: ReportRun) -> None:
    """At least one signature that covers bytes of the file, and as many pages as were published."""
    with pikepdf.open(io.BytesIO(content)) as document:
        is_signed = any(_is_signature(each) for each in document.objects)
        pages = len(document.pages)
    if not is_signed:
        raise DomainError(
            "not_signed",
            _("There is no electronic signature in this file. Please sign the published PDF elsewhere first."),
            field="file",
        )
    if pages != run.pages:
        raise DomainError(
            "other_document",
            _("This file has %(pages)s pages, the published report has %(published)s.")
            % {"pages": pages, "published": run.pages},
            field="file",
        )


def _is_signature(each: pikepdf.Object) -> bool:
    """A signature dictionary of PDF (ISO 32000-1, 12.8.1)."""
    return isinstance(each, pikepdf.Dictionary) and "/ByteRange" in each and "/Contents" in each


def _lock(actor: User, run: ReportRun) -> ReportRun:
    require(actor, Action.PUBLISH_REPORT)
    runs = ReportRun.objects.visible_to(scope_of(actor, Action.PUBLISH_REPORT))
    locked: ReportRun = runs.select_for_update(of=("self",)).get(pk=run.pk)
    return locked
