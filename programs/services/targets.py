"""Targets: proposed by one person with a document, in force once a second one has approved them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import require
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from programs.choices import RevisionState
from programs.models import PLACE_FIELDS, Indicator, LegalBasis, Target, TargetRevision


@transaction.atomic
def propose_target(
    *,
    actor: User,
    indicator: Indicator,
    year: int,
    value: Decimal,
    document: str,
    effective_on: date | None = None,
    reason: str = "",
    basis: LegalBasis | None = None,
    **place: Any,
) -> TargetRevision:
    """Propose a value of a target; `place` narrows it (quarter, centre, region, sector, issuer, funding).

    Raises DomainError `revision_open` while another value waits, `reason_missing` for a change without a reason, and
    `nothing_changed`.
    """
    target = _target_at(indicator, year, place)
    if target.revisions.filter(state=RevisionState.PROPOSED).exists():
        raise DomainError("revision_open", _("A value of this target waits for approval already."))
    if target.value is not None and not reason.strip():
        raise DomainError("reason_missing", _("Please say why the target is changed."), field="reason")
    if target.value == value:
        raise DomainError("nothing_changed", _("This is the value that is in force already."), field="value")
    last = target.revisions.aggregate(last=Max("number"))["last"] or 0
    revision = TargetRevision(
        target=target,
        number=last + 1,
        value=value,
        document=document.strip(),
        basis=basis,
        effective_on=effective_on or today(),
        # A proposal after a returned one is a change of it, though nothing is in force yet.
        reason=reason.strip() or (_("Proposed anew.") if last else ""),
        proposed_by=actor,
    )
    revision.full_clean()
    revision.save(force_insert=True)
    return revision


def _target_at(indicator: Indicator, year: int, place: dict[str, Any]) -> Target:
    """The target of this place, locked; made where there is none yet, and hung below its whole."""
    unknown = set(place) - set(PLACE_FIELDS)
    if unknown:
        raise TypeError(f"no part of a target: {', '.join(sorted(unknown))}")
    full = {name: place.get(name) or ("" if name in ("issuer", "funding") else None) for name in PLACE_FIELDS}
    locked = Target.objects.select_for_update(of=("self",))
    target, made = locked.get_or_create(indicator=indicator, year=year, **full)  # type: ignore[arg-type]
    if made:
        target.parent = whole_of(target)
        target.full_clean()
        target.save(update_fields=["parent", "updated_at"])
    return target


def whole_of(target: Target) -> Target | None:
    """The target of the same indicator and time that is not divided; None for the whole itself."""
    nowhere = {"centre": None, "region": None, "sector": None, "issuer": "", "funding": ""}
    same_time = Target.objects.filter(indicator=target.indicator, year=target.year, quarter=target.quarter)
    return same_time.filter(**nowhere).exclude(pk=target.pk).first()


@transaction.atomic
def approve_target(*, actor: User, revision: TargetRevision) -> TargetRevision:
    """Put a proposed value in force. Raises PermissionDenied, DomainError `own_proposal` and `revision_decided`."""
    revision = _lock_open(actor, revision)
    _decide(actor, revision, RevisionState.APPROVED)
    target = revision.target
    target.value, target.source = revision.value, revision.document
    target.original = revision.value if target.original is None else target.original
    target.save(update_fields=["value", "original", "source", "updated_at"])
    return revision


@transaction.atomic
def return_target(*, actor: User, revision: TargetRevision, note: str) -> TargetRevision:
    """Give a proposed value back with a note; what was in force stays so."""
    revision = _lock_open(actor, revision)
    if not note.strip():
        raise DomainError("note_missing", _("Please say what has to be changed."), field="note")
    revision.note = note.strip()
    _decide(actor, revision, RevisionState.RETURNED)
    return revision


def _lock_open(actor: User, revision: TargetRevision) -> TargetRevision:
    require(actor, Action.APPROVE_TARGET)
    Target.objects.select_for_update(of=("self",)).get(pk=revision.target_id)
    locked = TargetRevision.objects.select_related("target__indicator").get(pk=revision.pk)
    if locked.state != RevisionState.PROPOSED:
        raise DomainError("revision_decided", _("Somebody decided about this value in the meantime."))
    if locked.proposed_by_id == actor.pk:
        raise DomainError("own_proposal", _("Who proposes a target does not decide about it. Ask a colleague."))
    return locked


def _decide(actor: User, revision: TargetRevision, state: RevisionState) -> None:
    revision.state, revision.decided_by, revision.decided_at = state, actor, timezone.now()
    revision.save(update_fields=["state", "decided_by", "decided_at", "note", "updated_at"])
