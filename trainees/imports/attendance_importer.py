"""How a list of attendance becomes marks of people in sessions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.functional import cached_property
from django.utils.translation import gettext

from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import SATURDAY, today
from kaltim_naker.imports.cells import WARNING, CellProblem
from kaltim_naker.imports.importer import Change, Context, Destination, Effect, Saved
from kaltim_naker.imports.kinds import Values
from kaltim_naker.imports.parsers.attendance import DayMark
from kaltim_naker.imports.parsers.dates import Month, day_exists, month
from kaltim_naker.imports.rows import CheckedRow
from programs.choices import ClassState
from programs.imports.locks import RowLocks
from programs.models import Holiday, TrainingClass
from trainees.documents.attendance import MarkKey, was_taking_part
from trainees.imports.attendance import marks_of
from trainees.imports.classes import ClassNames
from trainees.imports.people import PeopleOfClass
from trainees.models import AttendanceMark, Enrolment, Session
from trainees.services import MarkEntry, plan_sessions, record_attendance

_NAMED_DAYS = 5


class AttendanceImporter:
    """Writes the marks of a list. A day that has no session yet gets one: the list says that it was held."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.hours = int(context.options.get("hours") or 8)
        self.stated_month = month(str(context.options.get("month") or ""))
        self.calendars: dict[UUID, ClassCalendar] = {}
        self.lines: Counter[str] = Counter()
        self.examples: dict[str, CheckedRow] = {}

    def prepare(self, rows: Sequence[CheckedRow]) -> None:
        classes = TrainingClass.objects.select_related("programme")
        if self.context.office is not None:
            classes = classes.filter(centre_id=self.context.office.pk)
        self.chosen = classes.filter(pk=self.context.options.get("training_class") or None).first()
        self.locks = RowLocks()
        self.names = ClassNames(classes.exclude(state=ClassState.CANCELLED))

    def survey(self, rows: Sequence[CheckedRow]) -> None:
        self.lines.update(self._class_words(row) for row in rows if not row.has_errors)
        self.examples |= {self._class_words(row): row for row in rows}

    def destinations(self) -> list[Destination]:
        found = []
        for words, count in sorted(self.lines.items()):
            classes = self._classes(self.examples[words].values)
            target = str(classes[0]) if len(classes) == 1 else ""
            note = "" if target else gettext("No class, or more than one, has this name; these rows have to wait.")
            found.append(Destination(words or gettext("no class named"), count, target=target, note=note))
        return found

    def warning(self, row: CheckedRow) -> CellProblem | None:
        """A mark on a day on which nobody works, and for which no session was planned."""
        try:
            _enrolment, calendar, days = self._read(row)
        except CellProblem:
            return None
        closed = [day for day in dict.fromkeys(day for day, _mark in days) if calendar.is_unplanned_day_off(day)]
        if not closed:
            return None
        message = gettext("Marks on days off: %(days)s.") % {"days": calendar.named(closed)}
        hint = gettext("Confirm with a reason if there really was training.")
        return CellProblem("day_off", message, hint=hint, level=WARNING)

    def waiting(self, row: CheckedRow) -> CellProblem | None:
        try:
            enrolment, calendar, days = self._read(row)
        except CellProblem as problem:
            return problem
        return calendar.objection(enrolment, [day for day, _mark in days]) or self._locked(enrolment, calendar, days)

    def _locked(
        self, enrolment: Enrolment, calendar: "ClassCalendar", days: Sequence[tuple[date, DayMark]]
    ) -> CellProblem | None:
        """What the row would change in a closed quarter; marks that stand there already disturb nobody."""
        centre = calendar.training_class.centre_id
        locked = [(day, mark) for day, mark in days if self.locks.on(day, centre)]
        if not locked:
            return None
        known = AttendanceMark.objects.filter(enrolment=enrolment, session__held_on__in=[day for day, _mark in locked])
        marks = {(one.session.held_on, one.session.part): one.mark for one in known.select_related("session")}
        changed = (day for day, mark in locked if marks.get((day, mark.part)) != mark.mark)
        return next((self.locks.problem(day, centre, "marks") for day in changed), None)

    def save(self, row: CheckedRow, reason: str) -> Effect:
        enrolment, calendar, days = self._read(row)
        sessions = calendar.sessions_for(self._actor, days, self.hours)
        cells = {
            (session.pk, enrolment.pk): MarkEntry(mark.mark, mark.hours)
            for session, (_day, mark) in zip(sessions, days, strict=True)
        }
        before = _marks_before(cells)
        changed = record_attendance(
            actor=self._actor,
            training_class=calendar.training_class,
            cells=cells,
            late_reason=str(self.context.options.get("late_reason") or reason),
        )
        if not changed:
            return Effect(Saved.UNCHANGED)
        after = _marks_before(cells)
        changes = [
            Change(f"{session.held_on:%d/%m/%Y}", before[key], after[key])
            for session in sessions
            if (key := (session.pk, enrolment.pk)) in before and before[key] != after[key]
        ]
        return Effect(Saved.CHANGED if before else Saved.CREATED, changes)

    @property
    def _actor(self) -> User:
        if self.context.actor is None:
            raise ValueError("nobody saves without a name")
        return self.context.actor

    def _read(self, row: CheckedRow) -> tuple[Enrolment, "ClassCalendar", list[tuple[date, DayMark]]]:
        """Whom the row is about, in which class, and the day of each mark. Raises CellProblem."""
        calendar = self._calendar(row.values)
        enrolment = calendar.people.of(row.values)
        stated = row.values.get("month") or self.stated_month
        return enrolment, calendar, [(calendar.day_of(mark, stated), mark) for mark in marks_of(row.values)]

    def _calendar(self, values: Values) -> "ClassCalendar":
        classes = self._classes(values)
        if len(classes) != 1:
            code, message = (
                ("class_ambiguous", gettext("Several classes have this name."))
                if classes
                else ("class_unknown", gettext("The list names no class of this office."))
            )
            hint = gettext("Discard the file, and choose the class when you bring it again.")
            raise CellProblem(code, message, hint=hint, column="package")
        [training_class] = classes
        return self.calendars.setdefault(training_class.pk, ClassCalendar(training_class))

    def _classes(self, values: Values) -> list[TrainingClass]:
        """What was chosen on the form is for the whole list; else what the list names, running classes first."""
        if self.chosen is not None:
            return [self.chosen]
        found = self.names.named(values)
        return [one for one in found if one.state == ClassState.RUNNING] or found

    def _class_words(self, row: CheckedRow) -> str:
        return " – ".join(part for name in ("programme", "package", "intake") if (part := row.values.get(name)))


