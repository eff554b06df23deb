"""How the rows of a list become people in classes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.errors import DomainError
from kaltim_naker.imports.importer import Change, Context, Effect, Ready, Saved
from kaltim_naker.imports.rows import CheckedRow
from kaltim_naker.ui.forms import DateInput
from programs.constants import USUAL_SEATS
from programs.models import TrainingCentre, TrainingClass
from programs.services import plan_class
from trainees.imports.importer import ClassKey, PeopleImporter, planned_label, planned_year, require_same_person
from trainees.models import Enrolment, JobSeeker
from trainees.services import (
    ContactData,
    Seats,
    apply_contact,
    blank_job_seeker,
    enrol_job_seekers,
    fill_in,
    new_enrolment,
    register_job_seekers,
    update_contacts,
)

Refusal = DomainError | ValidationError
_CREATED = Effect(Saved.CREATED)


class KnownPeople(TextChoices):
    """What a list may change about people who are registered already."""

    LEAVE = "leave", _("leave them as they are")
    UPDATE = "update", _("bring phone, address, education and domicile up to date from the file")


class ParticipantOptions(forms.Form):
    """What the sender says beside the file."""

    fiscal_year = forms.IntegerField(
        label=_("Fiscal year"),
        min_value=2000,
        max_value=2100,
        initial=planned_year,
        help_text=_("The year of the classes in the file."),
    )
    first_day = forms.DateField(
        label=_("First day of training"),
        required=False,
        widget=DateInput(),
        help_text=_("For classes that are not in the plan yet, or have no first day. Empty: 1 January of that year."),
    )
    known_people = forms.ChoiceField(
        label=_("People we know already"),
        choices=KnownPeople.choices,
        initial=KnownPeople.LEAVE,
        required=False,
        help_text=_("Name, date of birth and NIK are never changed by a file."),
    )

    def clean_known_people(self) -> str:
        return self.cleaned_data["known_people"] or KnownPeople.LEAVE.value


@dataclass
class _Draft:
    """A row on its way: the person, the seat, and what follows from both."""

    ready: Ready
    is_new: bool
    person: JobSeeker | None = None
    training_class: TrainingClass | None = None
    enrolment: Enrolment | None = None
    changes: list[Change] = field(default_factory=list)
    refusal: Refusal | None = None

    @property
    def row(self) -> CheckedRow:
        return self.ready.row

    @property
    def effect(self) -> Effect:
        if self.is_new:
            return _CREATED
        return Effect(Saved.CHANGED if self.changes else Saved.UNCHANGED, self.changes)


class ParticipantImporter(PeopleImporter):
    """Registers people and gives them seats. Classes that are not in the plan yet are planned.

    Every step is done for all rows before the next one begins, so that each asks the database once.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.updates_known = context.options.get("known_people") == KnownPeople.UPDATE
        self.blank = blank_job_seeker(office=context.office) if context.office else None

    def take_in(self, rows: Sequence[Ready]) -> Sequence[Effect | Refusal]:
        try:
            drafts = [self._draft(ready) for ready in rows]
            self._give_seats(drafts)
            self._save(drafts)
        except Exception:
            self.forget_classes()
            raise
        return [draft.refusal or draft.effect for draft in drafts]

    def _draft(self, ready: Ready) -> _Draft:
        known = self._known(ready.row)
        draft = _Draft(ready, is_new=known is None, person=known)
        try:
            if known is None:
                data = self._person_data(ready.row, ready.reason)
                draft.person = fill_in(self.blank, data)
            else:
                require_same_person(known, ready.row.values["full_name"], ready.row.values["birth_date"])
            draft.training_class = self._class_at(self._key(ready.row)) or self._plan(self._key(ready.row))
        except (DomainError, ValidationError) as refusal:
            draft.refusal = refusal
        return draft

    def _give_seats(self, drafts: Sequence[_Draft]) -> None:
        """Seats go to those who have none in the class yet, in the order of the file."""
        comers = [draft for draft in _good(drafts) if not self._is_enrolled(draft)]
        seats = Seats()
        seats.lock(draft.training_class for draft in comers)
        for draft in comers:
            try:
                training_class = seats.take(draft.training_class)
            except DomainError as refusal:
                draft.refusal = refusal
                continue
            first_day = training_class.starts_on or self.first_day or date(self.year, 1, 1)
            draft.enrolment = new_enrolment(draft.person, training_class, first_day)
            if not draft.is_new:
                draft.changes.append(Change(gettext("training class"), "", str(training_class)))

    def _is_enrolled(self, draft: _Draft) -> bool:
        if draft.is_new:
            return False
        return any(
            enrolment.training_class_id == draft.training_class.pk for enrolment in self.enrolments[draft.person.pk]
        )

    def _save(self, drafts: Sequence[_Draft]) -> None:
        new = [draft for draft in _good(drafts) if draft.is_new]
        registered = register_job_seekers(actor=self._actor, job_seekers=[draft.person for draft in new])
        for draft in new:
            if draft.person.pk not in registered:
                message = gettext("A person with this NIK is registered already.")
                draft.refusal = DomainError("nik_known", message, field="nik")
        enrolments = [draft.enrolment for draft in _good(drafts) if draft.enrolment]
        enrol_job_seekers(actor=self._actor, enrolments=enrolments)
        if self.updates_known:
            self._update_known([draft for draft in _good(drafts) if not draft.is_new])

    def _update_known(self, drafts: Sequence[_Draft]) -> None:
        changed = [draft for draft in drafts if self._apply_contact(draft)]
        update_contacts(actor=self._actor, job_seekers=[draft.person for draft in _good(changed)])

    def _apply_contact(self, draft: _Draft) -> bool:
        values = draft.row.values
        data = ContactData(
            phone=values.get("phone"),
            address=(values.get("address") or "")[:200] or None,
            education=values.get("education"),
            domicile=self.regions[values["domicile"]],
        )
        try:
            changes = apply_contact(draft.person, data)
        except (DomainError, ValidationError) as refusal:
            draft.refusal = refusal
            return False
        draft.changes += [Change(change.label, change.old, change.new, is_personal=True) for change in changes]
        return bool(changes)

    def _plan(self, key: ClassKey) -> TrainingClass:
        planned = plan_class(
            actor=self._actor,
            centre=TrainingCentre.objects.get(pk=self._office.pk),
            programme=self.programmes[key[0]],
            fiscal_year=self.year,
            label=planned_label(self.labels[key][1]),
            # Sixteen is usual and not a rule; a longer list is a larger class.
            seats=max(USUAL_SEATS, self.sizes[key]),
            starts_on=self.first_day,
        )
        self._remember_class(key, planned)
        return planned


D = TypeVar("D", bound=_Draft)


def _good(drafts: Sequence[D]) -> list[D]:
    return [draft for draft in drafts if draft.refusal is None]
