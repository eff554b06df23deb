"""Closed quarters stay as they were published, whoever writes: page, import, task or raw SQL.

A unit (a centre, or the province for what belongs to no centre) closes its quarters one by one. From then on nothing
may be written that is dated in them, unless the unit was opened again for a time. Services ask `require_open` first, so
that people read who closed the quarter and whom to ask; the triggers of `period_locks` are the last line.

What is locked, by which day and why, stands in docs/decisions/0012. What changes a closed figure from a distance (a
merge, a birth date, a revocation) is an act of today and no business of the lock: it shows as a restatement.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.core.constraints import explain_violation
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period
from kaltim_naker.ui.formatting import moment
from programs.choices import PeriodState

#: The code of the error, and the name under which the triggers report it.
PERIOD_CLOSED = "period_closed"
# First key of the advisory locks by which whoever closes a quarter waits for who is writing in it.
_GATE = 20_437
_RESTATING = "kaltim.restates"
# How the SQL calls a row before and after; `old` and `new` are taken by PL/pgSQL.
_OLD, _NEW = "was", "becomes"
_VALUES = {_OLD: "old_values", _NEW: "new_values"}


# --- in words --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Lock:
    """A closed quarter of one unit, and how to go on. `centre` is None for the province's own."""

    period: Period
    centre: int | None
    unit: str
    approved_by: str
    closed_by: str
    closed_at: datetime
    open_until: datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether writing is refused now; a unit that was opened again may be written until its moment."""
        return self.open_until is None or self.open_until <= timezone.now()

    @property
    def explanation(self) -> str:
        """Who closed it, when, on what ground, and the way out."""
        words = {
            "period": self.period,
            "unit": self.unit,
            "closed_by": self.closed_by,
            "closed_at": moment(self.closed_at),
            "approved_by": self.approved_by,
        }
        told = [
            _(
                "%(period)s of %(unit)s is closed: %(closed_by)s closed it on %(closed_at)s, after %(approved_by)s had "
                "approved its figures."
            )
            % words
        ]
        if self.open_until and not self.holds:
            told.append(_("It was open again until %(until)s.") % {"until": moment(self.open_until)})
        if self.holds:
            way_out = _("Nothing dated in it can be entered or changed. Ask %(closed_by)s to open it again for a time.")
            told.append(way_out % words)
        else:
            told.append(_("It is open again until %(until)s.") % {"until": moment(self.open_until)})
        return " ".join(told)

    def as_error(self, field: str | None = None) -> DomainError:
        return DomainError(PERIOD_CLOSED, self.explanation, field=field)


def lock_of(day: date | None, centre: int | None) -> Lock | None:
    """The closed quarter that a day of a unit lies in, also while it is open again; None where it is not closed."""
    if day is None:
        return None
    period = Period.of(day)
    row = _closed().filter(year=period.year, quarter=period.quarter, centre=centre).first()
    return _lock(row) if row else None


def require_open(*, day: date | None, centre: int | None, field: str | None = None) -> None:
    """Raises DomainError `period_closed` where the day lies in a closed quarter of the unit.

    `centre` is the key of a training centre, None for the province's own unit. No day is in no quarter.
    """
    lock = lock_of(day, centre)
    if lock and lock.holds:
        raise lock.as_error(field)


def require_writable(record: Model, *, is_removed: bool = False) -> None:
    """Ask `require_open` about every day by which this record, as it is to be saved or removed, belongs to a quarter.

    What stands in the database is asked about, too, where the record leaves it. The field of the error is the column of
    the day. One or two queries while the quarter is open.
    """
    for trigger in _locking(type(record)):
        for one in _touched(trigger, record, is_removed=is_removed):
            lock = _lock_by(trigger, one)
            if lock and lock.holds:
                raise lock.as_error(trigger.day.split("__")[0])


def _lock_by(trigger: "PeriodLock", record: Model) -> Lock | None:
    """The lock of one of the record's days. Its unit is asked for only where some unit has closed the quarter."""
    day = trigger.day_of(record)
    if day is None or not _closed().filter(year=day.year, quarter=Period.of(day).quarter).exists():
        return None
    return lock_of(day, trigger.unit_of(record))


def _touched(trigger: "PeriodLock", record: Model, *, is_removed: bool) -> list[Model]:
    """The record as it was and as it becomes, as far as it changes in what decides."""
    new = [] if is_removed else [record]
    old = [] if record._state.adding else list(type(record)._base_manager.filter(pk=record.pk))
    names = dict.fromkeys((trigger.day.split("__")[0], *trigger.watch))
    is_same = old and new and all(_value(old[0], name) == _value(record, name) for name in names)
    return [] if is_same else [*old, *new]


class Locks:
    """Every lock as it holds at one moment, for whoever asks about many rows."""

    def __init__(self) -> None:
        locks = map(_lock, _closed())
        self._held = {(lock.period, lock.centre): lock for lock in locks if lock.holds}

    def on(self, day: date | None, centre: int | None) -> Lock | None:
        """The lock in which a day of a unit lies; None where it may be written."""
        return self._held.get((Period.of(day), centre)) if day and self._held else None

    def require_open(self, *, day: date | None, centre: int | None, field: str | None = None) -> None:
        """As the function of this name."""
        if lock := self.on(day, centre):
            raise lock.as_error(field)


