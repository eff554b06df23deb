"""Competence certificates: registered as the issuer printed them, handed over, revoked, replaced."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from certifications.choices import CertificateState, ResultOutcome
from certifications.formulas import number_key
from certifications.models import Certificate, CertificationBody, Result
from certifications.services.endings import end_paper
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import add_months, today
from programs.locking import require_writable


@transaction.atomic
def issue_certificate(
    *,
    actor: User,
    result: Result,
    number: str,
    issued_on: date,
    registration_number: str = "",
    blank_number: str = "",
    valid_until: date | None = None,
    body: CertificationBody | None = None,
) -> Certificate:
    """Register the certificate that an issuer gave for a result K. The printed facts are frozen.

    Without `valid_until` the scheme's validity decides, in calendar months.
    """
    result = _lock_result(result)
    if result.certificates.active().exists():
        raise DomainError("certificate_known", _("This result has an active certificate already."), field="result")
    certificate = Certificate(
        result=result,
        issuer_id=result.assessment.issuer_id,
        body=body or result.assessment.body,
        job_seeker=result.job_seeker,
        holder_name=result.job_seeker.full_name,
        scheme_title=result.assessment.scheme.title,
    )
    _print(certificate, number, issued_on, registration_number, blank_number, valid_until)
    return certificate


@transaction.atomic
def replace_certificate(
    *,
    actor: User,
    certificate: Certificate,
    number: str,
    issued_on: date,
    reason: str,
    document: str,
    holder_name: str = "",
    registration_number: str = "",
    blank_number: str = "",
) -> Certificate:
    """Register the paper that takes the place of another one, which stays on record as replaced.

    A correction does not lengthen the validity. `holder_name` defaults to the person's present name.
    """
    old = _lock(certificate)
    result = _lock_result(old.result)
    end_paper(old, CertificateState.REPLACED, actor=actor, reason=reason, document=document)
    new = Certificate(
        result=result,
        issuer_id=old.issuer_id,
        body=old.body,
        job_seeker=result.job_seeker,
        holder_name=holder_name.strip() or result.job_seeker.full_name,
        scheme_title=result.assessment.scheme.title,
        replaces=old,
        first_id=old.first_id or old.pk,
    )
    _print(new, number, issued_on, registration_number, blank_number, max(old.valid_until, issued_on))
    return new


@transaction.atomic
def revoke_certificate(*, actor: User, certificate: Certificate, reason: str, document: str) -> Certificate:
    """Note that a certificate no longer holds, by whose document and why. It stays on record and in the history."""
    return end_paper(_lock(certificate), CertificateState.REVOKED, actor=actor, reason=reason, document=document)


@transaction.atomic
def hand_over_certificate(
    *, actor: User, certificate: Certificate, handed_over_on: date, handed_over_to: str
) -> Certificate:
    """Note that the paper is in the holder's (or a named receiver's) hands."""
    certificate = _lock(certificate)
    if certificate.state != CertificateState.ACTIVE:
        raise DomainError(
            "certificate_ended", _("This certificate is “%(state)s”.") % {"state": certificate.get_state_display()}
        )
    if handed_over_on < certificate.issued_on:
        raise DomainError(
            "handed_over_before_issue",
            _("A certificate cannot be handed over before it is issued."),
            field="handed_over_on",
        )
    if handed_over_on > today():
        raise DomainError("handed_over_in_future", _("The hand-over lies in the future."), field="handed_over_on")
    certificate.handed_over_on = handed_over_on
    certificate.handed_over_to = handed_over_to.strip() or certificate.holder_name
    certificate.save(update_fields=["handed_over_on", "handed_over_to", "updated_at"])
    return certificate


def _print(
    certificate: Certificate,
    number: str,
    issued_on: date,
    registration_number: str,
    blank_number: str,
    valid_until: date | None,
) -> None:
    """Put number and dates on a new certificate and keep it."""
    _require_issuable(certificate.result, number, issued_on)
    certificate.number, certificate.number_key = " ".join(number.split()), number_key(number)
    certificate.registration_number = " ".join(registration_number.split())
    certificate.blank_number = " ".join(blank_number.split())
    certificate.issued_on = issued_on
    months = certificate.result.assessment.scheme.validity_months
    certificate.valid_until = valid_until or add_months(issued_on, months)
    if Certificate.objects.filter(issuer_id=certificate.issuer_id, number_key=certificate.number_key).exists():
        raise DomainError(
            "number_known",
            _("The number %(number)s of this issuer is registered already.") % {"number": certificate.number},
            field="number",
        )
    # The database holds the constraints; asking it for each one beforehand would cost a query each.
    certificate.full_clean(validate_unique=False, validate_constraints=False)
    require_writable(certificate)
    certificate.save(force_insert=True)


def _require_issuable(result: Result, number: str, issued_on: date) -> None:
    if result.outcome != ResultOutcome.COMPETENT:
        raise DomainError("not_competent", _("Only the result K leads to a certificate."), field="result")
    if issued_on < result.assessed_on:
        raise DomainError(
            "issued_before_assessed",
            _("A certificate of %(issued)s cannot follow an assessment of %(assessed)s.")
            % {"issued": issued_on.isoformat(), "assessed": result.assessed_on.isoformat()},
            field="issued_on",
        )
    if issued_on > today():
        raise DomainError("issued_in_future", _("The date of issue lies in the future."), field="issued_on")
    if not number_key(number):
        raise DomainError("number_missing", _("A certificate needs its number."), field="number")


def _lock(certificate: Certificate) -> Certificate:
    return Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)


def _lock_result(result: Result) -> Result:
    return (
        Result.objects.select_for_update(of=("self",))
        .select_related("assessment__scheme", "assessment__body", "job_seeker")
        .get(pk=result.pk)
    )
