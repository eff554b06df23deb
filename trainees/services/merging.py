"""Making one person of two registrations, and undoing it.

Every foreign key to a person (and to a participation, where two of one class become one) is declared by the app that
owns it, with `carry_along`; a test fails when one is missing. The removed rows and the moved keys are kept in the
journal of the merge, so that undoing puts back exactly what was there.
"""

import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from trainees.choices import EnrolmentState, Evidence
from trainees.models import Application, Enrolment, JobSeeker, Merge

# What the kept person takes over where its own value is empty.
_FILLED_IN = (
    "birth_place",
    "address",
    "district",
    "phone",
    "education",
    "ak1_number",
    "ak1_issued_on",
    "ak1_reported_on",
    "trained_elsewhere_note",
)


@dataclass(frozen=True)
class Relation:
    """A foreign key that follows its record into a merge.

    Where both sides have a row of which there may be one only, `strength` decides which stays (the higher one);
    without it, such a merge is refused. Rows that do not `follow` say something about the removed record alone.
    """

    model: str
    field: str
    strength: Callable[[Any], int] | None = None
    follows: bool = True

    @property
    def rows(self) -> type[Model]:
        return apps.get_model(self.model)


_RELATIONS: dict[str, list[Relation]] = {}


def carry_along(
    to: str, model: str, field: str, *, strength: Callable[[Any], int] | None = None, follows: bool = True
) -> None:
    """Declare that `model.field` points to `to` and what becomes of it when two of these become one.

    Called from `AppConfig.ready` of the app that owns the field.
    """
    _RELATIONS.setdefault(to, []).append(Relation(model, field, strength, follows))


def relations_to(model: type[Model]) -> list[Relation]:
    """The declared foreign keys to a model."""
    return _RELATIONS.get(model._meta.label, [])


def declare_own_relations() -> None:
    """Everything in this app that hangs on a person, or on a participation."""
    person, enrolment = "trainees.JobSeeker", "trainees.Enrolment"
    carry_along(person, "trainees.Enrolment", "job_seeker", strength=strength_of_enrolment)
    carry_along(person, "trainees.Application", "job_seeker", strength=strength_of_application)
    carry_along(person, "trainees.Placement", "job_seeker", strength=lambda row: -list(Evidence).index(row.evidence))
    carry_along(person, "trainees.ProtectedData", "job_seeker", strength=lambda row: len(row.special_groups))
    carry_along(person, "trainees.Merge", "kept")
    # Who is compared with a registration that is gone is compared with the one that is left, when that changes.
    carry_along(person, "trainees.DuplicatePair", "first", follows=False)
    carry_along(person, "trainees.DuplicatePair", "second", follows=False)
    carry_along(enrolment, "trainees.AttendanceMark", "enrolment", strength=lambda row: row.hours)
    carry_along(enrolment, "trainees.Placement", "enrolment")
    carry_along(enrolment, "trainees.TracerRound", "enrolment", strength=lambda row: row.answered_at is not None)
    carry_along(enrolment, "trainees.SampleMember", "enrolment", strength=lambda row: row.called_at is not None)
    carry_along("trainees.Placement", "trainees.TracerRound", "placement")


def strength_of_application(application: Application) -> int:
    order = ("withdrawn", "rejected", "submitted", "reserve", "accepted")
    return order.index(application.state)


def strength_of_enrolment(enrolment: Enrolment) -> int:
    """The further a participation came, the more it is worth keeping."""
    order = (EnrolmentState.WITHDRAWN, EnrolmentState.PARTICIPANT, EnrolmentState.FAILED, EnrolmentState.PASSED)
    return order.index(EnrolmentState(enrolment.state))


@dataclass
class _Journal:
    """What a merge did, in order. Undone from the end."""

    steps: list[dict[str, Any]] = field(default_factory=list)

    def move(self, row: Model, name: str, to: Model) -> None:
        column = row._meta.get_field(name).attname  # type: ignore[union-attr]
        before = getattr(row, column)
        type(row)._base_manager.filter(pk=row.pk).update(**{column: to.pk})
        setattr(row, name, to)
        self._note("move", row, column=column, before=str(before), after=str(to.pk))

    def fill(self, row: Model, name: str, source: Model) -> None:
        type(row)._base_manager.filter(pk=row.pk).update(**{name: getattr(source, name)})
        self._note("fill", row, column=name, **{"from": str(source.pk)})

    def remove(self, row: Model) -> None:
        # Not the JSON serializer: it cuts times to milliseconds, and what comes back has to be what was there.
        frozen = json.loads(json.dumps(serializers.serialize("python", [row]), default=str))
        self._note("remove", row, frozen=frozen)
        type(row)._base_manager.filter(pk=row.pk).delete()

    def _note(self, what: str, row: Model, **details: Any) -> None:
        self.steps.append({"do": what, "model": row._meta.label, "pk": str(row.pk), **details})


@transaction.atomic
def merge_people(*, actor: User, keep: JobSeeker, remove: JobSeeker, reason: str) -> Merge:
    """Make one person of two. The kept person's own data stand; empty ones are taken over from the other.

    Two participations in one class become one: the one that came further stays, with the attendance and the results
    of both. Raises DomainError, and changes nothing, where the person with the NIK would be the one to go.
    """
    kept, gone = _lock(keep, remove)
    if not reason.strip():
        raise DomainError("reason_missing", _("Please say how you know that this is one person."), field="reason")
    if gone.nik_index is not None and kept.nik_index is None:
        raise DomainError(
            "keep_the_one_with_nik", _("Keep the registration that has the NIK; the other one goes."), field="keep"
        )
    journal = _Journal()
    _unite(kept, gone, journal)
    for name in _FILLED_IN:
        if getattr(kept, name) in (None, "") and getattr(gone, name) not in (None, ""):
            journal.fill(kept, name, gone)
    journal.remove(gone)
    return Merge.objects.create(
        kept=kept,
        removed_id=remove.pk,
        removed_name=gone.full_name,
        removed_nik_index=gone.nik_index,
        reason=reason.strip(),
        merged_by=actor,
        journal=journal.steps,
    )