def _closed() -> QuerySet:
    reopened = apps.get_model("programs", "Reopening").objects.filter(period=OuterRef("pk")).order_by("-until")
    rows = apps.get_model("programs", "ReportingPeriod").objects.filter(state=PeriodState.CLOSED)
    return rows.select_related("centre", "approved_by", "closed_by").annotate(
        open_until=Subquery(reopened.values("until")[:1])
    )


def _lock(row: Any) -> Lock:
    names = (str(person.full_name) if person else "" for person in (row.approved_by, row.closed_by))
    return Lock(row.period, row.centre_id, row.unit_name, *names, row.closed_at, row.open_until)


def locks_on(record: Model) -> list[Lock]:
    """The closed quarters that a record lies in by its own days, for the page that shows it."""
    found = (_lock_by(trigger, record) for trigger in _locking(type(record)))
    return list(dict.fromkeys(lock for lock in found if lock))


def locks_between(first: date | None, last: date | None, centre: int | None) -> list[Lock]:
    """The closed quarters of a unit that a span of days touches, for the page of what goes on in it."""
    if first is None or last is None:
        return []
    years = _closed().filter(centre=centre, year__range=(first.year, last.year))
    locks = map(_lock, years.order_by("year", "quarter"))
    return [lock for lock in locks if lock.period.start <= last and lock.period.end >= first]


# --- who may pass, and who waits -------------------------------------------------------------------------------------
@contextmanager
def restating(why: str) -> Iterator[None]:
    """What is done inside is an act of today that may change closed figures: a merge, the decision of an appeal.

    It shows as a restatement, to be approved. `why` is a word for those who read the code. An error takes the setting
    back together with what was written.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [_RESTATING, why])
        yield
        cursor.execute("SELECT set_config(%s, '', true)", [_RESTATING])


def hold_writers(period: Period) -> None:
    """Wait for everybody who is writing in a quarter, and keep others waiting until this transaction ends.

    Whoever closes a quarter asks for this first: no row can slip in between the counting and the lock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_GATE, period.year * 10 + (period.quarter or 0)])


def _explain(period_id: str) -> DomainError:
    row = _closed().filter(pk=period_id).first()
    message = _lock(row).explanation if row else _("This quarter is closed.")
    return DomainError(PERIOD_CLOSED, message)


explain_violation(PERIOD_CLOSED, _explain)


# --- the last line ---------------------------------------------------------------------------------------------------
class PeriodLock(pgtrigger.Trigger):
    """Refuses rows whose day lies in a closed quarter of their unit; one for each operation, of the statement.

    A changed row is asked about if its day or one of `watch` changed, where it was and where it goes. The order of the
    questions makes the usual case cheap: the quarters of the rows, whether any of them is closed, and only then whose.
    """

    when = pgtrigger.After
    level = pgtrigger.Statement

    def __init__(self, *, day: str, centre: str | None, watch: Sequence[str], operation: pgtrigger.Operation) -> None:
        self.day, self.centre, self.watch = day, centre, tuple(watch)
        self.referencing = {
            pgtrigger.Insert: pgtrigger.Referencing(new="new_values"),
            pgtrigger.Update: pgtrigger.Referencing(old="old_values", new="new_values"),
            pgtrigger.Delete: pgtrigger.Referencing(old="old_values"),
        }[operation]
        name = f"lock_{day.replace('__', '_')}_{str(operation).lower()}"
        super().__init__(name=name, operation=operation, declare=[("quarters", "int[]"), ("hit", "uuid")])

    def day_of(self, record: Model) -> date | None:
        return _value(record, self.day)

    def unit_of(self, record: Model) -> int | None:
        return _value(record, self.centre) if self.centre else None

    def get_func(self, model: type[Model]) -> str:
        sides = {pgtrigger.Insert: (_NEW,), pgtrigger.Update: (_OLD, _NEW), pgtrigger.Delete: (_OLD,)}
        written = [_Side(self, model, side) for side in sides[self.operation]]
        quarters = " UNION ".join(side.quarters for side in written)
        units = " UNION ALL ".join(side.units for side in written)
        return f"""
            IF current_setting('{_RESTATING}', true) <> '' THEN RETURN NULL; END IF;
            SELECT array_agg(q ORDER BY q) INTO quarters FROM ({quarters}) AS touched(q);
            IF quarters IS NULL THEN RETURN NULL; END IF;
            PERFORM pg_advisory_xact_lock_shared({_GATE}, q) FROM unnest(quarters) AS touched(q);
            IF NOT EXISTS ({_locked_quarters("quarter.year * 10 + quarter.quarter = ANY(quarters)")}) THEN
                RETURN NULL;
            END IF;
            SELECT quarter.id INTO hit FROM ({units}) AS touched(q, unit, arrives)
            JOIN ({_locked_quarters("true")}) AS quarter ON quarter.year * 10 + quarter.quarter = touched.q
                AND (quarter.centre_id IS NOT DISTINCT FROM touched.unit OR NOT touched.arrives)
            LIMIT 1;
            IF hit IS NOT NULL THEN
                RAISE EXCEPTION 'a closed quarter cannot be written' USING
                    ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{PERIOD_CLOSED}', DETAIL = hit::text;
            END IF;
            RETURN NULL;
        """  # noqa: S608 - names of ours


