"""What lists of people have in common: whom they speak of, and which class."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext
from rapidfuzz import fuzz

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.core.crypto import blind_index
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.imports.cells import WARNING, CellProblem
from kaltim_naker.imports.importer import Context, Destination
from kaltim_naker.imports.labels import label_key, near_titles, title_key
from kaltim_naker.imports.rows import CheckedRow
from kaltim_naker.imports.wording import normalise
from kaltim_naker.regions.models import Region
from programs.models import TrainingClass, TrainingProgram
from trainees.choices import EnrolmentState
from trainees.imports.columns import class_label
from trainees.models import Enrolment, JobSeeker
from trainees.services import PersonData

# Names are written with and without titles and the father's name; below this they are two people.
_SAME_NAME = 80
ClassKey = tuple[str, str]


def planned_year() -> int:
    """The latest year, up to this one, that has classes: lists mostly speak of it. Without a plan, this year."""
    this_year = fiscal_year(today())
    planned = TrainingClass.objects.filter(fiscal_year__lte=this_year).aggregate(latest=Max("fiscal_year"))
    return planned["latest"] or this_year


class PeopleImporter:
    """Knows the people and the classes that the rows speak of, and says which rows have to wait for what."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.year = int(context.options.get("fiscal_year") or planned_year())
        stated = context.options.get("first_day")
        self.first_day = date.fromisoformat(str(stated)) if stated else None
        self.regions = {region.code: region for region in Region.objects.kab_kota()}
        self.programmes = {title_key(programme.title): programme for programme in TrainingProgram.objects.all()}
        # Rows of each class in the whole file, and how the file writes its name.
        self.sizes: Counter[ClassKey] = Counter()
        self.labels: dict[ClassKey, tuple[str | None, str]] = {}
        self._keys: dict[tuple[str | None, ...], ClassKey] = {}
        self.forget_classes()

    def prepare(self, rows: Sequence[CheckedRow]) -> None:
        self.indexes = {row.line: blind_index(row.values["nik"].value) for row in rows if row.values.get("nik")}
        self.people: dict[bytes, JobSeeker] = JobSeeker.objects.select_related("domicile", "district").by_nik_index(
            set(self.indexes.values())
        )
        self.enrolments: dict[UUID, list[Enrolment]] = defaultdict(list)
        known = Enrolment.objects.filter(job_seeker__in=self.people.values())
        for enrolment in known.select_related("training_class__programme"):
            self.enrolments[enrolment.job_seeker_id].append(enrolment)

    def survey(self, rows: Sequence[CheckedRow]) -> None:
        for row in rows:
            key = self._key(row)
            if key not in self.labels:
                self.labels[key] = row.values.get("programme"), class_label(row.values)
            if not row.has_errors:
                self.sizes[key] += 1

    def forget_classes(self) -> None:
        """Read the classes anew when they are asked for next: those planned since then may have been rolled back."""
        self.classes: dict[ClassKey, TrainingClass] = {}
        self.classes_of: dict[str, list[TrainingClass]] = defaultdict(list)
        if self.context.office is not None:
            planned = TrainingClass.objects.filter(centre_id=self.context.office.pk, fiscal_year=self.year)
            for found in planned.select_related("programme"):
                self._remember_class(self._key_of(found), found)

    def _remember_class(self, key: ClassKey, training_class: TrainingClass) -> None:
        alike = self.classes_of[key[0]]
        if key in self.classes:
            alike.remove(self.classes[key])
        self.classes[key] = training_class
        alike.append(training_class)

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
            labels = sorted(found.label for found in self.classes_of[self._key(row)[0]])
            return CellProblem("class_ambiguous", message, column="package", suggestions=labels[:5])
        return None

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
        return self.people.get(self.indexes[row.line])

    def _person_data(self, row: CheckedRow, reason: str) -> PersonData:
        values = row.values
        confirms_nik = any(finding.code.startswith("nik_") for finding in row.findings)
        return PersonData(
            full_name=values["full_name"],
            birth_date=values["birth_date"],
            # Where the list has no sex, the NIK's is the only source.
            sex=values.get("sex") or values["nik"].sex,
            domicile=self.regions[values["domicile"]],
            nik=values["nik"],
            nik_mismatch_reason=reason if confirms_nik else "",
            birth_place=(values.get("birth_place") or "")[:80],
            address=(values.get("address") or "")[:200],
            phone=values.get("phone") or "",
            education=values.get("education"),
        )

    def _key(self, row: CheckedRow) -> ClassKey:
        values = row.values
        words = values.get("programme"), values.get("package"), values.get("intake")
        if words not in self._keys:
            self._keys[words] = title_key(words[0] or ""), label_key(class_label(values), self.year)
        return self._keys[words]

    def _key_of(self, training_class: TrainingClass) -> ClassKey:
        return title_key(training_class.programme.title), label_key(training_class.label, self.year)

    def _class_at(self, key: ClassKey) -> TrainingClass | None:
        """The class of this programme and package; without a package, the only class of the programme."""
        title, label = key
        if key in self.classes or label:
            return self.classes.get(key)
        same_programme = self.classes_of[title]
        return same_programme[0] if len(same_programme) == 1 else None

    def _is_ambiguous(self, row: CheckedRow) -> bool:
        title, label = self._key(row)
        return not label and len(self.classes_of[title]) > 1

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
