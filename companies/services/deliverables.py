"""What an agreement promises, and what is held under it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from companies.formulas.register import name_key
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
def name_placements_at_partner(*, actor: User, agreement: Agreement) -> int:
    """Say of every job at the partner, begun while the agreement runs, that it came of it. Returns how many are new.

    The employer of a job is written by hand; it is the partner where both names are the same without their legal form.
    """
    partner = agreement.company.name_key
    term = (agreement.starts_on, Agreement.objects.end_of(agreement))
    begun = Placement.objects.filter(started_on__range=term).exclude(agreement_ties__agreement=agreement)
    # A word of the name narrows the search; the whole name decides.
    likely = begun.filter(employer__icontains=max(partner.split(), key=len))
    ties = [
        AgreementPlacement(agreement=agreement, placement=placement)
        for placement in likely.only("pk", "employer")
        if name_key(placement.employer) == partner
    ]
    AgreementPlacement.objects.bulk_create(ties)
    return len(ties)


@transaction.atomic
def untie(*, actor: User, tie: AgreementClass | AgreementPlacement) -> None:
    """Take back that something belongs to an agreement."""
    tie.delete()
