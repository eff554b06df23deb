"""Leaving a class before it ends, and who moves up."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from programs.choices import ClassState
from programs.locking import require_open
from programs.services import lock_class
from trainees.choices import ApplicationState, EnrolmentState
from trainees.models import Application, Enrolment
from trainees.services.enrolments import Outcome, end_enrolment
from trainees.services.selection import move_up_reserve


@transaction.atomic
def withdraw_from_class(*, actor: User, enrolment: Enrolment, reason: str, withdrawn_on: date) -> Application | None:
    """End a participation early, and let the first of the reserve list move up. Returns who did, if anybody.

    Raises DomainError: class over, ended already, a day before the enrolment, no reason.
    """
    locked_class = lock_class(enrolment.training_class)
    if locked_class.state in (ClassState.CLOSED, ClassState.CANCELLED):
        raise DomainError("class_is_over", _("The class %(name)s is over.") % {"name": locked_class})
    locked = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if locked.state != EnrolmentState.PARTICIPANT:
        raise DomainError("ended_already", _("This participation has ended already."))
    # Before the first day the seat is given back as of that day; the class never began for this person.
    ended_on = max(withdrawn_on, locked.enrolled_on)
    require_open(day=ended_on, centre=locked_class.centre_id, field="withdrawn_on")
    end_enrolment(enrolment=locked, outcome=Outcome(EnrolmentState.WITHDRAWN, reason), ended_on=ended_on)
    Application.objects.filter(
        training_class=locked_class, job_seeker=locked.job_seeker_id, state=ApplicationState.ACCEPTED
    ).update(state=ApplicationState.WITHDRAWN, reason=reason.strip())
    return move_up_reserve(actor=actor, training_class=locked_class, day=withdrawn_on)
