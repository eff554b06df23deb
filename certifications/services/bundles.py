"""The papers of a class at once: issued, drawn in parts side by side, handed out as one file."""

import hashlib
import io
import uuid
import zipfile
from collections.abc import Sequence

import pikepdf
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from certifications.choices import BundleForm, DocumentKind
from certifications.documents import parts_of
from certifications.models import Certificate, DocumentRun, IssuedDocument
from certifications.querysets import CertificateQuerySet
from certifications.services.documents import (
    drawn_file,
    issue_slip,
    issue_training_certificate,
    keep_drawing,
    lock_undrawn,
)
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.pdf.batches import PART_PAGES, draw_parts
from programs.choices import ClassState
from programs.models import TrainingClass
from trainees.models import Enrolment

_DRAWN_FOR_CLASSES = (DocumentKind.TRAINING, DocumentKind.SLIP)
# A zip holds the time of its entries; always the same one, so that the same papers give the same bytes.
_ENTRY_TIME = (2000, 1, 1, 0, 0, 0)


@transaction.atomic
def request_bundle(*, actor: User, training_class: TrainingClass, kind: str, form: str) -> DocumentRun:
    """Ask for the training certificates of a closed class, or for the slips of its certificates. A run under way is
    given back instead of a second one."""
    locked = TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    if kind not in _DRAWN_FOR_CLASSES:
        raise DomainError("kind_not_for_classes", _("These papers are not made for a class at once."), field="kind")
    if locked.state != ClassState.CLOSED:
        raise DomainError("class_not_closed", _("The papers of a class are made when it is closed."))
    live = DocumentRun.objects.filter(
        training_class=locked, kind=kind, form=form, state__in=(JobState.QUEUED, JobState.RUNNING)
    ).first()
    if live is not None:
        return live
    run = DocumentRun.objects.create(training_class=locked, kind=kind, form=form, requested_by=actor)
    run.enqueue()
    return run


def draw_bundle(run_id: uuid.UUID | str) -> None:
    """Carry out a run. Papers that exist stay as they are; whoever lacks one gets it."""
    run = DocumentRun.claim(run_id)
    if run is None:
        return
    try:
        run.report_progress(5, _("Giving numbers"))
        documents = _issue_missing(run)
        if not documents:
            raise DomainError("nothing_to_draw", _("Nobody in this class has such a paper to receive."))
        draw_missing(documents, run)
        run.report_progress(95, _("Putting the papers together"))
        _finish(run, documents)
    except DomainError as error:
        run.fail(str(error))


@transaction.atomic
def _issue_missing(run: DocumentRun) -> list[IssuedDocument]:
    """Every active paper of this kind and class, by name; all that were missing get their numbers together."""
    if run.kind == DocumentKind.TRAINING:
        documents = IssuedDocument.objects.active().filter(
            kind=run.kind, enrolment__training_class=run.training_class_id
        )
        graduates = Enrolment.objects.filter(training_class=run.training_class_id).passed()
        for enrolment in graduates.exclude(issued_documents__in=documents).order_by("job_seeker__full_name"):
            issue_training_certificate(actor=run.requested_by, enrolment=enrolment)
    else:
        certificates = _certificates_of(run.training_class)
        documents = IssuedDocument.objects.active().filter(kind=run.kind, certificate__in=certificates)
        for certificate in certificates.exclude(issued_documents__in=documents).order_by("holder_name"):
            issue_slip(actor=run.requested_by, certificate=certificate)
    return list(documents.order_by("holder_name", "number"))


def _certificates_of(training_class: TrainingClass) -> CertificateQuerySet:
    return Certificate.objects.active().filter(result__assessment__training_class=training_class)


def draw_missing(documents: Sequence[IssuedDocument], run: DocumentRun | None = None) -> int:
    """Draw the papers that have no file, part by part. What is drawn is kept even if a later part fails.

    Returns how many were drawn.
    """
    undrawn = [issued for issued in documents if not issued.is_drawn]
    parts = list(parts_of(undrawn, PART_PAGES))
    drawn = 0
    for sheets in draw_parts(parts):
        _keep(undrawn[drawn : drawn + len(sheets)], sheets)
        drawn += len(sheets)
        if run is not None:
            run.report_progress(
                5 + 90 * drawn // len(undrawn),
                _("%(done)s of %(all)s papers drawn") % {"done": drawn, "all": len(undrawn)},
            )
    return drawn


@transaction.atomic
def _keep(documents: Sequence[IssuedDocument], sheets: Sequence[bytes]) -> None:
    """Store the drawings of a part. Who was drawn meanwhile by a single request keeps that drawing."""
    still_undrawn = {issued.pk: issued for issued in lock_undrawn(documents)}
    for issued, content in zip(documents, sheets, strict=True):
        if issued.pk in still_undrawn:
            keep_drawing(still_undrawn[issued.pk], content)


def _finish(run: DocumentRun, documents: Sequence[IssuedDocument]) -> None:
    papers = [(f"{issued.number_key}.pdf", drawn_file(issued).read()) for issued in documents]
    content = _zipped(papers) if run.form == BundleForm.ZIP else _merged([paper for _name, paper in papers])
    ending = "zip" if run.form == BundleForm.ZIP else "pdf"
    run.file.save(f"{run.kind}-{run.pk}.{ending}", ContentFile(content), save=False)
    run.finish(file=run.file.name, file_sha256=hashlib.sha256(content).hexdigest(), documents=len(papers))


def _zipped(papers: Sequence[tuple[str, bytes]]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, paper in papers:
            archive.writestr(zipfile.ZipInfo(name, _ENTRY_TIME), paper)
    return content.getvalue()


def _merged(papers: Sequence[bytes]) -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as merged:
        for paper in papers:
            with pikepdf.open(io.BytesIO(paper)) as single:
                merged.pages.extend(single.pages)
        merged.save(content, deterministic_id=True)
    return content.getvalue()
