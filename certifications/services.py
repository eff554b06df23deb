"""What changes certification. Every door (page, API, import, command) comes through here."""

import calendar
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from certifications.choices import ResultOutcome
from certifications.models import Assessment, Certificate, Issuer, Result, Scheme
from certifications.querysets import number_key
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from trainees.choices import EnrolmentState
from trainees.models import Enrolment


@transaction.atomic
def record_result(
    *, actor: User, enrolment: Enrolment, scheme: Scheme, issuer: Issuer, assessed_on: date, outcome: str
) -> Result:
    """Record what an assessment gave. After “not yet competent” or an absence, a further call is a new attempt."""
    if outcome not in ResultOutcome.values:
        raise DomainError(
            "result_unknown", _("“%(value)s” is no result; write K or BK.") % {"value": outcome}, field="outcome"
        )
    if assessed_on > today():
        raise DomainError("assessed_in_future", _("The assessment lies in the future."), field="assessed_on")
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if enrolment.state == EnrolmentState.WITHDRAWN:
        raise DomainError(
            "enrolment_withdrawn", _("%(name)s withdrew from the class.") % {"name": enrolment.job_seeker}
        )
    if assessed_on < enrolment.enrolled_on:
        raise DomainError(
            "assessed_before_enrolled", _("The assessment lies before the enrolment."), field="assessed_on"
        )
    assessment, _created = Assessment.objects.get_or_create(
        training_class_id=enrolment.training_class_id, scheme=scheme, issuer=issuer
    )
    earlier = Result.objects.filter(assessment=assessment, enrolment=enrolment)
    if earlier.filter(outcome=ResultOutcome.COMPETENT).exists():
        raise DomainError(
            "competent_already", _("%(name)s is competent in this scheme already.") % {"name": enrolment.job_seeker}
        )
    return Result.objects.create(
        assessment=assessment,
        enrolment=enrolment,
        job_seeker_id=enrolment.job_seeker_id,
        attempt=(earlier.aggregate(last=Max("attempt"))["last"] or 0) + 1,
        assessed_on=assessed_on,
        outcome=outcome,
    )


@transaction.atomic
def issue_certificate(
    *,
    actor: User,
    result: Result,
    number: str,
    issued_on: date,
    registration_number: str = "",
) -> Certificate:
    """Register the certificate that an issuer gave for a result K. The printed facts are frozen."""
    result = (
        Result.objects.select_for_update(of=("self",))
        .select_related("assessment__scheme", "job_seeker")
        .get(pk=result.pk)
    )
    _require_issuable(result, number, issued_on)
    scheme = result.assessment.scheme
    certificate = Certificate(
        result=result,
        issuer_id=result.assessment.issuer_id,
        job_seeker=result.job_seeker,
        number=" ".join(number.split()),
        number_key=number_key(number),
        registration_number=" ".join(registration_number.split()),
        holder_name=result.job_seeker.full_name,
        scheme_title=scheme.title,
        issued_on=issued_on,
        valid_until=add_months(issued_on, scheme.validity_months),
    )
    if Certificate.objects.filter(issuer_id=certificate.issuer_id, number_key=certificate.number_key).exists():
        raise DomainError(
            "number_known",
            _("The number %(number)s of this issuer is registered already.") % {"number": certificate.number},
            field="number",
        )
    certificate.full_clean()
    certificate.save(force_insert=True)
    return certificate


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
    if result.certificates.active().exists():
        raise DomainError("certificate_known", _("This result has an active certificate already."), field="result")


@transaction.atomic
def hand_over_certificate(
    *, actor: User, certificate: Certificate, handed_over_on: date, handed_over_to: str
) -> Certificate:
    """Note that the paper is in the holder's (or a named receiver's) hands."""
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
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


def add_months(start: date, months: int) -> date:
    """Calendar months: 29 February plus 36 months is 28 February (domain.md §4.3)."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
