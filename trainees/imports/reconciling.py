"""What lists of NIKs are compared with: the participants of a class, a centre or a year."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.imports.reconcile import NIK, Ours, OursSet, Source
from kaltim_naker.imports.reconcile.forms import ChoiceForm
from kaltim_naker.ui.formatting import long_date
from programs.models import TrainingCentre, TrainingClass
from trainees.imports.importer import planned_year
from trainees.models import Enrolment, JobSeeker


class ParticipantsForm(ChoiceForm):
    """Whose participants: of one class, of a centre, or of everybody in the reader's scope; in a year."""

    fiscal_year = forms.IntegerField(label=_("Fiscal year"), min_value=2000, max_value=2100, initial=planned_year)
    centre = forms.ModelChoiceField(
        TrainingCentre.objects.none(), label=_("Training centre"), required=False, empty_label=_("all")
    )
    training_class = forms.ModelChoiceField(
        TrainingClass.objects.none(), label=_("Training class"), required=False, empty_label=_("all")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("centre", TrainingCentre.objects.visible_to(self.scope))
        classes = TrainingClass.objects.visible_to(self.scope).select_related("programme", "centre")
        self._offer("training_class", classes.order_by("-fiscal_year", "programme__title", "label"))

    def _offer(self, name: str, rows: QuerySet) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A chosen class names its year and centre by itself."""
        cleaned = super().clean() or {}
        if training_class := cleaned.get("training_class"):
            cleaned["fiscal_year"], cleaned["centre"] = training_class.fiscal_year, training_class.centre
        return cleaned


def people_as_ours(enrolments: QuerySet[Enrolment]) -> Iterable[Ours]:
    """Participations as one side of a comparison; who takes part twice is one person. No NIK is opened for it."""
    rows = enrolments.select_related("job_seeker", "training_class__programme").order_by("job_seeker__full_name", "pk")
    seen: set[Hashable] = set()
    for enrolment in rows.iterator(2_000):
        person = enrolment.job_seeker
        if person.pk in seen:
            continue
        seen.add(person.pk)
        yield Ours(
            key=bytes(person.nik_index) if person.nik_index else None,
            label=person.full_name,
            note=_note_of(enrolment),
            shown=person.nik_masked,
            url=person.get_absolute_url(),
        )


def _note_of(enrolment: Enrolment) -> str:
    words = {"class": enrolment.training_class, "state": enrolment.get_state_display()}
    if enrolment.ended_on is None:
        return gettext("%(class)s: %(state)s") % words
    return gettext("%(class)s: %(state)s on %(day)s") % {**words, "day": long_date(enrolment.ended_on)}


def _participants(scope: Scope, chosen: Mapping[str, Any]) -> OursSet:
    enrolments = Enrolment.objects.filter(training_class__fiscal_year=chosen["fiscal_year"])
    if chosen.get("centre"):
        enrolments = enrolments.filter(training_class__centre=chosen["centre"])
    if chosen.get("training_class"):
        enrolments = enrolments.filter(training_class=chosen["training_class"])
    visible = enrolments.visible_to(scope)
    people, seen = (rows.values("job_seeker").distinct().count() for rows in (enrolments, visible))
    return OursSet(people_as_ours(visible), hidden=people - seen)


def _explain(scope: Scope, chosen: Mapping[str, Any], keys: Iterable[Hashable]) -> dict[Hashable, str]:
    """Where somebody who is not in the set is known to the reader otherwise."""
    people = JobSeeker.objects.visible_to(scope).filter(nik_index__in=list(keys)).select_related("registered_by")
    latest: dict[Any, Enrolment] = {}
    enrolments = Enrolment.objects.visible_to(scope).filter(job_seeker__in=people)
    for enrolment in enrolments.select_related("training_class__programme").order_by("enrolled_on", "pk"):
        latest[enrolment.job_seeker_id] = enrolment
    return {bytes(person.nik_index): _elsewhere(person, latest.get(person.pk)) for person in people if person.nik_index}


def _elsewhere(person: JobSeeker, enrolment: Enrolment | None) -> str:
    if enrolment is None:
        return gettext("%(name)s: registered at %(office)s, not enrolled anywhere") % {
            "name": person.full_name,
            "office": person.registered_by,
        }
    return gettext("%(name)s: not enrolled here, but in %(class)s (%(year)s)") % {
        "name": person.full_name,
        "class": enrolment.training_class,
        "year": enrolment.training_class.fiscal_year,
    }


PARTICIPANTS = Source(
    name="participants",
    label=_("Participants"),
    identifier=NIK,
    form=ParticipantsForm,
    ours=_participants,
    explain=_explain,
)
