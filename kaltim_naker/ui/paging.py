"""Paging by key: any page costs what the first one costs, and counting stops at a cap.

The address names only the key of the row at the edge (`?after=<pk>`), never its sort value: a name or a number of a
person does not belong into a log of addresses. The value is read again by that key.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignObjectRel, Model, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaltim_naker.ui.formatting import number

PAGE_SIZE = 50
#: Counting goes on to here and then says "more than": an exact count of a million rows helps nobody on a list page.
COUNT_CAP = 10_000


@dataclass(frozen=True, slots=True)
class Order:
    """Sorted by one look-up and then by key, both in one direction, so that one index serves both directions."""

    lookup: str
    descending: bool = False

    @property
    def terms(self) -> list[str]:
        names = ["pk"] if self.lookup == "pk" else [self.lookup, "pk"]
        return [f"-{name}" for name in names] if self.descending else names

    def reversed(self) -> "Order":
        return Order(self.lookup, not self.descending)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows with the addresses of its neighbours; an empty address means there is none."""

    rows: list[Any]
    count: int
    is_capped: bool
    first_url: str = ""
    previous_url: str = ""
    next_url: str = ""

    @property
    def count_text(self) -> str:
        if self.is_capped:
            return _("more than %(count)s rows") % {"count": number(COUNT_CAP)}
        return ngettext("%(shown)s row", "%(shown)s rows", self.count) % {"shown": number(self.count)}


class Pager:
    """Cuts a page out of a queryset, for the query string of a request."""

    def __init__(self, query: QueryDict, size: int = PAGE_SIZE) -> None:
        self.query = query
        self.size = size
        self.backwards = "before" in query
        self.key = query.get("before") or query.get("after", "")

    def page(self, queryset: QuerySet, order: Order, fields: list[str] | None) -> Page:
        """The rows of the page as dicts of `fields` (objects where `fields` is None), three queries at most.

        An edge that does not exist any more leads to the first page.
        """
        walk = order.reversed() if self.backwards else order
        edge = self._edge_condition(queryset, walk)
        if edge is None:
            walk = order
        found = (queryset if edge is None else queryset.filter(edge)).order_by(*walk.terms)
        rows = list((found if fields is None else found.values("pk", *fields))[: self.size + 1])
        has_more, rows = len(rows) > self.size, rows[: self.size]
        if walk != order:
            rows.reverse()
            return self._page(queryset, rows, has_before=has_more, has_after=True)
        return self._page(queryset, rows, has_before=edge is not None, has_after=has_more)

    def _edge_condition(self, queryset: QuerySet, order: Order) -> Q | None:
        if not self.key:
            return None
        try:
            pk = queryset.model._meta.pk.to_python(self.key)
        except ValidationError:
            return None
        edge = queryset.filter(pk=pk).values_list(order.lookup, "pk").first()
        return None if edge is None else beyond(order, edge[0], edge[1], nullable=_is_nullable(queryset, order.lookup))

    def _page(self, queryset: QuerySet, rows: list[Any], *, has_before: bool, has_after: bool) -> Page:
        count = queryset.order_by().values("pk")[: COUNT_CAP + 1].count()
        return Page(
            rows=rows,
            count=min(count, COUNT_CAP),
            is_capped=count > COUNT_CAP,
            first_url=self._url() if has_before else "",
            previous_url=self._url(before=_key(rows[0])) if has_before and rows else "",
            next_url=self._url(after=_key(rows[-1])) if has_after and rows else "",
        )

    def _url(self, **edge: str) -> str:
        return query_url(self.query, drop=("after", "before"), **edge)


def beyond(order: Order, value: Any, pk: Any, *, nullable: bool) -> Q:
    """The rows after (value, pk) in this order, with empty values where PostgreSQL puts them (last when ascending).

    The redundant `>=` lets the planner start in the index at the value.
    """
    past = "lt" if order.descending else "gt"
    if order.lookup == "pk":
        return Q(**{f"pk__{past}": pk})
    name = order.lookup
    tie = Q(**{f"pk__{past}": pk})
    if value is None:
        same = Q(**{f"{name}__isnull": True}) & tie
        return same | Q(**{f"{name}__isnull": False}) if order.descending else same
    later = Q(**{f"{name}__{past}e": value}) & (Q(**{f"{name}__{past}": value}) | tie)
    return later | Q(**{f"{name}__isnull": True}) if nullable and not order.descending else later


def query_url(query: QueryDict, *, drop: tuple[str, ...] = (), **changes: str) -> str:
    """The same address with some parameters dropped and some set; `?` alone is the bare page."""
    changed = query.copy()
    for name in drop:
        changed.pop(name, None)
    for name, value in changes.items():
        changed[name] = value
    return f"?{changed.urlencode()}"


def _key(row: Any) -> str:
    return str(row["pk"] if isinstance(row, dict) else row.pk)


def _is_nullable(queryset: QuerySet, lookup: str) -> bool:
    """Whether a look-up path may be empty. Annotations may; so may anything reached through an empty key."""
    if lookup in queryset.query.annotations:
        return True
    model: type[Model] | None = queryset.model
    for name in lookup.split("__"):
        if model is None:
            return True
        step: Field | ForeignObjectRel = model._meta.pk if name == "pk" else model._meta.get_field(name)
        if not isinstance(step, Field) or step.null:
            return True
        model = step.related_model
    return False
