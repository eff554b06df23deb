"""A figure divided by what one asks for, and the records behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from certifications.models import Issuer
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.api.resources.numbers import PeriodInput
from kaltim_naker.api.rest.errors import BadRequest, wrong_parameters
from kaltim_naker.api.rest.fields import TextField
from kaltim_naker.api.rest.filtering import DATA_DEPENDENT
from kaltim_naker.api.rest.paging import CursorPages
from kaltim_naker.api.rest.viewsets import ApiViewSet, ListViewSet
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core.periods import Period, fiscal_year, today
from kaltim_naker.regions.models import KbliSection, Region
from kaltim_naker.reports.dimensions import AXES, Axis, axes_of
from kaltim_naker.reports.names import names_scope
from kaltim_naker.ui.readonly import reading_only
from programs.measures import (
    OUTSIDE,
    UNKNOWN,
    Measure,
    Progress,
    Ratio,
    find_measure,
    find_ratio,
    members_in,
    progress,
    progress_grid,
)
from programs.models import Field, Indicator, TrainingCentre
from programs.services import indicators_on

_NOTHING = Progress(0, 0)
#: Axis → key here and the code that other offices know. What is not named has a key that is a code already.
_CODES: Mapping[str, Callable[[], dict[Any, str]]] = {
    "centre": lambda: dict(TrainingCentre.objects.values_list("pk", "office__code")),
    "region": lambda: {**dict(Region.objects.home().values_list("pk", "code")), OUTSIDE: "outside"},
    "field": lambda: dict(Field.objects.values_list("pk", "code")),
    "sector": lambda: {one.pk: f"{one.code}/{one.version}" for one in KbliSection.objects.all()},
    "issuer": lambda: dict(Issuer.objects.values_list("pk", "code")),
}


def codes_of(axis: Axis) -> dict[Any, str]:
    """Key here → code, of every member of an axis."""
    known = _CODES[axis.name]() if axis.name in _CODES else {key: str(key) for key in axis.members()}
    return {**known, None: UNKNOWN}


class FigureInput(PeriodInput):
    """Of when, divided by what, narrowed to what. Members are named by code; `none` is what is not recorded."""

    by = TextField(max_length=40, required=False, help_text="One or two dimensions: region or region,sex.")


class CountSerializer(serializers.Serializer):
    in_period = serializers.IntegerField(help_text="New in the quarter; of a whole year the same as cumulative.")
    cumulative = serializers.IntegerField(help_text="Since January.")


class PartSerializer(CountSerializer):
    members = serializers.DictField(child=serializers.CharField(), help_text="Dimension → code of the member.")
    names = serializers.DictField(child=serializers.CharField(), help_text="The same in words.")
    divided_by = CountSerializer(allow_null=True, help_text="Of a ratio: what it is divided by.")


class DividedSerializer(serializers.Serializer):
    """Distinct counts: the parts may exceed the whole, because one subject is counted in several; `excess` says so."""

    figure = serializers.CharField()
    measure = serializers.CharField()
    unit = serializers.CharField()
    rule = serializers.CharField()
    year = serializers.IntegerField()
    quarter = serializers.IntegerField(allow_null=True)
    by = serializers.ListField(child=serializers.CharField())
    dimensions = serializers.ListField(child=serializers.CharField(), help_text="What it can be divided by.")
    whole = PartSerializer()
    totals = PartSerializer(many=True, help_text="Of each member of each dimension, where there are two.")
    parts = PartSerializer(many=True)
    excess = serializers.IntegerField()


@dataclass(frozen=True)
class Asked:
    """One figure as it was asked for."""

    code: str
    counted: Measure | Ratio
    rule: str
    period: Period
    axes: tuple[Axis, ...]
    members: dict[str, Any]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What is counted; of a ratio what it divides, and by what, unless others publish that."""
        if isinstance(self.counted, Measure):
            return (self.counted,)
        return tuple(one for one in (self.counted.numerator, self.counted.denominator) if isinstance(one, Measure))


