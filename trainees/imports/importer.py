"""How the rows of a list become people in classes."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django import forms
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.core.crypto import blind_index
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.imports.cells import WARNING, CellProblem
from kaltim_naker.imports.importer import Context, Destination, Effect, Saved
from kaltim_naker.imports.labels import label_key, near_titles, title_key
from kaltim_naker.imports.rows import CheckedRow
from kaltim_naker.imports.wording import normalise
from kaltim_naker.regions.models import Region
from kaltim_naker.ui.forms import DateInput
from programs.constants import USUAL_SEATS
from programs.models import TrainingCentre, TrainingClass, TrainingProgram
from programs.services import plan_class
from trainees.choices import EnrolmentState
from trainees.imports.columns import class_label
from trainees.models import Enrolment, JobSeeker
from trainees.services import PersonData, enrol_job_seeker, register_job_seeker

# Names are written with and without titles and the father's name; below this they are two people.
_SAME_NAME = 80
ClassKey = tuple[str, str]


def planned_year() -> int:
    """The latest year, up to this one, that has classes: lists mostly speak of it. Without a plan, this year."""
    this_year = fiscal_year(today())
    planned = TrainingClass.objects.filter(fiscal_year__lte=this_year).aggregate(latest=Max("fiscal_year"))
    return planned["latest"] or this_year


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


class ParticipantImporter:
    """Registers people and gives them seats. Classes that are not in the plan yet are planned."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.year = int(context.options.get("fiscal_year") or planned_year())
        stated = context.options.get("first_day")
        self.first_day = date.fromisoformat(str(stated)) if stated else None

    def prepare(self, rows: Sequence[CheckedRow]) -> None:
        niks = {blind_index(row.values["nik"].value) for row in rows if row.values.get("nik")}
        self.people = {bytes(person.nik_index): person for person in JobSeeker.objects.filter(nik_index__in=niks)}
        self.regions = {region.code: region for region in Region.objects.kab_kota()}
        self.programmes = {title_key(programme.title): programme for programme in TrainingProgram.objects.all()}
        self.classes: dict[ClassKey, TrainingClass] = {}
        if self.context.office is not None:
            planned = TrainingClass.objects.filter(centre_id=self.context.office.pk, fiscal_year=self.year)
            self.classes = {self._key_of(found): found for found in planned.select_related("programme")}
        self.enrolments: dict[UUID, list[Enrolment]] = defaultdict(list)
        known = Enrolment.objects.filter(job_seeker__in=self.people.values()).select_related("training_class")
        for enrolment in known:
            self.enrolments[enrolment.job_seeker_id].append(enrolment)
        self.sizes = Counter(self._key(row) for row in rows if not row.has_errors)
        self.labels = {self._key(row): (row.values.get("programme"), class_label(row.values)) for row in rows}

    def destinations(self) -> list[Destination]:
        """The classes that the rows name."""
        return [self._destination(key, count) for key, count in sorted(self.sizes.items())]

    def warning(self, row: CheckedRow) -> CellProblem | None:
        person = self._known(row)
        other = self._other_running_class(person, self._key(row)) if person else None
        if other is None or any(finding.code == "already_in_other_class" for finding in row.findings):
            return None
        message = gettext("Takes part in another class: %(name)s.") % {"name": other}
        hint = gettext("Confirm with a reason if the person really takes both classes.")
        return CellProblem("already_in_other_class", message, hint=hint, level=WARNING)

    def waiting(self, row: CheckedRow) -> CellProblem | None:
        title = row.values.get("programme")
        if not title:
            return CellProblem("programme_missing", gettext("The row names no programme."), column="programme")
        if title_key(title) not in self.programmes:
            message = gettext("There is no programme “%(title)s”.") % {"title": title}
            return CellProblem(
                "programme_unknown",
                message,
                hint=gettext("Have the programme entered, or correct its title."),
                column="programme",
                suggestions=near_titles(title, (programme.title for programme in self.programmes.values())),
            )
        if self.context.office is not None and self._class_at(self._key(row)) is None and self._is_ambiguous(row):
            message = gettext("There are several classes of this programme, and the row names no package.")
            labels = sorted(found.label for found in self._classes_of(self._key(row)[0]))
            return CellProblem("class_ambiguous", message, column="package", suggestions=labels[:5])
        return None

    def save(self, row: CheckedRow, reason: str) -> Effect:
        person = self._known(row)
        is_new = person is None
        if person is None:
            person = self._register(row, reason)
        else:
            require_same_person(person, row.values["full_name"], row.values["birth_date"])
        training_class = self._class_at(self._key(row)) or self._plan(row)
        if any(enrolment.training_class_id == training_class.pk for enrolment in self.enrolments[person.pk]):
            return Effect(Saved.UNCHANGED)
        enrolment = enrol_job_seeker(
            actor=self._actor,
            job_seeker=person,
            training_class=training_class,
            enrolled_on=training_class.starts_on or self.first_day or date(self.year, 1, 1),
        )
        self._remember(row, person, training_class, enrolment)
        return Effect(Saved.CREATED if is_new else Saved.CHANGED)

    @property
    def _actor(self) -> User:
        if self.context.actor is None:
            raise ValueError("nobody saves without a name")
        return self.context.actor

    @property
    def _office(self) -> Office:
        if self.context.office is None:
            raise ValueError("people are registered, and classes planned, by an office")
        return self.context.office

    def _known(self, row: CheckedRow) -> JobSeeker | None:
        return self.people.get(blind_index(row.values["nik"].value))

    def _register(self, row: CheckedRow, reason: str) -> JobSeeker:
        values = row.values
        confirms_nik = any(finding.code.startswith("nik_") for finding in row.findings)
        data = PersonData(
            full_name=values["full_name"],
            birth_date=values["birth_date"],
            # Where the list has no sex, the NIK's is the only source.
            sex=values.get("sex") or values["nik"].sex,
            domicile=self.regions[values["domicile"]],
            nik=values["nik"].value,
            nik_mismatch_reason=reason if confirms_nik else "",
            birth_place=(values.get("birth_place") or "")[:80],
            address=(values.get("address") or "")[:200],
            phone=values.get("phone") or "",
            education=values.get("education"),
        )
        return register_job_seeker(actor=self._actor, office=self._office, data=data)

    def _remember(
        self, row: CheckedRow, person: JobSeeker, training_class: TrainingClass, enrolment: Enrolment
    ) -> None:
        """Once a row is saved: later rows may be about the same person and the same class."""
        self.people[blind_index(row.values["nik"].value)] = person
        self.classes[self._key(row)] = training_class
        self.enrolments[person.pk].append(enrolment)

    def _key(self, row: CheckedRow) -> ClassKey:
        return title_key(row.values.get("programme") or ""), label_key(class_label(row.values), self.year)

    def _key_of(self, training_class: TrainingClass) -> ClassKey:
        return title_key(training_class.programme.title), label_key(training_class.label, self.year)

    def _class_at(self, key: ClassKey) -> TrainingClass | None:
        """The class of this programme and package; without a package, the only class of the programme."""
        title, label = key
        if key in self.classes or label:
            return self.classes.get(key)
        same_programme = self._classes_of(title)
        return same_programme[0] if len(same_programme) == 1 else None

    def _classes_of(self, title: str) -> list[TrainingClass]:
        found = {training_class.pk: training_class for key, training_class in self.classes.items() if key[0] == title}
        return list(found.values())

    def _is_ambiguous(self, row: CheckedRow) -> bool:
        title, label = self._key(row)
        return not label and len(self._classes_of(title)) > 1

    def _plan(self, row: CheckedRow) -> TrainingClass:
        key = self._key(row)
        return plan_class(
            actor=self._actor,
            centre=TrainingCentre.objects.get(pk=self._office.pk),
            programme=self.programmes[key[0]],
            fiscal_year=self.year,
            label=planned_label(self.labels[key][1]),
            # Sixteen is usual and not a rule; a longer list is a larger class.
            seats=max(USUAL_SEATS, self.sizes[key]),
            starts_on=self.first_day,
        )

    def _destination(self, key: ClassKey, count: int) -> Destination:
        title, label = self.labels[key]
        name = " – ".join(part for part in (title, label) if part) or gettext("no class named")
        if training_class := self._class_at(key):
            return Destination(name, count, target=str(training_class))
        if key[0] not in self.programmes:
            return Destination(name, count, note=gettext("No such programme; these rows have to wait."))
        return Destination(name, count, note=gettext("Will be planned as a new class."))

    def _other_running_class(self, person: JobSeeker, key: ClassKey) -> TrainingClass | None:
        here = self._class_at(key)
        for enrolment in self.enrolments[person.pk]:
            is_over = enrolment.state != EnrolmentState.PARTICIPANT
            if not is_over and (here is None or enrolment.training_class_id != here.pk):
                return enrolment.training_class
        return None


def planned_label(label: str) -> str:
    """The label of a class as it is planned: a bare "1" becomes "Paket 1", as does none at all."""
    return label if label and not label.isdigit() else f"Paket {label or 1}"


def require_same_person(person: JobSeeker, full_name: str, born: date | None = None) -> None:
    """A NIK that we know under another name or birth date is somebody's mistake, and never ours to resolve."""
    same_name = fuzz.token_set_ratio(normalise(person.full_name), normalise(full_name)) >= _SAME_NAME
    if not same_name or (born is not None and born != person.birth_date):
        raise DomainError(
            "person_differs",
            gettext(
                "This NIK is registered for a person with another name or date of birth. Compare both with the card."
            ),
        )
