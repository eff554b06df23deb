"""Applications out of a Skillhub export: the columns of a list of participants, but a seat is not given yet."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.imports.cells import CellProblem
from kaltim_naker.imports.importer import Effect, Saved
from kaltim_naker.imports.rows import CheckedRow
from programs.choices import ClassState
from programs.models import TrainingClass
from trainees.choices import Channel
from trainees.imports.importer import PeopleImporter, require_same_person
from trainees.models import Application
from trainees.services import apply_to_class, register_job_seeker


class ApplicationOptions(forms.Form):
    """What the sender says beside the file."""

    fiscal_year = forms.IntegerField(
        label=_("Fiscal year"), min_value=2000, max_value=2100, initial=lambda: fiscal_year(today())
    )


class ApplicationImporter(PeopleImporter):
    """Registers people and enters their applications to classes that take some."""

    def prepare(self, rows: Sequence[CheckedRow]) -> None:
        super().prepare(rows)
        known = Application.objects.filter(job_seeker__in=self.people.values())
        self.applied = set(known.values_list("job_seeker", "training_class"))

    def warning(self, row: CheckedRow) -> CellProblem | None:
        """Who takes part elsewhere may apply: the list of the selection says so beside the name."""
        return None

    def waiting(self, row: CheckedRow) -> CellProblem | None:
        if problem := super().waiting(row):
            return problem
        training_class = self._class_at(self._key(row))
        if self.context.office is None or (training_class and _takes_applications(training_class)):
            return None
        message = gettext("There is no class of this name that takes applications.")
        return CellProblem("class_takes_no_applications", message, hint=gettext("Open the class for registration."))

    def save(self, row: CheckedRow, reason: str) -> Effect:
        person = self._known(row)
        is_new = person is None
        if person is None:
            data = self._person_data(row, reason)
            person = register_job_seeker(actor=self._actor, office=self._office, data=data)
            self.people[bytes(person.nik_index)] = person
        else:
            require_same_person(person, row.values["full_name"], row.values["birth_date"])
        training_class = self._class_of(row)
        if (person.pk, training_class.pk) in self.applied:
            return Effect(Saved.UNCHANGED)
        apply_to_class(
            actor=self._actor,
            office=self._office,
            job_seeker=person,
            training_class=training_class,
            channel=Channel.SKILLHUB,
        )
        self.applied.add((person.pk, training_class.pk))
        return Effect(Saved.CREATED if is_new else Saved.CHANGED)

    def _class_of(self, row: CheckedRow) -> TrainingClass:
        """The class of a row that does not wait for one."""
        training_class = self._class_at(self._key(row))
        if training_class is None:
            raise ValueError("a row without a class waits and is not saved")
        return training_class


def _takes_applications(training_class: TrainingClass) -> bool:
    return training_class.state in (ClassState.OPEN, ClassState.SELECTING)