def _lock(keep: JobSeeker, remove: JobSeeker) -> tuple[JobSeeker, JobSeeker]:
    """Both rows, locked in the order of their keys, so that two merges cannot wait for each other."""
    keys = {keep.pk, remove.pk}
    locked = {
        one.pk: one for one in JobSeeker.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    }
    if len(locked) != 2:
        raise DomainError("person_gone", _("One of the two has been merged already, or they are the same."))
    return locked[keep.pk], locked[remove.pk]


def _unite(stays: Model, goes: Model, journal: _Journal) -> None:
    """Move everything that hangs on `goes` to `stays`; where both have one, the stronger row takes in the other."""
    for relation in relations_to(type(stays)):
        for row in list(relation.rows._base_manager.filter(**{relation.field: goes.pk}).order_by("pk")):
            if not relation.follows:
                journal.remove(row)
            elif (twin := _twin(row, relation.field, stays)) is None:
                journal.move(row, relation.field, stays)
            else:
                _unite_twins(relation, row, twin, stays, journal)


def _unite_twins(relation: Relation, row: Model, twin: Model, stays: Model, journal: _Journal) -> None:
    if relation.strength is None:
        raise DomainError(
            "both_have_one",
            _("Both have “%(record)s” (%(kind)s). Correct that first; then they can become one.")
            % {"record": row, "kind": row._meta.verbose_name},
        )
    winner, loser = sorted((twin, row), key=relation.strength, reverse=True)
    _unite(winner, loser, journal)
    journal.remove(loser)
    if winner is row:
        journal.move(row, relation.field, stays)


def _twin(row: Model, name: str, other: Model) -> Model | None:
    """The row that already stands where this one would go, by any unique rule of its table."""
    for condition in _unique_rules(type(row), name):
        same = {column: getattr(row, column) for column in condition.columns if column != name}
        rows = type(row)._base_manager.filter(condition.only, **same, **{name: other.pk})
        if _applies(row, condition.only) and (found := rows.exclude(pk=row.pk).first()):
            return found
    return None


@dataclass(frozen=True)
class _UniqueRule:
    columns: tuple[str, ...]
    only: Q


def _unique_rules(model: type[Model], name: str) -> Iterable[_UniqueRule]:
    if model._meta.get_field(name).unique:  # type: ignore[union-attr]
        yield _UniqueRule((name,), Q())
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and name in constraint.fields:
            yield _UniqueRule(tuple(constraint.fields), constraint.condition or Q())


def _applies(row: Model, only: Q) -> bool:
    return not only or type(row)._base_manager.filter(only, pk=row.pk).exists()


@transaction.atomic
def undo_merge(*, actor: User, merge: Merge) -> JobSeeker:
    """Put back what a merge changed, from its end to its beginning. Returns the person who is there again.

    Raises DomainError, and changes nothing, where a row has been changed since so that it can no longer go back.
    """
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at is not None:
        raise DomainError("undone_already", _("This merge has been undone already."))
    try:
        with transaction.atomic():
            for step in reversed(merge.journal):
                _UNDO[step["do"]](step)
            connection.check_constraints()
    except IntegrityError as error:
        raise _changed_since() from error
    restored = JobSeeker.objects.filter(pk=merge.removed_id).first()
    if restored is None:
        raise _changed_since()
    merge.undone_at, merge.undone_by = timezone.now(), actor
    merge.save(update_fields=["undone_at", "undone_by", "updated_at"])
    return restored


def _undo_move(step: dict[str, Any]) -> None:
    rows = apps.get_model(step["model"])._base_manager.filter(pk=step["pk"], **{step["column"]: step["after"]})
    if not rows.update(**{step["column"]: step["before"]}):
        raise _changed_since()


def _undo_fill(step: dict[str, Any]) -> None:
    """Empty again, unless somebody has corrected it since. The person it was taken from is back already."""
    model, name = apps.get_model(step["model"]), step["column"]
    column = model._meta.get_field(name).attname
    taken = model._base_manager.values_list(column, flat=True).get(pk=step["from"])
    empty = None if model._meta.get_field(name).null else ""
    model._base_manager.filter(pk=step["pk"], **{column: taken}).update(**{column: empty})


def _undo_remove(step: dict[str, Any]) -> None:
    for frozen in serializers.deserialize("python", step["frozen"]):
        frozen.save(force_insert=True)


def _changed_since() -> DomainError:
    return DomainError(
        "changed_since_merge",
        _("What was merged has been changed since, so it cannot be taken apart any more. Correct it by hand."),
    )


_UNDO: dict[str, Callable[[dict[str, Any]], None]] = {
    "move": _undo_move,
    "fill": _undo_fill,
    "remove": _undo_remove,
}


def merged_into(removed: uuid.UUID) -> JobSeeker | None:
    """Who a removed registration became part of, for addresses that somebody has kept."""
    merge = Merge.objects.in_force().filter(removed_id=removed).select_related("kept").first()
    return merge.kept if merge else None