def asked_of(code: str, request: Request) -> Asked:
    """Raises Http404 for what is no figure, BadRequest for what it cannot be divided by or narrowed to."""
    sent = FigureInput(data=request.query_params)
    if not sent.is_valid():
        raise wrong_parameters(sent.errors)
    chosen = sent.validated_data
    period = Period(chosen.get("year") or fiscal_year(today()), chosen.get("quarter"))
    indicator = next((one for one in indicators_on(period.end) if one.code == code), None)
    key = indicator.measure if indicator else code
    counted = find_measure(key) or find_ratio(key)
    if counted is None:
        raise Http404
    names = dict.fromkeys(name for name in chosen.get("by", "").split(",") if name)
    known = {axis.name: axis for axis in axes_of(counted)}
    _require_divisible(counted, request, known, names)
    members = {name: _member(AXES[name], request.query_params[name]) for name in AXES if name in request.query_params}
    if unknown := [name for name in members if name not in known]:
        raise BadRequest("not_divided", _not_divided(known), unknown[0])
    own = indicator.own_rule if indicator else ""
    return Asked(code, counted, own or str(counted.rule), period, tuple(known[name] for name in names), members)


def _require_divisible(
    counted: Measure | Ratio, request: Request, known: Mapping[str, Axis], names: Mapping[str, None]
) -> None:
    """At most two dimensions that the figure knows; none of a figure about specially protected data."""
    if len(names) > 2 or any(name not in known for name in names):
        raise BadRequest("not_divided", _not_divided(known), "by")
    narrowed = names or [name for name in AXES if name in request.query_params]
    parts = (counted.numerator, counted.denominator) if isinstance(counted, Ratio) else (counted,)
    is_protected = any(getattr(part, "is_protected", False) for part in parts)
    if narrowed and is_protected and not can(request.user, Action.VIEW_PROTECTED_DATA):
        message = _("It is about specially protected data; small parts of it would say who is meant.")
        raise BadRequest("protected_figure", message, "by")


def _not_divided(known: Mapping[str, Axis]) -> str:
    return _("It can be divided by up to two of: %(names)s.") % {"names": ", ".join(known) or "–"}


def _member(axis: Axis, code: str) -> Any:
    found = {text: key for key, text in codes_of(axis).items()}
    if code not in found:
        raise BadRequest("wrong_filter", _("“%(code)s” is none of its codes.") % {"code": code[:80]}, axis.name)
    return UNKNOWN if found[code] is None else found[code]


_CODE = {"type": "string", DATA_DEPENDENT: True}
_PARAMETERS = [
    OpenApiParameter("year", {"type": "integer", "minimum": 2000, "maximum": 2100}),
    OpenApiParameter("quarter", int, enum=[1, 2, 3, 4]),
    *(OpenApiParameter(name, _CODE, description=f"Only this {name}, by its code.") for name in AXES),
]


class FigureViewSet(ApiViewSet):
    """Any indicator or measure, divided by what one asks for."""

    needs = {"retrieve": Action.VIEW_ACHIEVEMENT}
    serializer_class = DividedSerializer
    queryset = Indicator.objects.none()
    pagination_class = None
    lookup_field = "code"
    lookup_value_converter = "slug"

    def known_parameters(self) -> frozenset[str]:
        return frozenset({"year", "quarter", "by", *AXES})

    @extend_schema(
        parameters=[
            *_PARAMETERS,
            OpenApiParameter("by", _CODE, description="One or two dimensions: region, or region,sex."),
        ],
        responses=DividedSerializer,
    )
    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        """A figure with its parts, by up to two dimensions. The code of an indicator, or the key of a measure."""
        asked = asked_of(self.kwargs["code"], request)
        with reading_only():
            return Response(_Division(asked, self.scope).as_data())


