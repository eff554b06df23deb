"""The way of an assessment: registered, scheduled, assessed, decided, certificates requested (domain.md §4.2)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from certifications.choices import AssessmentState, PlaceKind, ResultOutcome
from certifications.constants import ASSESSMENT_MOVES
from certifications.models import (
    Assessment,
    Assessor,
    Candidate,
    CertificationBody,
    Issuer,
    Result,
    Scheme,
)
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from programs.models import TrainingClass
from programs.services import lock_class
from trainees.choices import EnrolmentState
from trainees.models import Enrolment


@transaction.atomic
def plan_assessment(
    *,
    actor: User,
    training_class: TrainingClass,
    scheme: Scheme,
    issuer: Issuer,
    registered_on: date,
    body: CertificationBody | None = None,
    enrolments: Iterable[Enrolment] | None = None,
) -> Assessment:
    """Register a class for an assessment. Candidates are those given, or everybody who still needs it.

    A further call for the same scheme and issuer is a re-assessment: a new round for those without a result K.
    """
    locked = lock_class(training_class)
    _require_body_of(issuer, body, registered_on)
    rounds = Assessment.objects.filter(training_class=locked, scheme=scheme, issuer=issuer)
    if rounds.filter(state__in=(AssessmentState.REGISTERED, AssessmentState.SELF_ASSESSED, AssessmentState.SCHEDULED)):
        raise DomainError(
            "assessment_open", _("An assessment of this scheme and issuer is under way for this class."), field="scheme"
        )
    last = rounds.aggregate(last=Max("round"))["last"] or 0
    assessment = Assessment.objects.create(
        training_class=locked, scheme=scheme, issuer=issuer, body=body, round=last + 1
    )
    chosen = list(enrolments) if enrolments is not None else list(_in_need_of(assessment))
    register_candidates(actor=actor, assessment=assessment, enrolments=chosen, registered_on=registered_on)
    return assessment


def _require_body_of(issuer: Issuer, body: CertificationBody | None, day: date) -> None:
    if body is None:
        return
    if body.issuer_id != issuer.pk:
        raise DomainError("body_of_other_issuer", _("This body does not assess for this issuer."), field="body")
    if body.licensed_until and body.licensed_until < day:
        raise DomainError(
            "licence_over",
            _("The licence of %(body)s ended on %(day)s.") % {"body": body, "day": body.licensed_until.isoformat()},
            field="body",
        )


def _in_need_of(assessment: Assessment) -> Iterable[Enrolment]:
    """Participants of the class who have not been found competent in this scheme by this issuer."""
    competent = Result.objects.filter(
        assessment__scheme=assessment.scheme,
        assessment__issuer=assessment.issuer,
        assessment__training_class=assessment.training_class,
        outcome=ResultOutcome.COMPETENT,
    )
    return (
        Enrolment.objects.filter(training_class=assessment.training_class)
        .taking_a_seat()
        .exclude(state=EnrolmentState.FAILED)
        .exclude(pk__in=competent.values("enrolment"))
    )


@transaction.atomic
def register_candidates(
    *, actor: User, assessment: Assessment, enrolments: Iterable[Enrolment], registered_on: date
) -> list[Candidate]:
    """Add people to an assessment that has not taken place; who is registered already stays so."""
    assessment = _locked(assessment)
    if assessment.state in (AssessmentState.REQUESTED, AssessmentState.CANCELLED):
        raise DomainError("assessment_over", _("This assessment is over."))
    candidates = []
    for enrolment in enrolments:
        if enrolment.training_class_id != assessment.training_class_id:
            raise DomainError(
                "other_class",
                _("%(name)s is not in this class.") % {"name": enrolment.job_seeker},
                field="enrolments",
            )
        if enrolment.state == EnrolmentState.WITHDRAWN:
            raise DomainError(
                "enrolment_withdrawn",
                _("%(name)s withdrew from the class.") % {"name": enrolment.job_seeker},
                field="enrolments",
            )
        candidates.append(Candidate(assessment=assessment, enrolment=enrolment, registered_on=registered_on))
    Candidate.objects.bulk_create(candidates, ignore_conflicts=True)
    return candidates


@transaction.atomic
def change_assessment(*, actor: User, assessment: Assessment, **details: Any) -> Assessment:
    """Correct body, place, place_kind or assessor; what has been requested keeps its facts."""
    assessment = _locked(assessment)
    if assessment.state in (AssessmentState.REQUESTED, AssessmentState.CANCELLED):
        raise DomainError("assessment_over", _("This assessment is over."))
    for name, value in details.items():
        setattr(assessment, name, value)
    assessment.full_clean()
    assessment.save()
    return assessment


@transaction.atomic
def schedule_assessment(
    *,
    actor: User,
    assessment: Assessment,
    scheduled_on: date,
    place: str,
    assessor: Assessor | None = None,
    place_kind: str = PlaceKind.TEMPORARY,
) -> Assessment:
    """Fix day, place (TUK) and assessor. Scheduled already, it is scheduled anew."""
    assessment = _locked(assessment)
    if assessment.state != AssessmentState.SCHEDULED:
        _require_move(assessment, AssessmentState.SCHEDULED)
    if not place.strip():
        raise DomainError("place_missing", _("Please name the place (TUK)."), field="place")
    assessment.state = AssessmentState.SCHEDULED
    assessment.scheduled_on, assessment.place, assessment.place_kind = scheduled_on, place.strip(), place_kind
    assessment.assessor = assessor
    assessment.full_clean()
    assessment.save()
    return assessment


@transaction.atomic
def move_assessment(*, actor: User, assessment: Assessment, to: str) -> Assessment:
    """A move that needs no more facts: self-assessment done, assessed."""
    assessment = _locked(assessment)
    if to not in (AssessmentState.SELF_ASSESSED, AssessmentState.ASSESSED):
        raise DomainError("needs_facts", _("This step needs its own form."), field="state")
    _require_move(assessment, to)
    assessment.state = to
    assessment.save(update_fields=["state", "updated_at"])
    return assessment


@transaction.atomic
def decide_assessment(*, actor: User, assessment: Assessment, decided_on: date, decision_document: str) -> Assessment:
    """The body's plenary has decided. Every candidate needs a result by then."""
    assessment = _locked(assessment)
    _require_move(assessment, AssessmentState.DECIDED)
    if decided_on > today():
        raise DomainError("decided_in_future", _("The decision lies in the future."), field="decided_on")
    without = assessment.candidates.exclude(enrolment__results__assessment=assessment).count()
    if without:
        raise DomainError(
            "results_missing", _("%(count)s candidates have no result yet.") % {"count": without}, field="state"
        )
    assessment.state = AssessmentState.DECIDED
    assessment.decided_on, assessment.decision_document = decided_on, decision_document.strip()
    assessment.full_clean()
    assessment.save()
    return assessment


