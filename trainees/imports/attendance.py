"""Monthly lists of attendance: people of a class as rows, days as columns."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.imports.cells import CellProblem
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.forms import KindOptions
from kaltim_naker.imports.kinds import Values
from kaltim_naker.imports.labels import title_key
from kaltim_naker.imports.parsers import dates
from kaltim_naker.imports.parsers.attendance import DAYS, DayMark, marks
from kaltim_naker.imports.parsers.people import optional_nik
from kaltim_naker.imports.parsers.places import RegionNames
from programs.choices import ClassState
from programs.models import TrainingClass
from trainees.imports.columns import class_key
from trainees.imports.columns import columns as participant_columns

_USUAL_HOURS = 8


def columns(regions: RegionNames) -> Sequence[Column]:
    known = {column.name: column for column in participant_columns(regions)}
    return (
        replace(known["nik"], parser=optional_nik, required=False),
        # A list without names is one of numbers.
        replace(known["full_name"], instead=("nik",)),
        Column(
            "marks",
            _("days"),
            marks,
            ("daftar hadir", "kehadiran", "tanda hadir"),
            required=True,
            gathers=DAYS,
            help=_("One column for each day; H, S, I or A below it."),
        ),
        Column("month", _("month"), dates.month, ("bulan", "bulan tahun", "periode", "masa", "bulan ke", "month")),
        known["programme"],
        known["package"],
        known["intake"],
    )


def days_exist(values: Values) -> Iterable[tuple[str, CellProblem]]:
    """There is no 31 April; where the list names no month, the calendar of the class has to say it."""
    month = values.get("month")
    for mark in values.get("marks") or ():
        number, year = mark.month or (month and month.number), mark.year or (month and month.year)
        if number and mark.day and not dates.day_exists(year or 2000, number, mark.day):
            message = gettext("There is no day %(day)s in this month.") % {"day": mark.label}
            yield "marks", CellProblem("day_impossible", message)


def person_in_month(values: Values) -> Hashable | None:
    """Whom a line is about: one line for each person of a class in a month."""
    person = values["nik"].value if values.get("nik") else title_key(values.get("full_name") or "")
    return (person, class_key(values), values.get("month")) if person else None


class AttendanceOptions(KindOptions):
    """What the sender says beside the list."""

    training_class = forms.ChoiceField(
        label=_("Training class"),
        required=False,
        help_text=_("Empty: the class that the list names in its title lines or in a column."),
    )
    month = forms.CharField(
        label=_("Month"),
        max_length=20,
        required=False,
        help_text=_("For example March 2025. Empty: the month that the list names, or the only one of the class."),
    )
    hours = forms.IntegerField(
        label=_("Hours of a session (JP)"),
        min_value=1,
        max_value=16,
        initial=_USUAL_HOURS,
        help_text=_("For days of the list that have no session yet: it is planned with so many hours."),
    )
    late_reason = forms.CharField(
        label=_("Reason for late changes"),
        max_length=200,
        required=False,
        help_text=_("Only where a mark of more than three days ago is changed."),
    )

    def offer(self) -> None:
        running = TrainingClass.objects.filter(centre__office__in=self.offices, state=ClassState.RUNNING)
        names = [(str(one.pk), str(one)) for one in running.select_related("programme", "centre").order_by("pk")]
        self.fields["training_class"].choices = [("", "–"), *names]  # type: ignore[attr-defined]

    def clean_month(self) -> str:
        text = self.cleaned_data["month"]
        try:
            found = dates.month(text)
        except CellProblem as problem:
            raise forms.ValidationError(problem.message) from None
        if found and not found.year:
            raise forms.ValidationError(gettext("Please write the year, too."))
        return f"{found.year}-{found.number:02d}" if found else ""


def marks_of(values: Values) -> Sequence[DayMark]:
    """The marks of a row."""
    return values.get("marks") or ()
