"""Versions of the SMPP instrument, and audits made with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from companies.choices.productivity import GuidanceKind
from companies.models import Company, Guidance, SmppAudit, SmppCriterion, SmppElement, SmppInstrument, SmppScore
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from programs.locking import require_writable


@dataclass(frozen=True)
class CriterionLine:
    """One line of an instrument as it is entered: to which element (by number), and what is looked at."""

    element: int
    code: str
    text: str
    most: Decimal
    weight: Decimal | None = None


@transaction.atomic
def define_instrument(
    *,
    actor: User | None,
    title: str,
    valid_from: date,
    source: str,
    elements: Sequence[tuple[int, str, str, Decimal | None]],
    criteria: Sequence[CriterionLine] = (),
    is_example: bool = False,
) -> SmppInstrument:
    """Lay down a version of the instrument. `elements` are (number, Indonesian name, English name, weight or None)."""
    instrument = SmppInstrument(title=title.strip(), valid_from=valid_from, source=source, is_example=is_example)
    instrument.full_clean()
    instrument.save(force_insert=True)
    by_number = {}
    for position, name_id, name_en, weight in elements:
        element = SmppElement(instrument=instrument, position=position, name_id=name_id, name_en=name_en, weight=weight)
        element.full_clean()
        element.save(force_insert=True)
        by_number[position] = element
    for position, line in enumerate(criteria, start=1):
        if line.element not in by_number:
            raise DomainError(
                "element_unknown",
                _("Criterion %(code)s names element %(element)s, which this instrument does not have.")
                % {"code": line.code, "element": line.element},
                field="lines",
            )
        criterion = SmppCriterion(
            element=by_number[line.element],
            position=position,
            code=line.code,
            text=line.text,
            most=line.most,
            weight=line.weight,
        )
        criterion.full_clean()
        criterion.save(force_insert=True)
    return instrument


@transaction.atomic
def begin_audit(
    *, actor: User, company: Company, instrument: SmppInstrument, audited_on: date, note: str = ""
) -> SmppAudit:
    """An audit of a company; scores follow. One with an example counts as guidance of nobody."""
    if audited_on > today():
        raise DomainError("in_future", _("An audit is entered once it was made."), field="audited_on")
    if not SmppCriterion.objects.filter(element__instrument=instrument).exists():
        raise DomainError(
            "instrument_empty",
            _("“%(title)s” has no criteria yet; enter them as a new version first.") % {"title": instrument},
            field="instrument",
        )
    audit = SmppAudit(company=company, instrument=instrument, audited_on=audited_on, auditor=actor, note=note.strip())
    audit.full_clean()
    audit.save(force_insert=True)
    if not instrument.is_example:
        guidance = Guidance(company=company, audit=audit, kind=GuidanceKind.GUIDANCE, held_on=audited_on)
        guidance.full_clean()
        require_writable(guidance)
        guidance.save(force_insert=True)
    return audit


@transaction.atomic
def score_audit(
    *, actor: User, audit: SmppAudit, scores: Mapping[UUID, Decimal | None], note: str | None = None
) -> SmppAudit:
    """Enter or correct scores by criterion; None takes one out. Criteria that are not named stay as they are."""
    locked = SmppAudit.objects.select_for_update(of=("self",)).get(pk=audit.pk)
    if note is not None:
        locked.note = note.strip()
        locked.save(update_fields=["note", "updated_at"])
    criteria = SmppCriterion.objects.filter(element__instrument=locked.instrument_id).in_bulk(scores)
    for key, score in scores.items():
        criterion = criteria[key]
        if score is None:
            locked.scores.filter(criterion=criterion).delete()
            continue
        if not 0 <= score <= criterion.most:
            raise DomainError(
                "score_outside",
                _("%(criterion)s: a score lies between 0 and %(most)s.")
                % {"criterion": criterion.code, "most": criterion.most.normalize()},
            )
        SmppScore.objects.update_or_create(
            audit=locked, criterion=criterion, defaults={"score": score, "most": criterion.most}
        )
    return locked
