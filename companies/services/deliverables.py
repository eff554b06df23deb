"""What an agreement promises, and what is held under it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from companies.measures.fulfilment import FULFILMENTS
from companies.models import Agreement, AgreementClass, AgreementPlacement, Deliverable
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.regions.models import Region
from programs.models import TrainingClass
from trainees.models import Placement


@transaction.atomic
def save_deliverable(
    *,
    actor: User,
    agreement: Agreement,
    measure: str,
    promised: int,
    due_on: date,
    regions: Iterable[Region] = (),
    note: str = "",
    deliverable: Deliverable | None = None,
) -> Deliverable:
    """Enter a promise, or correct one. Raises DomainError for a day outside the agreement or an unknown measure."""
    if measure not in FULFILMENTS:
        raise DomainError("measure_unknown", _("No record that is counted so names an agreement."), field="measure")
    end = Agreement.objects.end_of(agreement)
    if not agreement.starts_on <= due_on <= end:
        message = _("The agreement runs from %(first)s to %(last)s; the day of the promise lies in it.")
        facts = {"first": agreement.starts_on.isoformat(), "last": end.isoformat()}
        raise DomainError("due_outside", message % facts, field="due_on")
    deliverable = deliverable or Deliverable(agreement=agreement)
    deliverable.measure, deliverable.promised, deliverable.due_on = measure, promised, due_on
    deliverable.note = note.strip()
    deliverable.full_clean()
    deliverable.save()
    deliverable.regions.set(regions)
    return deliverable


@transaction.atomic
def drop_deliverable(*, actor: User, deliverable: Deliverable) -> None:
    """Take back a promise that was entered by mistake; the history keeps it."""
    deliverable.delete()


@transaction.atomic
def name_class(*, actor: User, agreement: Agreement, training_class: TrainingClass) -> AgreementClass:
    """Say that a class is held under an agreement."""
    tie = AgreementClass(agreement=agreement, training_class=training_class)
    tie.full_clean()
    tie.save(force_insert=True)
    return tie


@transaction.atomic
def name_placement(*, actor: User, agreement: Agreement, placement: Placement) -> AgreementPlacement:
    """Say that a job came of an agreement."""
    if placement.started_on < agreement.starts_on:
        raise DomainError(
            "before_agreement",
            _("The agreement is in force from %(day)s; this job began before.")
            % {"day": agreement.starts_on.isoformat()},
            field="placement",
        )
    tie = AgreementPlacement(agreement=agreement, placement=placement)
    tie.full_clean()
    tie.save(force_insert=True)
    return tie


@transaction.atomic
def untie(*, actor: User, tie: AgreementClass | AgreementPlacement) -> None:
    """Take back that something belongs to an agreement."""
    tie.delete()
