"""What happened to records within somebody's scope, in an order that loses nothing (audit.feed)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from certifications.models import Certificate
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import scope_of
from kaltim_naker.accounts.models import User
from kaltim_naker.audit.models import FeedLine
from programs.models import Proposal, SkillNeed, TrainingClass
from trainees.models import Enrolment, JobSeeker, Merge, Placement

#: Lines are kept this long; a program that stays away longer reads everything anew.
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Followed:
    """A table that is told of: the resource, who may hear of it, and which column's change has a name of its own."""

    resource: str
    model: type[Model]
    needs: Action
    named: tuple[str, str] = ("", "")


FOLLOWED = {
    one.model._meta.db_table: one
    for one in (
        Followed("job-seekers", JobSeeker, Action.VIEW_JOB_SEEKERS),
        Followed("enrolments", Enrolment, Action.VIEW_JOB_SEEKERS),
        Followed("outcomes", Placement, Action.VIEW_JOB_SEEKERS),
        Followed("merges", Merge, Action.VIEW_JOB_SEEKERS, ("undone_at", "undone")),
        Followed("classes", TrainingClass, Action.VIEW_CLASSES, ("state", "moved")),
        Followed("certificates", Certificate, Action.VIEW_CERTIFICATES, ("state", "ended")),
        Followed("proposals", Proposal, Action.VIEW_PROPOSALS, ("decided_on", "decided")),
        Followed("needs", SkillNeed, Action.VIEW_NEEDS),
    )
}


@dataclass(frozen=True)
class Place:
    """Where somebody has read up to, and when that was."""

    transaction: int = 0
    line: int = 0
    at: datetime | None = None

    @property
    def is_too_old(self) -> bool:
        return self.at is not None and self.at < timezone.now() - KEPT


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing that happened to a record that the reader may see. `fields` names columns and holds no value."""

    resource: str
    id: str
    change: str
    fields: Sequence[str]
    at: datetime


def happened_since(*, actor: User, place: Place, lines: int) -> tuple[list[Happening], Place, bool]:
    """Of the next so many settled lines, those that this reader may see; where to go on; whether there is more now."""
    found = list(FeedLine.objects.settled().after(place.transaction, place.line).order_by("transaction", "pk")[:lines])
    visible = {table: _visible(actor, one, _keys(found, table)) for table, one in FOLLOWED.items()}
    told = [_told(line) for line in found if line.record in visible.get(line.source, ())]
    last = found[-1] if found else None
    after = (
        Place(last.transaction, last.pk, timezone.now())
        if last
        else Place(place.transaction, place.line, timezone.now())
    )
    return told, after, len(found) == lines


def forget_lines() -> int:
    """Delete what was kept long enough; returns how many."""
    deleted, _by_model = FeedLine.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
    return deleted


def _keys(lines: Iterable[FeedLine], table: str) -> set[UUID]:
    return {line.record for line in lines if line.source == table}


def _visible(actor: User, one: Followed, keys: Collection[UUID]) -> set[UUID]:
    """Judged by what the record is now: whose record moved away hears no more of it."""
    if not keys or not can(actor, one.needs):
        return set()
    rows = one.model._default_manager.visible_to(scope_of(actor, one.needs))  # type: ignore[attr-defined]
    return set(rows.filter(pk__in=keys).values_list("pk", flat=True))


def _told(line: FeedLine) -> Happening:
    one = FOLLOWED[line.source]
    column, name = one.named
    fields = sorted({"nik" if field.startswith("nik_") else field.removesuffix("_id") for field in line.columns or ()})
    change = "created" if line.columns is None else name if column in line.columns else "changed"
    return Happening(resource=one.resource, id=str(line.record), change=change, fields=fields, at=line.made_at)
