"""Classes: planned, changed, moved to another state, closed."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.numbers import next_number
from programs.choices import ClassState
from programs.constants import CLASS_MOVES
from programs.locking import require_writable
from programs.models import (
    TrainingCentre,
    TrainingClass,
    TrainingProgram,
)
from programs.services.resources import lock_class, move_assignments, require_free_room


@transaction.atomic
def plan_class(
    *,
    actor: User,
    centre: TrainingCentre,
    programme: TrainingProgram,
    fiscal_year: int,
    label: str,
    **details: Any,
) -> TrainingClass:
    """Enter a package of the plan. `details`: any other column of the plan (seats, dates, room, budget_line, …).

    The class gets the next number of its centre in the fiscal year, unless one is given.
    """
    planned = TrainingClass(centre=centre, programme=programme, fiscal_year=fiscal_year, label=label.strip(), **details)
    planned.number = planned.number or next_number(centre.office.code.upper(), fiscal_year)
    require_free_room(planned)
    planned.full_clean()
    planned.save(force_insert=True)
    return planned


@transaction.atomic
def change_class(*, actor: User, training_class: TrainingClass, **details: Any) -> TrainingClass:
    """Change the plan of a class. A class that is over keeps its facts."""
    locked = lock_class(training_class)
    if locked.state in (ClassState.CLOSED, ClassState.CANCELLED):
        raise DomainError("class_is_over", _("This class is over; its plan can no longer be changed."))
    days_before = (locked.starts_on, locked.ends_on)
    for name, value in details.items():
        setattr(locked, name, value)
    require_free_room(locked)
    locked.full_clean()
    locked.save()
    if (locked.starts_on, locked.ends_on) != days_before:
        move_assignments(locked, days_before)
    return locked


@transaction.atomic
def move_class(*, actor: User, training_class: TrainingClass, to: str, reason: str = "") -> TrainingClass:
    """Move a class to another state; closing has its own service, since it decides about every participant."""
    locked = lock_class(training_class)
    if to not in CLASS_MOVES[locked.state] or to == ClassState.CLOSED:
        raise DomainError(
            "class_move_not_allowed",
            _("A class that is “%(from)s” cannot become “%(to)s”.")
            % {"from": locked.get_state_display(), "to": ClassState(to).label},
            field="state",
        )
    missing = what_is_missing(locked, to)
    if missing:
        raise DomainError("class_not_ready", " ".join(missing), field="state")
    if to == ClassState.CANCELLED:
        if not reason.strip():
            raise DomainError("reason_missing", _("Please say why the class is cancelled."), field="reason")
        locked.cancel_reason = reason.strip()
        # A cancelled class occupies nobody.
        locked.assignments.all().delete()
    locked.state = to
    locked.save(update_fields=["state", "cancel_reason", "updated_at"])
    return locked


def what_is_missing(training_class: TrainingClass, to: str) -> list[str]:
    """What a class still needs before it may move; said before the button is pressed."""
    if to != ClassState.RUNNING:
        return []
    missing = []
    if not (training_class.starts_on and training_class.ends_on):
        missing.append(_("The class needs its first and its last day."))
    if not training_class.assignments.exists():
        missing.append(_("The class needs at least one instructor."))
    return missing


def close_training_class(*, training_class: TrainingClass, closed_on: date, closing_document: str) -> TrainingClass:
    """Mark a locked, running class as closed. Called by `trainees.services.close_class`, which decides the outcomes."""
    if training_class.state != ClassState.RUNNING:
        raise DomainError("class_not_running", _("Only a running class can be closed."), field="state")
    if training_class.starts_on and closed_on < training_class.starts_on:
        raise DomainError("closed_before_start", _("A class cannot be closed before its first day."), field="closed_on")
    if not closing_document.strip():
        raise DomainError(
            "closing_document_missing", _("Please give the number of the closing minutes."), field="closing_document"
        )
    training_class.state = ClassState.CLOSED
    training_class.closed_on = closed_on
    training_class.closing_document = closing_document.strip()
    require_writable(training_class)
    training_class.save(update_fields=["state", "closed_on", "closing_document", "updated_at"])
    return training_class
