"""Applications and their selection. The list proposes, a person decides; overrides carry a reason."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from programs.choices import ClassState
from programs.models import TrainingClass
from programs.services import lock_class
from trainees.choices import DECISIONS, ApplicationState, Channel, StepResult
from trainees.documents.selection import Candidacy, History, histories_of, rules_of, selection_of
from trainees.models import Application, JobSeeker, SelectionRules
from trainees.services.enrolments import enrol_job_seeker, is_open_for_reserves

_TAKING_APPLICATIONS = (ClassState.OPEN, ClassState.SELECTING)


@transaction.atomic
def set_rules(*, actor: User, training_class: TrainingClass, **details: Any) -> SelectionRules:
    """Set what a class asks of its applicants and how they are ranked. `details`: columns of SelectionRules."""
    locked = lock_class(training_class)
    if locked.state in (ClassState.RUNNING, ClassState.CLOSED, ClassState.CANCELLED):
        raise DomainError("selection_is_over", _("The selection of this class is over; its rules stay as they were."))
    rules = rules_of(locked)
    for name, value in details.items():
        setattr(rules, name, value)
    rules.full_clean()
    rules.save()
    return rules


@transaction.atomic
def apply_to_class(
    *,
    actor: User,
    office: Office,
    job_seeker: JobSeeker,
    training_class: TrainingClass,
    channel: str = Channel.STAFF,
    applied_at: datetime | None = None,
) -> Application:
    """Enter an application. Who does not meet the requirements may apply all the same: the list says why not."""
    locked = lock_class(training_class)
    if locked.state not in _TAKING_APPLICATIONS:
        raise DomainError(
            "class_takes_no_applications",
            _("%(class)s is “%(state)s” and takes no applications.")
            % {"class": locked, "state": locked.get_state_display()},
            field="training_class",
        )
    if Application.objects.filter(training_class=locked, job_seeker=job_seeker).exists():
        raise DomainError("applied_already", _("This person has applied to this class already."), field="job_seeker")
    return Application.objects.create(
        job_seeker=job_seeker,
        training_class=locked,
        channel=channel,
        entered_by=office,
        applied_at=applied_at or timezone.now(),
    )


@transaction.atomic
def record_steps(
    *,
    actor: User,
    application: Application,
    administration: str = StepResult.OPEN,
    written_score: Decimal | None = None,
    interview_score: Decimal | None = None,
) -> Application:
    """Write down what the steps of the selection gave, as long as nobody has decided."""
    locked = _lock(application)
    if locked.state not in (ApplicationState.SUBMITTED, ApplicationState.RESERVE):
        raise DomainError(
            "decided_already", _("%(name)s has been decided about already.") % {"name": locked.job_seeker}
        )
    locked.administration = administration
    locked.written_score, locked.interview_score = written_score, interview_score
    locked.full_clean(validate_constraints=False)
    locked.save()
    return locked


@transaction.atomic
def decide_application(*, actor: User, application: Application, decision: str, reason: str = "") -> Application:
    """Accept, put on the reserve list, or reject. Deviating from the list needs a reason.

    Accepting gives the seat at once, under the lock of the class: nobody is accepted without one.
    """
    locked_class = lock_class(application.training_class)
    candidacy = next((one for one in selection_of(locked_class) if one.application.pk == application.pk), None)
    if candidacy is None:
        raise DomainError("application_withdrawn", _("This application has been withdrawn."))
    return _decide(actor, locked_class, candidacy, decision, reason)


@transaction.atomic
def decide_as_proposed(*, actor: User, training_class: TrainingClass) -> list[Application]:
    """Confirm the list as it stands, for everybody it has a proposal for and nobody has decided about."""
    locked = lock_class(training_class)
    open_ones = [
        one
        for one in selection_of(locked)
        if one.application.state == ApplicationState.SUBMITTED and one.place.state in DECISIONS
    ]
    return [_decide(actor, locked, one, one.place.state, "") for one in open_ones]


def _decide(
    actor: User, training_class: TrainingClass, candidacy: Candidacy, decision: str, reason: str
) -> Application:
    application = _lock(candidacy.application)
    if decision not in DECISIONS:
        raise DomainError("decision_unknown", _("“%(value)s” is no decision.") % {"value": decision}, field="decision")
    if application.state == ApplicationState.ACCEPTED:
        raise DomainError(
            "accepted_already",
            _("%(name)s has a seat already; record a withdrawal to free it.") % {"name": application.job_seeker},
        )
    if training_class.state not in (*_TAKING_APPLICATIONS, ClassState.RUNNING):
        raise DomainError("selection_is_over", _("The selection of this class is over."))
    if decision != candidacy.place.state and not reason.strip():
        raise DomainError(
            "reason_missing",
            _("The list proposes “%(proposed)s” for %(name)s. Please say why you decide otherwise.")
            % {
                "proposed": ApplicationState(candidacy.place.state).label,
                "name": application.job_seeker,
            },
            field="reason",
        )
    _write(actor, application, decision, proposed=candidacy.place.state, reason=_reason(candidacy, reason))
    if decision == ApplicationState.ACCEPTED:
        _seat(actor, application, training_class, overrides=bool(candidacy.unmet))
    return application


def _reason(candidacy: Candidacy, reason: str) -> str:
    """What somebody wrote, else what the list says about it."""
    if reason.strip():
        return reason.strip()
    return "; ".join(check.text for check in candidacy.unmet)[:300]


def _write(actor: User, application: Application, decision: str, *, proposed: str, reason: str) -> None:
    application.reserve_rank = None
    if decision == ApplicationState.RESERVE:
        ranks = Application.objects.filter(training_class=application.training_class_id)
        application.reserve_rank = (ranks.aggregate(last=Max("reserve_rank"))["last"] or 0) + 1
    application.state, application.proposed, application.reason = decision, proposed, reason
    application.decided_by, application.decided_at = actor, timezone.now()
    application.save()


def _seat(actor: User, application: Application, training_class: TrainingClass, *, overrides: bool = False) -> None:
    """The person's row is locked, too: two centres cannot take one person into two classes at the same moment."""
    person = JobSeeker.objects.select_for_update(of=("self",)).get(pk=application.job_seeker_id)
    elsewhere = histories_of([person.pk], training_class).get(person.pk, History()).elsewhere
    if elsewhere and not overrides:
        raise DomainError(
            "in_other_class",
            _("%(name)s takes part in %(class)s already.") % {"name": person, "class": elsewhere[0].training_class},
        )
    is_running = training_class.state == ClassState.RUNNING
    first_day = today() if is_running or training_class.starts_on is None else training_class.starts_on
    enrol_job_seeker(actor=actor, job_seeker=person, training_class=training_class, enrolled_on=first_day)


