"""Results of assessments, and appeals against them."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from certifications.choices import AppealState, AssessmentState, ResultOutcome
from certifications.models import Appeal, Assessment, Issuer, Result, Scheme
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from programs.locking import require_writable, restating
from trainees.choices import EnrolmentState
from trainees.models import Enrolment

_OPEN = (AssessmentState.REGISTERED, AssessmentState.SELF_ASSESSED, AssessmentState.SCHEDULED)
_CLOSED = (AssessmentState.DECIDED, AssessmentState.REQUESTED)


@transaction.atomic
def record_result(
    *,
    actor: User,
    enrolment: Enrolment,
    scheme: Scheme,
    issuer: Issuer,
    assessed_on: date,
    outcome: str,
    assessment: Assessment | None = None,
) -> Result:
    """Record what an assessment gave. After “not yet competent” or an absence, a further call is a new attempt.

    Without `assessment` the result belongs to the latest round of this class, scheme and issuer, or begins the first
    one. A further attempt after the plenary decided belongs to a new round.
    """
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
    earlier = Result.objects.filter(
        assessment__training_class_id=enrolment.training_class_id,
        assessment__scheme=scheme,
        assessment__issuer=issuer,
        enrolment=enrolment,
    )
    if earlier.filter(outcome=ResultOutcome.COMPETENT).exists():
        raise DomainError(
            "competent_already", _("%(name)s is competent in this scheme already.") % {"name": enrolment.job_seeker}
        )
    attempt = (earlier.aggregate(last=Max("attempt"))["last"] or 0) + 1
    assessment = assessment or _round_for(enrolment, scheme, issuer, is_first=attempt == 1)
    _take_as_assessed(assessment, assessed_on)
    result = Result(
        assessment=assessment,
        enrolment=enrolment,
        job_seeker_id=enrolment.job_seeker_id,
        attempt=attempt,
        assessed_on=assessed_on,
        outcome=outcome,
    )
    require_writable(result)
    result.save(force_insert=True)
    return result


def _round_for(enrolment: Enrolment, scheme: Scheme, issuer: Issuer, *, is_first: bool) -> Assessment:
    """The assessment a result without a named one belongs to."""
    rounds = Assessment.objects.filter(
        training_class_id=enrolment.training_class_id, scheme=scheme, issuer=issuer
    ).order_by("-round")
    latest = rounds.exclude(state=AssessmentState.CANCELLED).first()
    if latest is not None and (is_first or latest.state not in _CLOSED):
        return latest
    last_round = rounds.values_list("round", flat=True).first() or 0
    assessment, _created = Assessment.objects.get_or_create(
        training_class_id=enrolment.training_class_id,
        scheme=scheme,
        issuer=issuer,
        round=last_round + 1,
        defaults={"state": AssessmentState.ASSESSED, "body": latest.body if latest else None},
    )
    return assessment


def _take_as_assessed(assessment: Assessment, assessed_on: date) -> None:
    """A first result says that the assessment took place, whatever had been noted about it before."""
    if assessment.state in _OPEN or assessment.scheduled_on is None:
        assessment.state = AssessmentState.ASSESSED if assessment.state in _OPEN else assessment.state
        assessment.scheduled_on = assessment.scheduled_on or assessed_on
        assessment.save(update_fields=["state", "scheduled_on", "updated_at"])


@transaction.atomic
def lodge_appeal(*, actor: User, result: Result, lodged_on: date, grounds: str) -> Appeal:
    """Note that a candidate contests “not yet competent”."""
    result = Result.objects.select_for_update(of=("self",)).get(pk=result.pk)
    if result.outcome != ResultOutcome.NOT_YET_COMPETENT:
        raise DomainError("nothing_to_appeal", _("Only the result BK can be contested."), field="result")
    if Appeal.objects.filter(result=result).exists():
        raise DomainError("appeal_known", _("This result has been contested already."), field="result")
    if not result.assessed_on <= lodged_on <= today():
        raise DomainError("appeal_day", _("An appeal lies between the assessment and today."), field="lodged_on")
    if not grounds.strip():
        raise DomainError("grounds_missing", _("Please say on what grounds."), field="grounds")
    return Appeal.objects.create(
        result=result, lodged_on=lodged_on, grounds=grounds.strip(), outcome_before=result.outcome
    )


@transaction.atomic
def decide_appeal(*, actor: User, appeal: Appeal, granted: bool, decided_on: date, decision_document: str) -> Appeal:
    """Decide an appeal. Granted, the result becomes K; the appeal keeps what it was."""
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("result").get(pk=appeal.pk)
    if appeal.state != AppealState.LODGED:
        raise DomainError("appeal_decided", _("This appeal has been decided already."))
    if not appeal.lodged_on <= decided_on <= today():
        raise DomainError("decision_day", _("The decision lies between the appeal and today."), field="decided_on")
    if not decision_document.strip():
        raise DomainError("document_missing", _("Please give the document of the decision."), field="decision_document")
    appeal.state = AppealState.GRANTED if granted else AppealState.REJECTED
    appeal.decided_on, appeal.decision_document = decided_on, decision_document.strip()
    appeal.save(update_fields=["state", "decided_on", "decision_document", "updated_at"])
    if granted:
        appeal.result.outcome = ResultOutcome.COMPETENT
        with restating("appeal"):
            appeal.result.save(update_fields=["outcome", "updated_at"])
    return appeal
