"""Issuing the office's own papers: number and facts in one transaction, the drawing once, at the first request."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pikepdf
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.choices import CertificateState, DocumentKind, ResultOutcome
from certifications.constants import DOCUMENT_PREFIXES, SIGNED_FILE_MAX_BYTES
from certifications.documents import (
    Facts,
    apprenticeship_facts,
    document_title,
    fingerprint,
    part_of,
    slip_facts,
    statement_facts,
    training_facts,
)
from certifications.formulas import number_key
from certifications.models import Certificate, IssuedDocument, Result
from certifications.services.endings import end_paper
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.numbers import next_number
from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.pdf.batches import draw_here
from programs.choices import ClassState
from programs.models import TrainingCentre
from trainees.choices import EnrolmentState
from trainees.models import Enrolment, JobSeeker


@transaction.atomic
def issue_training_certificate(*, actor: User, enrolment: Enrolment) -> IssuedDocument:
    """The certificate of a training that was passed, in a class that is closed."""
    enrolment = _lock_enrolment(enrolment)
    if enrolment.state != EnrolmentState.PASSED or enrolment.training_class.state != ClassState.CLOSED:
        raise DomainError(
            "training_not_passed",
            _("%(name)s has not passed a closed class.") % {"name": enrolment.job_seeker},
            field="enrolment",
        )
    if _active(DocumentKind.TRAINING, enrolment=enrolment).exists():
        raise DomainError(
            "document_known", _("This person has a training certificate of this class already."), field="enrolment"
        )
    return _issue(
        actor,
        DocumentKind.TRAINING,
        enrolment.job_seeker,
        training_facts(enrolment, today()),
        centre_id=enrolment.training_class.centre_id,
        enrolment=enrolment,
    )


@transaction.atomic
def issue_statement(*, actor: User, result: Result) -> IssuedDocument:
    """A statement for somebody who is competent while the certificate is still on its way."""
    result = (
        Result.objects.select_for_update(of=("self",))
        .select_related("assessment__training_class__centre__office__region", "assessment__issuer", "assessment__body")
        .get(pk=result.pk)
    )
    if result.outcome != ResultOutcome.COMPETENT or result.certificates.exists():
        raise DomainError(
            "nothing_to_state", _("A statement is for the result K without a certificate."), field="result"
        )
    return _issue(
        actor,
        DocumentKind.STATEMENT,
        result.job_seeker,
        statement_facts(result, today()),
        centre_id=result.assessment.training_class.centre_id,
        enrolment_id=result.enrolment_id,
    )


@transaction.atomic
def issue_slip(*, actor: User, certificate: Certificate) -> IssuedDocument:
    """A slip by which somebody else's certificate can be checked with us. The one there is, or a new one."""
    certificate = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("issuer", "body", "result__assessment__training_class__centre__office__region")
        .get(pk=certificate.pk)
    )
    known = _active(DocumentKind.SLIP, certificate=certificate).first()
    if known is not None:
        return known
    if certificate.state != CertificateState.ACTIVE:
        raise DomainError(
            "certificate_ended", _("This certificate is “%(state)s”.") % {"state": certificate.get_state_display()}
        )
    return _issue(
        actor,
        DocumentKind.SLIP,
        certificate.job_seeker,
        slip_facts(certificate, today()),
        centre_id=certificate.result.assessment.training_class.centre_id,
        certificate=certificate,
    )


