"""Which rows a person sees.

A `Scope` is computed from memberships. A model says by `scope_paths` how its rows hang on a centre and on a region, and
its queryset inherits `visible_to`. Foreign and absent rows look the same to the caller: 404.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, QuerySet

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import held_memberships, memberships_allowing
from kaltim_naker.accounts.models import Membership, Office, OfficeKind, User


@dataclass(frozen=True)
class Scope:
    """The rows of these centres and of these regions' residents; or everything (the provincial office)."""

    everything: bool = False
    centres: frozenset[int] = field(default_factory=frozenset)
    regions: frozenset[int] = field(default_factory=frozenset)

    def as_json(self) -> dict[str, object]:
        """A form that a background row can keep."""
        return {"everything": self.everything, "centres": sorted(self.centres), "regions": sorted(self.regions)}

    @classmethod
    def from_json(cls, data: dict) -> Self:
        return cls(data["everything"], frozenset(data["centres"]), frozenset(data["regions"]))


EVERYTHING = Scope(everything=True)
NOTHING = Scope()


def scope_of(user: User | AnonymousUser, action: Action | None = None) -> Scope:
    """What a person sees at all, or what he may do `action` with.

    Rights do not add up over offices: who may close classes at one centre and only look on at another closes none
    there.
    """
    held = held_memberships(user) if action is None else memberships_allowing(user, action)
    return _scope_from(held)


def _scope_from(memberships: list[Membership]) -> Scope:
    offices = [membership.office for membership in memberships]
    if any(office.kind == OfficeKind.PROVINCE for office in offices):
        return EVERYTHING
    return Scope(
        centres=frozenset(office.pk for office in offices if office.kind == OfficeKind.TRAINING_CENTRE),
        regions=frozenset(office.region_id for office in offices if office.kind == OfficeKind.REGIONAL_OFFICE),
    )


def offices_in(scope: Scope) -> QuerySet[Office]:
    """The offices whose own work lies in this scope: these centres, and the regional offices of these regions.

    A training centre stands in a region, too, and is none of its regional office's business.
    """
    if scope.everything:
        return Office.objects.all()
    regional = Q(kind=OfficeKind.REGIONAL_OFFICE, region__in=scope.regions)
    return Office.objects.filter(Q(pk__in=scope.centres) | regional)


@dataclass(frozen=True)
class ScopePaths:
    """Look-up paths from a row to what it belongs to; None where there is no such tie.

    `centre` leads to a training centre, `region` to the region of residents, `office` to the office, of whatever kind,
    whose own work the row is. `public` rows are seen by every member of staff (reference data, the plan of classes).
    """

    centre: str | None = None
    region: str | None = None
    office: str | None = None
    public: bool = False


class ScopedQuerySet(models.QuerySet):
    """Base of every queryset of records. The model must declare `scope_paths`."""

    def visible_to(self, scope: Scope) -> Self:
        """Only the rows of this scope. An empty scope sees nothing, whatever the paths say."""
        paths: ScopePaths = self.model.scope_paths  # type: ignore[attr-defined]
        if scope.everything or (paths.public and (scope.centres or scope.regions)):
            return self
        condition = Q(pk__in=[])
        if paths.centre and scope.centres:
            condition |= Q(**{f"{paths.centre}__in": scope.centres})
        if paths.region and scope.regions:
            condition |= Q(**{f"{paths.region}__in": scope.regions})
        if paths.office:
            condition |= Q(**{f"{paths.office}__in": offices_in(scope)})
        return self.filter(condition)


class ScopedModel(models.Model):
    """Mixin of models whose rows belong to a centre, a region, or to everybody.

    `guarded_columns` are those whose values need an action of their own, wherever the row is shown; the pages of
    history ask for it by themselves.
    """

    scope_paths: ClassVar[ScopePaths]
    guarded_columns: ClassVar[Mapping[str, Action]] = {}

    class Meta:
        abstract = True
