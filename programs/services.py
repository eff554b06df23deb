"""What changes the training supply and the targets. Every door (page, API, import, command) comes through here."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from programs.choices import ClassState
from programs.constants import CLASS_MOVES
from programs.models import Indicator, Target, TrainingCentre, TrainingClass, TrainingProgram


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
    """Enter a package of the plan. `details`: seats, funding_source, starts_on, ends_on."""
    planned = TrainingClass(centre=centre, programme=programme, fiscal_year=fiscal_year, label=label.strip(), **details)
    planned.full_clean()
    planned.save(force_insert=True)
    return planned


@transaction.atomic
def change_class(*, actor: User, training_class: TrainingClass, **details: Any) -> TrainingClass:
    """Change the plan of a class. A class that is over keeps its facts."""
    locked = lock_class(training_class)
    if locked.state in (ClassState.CLOSED, ClassState.CANCELLED):
        raise DomainError("class_is_over", _("This class is over; its plan can no longer be changed."))
    for name, value in details.items():
        setattr(locked, name, value)
    locked.full_clean()
    locked.save()
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
    locked.state = to
    locked.save(update_fields=["state", "cancel_reason", "updated_at"])
    return locked


def what_is_missing(training_class: TrainingClass, to: str) -> list[str]:
    """What a class still needs before it may move; said before the button is pressed."""
    if to == ClassState.RUNNING and not (training_class.starts_on and training_class.ends_on):
        return [_("The class needs its first and its last day.")]
    return []


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
    training_class.save(update_fields=["state", "closed_on", "closing_document", "updated_at"])
    return training_class


def lock_class(training_class: TrainingClass) -> TrainingClass:
    """The class as it stands now, locked until the transaction ends."""
    return TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)


@transaction.atomic
def set_target(
    *,
    actor: User,
    indicator: Indicator,
    year: int,
    value: Decimal,
    source: str,
    quarter: int | None = None,
    centre: TrainingCentre | None = None,
    parent: Target | None = None,
) -> Target:
    """Set a target, or change it; the history keeps every earlier value with its document."""
    target, _created = Target.objects.select_for_update(of=("self",)).get_or_create(
        indicator=indicator,
        year=year,
        quarter=quarter,
        centre=centre,
        region=None,
        sector=None,
        defaults={"value": value, "source": source, "parent": parent},
    )
    target.value, target.source, target.parent = value, source, parent
    target.full_clean()
    target.save()
    return target
