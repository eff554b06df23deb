"""The passport of a person: what has been verified, for a page and for a PDF alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import get_language

from certifications.choices import CertificateState, Standing
from certifications.models import Certificate, Passport
from certifications.verification import verify_address
from kaltim_naker.core.codes import grouped
from kaltim_naker.core.periods import today
from kaltim_naker.pdf.render import render_pdf
from trainees.models import Enrolment


@dataclass(frozen=True)
class Training:
    """A training that was passed."""

    title: str
    centre: str
    hours: int | None
    starts_on: date | None
    ended_on: date | None


@dataclass(frozen=True)
class HeldCertificate:
    """A competence certificate with what is needed to check it."""

    title: str
    issuer: str
    number: str
    short_code: str
    issued_on: date
    valid_until: date
    standing: Standing


@dataclass(frozen=True)
class PassportPage:
    """What the link shows: the name, since the person gives the link away knowingly; no NIK, birth date or address."""

    full_name: str
    trainings: Sequence[Training]
    certificates: Sequence[HeldCertificate]
    checked_on: date


def passport_page(passport: Passport) -> PassportPage:
    """Newest first. Replaced certificates are left out, since their successors are there; revoked ones are shown."""
    person = passport.job_seeker
    passed = (
        Enrolment.objects.filter(job_seeker=person)
        .passed()
        .select_related("training_class__programme", "training_class__centre")
        .order_by("-ended_on")
    )
    certificates = (
        Certificate.objects.filter(job_seeker=person)
        .exclude(state=CertificateState.REPLACED)
        .select_related("issuer")
        .order_by("-issued_on")
    )
    return PassportPage(
        full_name=person.full_name,
        trainings=[_training(enrolment) for enrolment in passed],
        certificates=[_held(certificate) for certificate in certificates],
        checked_on=today(),
    )


def _training(enrolment: Enrolment) -> Training:
    training_class = enrolment.training_class
    return Training(
        title=training_class.programme.title,
        centre=training_class.centre.short_name,
        hours=training_class.programme.hours,
        starts_on=training_class.starts_on,
        ended_on=enrolment.ended_on,
    )


def _held(certificate: Certificate) -> HeldCertificate:
    return HeldCertificate(
        title=certificate.scheme_title,
        issuer=certificate.issuer.short_name,
        number=certificate.number,
        short_code=grouped(certificate.short_code),
        issued_on=certificate.issued_on,
        valid_until=certificate.valid_until,
        standing=certificate.standing,
    )


def passport_pdf(passport: Passport) -> bytes:
    """The page on paper, in the language of the reader. It says the day on which it was true."""
    context = {
        "page": passport_page(passport),
        "letterhead": settings.LETTERHEAD,
        "verify_address": verify_address(),
    }
    return render_pdf("pdf/passport.html", context, language=get_language() or "id")
