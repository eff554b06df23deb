"""Which kept figures hold at this moment. One decision for a whole page, in two queries."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.db.models import Field

from kaltim_naker.audit.models import ChangeMark
from programs.kept.counting import grain_name, grains_of
from programs.kept.sources import Mark, sources_of
from programs.measures import get_measure
from programs.models import KeptFigure, KeptMeasure
from programs.shelf import Firsts, opened

Parts = Mapping[tuple[str | None, ...], Firsts]


class KeptShelf:
    """The kept figures, as one page reads them.

    A measure whose tables have not changed since it was counted is read from here. One that changed is counted from its
    records while they are few, so that the page is exact and up to date; where they are many, the kept figures are
    shown with the time that they stand for: `as_of`.
    """

    def __init__(self) -> None:
        #: The oldest time that a figure shown so far stands for; None while all of them stand for now.
        self.as_of: datetime | None = None
        self._read: dict[tuple[str, int, tuple[str, ...]], Parts | None] = {}

    def figures(self, measure: str, year: int, grain: tuple[str, ...]) -> Parts | None:
        wanted = (measure, year, grain)
        if wanted not in self._read:
            self._read[wanted] = self._parts(*wanted) if self._holds(measure) else None
        return self._read[wanted]

    def as_key(self, measure: str, dimension: str, text: str | None) -> Any:
        return None if text is None else _field_of(measure, dimension).to_python(text)

    def _parts(self, measure: str, year: int, grain: tuple[str, ...]) -> Parts | None:
        kept = KeptFigure.objects.filter(measure=measure, year=year, grain=grain_name(grain))
        found = {tuple(members): firsts for members, firsts in kept.values_list("members", "firsts")}
        # A year without records has no parts either, but a grain that is not kept must not look empty.
        return found if found or _is_kept(measure, grain) else None

    def _holds(self, measure: str) -> bool:
        kept = self._measures.get(measure)
        if kept is None:
            return False
        if not self._has_changed(kept):
            return True
        if kept.records <= settings.KEPT_LIVE_LIMIT:
            return False
        self.as_of = min(kept.counted_at, self.as_of or kept.counted_at)
        return True

    def _has_changed(self, kept: KeptMeasure) -> bool:
        sources = sources_of(get_measure(kept.measure))
        return sources is None or sources.rule != kept.rule or any(sources.concern(mark) for mark in self._marks)

    @cached_property
    def _measures(self) -> dict[str, KeptMeasure]:
        return {kept.measure: kept for kept in KeptMeasure.objects.all()}

    @cached_property
    def _marks(self) -> list[Mark]:
        marks = ChangeMark.objects.order_by("source", "is_insert").distinct("source", "is_insert")
        return [Mark(source, is_insert) for source, is_insert in marks.values_list("source", "is_insert")]


@contextmanager
def kept_figures() -> Iterator[KeptShelf]:
    """Inside, figures of the whole province are read where they are kept; ask the shelf for `as_of` at the end."""
    shelf = KeptShelf()
    with opened(shelf):
        yield shelf


@cache
def _field_of(measure: str, dimension: str) -> Field:
    return get_measure(measure).records().query.annotations[dimension].output_field


@cache
def _is_kept(measure: str, grain: tuple[str, ...]) -> bool:
    return grain in grains_of(get_measure(measure))
