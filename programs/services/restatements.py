"""Closed figures against what the records say now: found by the program, decided by a second person, never silent."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import require
from kaltim_naker.accounts.models import User
from kaltim_naker.audit.causes import touches_since
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period
from programs.choices import PeriodState, RestatementState
from programs.constants import CAUSES_NAMED
from programs.measures import Measure
from programs.models import ClosedFigure, ClosedMember, ReportingPeriod, Restatement
from programs.services.closing import Count, Listed, Recount, at_place, exact, measures_of


@dataclass(frozen=True)
class Difference:
    """How two lists of one measure differ: by record who came in and who fell out, by subject who changed."""

    came_in: tuple[Listed, ...]
    fell_out: tuple[Listed, ...]
    changed: tuple[tuple[str, tuple[Listed, ...], tuple[Listed, ...]], ...]

    @property
    def records(self) -> set[str]:
        """The keys of every record that is in it."""
        moved = [row.record for row in (*self.came_in, *self.fell_out)]
        return {*moved, *(row.record for _subject, old, new in self.changed for row in (*old, *new))}


def compare(before: Iterable[Listed], now: Iterable[Listed]) -> Difference:
    """A subject that is in both lists with the same facts is not mentioned."""
    old, new = _by_subject(before), _by_subject(now)
    return Difference(
        came_in=tuple(row for subject in sorted(new.keys() - old.keys()) for row in new[subject]),
        fell_out=tuple(row for subject in sorted(old.keys() - new.keys()) for row in old[subject]),
        changed=tuple(
            (subject, tuple(old[subject]), tuple(new[subject]))
            for subject in sorted(old.keys() & new.keys())
            if old[subject] != new[subject]
        ),
    )


def _by_subject(rows: Iterable[Listed]) -> Mapping[str, list[Listed]]:
    found: dict[str, list[Listed]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.record):
        found[row.subject].append(row)
    return found


def find_restatements(period: Period | None = None) -> int:
    """Compare closed quarters, or one of them, with the records; returns how many restatements wait for a decision."""
    for quarter in [period] if period else closed_quarters():
        _compare_quarter(quarter)
    return Restatement.objects.open().count()


def closed_quarters() -> list[Period]:
    closed = ReportingPeriod.objects.filter(state=PeriodState.CLOSED).order_by("year", "quarter")
    return [Period(year, quarter) for year, quarter in closed.values_list("year", "quarter").distinct()]


@transaction.atomic
def _compare_quarter(period: Period) -> None:
    """Two at once would propose the same twice: whoever comes second waits for the first."""
    units = ReportingPeriod.objects.of(period).filter(state=PeriodState.CLOSED).order_by("pk")
    list(units.select_for_update(of=("self",)))
    closed = _closed_lists(period)
    recount = Recount(period, _dimensions_of(closed))
    figures = ClosedFigure.objects.filter(period__in=units).select_related("period", "indicator")
    for figure in figures.prefetch_related("restatements"):
        _compare_figure(figure, recount, closed)


def _closed_lists(period: Period) -> dict[str, list[Listed]]:
    """Measure → what was counted when the quarter was closed; one query."""
    lists: dict[str, list[Listed]] = defaultdict(list)
    for member in ClosedMember.objects.filter(period__in=ReportingPeriod.objects.of(period)):
        lists[member.measure].append(Listed.from_member(member))
    return lists


def _dimensions_of(closed: Mapping[str, Sequence[Listed]]) -> dict[str, Sequence[str]]:
    """Measure → the dimensions that were kept: a list is compared by these alone."""
    return {measure: tuple(rows[0].facts) for measure, rows in closed.items() if rows}


def _compare_figure(figure: ClosedFigure, recount: Recount, closed: Mapping[str, Sequence[Listed]]) -> None:
    count = recount.count(figure.measure, figure.period.centre_id)
    last = figure.last_decided(RestatementState.APPROVED, RestatementState.REJECTED)
    in_force = (figure.revision or figure).members_sha256
    is_answered = last is not None and last.members_sha256 == count.members_sha256
    if count.members_sha256 == in_force or is_answered:
        _withdraw(figure)
        return
    centre = figure.period.centre_id
    differences = {
        measure: compare(at_place(closed.get(measure.key, ()), centre), at_place(recount.list_of(measure), centre))
        for measure in measures_of(figure.measure)
    }
    _propose(figure, count, differences)


def _open_one(figure: ClosedFigure) -> Restatement | None:
    return next((one for one in figure.restatements.all() if one.state == RestatementState.PROPOSED), None)


def _withdraw(figure: ClosedFigure) -> None:
    """The records are back where they were, or this was decided already: there is nothing to decide any more."""
    if (waiting := _open_one(figure)) is not None:
        waiting.state = RestatementState.WITHDRAWN
        waiting.save(update_fields=["state", "updated_at"])


def _propose(figure: ClosedFigure, count: Count, differences: Mapping[Measure, Difference]) -> None:
    """One restatement waits for each figure; it says what the records say now, until somebody decides."""
    waiting = _open_one(figure)
    if waiting is not None and waiting.members_sha256 == count.members_sha256:
        return
    restatement = waiting or Restatement(figure=figure)
    restatement.old, restatement.new = figure.value, exact(count.value)
    restatement.old_in_period, restatement.new_in_period = figure.in_period, count.in_period
    restatement.came_in = [row.as_data() for one in differences.values() for row in one.came_in]
    restatement.fell_out = [row.as_data() for one in differences.values() for row in one.fell_out]
    restatement.changed = [_changed(*entry) for one in differences.values() for entry in one.changed]
    restatement.causes = _causes(figure, differences)
    restatement.proposed_by = _last_actor(restatement.causes)
    restatement.members_sha256 = count.members_sha256
    restatement.found_at = timezone.now()
    restatement.save()


def _changed(subject: str, old: Sequence[Listed], new: Sequence[Listed]) -> list[Any]:
    return [subject, [row.as_data() for row in old], [row.as_data() for row in new]]


def _causes(figure: ClosedFigure, differences: Mapping[Measure, Difference]) -> list[dict[str, Any]]:
    """What the history says about the records that moved, since the quarter was closed."""
    touches = {
        touch
        for measure, difference in differences.items()
        if difference.records
        for touch in touches_since(measure.records().model, difference.records, figure.created_at, most=CAUSES_NAMED)
    }
    ordered = sorted(touches, key=lambda touch: touch.at, reverse=True)
    return [touch.as_data() for touch in ordered[:CAUSES_NAMED]]


def _last_actor(causes: Sequence[Mapping[str, Any]]) -> User | None:
    """Who made the newest change that somebody made."""
    keys = [cause["actor"] for cause in causes if cause["actor"]]
    known = User.objects.in_bulk(keys)
    return next((known[key] for key in keys if key in known), None)


@transaction.atomic
def approve_restatement(*, actor: User, restatement: Restatement, note: str = "") -> Restatement:
    """Let what the records say stand beside the closed figure; reports made from now on say “revised”.

    Raises PermissionDenied, and DomainError `own_change` and `restatement_decided`.
    """
    return _decide(actor, restatement, RestatementState.APPROVED, note)


@transaction.atomic
def reject_restatement(*, actor: User, restatement: Restatement, note: str) -> Restatement:
    """Leave the closed figure as it is, with the reason; found again only when the records change once more."""
    if not note.strip():
        raise DomainError("note_missing", _("Please say why."), field="note")
    return _decide(actor, restatement, RestatementState.REJECTED, note)


@transaction.atomic
def approve_restatements(*, actor: User, period: Period, note: str = "") -> int:
    """Approve what waits in a quarter, save what the actor moved himself: one change often moves many figures.

    Returns how many. Raises DomainError `own_change` where everything that waits is his own.
    """
    waiting = list(Restatement.objects.of(period).open().order_by("pk"))
    others = [restatement for restatement in waiting if actor.pk not in makers_of(restatement)]
    if waiting and not others:
        raise _own_change()
    for restatement in others:
        approve_restatement(actor=actor, restatement=restatement, note=note)
    return len(others)


def _decide(actor: User, restatement: Restatement, state: RestatementState, note: str) -> Restatement:
    require(actor, Action.APPROVE_RESTATEMENT)
    locked = Restatement.objects.select_for_update(of=("self",)).get(pk=restatement.pk)
    if locked.state != RestatementState.PROPOSED:
        raise DomainError("restatement_decided", _("Somebody decided about this restatement in the meantime."))
    if actor.pk in makers_of(locked):
        raise _own_change()
    locked.state, locked.decided_by, locked.decided_at = state, actor, timezone.now()
    locked.note = note.strip()
    locked.save()
    return locked


def _own_change() -> DomainError:
    return DomainError("own_change", _("Who made the change does not decide about it. Ask a colleague."))


def makers_of(restatement: Restatement) -> set[int]:
    """The keys of everybody who made one of the changes behind it."""
    made = {cause["actor"] for cause in restatement.causes if cause["actor"]}
    return made | ({restatement.proposed_by_id} if restatement.proposed_by_id else set())
