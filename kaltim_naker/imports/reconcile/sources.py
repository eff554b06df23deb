"""What a list may be compared with: participants, certificates, the people behind a figure. Apps register theirs."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.imports.reconcile.compare import Comparison, Ours, Theirs, compare
from kaltim_naker.imports.reconcile.identifiers import Identifier


@dataclass(frozen=True)
class OursSet:
    """Our side. `rows` are those within the reader's rights; `hidden` says how many more there are."""

    rows: Iterable[Ours]
    hidden: int = 0


@dataclass(frozen=True)
class Source:
    """A set of records of ours.

    `form` is made with the scope of the reader (`form(data, scope=…)`) and says which of them; `ours` and `explain` get
    what it cleaned. `explain` says where keys that are not in the set are known to the reader otherwise.
    """

    name: str
    label: str | Promise
    identifier: Identifier
    form: type[forms.Form]
    ours: Callable[[Scope, Mapping[str, Any]], OursSet]
    explain: Callable[[Scope, Mapping[str, Any], Iterable[Hashable]], Mapping[Hashable, str]]


_registry: dict[str, Source] = {}
# One sentence for two cases: whether a number that somebody may not see is registered is not said either
# (security.md §2, row 15).
UNKNOWN = _("not known with us, or beyond your rights: not shown")


def register(source: Source) -> None:
    """Called in AppConfig.ready."""
    if _registry.setdefault(source.name, source) is not source:
        raise ValueError(f"the source {source.name} is registered twice")


def get_source(name: str) -> Source:
    """Raises KeyError."""
    return _registry[name]


def all_sources() -> list[Source]:
    return list(_registry.values())


def reconcile(source: Source, scope: Scope, chosen: Mapping[str, Any], theirs: list[Theirs]) -> Comparison:
    """Compare a list with a set of ours, within somebody's scope."""
    ours = source.ours(scope, chosen)
    answer = compare(
        theirs,
        ours.rows,
        near=source.identifier.near,
        explain=lambda keys: source.explain(scope, chosen, keys),
        unknown=str(UNKNOWN),
    )
    answer.hidden = ours.hidden
    return answer