@transaction.atomic
def request_certificates(*, actor: User, assessment: Assessment, requested_on: date, request_letter: str) -> Assessment:
    """The body has asked its issuer for the blanks, with the list of all candidates, K and BK."""
    assessment = _locked(assessment)
    _require_move(assessment, AssessmentState.REQUESTED)
    if requested_on > today():
        raise DomainError("requested_in_future", _("The request lies in the future."), field="requested_on")
    if not assessment.results.filter(outcome=ResultOutcome.COMPETENT).exists():
        raise DomainError("nobody_competent", _("Nobody is competent here, so there is nothing to request."))
    assessment.state = AssessmentState.REQUESTED
    assessment.requested_on, assessment.request_letter = requested_on, request_letter.strip()
    assessment.full_clean()
    assessment.save()
    return assessment


@transaction.atomic
def cancel_assessment(*, actor: User, assessment: Assessment, reason: str) -> Assessment:
    """Call an assessment off before it took place."""
    assessment = _locked(assessment)
    _require_move(assessment, AssessmentState.CANCELLED)
    if not reason.strip():
        raise DomainError("reason_missing", _("Please say why the assessment is cancelled."), field="reason")
    assessment.state, assessment.cancel_reason = AssessmentState.CANCELLED, reason.strip()
    assessment.save(update_fields=["state", "cancel_reason", "updated_at"])
    return assessment


def _locked(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)


def _require_move(assessment: Assessment, to: str) -> None:
    if to not in ASSESSMENT_MOVES[assessment.state]:
        raise DomainError(
            "assessment_move_not_allowed",
            _("An assessment that is “%(from)s” cannot become “%(to)s”.")
            % {"from": assessment.get_state_display(), "to": AssessmentState(to).label},
            field="state",
        )
