"""The breakdowns of a closed figure in words, out of what was kept."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kaltim_naker.reports.dimensions import AXES
from kaltim_naker.reports.words import amount
from kaltim_naker.ui.components import PlainTable
from programs.models import ClosedFigure

# Whoever opens the figure of a place sees the place already.
_LEFT_OUT = frozenset({"at_centre"})


class DimensionWords:
    """Keys of dimensions in words; each dimension is asked for its members once, and only where it is needed."""

    def __init__(self) -> None:
        self._axes = {axis.dimension.value: axis for axis in AXES.values()}
        self._members: dict[str, Mapping[str, str]] = {}

    def label(self, name: str) -> str | Promise:
        return self._axes[name].label if name in self._axes else name

    def member(self, name: str, key: Any) -> str:
        if key is None:
            return _("not recorded")
        if name not in self._axes:
            return str(key)
        if name not in self._members:
            self._members[name] = {str(one): words for one, words in self._axes[name].members().items()}
        return self._members[name].get(str(key), str(key))


def breakdown_tables(figure: ClosedFigure) -> list[tuple[str | Promise, PlainTable]]:
    """One table for each dimension that divides the figure; the parts may add up to more than the whole."""
    words = DimensionWords()
    return [
        (words.label(name), _table(figure, name, lines, words))
        for name, lines in figure.breakdown.items()
        if _divides(lines) and (name not in _LEFT_OUT or figure.period.centre_id is None)
    ]


def _divides(lines: list[list[Any]]) -> bool:
    """A figure that lies in one part alone, or in none that is known, is not divided by it."""
    return len(lines) > 1


def _table(figure: ClosedFigure, name: str, lines: list[list[Any]], words: DimensionWords) -> PlainTable:
    is_ratio = figure.numerator is not None
    heads = (_("Numerator"), _("Denominator")) if is_ratio else (_("In the quarter"), _("Since January"))
    rows = [(words.member(name, key), amount(first), amount(second)) for key, first, second in lines]
    return PlainTable((words.label(name), *heads), rows)