def period_locks(day: str, *, centre: str | None = None, watch: Sequence[str] = ()) -> list[PeriodLock]:
    """The triggers of a table whose rows belong to a quarter by `day`, for its `Meta.triggers`.

    `day` and `centre` are columns or ways to them (`result__assessment__training_class__centre`); without `centre` the
    rows are the province's. `watch` names the other columns that decide whether, or where, a row counts.
    """
    operations = (pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete)
    return [PeriodLock(day=day, centre=centre, watch=watch, operation=operation) for operation in operations]


def _locking(model: type[Model]) -> Iterator[PeriodLock]:
    """The locks of a table, each once."""
    triggers = getattr(model._meta, "triggers", ())
    return (one for one in triggers if isinstance(one, PeriodLock) and one.operation == pgtrigger.Insert)


def _locked_quarters(condition: str) -> str:
    """Closed and not open again. Read anew by each statement, so that it sees what was closed a moment ago."""
    return f"""
        SELECT quarter.id, quarter.year, quarter.quarter, quarter.centre_id FROM programs_reportingperiod AS quarter
        WHERE quarter.state = '{PeriodState.CLOSED}' AND {condition} AND NOT EXISTS (
            SELECT FROM programs_reopening AS opened WHERE opened.period_id = quarter.id AND opened.until > now()
        )
    """  # noqa: S608 - names of ours


@dataclass(frozen=True)
class _Way:
    """How to come from a row to a column of its own, or of what it hangs on."""

    column: str
    joins: tuple[str, ...] = ()
    #: Whether what it hangs on is there; while a whole tree is being removed it may be gone.
    arrives: str = "true"


def _way(model: type[Model], path: str, row: str) -> _Way:
    *hops, last = path.split("__")
    joins, arrives = [], "true"
    for hop in hops:
        field: Any = model._meta.get_field(hop)
        model, before, row = field.related_model, row, f"{row}_{hop}"
        key = f'{row}."{model._meta.pk.column}"'
        joins.append(f'LEFT JOIN "{model._meta.db_table}" AS {row} ON {key} = {before}."{field.column}"')
        arrives = f"{key} IS NOT NULL"
    return _Way(f'{row}."{model._meta.get_field(last).column}"', tuple(joins), arrives)


class _Side:
    """The rows of a statement as they were or as they become, in SQL."""

    def __init__(self, lock: PeriodLock, model: type[Model], side: str) -> None:
        self.lock, self.model, self.side = lock, model, side
        self.day = _way(model, lock.day, side)
        self.unit = _way(model, lock.centre, side) if lock.centre else _Way("NULL::int")

    @property
    def quarters(self) -> str:
        return f"SELECT DISTINCT {self._quarter} {self._rows(self.day.joins)}"

    @property
    def units(self) -> str:
        """With the unit of each row. One that hangs on what is gone belongs to every unit."""
        rows = self._rows((*self.day.joins, *self.unit.joins))
        return f"SELECT {self._quarter}, {self.unit.column}, {self.unit.arrives} {rows}"

    @property
    def _quarter(self) -> str:
        return f"(date_part('year', {self.day.column}) * 10 + date_part('quarter', {self.day.column}))::int"

    def _rows(self, joins: Sequence[str]) -> str:
        asked = f"{self.day.column} IS NOT NULL"
        both = ""
        if self.lock.operation == pgtrigger.Update:
            other, key = (_OLD if self.side == _NEW else _NEW), self.model._meta.pk.column
            both = f'JOIN {_VALUES[other]} AS {other} ON {other}."{key}" = {self.side}."{key}"'
            asked = f"{asked} AND {self._is_changed}"
        return f"FROM {_VALUES[self.side]} AS {self.side} {both} {' '.join(dict.fromkeys(joins))} WHERE {asked}"

    @property
    def _is_changed(self) -> str:
        names = dict.fromkeys((self.lock.day.split("__")[0], *self.lock.watch))
        columns = [self.model._meta.get_field(name).column for name in names]
        before, after = (", ".join(f'{side}."{column}"' for column in columns) for side in (_OLD, _NEW))
        return f"ROW({before}) IS DISTINCT FROM ROW({after})"


def _value(record: Any, path: str) -> Any:
    """The value at the end of a path from a record; of a relation its key."""
    *hops, last = path.split("__")
    for hop in hops:
        record = getattr(record, hop)
    return getattr(record, record._meta.get_field(last).attname)
