"""What stands in the way of undoing an import: what others made of its rows since, in words, with counts and links."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.db.models import ForeignObjectRel, Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pghistory.models import Event

from kaltim_naker.access.scope import Scope, ScopedQuerySet
from kaltim_naker.accounts.models import User
from kaltim_naker.imports.undo.writes import Writes
from kaltim_naker.ui.formatting import moment, number

_SHOWN = 5


@dataclass(frozen=True)
class Link:
    """A record in the way; `url` is empty where it has no page."""

    label: str
    url: str


@dataclass(frozen=True)
class Blocker:
    """Records that undoing would take the ground from. `links` are the first of those that the reader may see."""

    text: str
    count: int
    links: Sequence[Link] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        return self.count - len(self.links)


# Rows that mean nothing once what they refer to is gone, by model label: undoing takes them along.
_LET_GO: dict[str, Q] = {}


def let_go(model: str, condition: Q) -> None:
    """Declare rows that do not stand in the way of undoing: notes of the program that nobody has acted upon.

    Called from `AppConfig.ready` of the app that owns them.
    """
    _LET_GO[model] = condition


def blockers_of(writes: Sequence[Writes], scope: Scope) -> list[Blocker]:
    """Everything in the way; names and links only of what lies in `scope`."""
    created = {one.model: one for one in writes}
    found = chain.from_iterable(
        chain(_changed_since(one, scope), _without_past(one), _references_to(one, created, scope)) for one in writes
    )
    return sorted(found, key=lambda blocker: -blocker.count)


def dependants_of(writes: Writes) -> Iterator[QuerySet]:
    """Rows that go along with what is removed: links of many to many, and what was declared by `let_go`."""
    for relation in _relations_to(writes.model):
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": writes.created})
        if relation.related_model._meta.auto_created:
            yield rows
        elif (condition := _LET_GO.get(relation.related_model._meta.label)) is not None:
            yield rows.filter(condition)


def _changed_since(writes: Writes, scope: Scope) -> Iterator[Blocker]:
    """Somebody worked on these rows; undoing would lose that."""
    later = writes.later
    count = later.values("pgh_obj_id").distinct().count()
    if not count:
        return
    text = ngettext(
        "%(count)s record of the kind “%(what)s” has been changed since, %(last)s.",
        "%(count)s records of the kind “%(what)s” have been changed since, %(last)s.",
        count,
    )
    details = {"count": number(count), "what": _name(writes.model), "last": _last(later)}
    rows = writes.model._base_manager.filter(pk__in=later.values("pgh_obj_id"))
    yield Blocker(text % details, count, _links(rows, scope))


def _last(events: QuerySet) -> str:
    """Who did it last, and when."""
    event = events.select_related("pgh_context").order_by("-pgh_id")[0]
    who = event.pgh_context.metadata.get("user") if event.pgh_context else None
    actor = User.objects.filter(pk=who).first() if who else None
    if actor is None:
        return _("last on %(when)s") % {"when": moment(event.pgh_created_at)}
    return _("last by %(who)s on %(when)s") % {"who": actor.full_name, "when": moment(event.pgh_created_at)}


def _without_past(writes: Writes) -> Iterator[Blocker]:
    if count := writes.without_past.count():
        text = ngettext(
            "Of %(count)s record of the kind “%(what)s” no earlier version is on record.",
            "Of %(count)s records of the kind “%(what)s” no earlier version is on record.",
            count,
        )
        yield Blocker(text % {"count": number(count), "what": _name(writes.model)}, count)


def _references_to(writes: Writes, created: dict[type[Model], Writes], scope: Scope) -> Iterator[Blocker]:
    """Records of others that hang on a row of the import."""
    for relation in _relations_to(writes.model):
        model = relation.related_model
        if model._meta.auto_created:
            continue
        rows = model._base_manager.filter(**{f"{relation.field.name}__in": writes.created})
        if model in created:
            rows = rows.exclude(pk__in=created[model].created)
        if (condition := _LET_GO.get(model._meta.label)) is not None:
            rows = rows.exclude(condition)
        if count := rows.count():
            yield Blocker(_in_use(count, model, writes.model), count, _links(rows, scope))


def _in_use(count: int, users: type[Model], used: type[Model]) -> str:
    text = ngettext(
        "%(count)s record of the kind “%(users)s”, entered since, belongs to a record of the kind “%(used)s”.",
        "%(count)s records of the kind “%(users)s”, entered since, belong to records of the kind “%(used)s”.",
        count,
    )
    return text % {"count": number(count), "users": _name(users), "used": _name(used)}


def _relations_to(model: type[Model]) -> Iterator[ForeignObjectRel]:
    for relation in model._meta.get_fields(include_hidden=True):
        is_reference = isinstance(relation, ForeignObjectRel) and (relation.one_to_many or relation.one_to_one)
        if is_reference and not issubclass(relation.related_model, Event):
            yield relation


def _name(model: type[Model]) -> str:
    return str(model._meta.verbose_name)


def _links(rows: QuerySet, scope: Scope) -> list[Link]:
    """The first of the rows that lie in the reader's scope."""
    visible = rows.model._default_manager.filter(pk__in=rows.values("pk"))
    if not isinstance(visible, ScopedQuerySet):
        return []
    return [Link(str(row), _address(row)) for row in visible.visible_to(scope)[:_SHOWN]]


def _address(row: Any) -> str:
    """The page of a record, or of the first record that it belongs to."""
    owners = (getattr(row, column.name) for column in row._meta.concrete_fields if column.is_relation)
    for one in chain([row], owners):
        if hasattr(one, "get_absolute_url"):
            return str(one.get_absolute_url())
    return ""
