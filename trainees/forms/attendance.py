"""Attendance as it is typed and pasted: letters with hours, in a grid or out of a spreadsheet."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.ui.forms import DateInput
from programs.models import Instructor, TrainingClass
from trainees.choices import Mark
from trainees.documents.attendance import MarkKey, Register, was_taking_part
from trainees.services import MarkEntry

# `H`, `h 6`, `H6`: the mark, and the hours where somebody left early.
_CELL = re.compile(r"([HSIA])\s*(\d{1,2})?", re.IGNORECASE)


def read_cell(text: str) -> MarkEntry | None:
    """One cell as typed; None for an empty one. Raises ValidationError for anything else than H, S, I, A with hours."""
    text = text.strip()
    if not text:
        return None
    found = _CELL.fullmatch(text)
    if found is None or (found[2] and found[1].upper() != Mark.PRESENT):
        raise ValidationError(
            gettext("“%(value)s” is no mark; write H, S, I or A, and hours only after H.") % {"value": text}
        )
    return MarkEntry(found[1].upper(), int(found[2]) if found[2] else None)


def cell_name(session: Any, enrolment: Any) -> str:
    """The name of an input of the grid."""
    return f"m-{session.pk}-{enrolment.pk}"


class AttendanceForm(forms.Form):
    """The grid of a register. `cells` are what is to be written; empty cells say nothing."""

    late_reason = forms.CharField(
        label=_("Reason for late changes"),
        max_length=200,
        required=False,
        help_text=_("Only where a mark of more than three days ago is changed."),
    )

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register = register
        self.cells: dict[MarkKey, MarkEntry] = {}
        self.wrong: dict[str, str] = {}

    def clean(self) -> dict[str, Any]:
        for row in self.register.rows:
            for session in self.register.sessions:
                self._read(session, row.enrolment)
        if self.wrong:
            raise ValidationError(sorted(set(self.wrong.values())))
        return super().clean() or {}

    def _read(self, session: Any, enrolment: Any) -> None:
        name = cell_name(session, enrolment)
        try:
            entry = read_cell(self.data.get(name, ""))
        except ValidationError as error:
            self.wrong[name] = error.messages[0]
        else:
            if entry is not None:
                self.cells[session.pk, enrolment.pk] = entry


class PasteForm(forms.Form):
    """A block copied from a spreadsheet: one line a person, the name first, then one mark for each session shown."""

    block = forms.CharField(
        label=_("Copied cells"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "font-monospace"}),
        strip=False,
        help_text=_("Name, then one column for each session, as copied. Without names the lines are taken in order."),
    )
    late_reason = forms.CharField(label=_("Reason for late changes"), max_length=200, required=False)

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register = register
        self.cells: dict[MarkKey, MarkEntry] = {}

    def clean_block(self) -> str:
        block = self.cleaned_data["block"]
        lines = [line.rstrip("\r").split("\t") for line in block.splitlines() if line.strip()]
        problems: list[str] = []
        for number, (row, cells) in enumerate(self._matched(lines), start=1):
            try:
                self._take(row, cells)
            except ValidationError as error:
                problems += [
                    gettext("Line %(line)s: %(text)s") % {"line": number, "text": text} for text in error.messages
                ]
        if problems:
            raise ValidationError(problems)
        return block

    def _matched(self, lines: list[list[str]]) -> list[tuple[Any, list[str]]]:
        """Each line with its person: by name where there is one, else by the order of the grid."""
        by_name = {_name_key(row.enrolment.job_seeker.full_name): row for row in self.register.rows}
        if all(_is_mark(cell) for line in lines for cell in line):
            if len(lines) != len(self.register.rows):
                raise ValidationError(
                    gettext(
                        "The block has %(lines)s lines without names, the class %(people)s people. Copy the names, too."
                    )
                    % {"lines": len(lines), "people": len(self.register.rows)}
                )
            return [(row, line) for row, line in zip(self.register.rows, lines, strict=True)]
        return [(by_name.get(_name_key(line[0]), line[0]), line[1:]) for line in lines]

    def _take(self, row: Any, cells: list[str]) -> None:
        if isinstance(row, str):
            raise ValidationError(gettext("“%(name)s” is not in this class.") % {"name": row})
        if len(cells) > len(self.register.sessions):
            raise ValidationError(
                gettext("%(given)s marks for %(sessions)s sessions.")
                % {"given": len(cells), "sessions": len(self.register.sessions)}
            )
        for session, text in zip(self.register.sessions, cells, strict=False):
            entry = read_cell(text)
            if entry is not None and was_taking_part(row.enrolment, session.held_on):
                self.cells[session.pk, row.enrolment.pk] = entry


def _is_mark(text: str) -> bool:
    return not text.strip() or _CELL.fullmatch(text.strip()) is not None


def _name_key(name: str) -> str:
    return " ".join(name.upper().split())


class SessionsForm(forms.Form):
    """Sessions of a class: one day, or every working day that has none yet."""

    held_on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=DateInput,
        help_text=_("Empty: every Monday to Friday of the class that has no session yet."),
    )
    hours = forms.IntegerField(label=_("Hours (JP)"), min_value=1, max_value=16, initial=8)
    instructor = forms.ModelChoiceField(label=_("Instructor"), queryset=Instructor.objects.none(), required=False)
    topic = forms.CharField(label=_("Topic"), max_length=120, required=False)

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assigned = Instructor.objects.filter(assignments__training_class=training_class)
        self.fields["instructor"].queryset = assigned
        self.fields["instructor"].initial = assigned.first()


class CodeForm(forms.Form):
    """The code from the head of a printed column."""

    code = forms.CharField(
        label=_("Code of the sheet"), max_length=12, widget=forms.TextInput(attrs={"autocapitalize": "characters"})
    )

    def clean_code(self) -> str:
        return re.sub(r"[\W_]", "", self.cleaned_data["code"]).upper()


def shown_value(mark: Any, hours: int, typed: Mapping[str, str] | None, name: str) -> str:
    """What stands in an input: what was typed, else the mark, with its hours where they are not the whole session."""
    if typed is not None and name in typed:
        return typed[name]
    if mark is None:
        return ""
    return f"{mark.mark}{mark.hours}" if mark.mark == Mark.PRESENT and mark.hours != hours else mark.mark
