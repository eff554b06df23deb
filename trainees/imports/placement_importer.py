"""How a list of what became of graduates becomes placements and answers."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from kaltim_naker.accounts.models import OfficeKind, User
from kaltim_naker.core.crypto import blind_index
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from kaltim_naker.imports.cells import CellProblem
from kaltim_naker.imports.importer import Change, Context, Destination, Effect, Saved
from kaltim_naker.imports.kinds import Values
from kaltim_naker.imports.labels import title_key
from kaltim_naker.imports.rows import CheckedRow
from kaltim_naker.regions.models import KbliSection
from programs.models import TrainingClass
from trainees.choices import AT_WORK, ContractKind, Evidence, PlacementKind, TracerStatus
from trainees.imports.classes import ClassNames
from trainees.imports.people import PeopleOfClass
from trainees.models import Enrolment, Placement, TracerRound
from trainees.services import Answer, PlacementData, answer_by_phone, record_placement

_COMPARED = ("kind", "occupation", "wage_band", "sector", "contract", "ended_on", "is_relevant", "evidence")


class PlacementImporter:
    """Records jobs of graduates of the office; with a survey chosen, every line as the answer to it."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.months = context.options.get("months")
        self.usual_evidence = str(context.options.get("evidence") or Evidence.OWN_WORD)
        self.lines: Counter[str] = Counter()

    def prepare(self, rows: Sequence[CheckedRow]) -> None:
        graduates = self._graduates()
        classes = TrainingClass.objects.filter(pk__in=graduates.values("training_class")).select_related("programme")
        self.classes = ClassNames(classes)
        named = {one.pk for row in rows for one in self.classes.named(row.values)}
        niks = {blind_index(row.values["nik"].value) for row in rows if row.values.get("nik")}
        # By number anywhere, by name only within a class that the list names.
        self.by_number = PeopleOfClass(graduates.filter(job_seeker__nik_index__in=niks))
        self.by_name = PeopleOfClass(graduates.filter(training_class__in=named))
        self.sectors = {
            key: section
            for section in KbliSection.objects.order_by("-version")
            for key in (section.code.lower(), title_key(section.title_id), title_key(str(section)))
        }

    def survey(self, rows: Sequence[CheckedRow]) -> None:
        self.lines.update(self._place(row) for row in rows if not row.has_errors)

    def destinations(self) -> list[Destination]:
        return [
            Destination(name or gettext("graduates"), count, target=name) for name, count in sorted(self.lines.items())
        ]

    def warning(self, row: CheckedRow) -> CellProblem | None:
        return None

    def waiting(self, row: CheckedRow) -> CellProblem | None:
        try:
            self._enrolment(row.values)
        except CellProblem as problem:
            return problem
        sector = row.values.get("sector")
        if sector and self._sector(row.values) is None:
            message = gettext("There is no sector “%(name)s”.") % {"name": sector}
            return CellProblem(
                "sector_unknown", message, hint=gettext("Write the letter of the KBLI section."), column="sector"
            )
        started = row.values.get("started_on")
        if started and started > today():
            message = gettext("The first day of work lies in the future.")
            return CellProblem("started_in_future", message, column="started_on")
        return self._says_nothing(row.values)

    def _says_nothing(self, values: Values) -> CellProblem | None:
        status = status_of(values)
        if status is None:
            message = gettext("The line does not say what the person does.")
            return CellProblem("status_missing", message, column="status")
        if status not in AT_WORK and not self.months:
            message = gettext("Who has no work is recorded as the answer to a survey, and none was chosen.")
            hint = gettext("Discard the file, and choose the survey when you bring it again.")
            return CellProblem("nothing_to_record", message, hint=hint, column="status")
        return None

    def save(self, row: CheckedRow, reason: str) -> Effect:
        enrolment = self._enrolment(row.values)
        return self._answer(row.values, enrolment) if self.months else self._job(row.values, enrolment)

    def _job(self, values: Values, enrolment: Enrolment) -> Effect:
        known = self._known_job(values, enrolment)
        data = self._placement_data(values, known)
        before = _shown(known)
        placement = record_placement(
            actor=self._actor,
            job_seeker=enrolment.job_seeker,
            data=data,
            enrolment=(known and known.enrolment) or enrolment,
        )
        if known is None:
            return Effect(Saved.CREATED)
        after = _shown(placement)
        changes = [Change(name, before[name], after[name]) for name in before if before[name] != after[name]]
        return Effect(Saved.CHANGED if changes else Saved.UNCHANGED, changes)

    def _answer(self, values: Values, enrolment: Enrolment) -> Effect:
        """The answer to the survey, once; the same answer again changes nothing, another one is refused."""
        status = status_of(values) or ""
        answered = TracerRound.objects.answered().filter(enrolment=enrolment, months=self.months).first()
        if answered is not None:
            if answered.status != status:
                raise DomainError("answered_already", gettext("This round has been answered already."))
            return self._job(values, enrolment) if status in AT_WORK else Effect(Saved.UNCHANGED)
        job = self._placement_data(values, self._known_job(values, enrolment)) if status in AT_WORK else None
        answer_by_phone(
            actor=self._actor, enrolment=enrolment, months=int(self.months or 0), answer=Answer(status, job)
        )
        return Effect(Saved.CREATED)

    def _placement_data(self, values: Values, known: Placement | None) -> PlacementData:
        """The job of a row; what the list does not say stays as it is known."""
        own_business = status_of(values) == TracerStatus.SELF_EMPLOYED
        relevant = {"yes": True, "no": False}.get(values.get("is_relevant") or "")
        return PlacementData(
            employer=values["employer"][:150],
            started_on=values["started_on"],
            kind=values.get("kind")
            or (known.kind if known else PlacementKind.SELF_EMPLOYED if own_business else PlacementKind.LOCAL),
            contract=values.get("contract")
            or (known.contract if known else ContractKind.OWN_BUSINESS if own_business else ""),
            sector=self._sector(values) or (known and known.sector),
            occupation=(values.get("occupation") or (known.occupation if known else ""))[:120],
            wage_band=values.get("wage_band") or (known.wage_band if known else ""),
            ended_on=values.get("ended_on") or (known and known.ended_on),
            is_relevant=known.is_relevant if relevant is None and known else relevant,
            evidence=values.get("evidence") or self.usual_evidence,
        )

    def _known_job(self, values: Values, enrolment: Enrolment) -> Placement | None:
        employer = " ".join(values["employer"][:150].split())
        jobs = Placement.objects.filter(job_seeker=enrolment.job_seeker, started_on=values["started_on"])
        return jobs.select_related("sector", "enrolment").filter(employer__iexact=employer).first()

    def _enrolment(self, values: Values) -> Enrolment:
        """The training that a row speaks of: the named one, else the last one passed. Raises CellProblem."""
        people = self.by_number if values.get("nik") else self.by_name
        found = people.all_of(values)
        named = {one.pk for one in self.classes.named(values)}
        fitting = [one for one in found if one.training_class_id in named] or (found if not named else [])
        if not fitting:
            raise CellProblem(
                "person_unknown",
                gettext("No graduate of this office is meant by this line."),
                hint=gettext("Give the NIK, or name and class as in our records; only who has passed is a graduate."),
                column="nik",
            )
        if len({one.job_seeker_id for one in fitting}) > 1:
            message = gettext("Several people have this name, or take part more than once; the NIK tells which.")
            raise CellProblem("person_ambiguous", message, column="nik")
        return max(fitting, key=lambda one: (one.ended_on, one.pk))

    def _graduates(self) -> QuerySet[Enrolment]:
        """Those whom the office may speak of: a centre of its classes, a regional office of its residents."""
        office = self.context.office
        passed = Enrolment.objects.passed().select_related("job_seeker", "training_class__programme")
        if office is None:
            return passed
        if office.kind == OfficeKind.REGIONAL_OFFICE:
            return passed.filter(job_seeker__domicile=office.region_id)
        return passed.filter(training_class__centre_id=office.pk)

    def _sector(self, values: Values) -> KbliSection | None:
        text = values.get("sector") or ""
        return self.sectors.get(title_key(text)) or self.sectors.get(text.split(" ")[0].rstrip(".-–").lower())

    def _place(self, row: CheckedRow) -> str:
        try:
            return str(self._enrolment(row.values).training_class)
        except CellProblem:
            return ""

    @property
    def _actor(self) -> User:
        if self.context.actor is None:
            raise ValueError("nobody saves without a name")
        return self.context.actor


def status_of(values: Values) -> str | None:
    """The situation; an employer without one says that somebody works there."""
    return values.get("status") or (TracerStatus.EMPLOYED if values.get("employer") else None)


def _shown(placement: Placement | None) -> dict[str, str]:
    """The fields that a list may change, as people read them."""
    if placement is None:
        return {}
    shown: dict[str, str] = {}
    for name in _COMPARED:
        field = Placement._meta.get_field(name)
        display: Any = getattr(placement, f"get_{name}_display", None)
        value = display() if display else getattr(placement, name)
        shown[str(field.verbose_name)] = "" if value is None else str(value)
    return shown
