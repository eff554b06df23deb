"""The way of a proposal: entered by a region, reviewed and decided by the province, realised by classes."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.numbers import next_number
from kaltim_naker.core.periods import today
from kaltim_naker.regions.models import Region
from programs.choices import ClassState, ProposalState
from programs.constants import AGREED, DECIDED, EDITABLE, NEEDS_REASON, PROPOSAL_MOVES
from programs.documents.proposals import fingerprint, minutes_facts
from programs.models import Activity, Proposal, ProposalClass, ProposalMinutes, TrainingClass
from programs.permissions import is_on_behalf, require_own_region


@transaction.atomic
def submit_proposal(*, actor: User, region: Region, year: int, title: str, **details: Any) -> Proposal:
    """Enter a proposal of a region; its number is the receipt. `details`: the other columns of Proposal.

    The province may enter it on behalf of a region; the proposal says so.
    """
    require_own_region(actor, Action.ENTER_PROPOSAL, region)
    proposal = Proposal(
        region=region,
        year=year,
        title=" ".join(title.split()),
        on_behalf=is_on_behalf(actor, Action.ENTER_PROPOSAL, region),
        **details,
    )
    proposal.full_clean(exclude=["number"])
    proposal.number = next_number("USL", year)
    proposal.save(force_insert=True)
    return proposal


@transaction.atomic
def change_proposal(*, actor: User, proposal: Proposal, **details: Any) -> Proposal:
    """Change a proposal until the province has taken it up. It stays with its region and year."""
    locked = lock_proposal(proposal)
    require_own_region(actor, Action.ENTER_PROPOSAL, locked.region)
    if locked.state not in EDITABLE:
        raise DomainError(
            "proposal_taken_up",
            _("The province has taken up this proposal. Ask for it to be returned, then it can be changed."),
        )
    for name, value in details.items():
        if name not in ("region", "year"):
            setattr(locked, name, value)
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def send_again(*, actor: User, proposal: Proposal) -> Proposal:
    """The region sends in again what was returned to it."""
    require_own_region(actor, Action.ENTER_PROPOSAL, proposal.region)
    return _move(proposal, ProposalState.SUBMITTED)


@transaction.atomic
def withdraw_proposal(*, actor: User, proposal: Proposal, reason: str) -> Proposal:
    """The region takes its proposal back, before it was taken up."""
    require_own_region(actor, Action.ENTER_PROPOSAL, proposal.region)
    return _move(proposal, ProposalState.WITHDRAWN, reason)


@transaction.atomic
def review_proposal(*, actor: User, proposal: Proposal) -> Proposal:
    """The province takes a proposal up, or takes up again what it has decided."""
    return _move(proposal, ProposalState.REVIEWED)


@transaction.atomic
def return_proposal(*, actor: User, proposal: Proposal, reason: str) -> Proposal:
    """The province sends a proposal back with what is missing in it."""
    return _move(proposal, ProposalState.RETURNED, reason)


@transaction.atomic
def decide_proposal(
    *,
    actor: User,
    proposal: Proposal,
    decision: str,
    decided_on: date,
    agreed_volume: int | None = None,
    reason: str = "",
) -> Proposal:
    """Agree to a proposal in whole or in part, defer it, or reject it; whoever is not given all is told why."""
    if decision not in DECIDED:
        raise DomainError("no_decision", _("Choose one of the decisions."), field="decision")
    if decided_on > today():
        raise DomainError("day_not_possible", _("The day of the decision lies in the future."), field="decided_on")
    volume = None
    if decision in AGREED:
        volume = proposal.volume if agreed_volume is None else agreed_volume
        if not 1 <= volume <= proposal.volume:
            raise DomainError(
                "volume_not_possible",
                _("Agreed can be 1 to %(volume)s. Where nothing is agreed, reject or defer it.")
                % {"volume": proposal.volume},
                field="agreed_volume",
            )
        if volume < proposal.volume and not reason.strip():
            raise DomainError("reason_missing", _("Please say why only a part is agreed."), field="reason")
    return _move(proposal, decision, reason, decided_on=decided_on, agreed_volume=volume)


def _move(
    proposal: Proposal, to: str, reason: str = "", *, decided_on: date | None = None, agreed_volume: int | None = None
) -> Proposal:
    locked = lock_proposal(proposal)
    if to not in PROPOSAL_MOVES[locked.state]:
        raise DomainError(
            "proposal_move_not_allowed",
            _("A proposal that is “%(from)s” cannot become “%(to)s”.")
            % {"from": locked.get_state_display(), "to": ProposalState(to).label},
            field="decision",
        )
    if to in NEEDS_REASON and not reason.strip():
        raise DomainError("reason_missing", _("Please give the reason; the region reads it."), field="reason")
    if to not in AGREED and locked.realised.exists():
        raise DomainError("proposal_is_realised", _("Classes came of this proposal. Take them off first."))
    locked.state, locked.reason = to, reason.strip()
    locked.decided_on, locked.agreed_volume = decided_on, agreed_volume
    locked.save()
    return locked


@transaction.atomic
def link_class(*, actor: User, proposal: Proposal, training_class: TrainingClass) -> ProposalClass:
    """Say which class came of an agreed proposal: not of an earlier year, and of its field where that is known."""
    locked = lock_proposal(proposal)
    if not locked.is_agreed:
        raise DomainError("proposal_not_agreed", _("A class comes of a proposal that was agreed."))
    if training_class.fiscal_year < locked.year:
        raise DomainError("earlier_year", _("This class is of a year before the proposal."), field="training_class")
    if locked.field_id and training_class.programme.field_id != locked.field_id:
        raise DomainError("other_field", _("This class teaches another field."), field="training_class")
    if training_class.state == ClassState.CANCELLED:
        raise DomainError("class_cancelled", _("This class was cancelled."), field="training_class")
    link = ProposalClass(proposal=locked, training_class=training_class)
    link.full_clean()
    link.save(force_insert=True)
    return link


@transaction.atomic
def unlink_class(*, actor: User, proposal: Proposal, training_class: TrainingClass) -> None:
    """The class did not come of this proposal after all."""
    lock_proposal(proposal).realised.filter(training_class=training_class).delete()


@transaction.atomic
def make_minutes(
    *,
    actor: User,
    year: int,
    number: str,
    held_on: date,
    place: str,
    chair: str,
    activity: Activity | None = None,
) -> ProposalMinutes:
    """Freeze the decisions about the proposals of a year as official minutes (berita acara)."""
    if held_on > today():
        raise DomainError("day_not_possible", _("The meeting lies in the future."), field="held_on")
    facts = minutes_facts(year)
    if not any(row["is_decided"] for row in facts["rows"]):
        message = _("Nothing is decided about the proposals for %(year)s yet.") % {"year": year}
        raise DomainError("nothing_decided", message, field="year")
    minutes = ProposalMinutes(
        number=" ".join(number.split()),
        year=year,
        held_on=held_on,
        place=place.strip(),
        chair=chair.strip(),
        activity=activity,
        facts=facts,
        sha256=fingerprint(facts),
    )
    minutes.full_clean()
    minutes.save(force_insert=True)
    return minutes


def lock_proposal(proposal: Proposal) -> Proposal:
    """The proposal as it stands now, locked until the transaction ends."""
    return Proposal.objects.select_for_update(of=("self",)).select_related("region").get(pk=proposal.pk)