class _Division:
    """A figure while it is counted: each grain by its own query, however many members there are."""

    def __init__(self, asked: Asked, scope: Any) -> None:
        self.asked, self.scope = asked, scope

    def as_data(self) -> dict[str, Any]:
        asked, axes = self.asked, self.asked.axes
        [whole] = self.parts(())
        parts = self.parts(axes) if axes else []
        single = len(asked.measures) == 1 and asked.period.quarter is None
        return {
            "figure": asked.code,
            "measure": asked.counted.key,
            "unit": asked.counted.unit if isinstance(asked.counted, Measure) else "percent",
            "rule": asked.rule,
            "year": asked.period.year,
            "quarter": asked.period.quarter,
            "by": [axis.name for axis in axes],
            "dimensions": [axis.name for axis in axes_of(asked.counted)],
            "whole": whole,
            "totals": [part for axis in axes for part in self.parts((axis,))] if len(axes) > 1 else [],
            "parts": parts,
            "excess": max(0, sum(one["cumulative"] for one in parts) - whole["cumulative"]) if single and parts else 0,
        }

    def parts(self, axes: Sequence[Axis]) -> list[dict[str, Any]]:
        dimensions = [axis.dimension for axis in axes]
        period, scope, members = self.asked.period, self.scope, self.asked.members
        grids = [progress_grid(one, period, scope, dimensions, **members) for one in self.asked.measures]
        # Where nothing is counted there are no parts, and still a whole.
        keys = dict.fromkeys(key for grid in grids for key in grid) or ({} if axes else {(): None})
        shown = [self._part(axes, key, [grid.get(key, _NOTHING) for grid in grids]) for key in keys]
        return sorted(shown, key=lambda one: list(one["members"].values()))

    def _part(self, axes: Sequence[Axis], key: tuple[Any, ...], counts: Sequence[Progress]) -> dict[str, Any]:
        placed = list(zip(axes, key, strict=True))
        below = counts[1] if len(counts) > 1 else None
        return {
            "in_period": counts[0].in_period,
            "cumulative": counts[0].cumulative,
            "members": {axis.name: self.words[axis.name][0].get(member, str(member)) for axis, member in placed},
            "names": {axis.name: str(self.words[axis.name][1].get(member, member)) for axis, member in placed},
            "divided_by": below and {"in_period": below.in_period, "cumulative": below.cumulative},
        }

    @cached_property
    def words(self) -> dict[str, tuple[dict[Any, str], dict[Any, str]]]:
        """Axis → its codes, and its names."""
        unknown = {None: _("not recorded")}
        return {axis.name: (codes_of(axis), {**axis.members(), **unknown}) for axis in self.asked.axes}


class BehindSerializer(serializers.Serializer):
    """One record of a figure, the first of its subject. Its names are read from its own resource."""

    record = serializers.UUIDField(source="pk")
    subject = serializers.CharField(help_text="What is counted once: a person, a company, a certificate …")
    occurred_on = serializers.DateField()


class CountedPages(CursorPages):
    """Pages of what a figure counts, with the figure itself."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        page = super().get_paginated_response_schema(schema)
        counted = {
            "count": {"type": "integer", "description": "The figure."},
            "hidden": {"type": "integer", "description": "Of it, beyond your rights: counted and not named."},
            "kind": {"type": "string", "description": "What the records are."},
        }
        return {**page, "required": [*page["required"], *counted], "properties": {**page["properties"], **counted}}


class BehindViewSet(ListViewSet):
    """The records behind a figure: as many as it says, as far as they are yours."""

    needs = {"list": Action.VIEW_ACHIEVEMENT}
    operation_name = "achievements_records"
    is_steady = False  # the figure may be defined anew
    serializer_class = BehindSerializer
    pagination_class = CountedPages
    queryset = Indicator.objects.none()

    def known_parameters(self) -> frozenset[str]:
        return frozenset({"year", "quarter", "limit", "cursor", "fields", *AXES})

    @cached_property
    def figure(self) -> Asked:
        return asked_of(self.kwargs["code"], self.request)

    def get_queryset(self) -> QuerySet:
        return self._members(names_scope(self.request.user, self.figure.measures[0]))

    def _members(self, scope: Any) -> QuerySet:
        asked, measure = self.figure, self.figure.measures[0]
        whole_year = asked.period.quarter is None or measure.is_position
        return members_in(measure, asked.period, scope, whole_year=whole_year, **asked.members)

    @extend_schema(parameters=_PARAMETERS)
    def list(self, request: Request, **kwargs: Any) -> Response:
        """The records behind a figure; of a ratio, those above the line. A quarter lists who is new in it.

        `count` is the figure; `hidden` of it are beyond your rights: they are counted, and not named.
        """
        measure = self.figure.measures[0]
        response = super().list(request)
        with reading_only():
            found = progress(measure, self.figure.period, self.scope, **self.figure.members)
            listed = self.get_queryset().count()
        count = found.cumulative if self.figure.period.quarter is None else found.in_period
        rows = len(response.data["items"])
        if rows:
            record_access(
                actor=request.user, kind=AccessKind.EXPORT, subject=measure.key, rows=rows, request=request._request
            )
        model = measure.records().model._meta.label_lower
        response.data = {**response.data, "count": count, "hidden": max(0, count - listed), "kind": model}
        return response