def _marks_before(cells: dict[MarkKey, MarkEntry]) -> dict[MarkKey, str]:
    """The marks that stand in these cells now, as people write them."""
    sessions, enrolments = {session for session, _who in cells}, {who for _session, who in cells}
    known = AttendanceMark.objects.filter(session__in=sessions, enrolment__in=enrolments).select_related("session")
    return {
        (mark.session_id, mark.enrolment_id): f"{mark.mark}{mark.hours}"
        if mark.hours not in (0, mark.session.hours)
        else mark.mark
        for mark in known
    }


@dataclass
class ClassCalendar:
    """The days of one class, and its people."""

    training_class: TrainingClass

    @cached_property
    def people(self) -> PeopleOfClass:
        return PeopleOfClass(self.training_class.enrolments.select_related("job_seeker"))

    @cached_property
    def holidays(self) -> dict[date, str]:
        return dict(Holiday.objects.filter(day__range=(self._first, self._last)).values_list("day", "name"))

    @cached_property
    def planned(self) -> list[Session]:
        return list(self.training_class.sessions.order_by("held_on", "part"))

    def day_of(self, mark: DayMark, stated: Month | None) -> date:
        """The day that a mark is for. Raises CellProblem where the list leaves more than one, or none."""
        if mark.nth:
            return self._nth(mark)
        number, year = mark.month or (stated and stated.number), mark.year or (stated and stated.year)
        months = [one for one in self._months() if number in (None, one.number) and year in (None, one.year)]
        if number and year:
            months = [Month(number, year)]
        if len(months) != 1:
            message = gettext("Which month is meant by day %(day)s?") % {"day": mark.label}
            hint = gettext("Discard the file, and write the month when you bring it again.")
            raise CellProblem("month_missing", message, hint=hint, column="month")
        [found] = months
        if not day_exists(found.year or 0, found.number, mark.day):
            raise CellProblem("day_impossible", gettext("There is no day %(day)s in this month.") % {"day": mark.label})
        return date(found.year or 0, found.number, mark.day)

    def objection(self, enrolment: Enrolment, days: Sequence[date]) -> CellProblem | None:
        """Why these days cannot be recorded for somebody."""
        if self.training_class.state != ClassState.RUNNING:
            return CellProblem("class_not_running", gettext("Attendance is recorded only while the class is running."))
        for code, message, wrong in (
            (
                "day_outside_class",
                gettext("Outside the days of the class: %(days)s."),
                lambda day: not self._first <= day <= self._last,
            ),
            ("session_in_future", gettext("Not held yet: %(days)s."), lambda day: day > today()),
            (
                "not_taking_part",
                gettext("The person was not taking part on: %(days)s."),
                lambda day: not was_taking_part(enrolment, day),
            ),
        ):
            if found := [day for day in days if wrong(day)]:
                return CellProblem(code, message % {"days": self.named(found)}, column="marks")
        return None

    def is_unplanned_day_off(self, day: date) -> bool:
        """A weekend or a holiday on which no session was planned."""
        is_off = day.weekday() >= SATURDAY or day in self.holidays
        return is_off and all(session.held_on != day for session in self.planned)

    def named(self, days: Sequence[date]) -> str:
        """Days as a sentence lists them, with the names of holidays."""
        shown = [f"{day:%d/%m/%Y}" + (f" ({name})" if (name := self.holidays.get(day)) else "") for day in days]
        return ", ".join(shown[:_NAMED_DAYS]) + (" …" if len(shown) > _NAMED_DAYS else "")

    def sessions_for(self, actor: User, days: Sequence[tuple[date, DayMark]], hours: int) -> list[Session]:
        """The session of each mark; those that are missing are planned.

        Asked anew for each row: what was planned for a row that was refused is gone with it.
        """
        known = {(one.held_on, one.part): one for one in self.training_class.sessions.all()}
        for day, mark in days:
            while (day, mark.part) not in known:
                [made] = plan_sessions(actor=actor, training_class=self.training_class, days=[day], hours=hours)
                known[day, made.part] = made
        return [known[day, mark.part] for day, mark in days]

    def _nth(self, mark: DayMark) -> date:
        held = list(dict.fromkeys(session.held_on for session in self.planned))
        if mark.nth > len(held):
            message = gettext("The class has %(count)s days with sessions, so there is none with number %(nth)s.")
            raise CellProblem("session_unknown", message % {"count": len(held), "nth": mark.nth}, column="marks")
        return held[mark.nth - 1]

    @property
    def _first(self) -> date:
        return self.training_class.starts_on or date.min

    @property
    def _last(self) -> date:
        return self.training_class.ends_on or date.max

    def _months(self) -> list[Month]:
        """The months of the class; none where its days are not known."""
        if not (self.training_class.starts_on and self.training_class.ends_on):
            return []
        span = (self._last - self._first).days + 1
        return list(
            dict.fromkeys(Month(day.month, day.year) for n in range(span) if (day := self._first + timedelta(days=n)))
        )
