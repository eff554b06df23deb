"""The office's own papers: which facts they freeze, and how these become a page."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from certifications.choices import DocumentKind
from certifications.models import Certificate, IssuedDocument, Result
from certifications.verification import Claim, qr_text, verify_address
from kaltim_naker.core.codes import grouped
from kaltim_naker.core.nip import format_nip
from kaltim_naker.pdf.sheets import Part
from programs.models import TrainingCentre
from trainees.models import Enrolment, JobSeeker

Facts = dict[str, Any]

# Papers of the office are written in Indonesian, whoever presses the button.
LANGUAGE = "id"
_TEMPLATE = "pdf/certificates.html"
_SHEETS = {kind: f"pdf/certificate_{kind.value}.html" for kind in DocumentKind}
_DATA = Path(__file__).resolve().parents[1] / "data"
_FILES = ("certificate.css", "certificate_frame.svg", "certificate_mark.svg")


def fingerprint(facts: Facts) -> str:
    """SHA-256 of the facts as canonical JSON: sorted keys, no spaces."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


# --- facts ---------------------------------------------------------------------------------------------------------
def training_facts(enrolment: Enrolment, issued_on: date) -> Facts:
    """What a certificate of training says: who passed what, where, when and for how long."""
    training_class = enrolment.training_class
    programme = training_class.programme
    return {
        **_person_facts(enrolment.job_seeker),
        **_office_facts(training_class.centre, issued_on),
        "programme": programme.title,
        "package": training_class.label,
        "field": programme.field.name_id,
        "hours": programme.hours,
        "starts_on": _iso(training_class.starts_on),
        "ends_on": _iso(training_class.ends_on),
        "closing_document": training_class.closing_document,
    }


def statement_facts(result: Result, issued_on: date) -> Facts:
    """What a statement says to an employer while the certificate itself is still on its way."""
    assessment = result.assessment
    return {
        **_person_facts(result.job_seeker),
        **_office_facts(assessment.training_class.centre, issued_on),
        "scheme": assessment.scheme.title,
        "certified_by": assessment.issuer.name,
        "body": assessment.body.name if assessment.body else "",
        "assessed_on": _iso(result.assessed_on),
        "requested_on": _iso(assessment.requested_on),
    }


def slip_facts(certificate: Certificate, issued_on: date) -> Facts:
    """What a slip says that is kept with somebody else's certificate, so that it can be checked with us."""
    centre = certificate.result.assessment.training_class.centre
    return {
        **_office_facts(centre, issued_on),
        "holder_name": certificate.holder_name,
        "scheme": certificate.scheme_title,
        "certified_by": certificate.issuer.name,
        "body": certificate.body.name if certificate.body else "",
        "certificate_number": certificate.number,
        "registration_number": certificate.registration_number,
        "certificate_issued_on": _iso(certificate.issued_on),
        "valid_until": _iso(certificate.valid_until),
    }


def apprenticeship_facts(
    job_seeker: JobSeeker,
    centre: TrainingCentre | None,
    issued_on: date,
    *,
    company: str,
    occupation: str,
    starts_on: date,
    ends_on: date,
) -> Facts:
    """What a certificate of apprenticeship says (Permenaker 6/2020, domain.md §5)."""
    return {
        **_person_facts(job_seeker),
        **_office_facts(centre, issued_on),
        "company": company,
        "occupation": occupation,
        "starts_on": _iso(starts_on),
        "ends_on": _iso(ends_on),
    }


def _person_facts(person: JobSeeker) -> Facts:
    """No NIK: our papers need none (domain.md §12)."""
    return {
        "holder_name": person.full_name,
        "birth_place": person.birth_place,
        "birth_date": _iso(person.birth_date),
    }


def _office_facts(centre: TrainingCentre | None, issued_on: date) -> Facts:
    letterhead = settings.LETTERHEAD
    return {
        "government": letterhead["government"],
        "issuer": centre.name if centre else letterhead["office"],
        "office": letterhead["office"],
        "unit": centre.name if centre else "",
        "address": (centre.address if centre else "") or letterhead["address"],
        "place": centre.office.region.short_name if centre else letterhead["place"],
        "head_name": centre.head_name if centre else "",
        "head_nip": format_nip(centre.head_nip) if centre else "",
        "issued_on": _iso(issued_on),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def document_title(kind: str, facts: Facts) -> str:
    """What the register and the public check call the paper."""
    with override(LANGUAGE):
        return _TITLES[kind](facts)


_TITLES: dict[str, Callable[[Facts], str]] = {
    DocumentKind.TRAINING: lambda facts: _("Training: %(subject)s") % {"subject": facts["programme"]},
    DocumentKind.APPRENTICESHIP: lambda facts: _("Apprenticeship: %(subject)s") % {"subject": facts["occupation"]},
    DocumentKind.PARTICIPATION: lambda facts: (
        _("Took part in an apprenticeship: %(subject)s") % {"subject": facts["occupation"]}
    ),
    DocumentKind.STATEMENT: lambda facts: _("Statement of competence: %(subject)s") % {"subject": facts["scheme"]},
    DocumentKind.SLIP: lambda facts: _("Verification slip: %(subject)s") % {"subject": facts["scheme"]},
}


# --- pages ---------------------------------------------------------------------------------------------------------
def part_of(documents: Sequence[IssuedDocument]) -> Part:
    """The drawing of some papers, a page each."""
    with override(LANGUAGE):
        html = render_to_string(
            _TEMPLATE, {"language": LANGUAGE, "sheets": [_sheet(document) for document in documents]}
        )
    return Part.with_files(
        html,
        titles=[document.number for document in documents],
        codes={document.number_key: qr_text(claim_of(document)) for document in documents},
        files=_files(),
    )


def parts_of(documents: Sequence[IssuedDocument], size: int) -> Iterable[Part]:
    """The same in parts of so many pages."""
    return (part_of(documents[start : start + size]) for start in range(0, len(documents), size))


def claim_of(document: IssuedDocument) -> Claim:
    """What the QR of a paper of ours claims; a slip speaks for the certificate it is kept with."""
    if document.kind == DocumentKind.SLIP and document.certificate:
        return certificate_claim(document.certificate)
    return Claim(
        code=document.code,
        kind=document.kind,
        number=document.number,
        holder_name=document.holder_name,
        title=document.title,
        issuer=document.facts["issuer"],
        issued_on=document.issued_on,
    )


def certificate_claim(certificate: Certificate) -> Claim:
    """What a QR says about a competence certificate that is registered with us."""
    return Claim(
        code=certificate.code,
        kind="competence",
        number=certificate.number,
        holder_name=certificate.holder_name,
        title=certificate.scheme_title,
        issuer=certificate.issuer.short_name,
        issued_on=certificate.issued_on,
        valid_until=certificate.valid_until,
    )


def _sheet(document: IssuedDocument) -> dict[str, Any]:
    checked: Certificate | IssuedDocument = document
    if document.kind == DocumentKind.SLIP and document.certificate:
        checked = document.certificate
    dates = {
        name: date.fromisoformat(value) if value else None
        for name, value in document.facts.items()
        if name.endswith(("_on", "_date", "_until"))
    }
    return {
        "template": _SHEETS[DocumentKind(document.kind)],
        "facts": document.facts | dates,
        "number": document.number,
        "key": document.number_key,
        "checked_number": checked.number,
        "short_code": grouped(checked.short_code),
        "address": verify_address().partition("://")[2].rstrip("/"),
        "is_invented": settings.IS_DEMO,
    }


def _files() -> dict[str, bytes]:
    return {name: (_DATA / name).read_bytes() for name in _FILES}
