"""Making one record of two, and undoing it, for whatever kind of record.

Every foreign key to a kind that can be merged is declared by the app that owns it, with `carry_along`; a test fails
when one is missing. The removed rows and the moved keys are kept in a journal, so that undoing puts back exactly what
was there.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, Q, UniqueConstraint
from django.utils.translation import gettext as _

from kaltim_naker.core.errors import DomainError


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


@dataclass
class Journal:
    """What a merge did, in order. Undone from the end by `take_apart`."""

    steps: list[dict[str, Any]] = field(default_factory=list)

    def move(self, row: Model, name: str, to: Model) -> None:
        column = row._meta.get_field(name).attname  # type: ignore[union-attr]
        before = getattr(row, column)
        type(row)._base_manager.filter(pk=row.pk).update(**{column: to.pk})
        setattr(row, name, to)
        self._note("move", row, column=column, before=str(before), after=str(to.pk))

    def fill(self, row: Model, names: Sequence[str], source: Model) -> None:
        """Take over fields that are empty here; those that depend on each other in one go."""
        type(row)._base_manager.filter(pk=row.pk).update(**{name: getattr(source, name) for name in names})
        self._note("fill", row, columns=list(names), **{"from": str(source.pk)})

    def remove(self, row: Model) -> None:
        # Not the JSON serializer: it cuts times to milliseconds, and what comes back has to be what was there.
        frozen = json.loads(json.dumps(serializers.serialize("python", [row]), default=str))
        self._note("remove", row, frozen=frozen)
        type(row)._base_manager.filter(pk=row.pk).delete()

    def _note(self, what: str, row: Model, **details: Any) -> None:
        self.steps.append({"do": what, "model": row._meta.label, "pk": str(row.pk), **details})


def unite(stays: Model, goes: Model, journal: Journal) -> None:
    """Move everything that hangs on `goes` to `stays`; where both have one, the stronger row takes in the other."""
    for relation in relations_to(type(stays)):
        for row in list(relation.rows._base_manager.filter(**{relation.field: goes.pk}).order_by("pk")):
            if not relation.follows:
                journal.remove(row)
            elif (twin := _twin(row, relation.field, stays)) is None:
                journal.move(row, relation.field, stays)
            else:
                _unite_twins(relation, row, twin, stays, journal)


def _unite_twins(relation: Relation, row: Model, twin: Model, stays: Model, journal: Journal) -> None:
    if relation.strength is None:
        raise DomainError(
            "both_have_one",
            _("Both have “%(record)s” (%(kind)s). Correct that first; then they can become one.")
            % {"record": row, "kind": row._meta.verbose_name},
        )
    winner, loser = sorted((twin, row), key=relation.strength, reverse=True)
    unite(winner, loser, journal)
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


def take_apart(steps: list[dict[str, Any]]) -> None:
    """Put back what a merge changed, from its end to its beginning.

    Raises DomainError, and changes nothing, where a row has been changed since so that it can no longer go back.
    """
    try:
        with transaction.atomic():
            for step in reversed(steps):
                _UNDO[step["do"]](step)
            connection.check_constraints()
    except IntegrityError as error:
        raise changed_since() from error


def _undo_move(step: dict[str, Any]) -> None:
    rows = apps.get_model(step["model"])._base_manager.filter(pk=step["pk"], **{step["column"]: step["after"]})
    if not rows.update(**{step["column"]: step["before"]}):
        raise changed_since()


def _undo_fill(step: dict[str, Any]) -> None:
    """Empty again, unless somebody has corrected it since. The person it was taken from is back already."""
    model = apps.get_model(step["model"])
    fields = [model._meta.get_field(name) for name in step["columns"]]
    columns = [field.attname for field in fields]
    taken = model._base_manager.values(*columns).get(pk=step["from"])
    emptied = {field.attname: None if field.null else "" for field in fields}
    model._base_manager.filter(pk=step["pk"], **taken).update(**emptied)


def _undo_remove(step: dict[str, Any]) -> None:
    for frozen in serializers.deserialize("python", step["frozen"]):
        frozen.save(force_insert=True)


def changed_since() -> DomainError:
    return DomainError(
        "changed_since_merge",
        _("What was merged has been changed since, so it cannot be taken apart any more. Correct it by hand."),
    )


_UNDO: dict[str, Callable[[dict[str, Any]], None]] = {
    "move": _undo_move,
    "fill": _undo_fill,
    "remove": _undo_remove,
}