@transaction.atomic
def issue_apprenticeship_certificate(
    *,
    actor: User,
    job_seeker: JobSeeker,
    company: str,
    occupation: str,
    starts_on: date,
    ends_on: date,
    meets_standard: bool = True,
    centre: TrainingCentre | None = None,
) -> IssuedDocument:
    """The certificate of an apprenticeship that was completed, or the statement that somebody took part.

    Who completed one, and who meets the standard, is decided where these are kept.
    """
    if not starts_on <= ends_on <= today():
        raise DomainError(
            "apprenticeship_not_over", _("An apprenticeship ends after it begins, and not later than today.")
        )
    facts = apprenticeship_facts(
        job_seeker,
        centre,
        today(),
        company=company.strip(),
        occupation=occupation.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    kind = DocumentKind.APPRENTICESHIP if meets_standard else DocumentKind.PARTICIPATION
    return _issue(actor, kind, job_seeker, facts, centre=centre)


@transaction.atomic
def revoke_document(*, actor: User, issued: IssuedDocument, reason: str, document: str) -> IssuedDocument:
    """Note that a paper of ours no longer holds."""
    return end_paper(_lock(issued), CertificateState.REVOKED, actor=actor, reason=reason, document=document)


@transaction.atomic
def replace_document(*, actor: User, issued: IssuedDocument, reason: str, document: str) -> IssuedDocument:
    """A new paper with the corrected facts, under a new number, that points back to the one it replaces."""
    old = _lock(issued)
    if old.kind != DocumentKind.TRAINING or old.enrolment is None:
        raise DomainError("not_replaceable", _("Only a training certificate is replaced; revoke this one instead."))
    end_paper(old, CertificateState.REPLACED, actor=actor, reason=reason, document=document)
    enrolment = _lock_enrolment(old.enrolment)
    return _issue(
        actor,
        DocumentKind.TRAINING,
        enrolment.job_seeker,
        training_facts(enrolment, today()),
        centre_id=old.centre_id,
        enrolment=enrolment,
        replaces=old,
    )


def _issue(actor: User, kind: DocumentKind, job_seeker: JobSeeker, facts: Facts, **ties: Any) -> IssuedDocument:
    """Give the next number. It is given back when the transaction fails, so the series has no gap."""
    day = today()
    number = next_number(DOCUMENT_PREFIXES[kind], fiscal_year(day))
    return IssuedDocument.objects.create(
        kind=kind,
        number=number,
        number_key=number_key(number),
        job_seeker=job_seeker,
        holder_name=facts["holder_name"],
        title=document_title(kind, facts),
        facts=facts,
        facts_sha256=fingerprint(facts),
        issued_on=day,
        issued_by=actor,
        **ties,
    )


# --- files ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def drawn_file(issued: IssuedDocument) -> File:
    """The paper as it is handed out: the signed file where there is one, else the drawing, made now if need be.

    A file that is not what it was (or is gone) raises DomainError; it is never drawn again.
    """
    issued = _lock(issued)
    if not issued.is_drawn:
        (content,) = draw_here(part_of([issued]))
        keep_drawing(issued, content)
    file, sha256 = (issued.signed_file, issued.signed_sha256) if issued.is_signed else (issued.file, issued.file_sha256)
    try:
        content = file.open("rb").read()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DomainError(
            "file_damaged",
            _("The file of %(number)s is not what was issued. Please restore it from the backup.")
            % {"number": issued.number},
        )
    return ContentFile(content, name=f"{issued.number_key}.pdf")


def keep_drawing(issued: IssuedDocument, content: bytes) -> None:
    """Store the one drawing of a locked paper."""
    issued.file_sha256 = hashlib.sha256(content).hexdigest()
    issued.file.save(f"{issued.number_key}.pdf", ContentFile(content), save=False)
    issued.save(update_fields=["file", "file_sha256", "updated_at"])


def lock_undrawn(documents: Iterable[IssuedDocument]) -> Sequence[IssuedDocument]:
    """Those of the papers that have no drawing yet, locked."""
    undrawn = IssuedDocument.objects.filter(pk__in=[issued.pk for issued in documents], file_sha256="")
    return list(undrawn.select_for_update(of=("self",)).order_by("number"))


@transaction.atomic
def attach_signed_file(*, actor: User, issued: IssuedDocument, content: bytes) -> IssuedDocument:
    """Take in the paper with an official electronic signature; from now on it is the one handed out."""
    issued = _lock(issued)
    if issued.is_signed:
        raise DomainError("signed_already", _("This paper has a signed file already."), field="file")
    if issued.state != CertificateState.ACTIVE:
        raise DomainError("document_ended", _("This paper is “%(state)s”.") % {"state": issued.get_state_display()})
    _require_pdf(content)
    issued.signed_sha256, issued.signed_at = hashlib.sha256(content).hexdigest(), timezone.now()
    issued.signed_file.save(f"{issued.number_key}-signed.pdf", ContentFile(content), save=False)
    issued.save(update_fields=["signed_file", "signed_sha256", "signed_at", "updated_at"])
    return issued


def _require_pdf(content: bytes) -> None:
    if len(content) > SIGNED_FILE_MAX_BYTES:
        raise DomainError(
            "file_too_large",
            _("The file is larger than %(size)s MB.") % {"size": SIGNED_FILE_MAX_BYTES // 1024 // 1024},
            field="file",
        )
    try:
        with pikepdf.open(io.BytesIO(content)) as pages:
            is_paper = 1 <= len(pages.pages) <= 4
    except pikepdf.PdfError:
        is_paper = False
    if not is_paper:
        raise DomainError("not_a_paper", _("This is no PDF of a paper. Please choose the signed PDF."), field="file")


def _active(kind: DocumentKind, **ties: Any) -> Any:
    return IssuedDocument.objects.active().filter(kind=kind, **ties)


def _lock(issued: IssuedDocument) -> IssuedDocument:
    return IssuedDocument.objects.select_for_update(of=("self",)).get(pk=issued.pk)


def _lock_enrolment(enrolment: Enrolment) -> Enrolment:
    return (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("job_seeker", "training_class__programme__field", "training_class__centre__office__region")
        .get(pk=enrolment.pk)
    )