@transaction.atomic
def withdraw_application(*, actor: User, application: Application, reason: str) -> Application:
    """Somebody does not want the seat any more, before having one. With a seat, it is the enrolment that ends."""
    lock_class(application.training_class)
    locked = _lock(application)
    if locked.state == ApplicationState.ACCEPTED:
        raise DomainError(
            "accepted_already", _("This person has a seat; record the withdrawal among the participants.")
        )
    if not reason.strip():
        raise DomainError(
            "reason_missing", _("Please say why %(name)s withdrew.") % {"name": locked.job_seeker}, field="reason"
        )
    locked.state, locked.reserve_rank, locked.reason = ApplicationState.WITHDRAWN, None, reason.strip()
    locked.save(update_fields=["state", "reserve_rank", "reason", "updated_at"])
    return locked


def move_up_reserve(*, actor: User, training_class: TrainingClass, day: date) -> Application | None:
    """Give a free seat to the first of the reserve list, inside the caller's transaction, with the class locked."""
    if not is_open_for_reserves(training_class, day):
        return None
    candidate = Application.objects.reserves().filter(training_class=training_class).first()
    if candidate is None:
        return None
    application = _lock(candidate)
    _write(
        actor,
        application,
        ApplicationState.ACCEPTED,
        proposed=application.proposed,
        reason=_("moved up from the reserve list"),
    )
    _seat(actor, application, training_class)
    return application


def _lock(application: Application) -> Application:
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("job_seeker__domicile")
        .get(pk=application.pk)
    )
