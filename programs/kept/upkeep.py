"""Keeping figures true to the records: counting anew what changed, and checking all of it.

Whoever counts takes the marks away in the same transaction. The marks are taken first and the records read afterwards,
so that whatever is committed in between is counted already and keeps its mark: it is counted once more, and no change
is ever missed. That needs no other isolation than PostgreSQL's usual one.
"""

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models.functions import Now

from programs.kept.counting import count_year, years_with_records
from programs.kept.sources import Mark, sources_of
from programs.measures import Measure, all_measures, find_measure
from programs.models import KeptFigure, KeptMeasure

logger = logging.getLogger(__name__)

# Any number, the same for all: two counts never write at the same time.
_ADVISORY_LOCK = 20_250_013

_TAKE_MARKS = """
    WITH taken AS (DELETE FROM audit_changemark RETURNING source, is_insert, years)
    SELECT DISTINCT source, is_insert, years FROM taken
"""
_SEE_MARKS = "SELECT DISTINCT source, is_insert, years FROM audit_changemark"


class AlreadyCountingError(Exception):
    """Somebody else is at it."""


def kept_measures() -> list[Measure]:
    """All but positions: how many there are on a day is no sum of what was added before."""
    return [measure for measure in all_measures() if not measure.is_position and _is_marked(measure)]


def _is_marked(measure: Measure) -> bool:
    sources = sources_of(measure)
    return sources is not None and sources.are_marked


def keep_figures(only: Collection[str] = ()) -> int:
    """Count what is new, follows another rule or is marked. Gives the number of kept figures that changed.

    `only` names the measures to begin with; without it all are kept. What is kept already stays so.

    A measure that is counted as a whole has a transaction of its own. Raises AlreadyCountingError.
    """
    wanted = [measure for measure in kept_measures() if not only or measure.key in only]
    changed = sum(_count_if_due(measure) for measure in wanted)
    return changed + drain_marks()


def drain_marks() -> int:
    """Count anew what the marks concern, and take exactly these marks away. Raises AlreadyCountingError."""
    with _alone():
        marks = _marks(_TAKE_MARKS)
        return sum(_count_marked(kept, marks) for kept in KeptMeasure.objects.all()) if marks else 0


@dataclass(frozen=True)
class MeasureChecked:
    """What a check found: how many kept figures differed from the records, though no mark said so."""

    measure: Measure
    differences: int


def check_figures(only: Collection[str] = ()) -> list[MeasureChecked]:
    """Count everything anew and compare, to the last person. What is wrong is put right, logged and noted.

    Raises AlreadyCountingError.
    """
    keep_figures(only)
    kept = set(KeptMeasure.objects.values_list("measure", flat=True))
    return [_check(measure) for measure in kept_measures() if measure.key in kept]


@contextmanager
def _alone() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
        if not cursor.fetchone()[0]:
            raise AlreadyCountingError
        yield


def _marks(statement: str) -> list[Mark]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall()
    return [Mark(source, is_insert, None if years is None else frozenset(years)) for source, is_insert, years in rows]


def _count_if_due(measure: Measure) -> int:
    if KeptMeasure.objects.filter(measure=measure.key, rule=_rule_of(measure)).exists():
        return 0
    with _alone():
        return _count_all_years(measure)


def _rule_of(measure: Measure) -> str:
    sources = sources_of(measure)
    return sources.rule if sources else ""


def _count_marked(kept: KeptMeasure, marks: Iterable[Mark]) -> int:
    measure = find_measure(kept.measure)
    sources = sources_of(measure) if measure else None
    if measure is None or sources is None:
        kept.delete()
        return 0
    years = sources.years_of(marks)
    if years is None or sources.rule != kept.rule:
        return _count_all_years(measure)
    return _count_years(measure, years) if years else 0


def _count_all_years(measure: Measure) -> int:
    kept = KeptFigure.objects.filter(measure=measure.key).values_list("year", flat=True).distinct()
    return _count_years(measure, years_with_records(measure) | set(kept))


def _count_years(measure: Measure, years: Iterable[int]) -> int:
    """As of the beginning of the transaction: what was committed until then is counted."""
    # Before counting: should midnight come in between, another rule holds, and all is counted once more.
    rule = _rule_of(measure)
    counted = [count_year(measure, year) for year in sorted(years)]
    before = KeptMeasure.objects.filter(measure=measure.key).first()
    largest = max([before.records if before else 0, *(records for records, _differences in counted)])
    KeptMeasure.objects.update_or_create(
        measure=measure.key, defaults={"rule": rule, "counted_at": Now(), "records": largest}
    )
    return sum(differences for _records, differences in counted)


def _check(measure: Measure) -> MeasureChecked:
    with _alone():
        differences = _count_all_years(measure)
        # Seen after counting: a change that was counted already, but not announced before, has its mark by now.
        sources = sources_of(measure)
        if differences and sources and sources.years_of(_marks(_SEE_MARKS)) != frozenset():
            differences = 0
        KeptMeasure.objects.filter(measure=measure.key).update(checked_at=Now(), differences=differences)
    if differences:
        logger.error("kept figures of %s differed from the records: %s put right", measure.key, differences)
    return MeasureChecked(measure, differences)
