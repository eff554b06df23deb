"""Turns the worked-out year into rows, table by table.

Written in bulk, which is safe: the history triggers are statement level and the named constraints of the tables hold
for every writer. The services would lock, check and write each of some four thousand rows one by one.
"""

from collections.abc import Iterable
from datetime import date
from itertools import count

from certifications.choices import AssessmentState
from certifications.models import Assessment, Certificate, Issuer, Result, Scheme
from certifications.services import add_months, number_key
from kaltim_naker.accounts.models import Office
from kaltim_naker.demo.classes import PlannedClass, Programme
from kaltim_naker.demo.people import Person
from kaltim_naker.demo.results import Attempt, Participation
from kaltim_naker.regions.models import KbliSection, Region
from programs.choices import ClassState
from programs.models import Field, TrainingCentre, TrainingClass, TrainingProgram
from trainees.models import Enrolment, JobSeeker

_SCHEME_MONTHS, _LICENCE_MONTHS = 36, 60
# High above anything that a workbook of 2025 brings, so that an import never meets a number of the demo.
_FIRST_NUMBER = 7_000_001


class Recorder:
    """Collects rows for one year of classes; `save` writes them in the order in which they depend on each other."""

    def __init__(self, programmes: Iterable[Programme]) -> None:
        programmes = list(programmes)
        self._centres = {centre.office.code: centre for centre in TrainingCentre.objects.select_related("office")}
        self._offices = {office.code: office for office in Office.objects.all()}
        self._regions = {region.code: region for region in Region.objects.home()}
        self._issuers = {issuer.code: issuer for issuer in Issuer.objects.all()}
        self._programmes = _programmes(programmes)
        self._schemes = _schemes(programmes)
        self._people: dict[Person, JobSeeker] = {}
        self._classes: list[TrainingClass] = []
        self._enrolments: list[Enrolment] = []
        self._assessments: dict[tuple[TrainingClass, str], Assessment] = {}
        self._results: list[Result] = []
        self._certificates: list[Certificate] = []
        self._numbers = count(_FIRST_NUMBER)

    def add_class(self, planned: PlannedClass, took_part: list[Participation]) -> None:
        training_class = TrainingClass(
            centre=self._centres[planned.centre],
            programme=self._programmes[planned.programme.title],
            fiscal_year=planned.fiscal_year,
            label=planned.label,
            funding_source=planned.funding_source,
            seats=planned.seats,
            starts_on=planned.starts_on,
            ends_on=planned.ends_on,
            state=planned.state,
            cancel_reason=planned.cancel_reason,
        )
        if planned.state == ClassState.CLOSED:
            training_class.closed_on = planned.ends_on
            training_class.closing_document = f"BA-{len(self._classes) + 1:03d}/{planned.fiscal_year}"
        self._classes.append(training_class)
        for participation in took_part:
            self._add_participation(planned, training_class, participation)

    def save(self) -> None:
        TrainingProgram.objects.bulk_create(self._programmes.values())
        Scheme.objects.bulk_create(self._schemes.values())
        JobSeeker.objects.bulk_create(self._people.values())
        TrainingClass.objects.bulk_create(self._classes)
        Enrolment.objects.bulk_create(self._enrolments)
        Assessment.objects.bulk_create(self._assessments.values())
        Result.objects.bulk_create(self._results)
        Certificate.objects.bulk_create(self._certificates)

    def _add_participation(
        self, planned: PlannedClass, training_class: TrainingClass, participation: Participation
    ) -> None:
        person = participation.person
        if person not in self._people:
            self._people[person] = job_seeker_of(person, self._regions[person.home], self._offices[planned.centre])
        enrolment = Enrolment(
            job_seeker=self._people[person],
            training_class=training_class,
            state=participation.state,
            enrolled_on=training_class.starts_on,
            ended_on=participation.ended_on,
            end_reason=participation.end_reason,
            work_status=person.work_status,
        )
        self._enrolments.append(enrolment)
        for attempt in participation.attempts:
            self._add_attempt(planned.programme, enrolment, attempt)

    def _add_attempt(self, programme: Programme, enrolment: Enrolment, attempt: Attempt) -> None:
        scheme = self._schemes[attempt.scheme]
        issuer = self._issuers["kemnaker" if attempt.by_kemnaker else "bnsp"]
        assessment = self._assessments.setdefault(
            (enrolment.training_class, attempt.scheme),
            Assessment(
                training_class=enrolment.training_class,
                scheme=scheme,
                issuer=issuer,
                state=AssessmentState.ASSESSED,
                scheduled_on=attempt.assessed_on,
            ),
        )
        result = Result(
            assessment=assessment,
            enrolment=enrolment,
            job_seeker=enrolment.job_seeker,
            attempt=attempt.number,
            assessed_on=attempt.assessed_on,
            outcome=attempt.outcome,
        )
        self._results.append(result)
        if attempt.issued_on:
            numbers = _numbers(programme, attempt, attempt.issued_on.year, next(self._numbers))
            self._certificates.append(_certificate(result, attempt.issued_on, attempt.handed_over_on, numbers))


def _programmes(programmes: list[Programme]) -> dict[str, TrainingProgram]:
    fields = {field.code: field for field in Field.objects.all()}
    sectors = {section.code: section for section in KbliSection.objects.filter(version=2020)}
    return {
        programme.title: TrainingProgram(
            title=programme.title,
            field=fields[programme.field],
            sector=sectors[programme.sector],
            hours=programme.hours,
            kkni_level=programme.kkni_level,
        )
        for programme in programmes
    }


def _schemes(programmes: list[Programme]) -> dict[str, Scheme]:
    """The competence scheme of each programme, and the ministry's licences for operators."""
    months = {programme.title: _SCHEME_MONTHS for programme in programmes}
    months |= {programme.operator: _LICENCE_MONTHS for programme in programmes if programme.operator}
    return {title: Scheme(title=title, validity_months=validity) for title, validity in months.items()}


def job_seeker_of(person: Person, home: Region, office: Office) -> JobSeeker:
    job_seeker = JobSeeker(
        full_name=person.full_name,
        nik_missing_reason=person.nik_missing_reason,
        nik_mismatch_reason=person.nik_mismatch_reason,
        birth_place=person.birth_place,
        birth_date=person.birth_date,
        sex=person.sex,
        address=person.address,
        domicile=home,
        phone=person.phone,
        education=person.education,
        work_status=person.work_status,
        registered_by=office,
        is_invented=True,
    )
    if person.nik:
        job_seeker.set_nik(person.nik)
    return job_seeker


def _numbers(programme: Programme, attempt: Attempt, year: int, running: int) -> tuple[str, str]:
    """Number and registration number, in the form their issuers give them (domain.md §4.3)."""
    if attempt.by_kemnaker:
        return f"{running}/AS.02.04/{year}", ""
    return f"{programme.number_head} {running} {year}", f"{programme.field}.777.{running % 100_000:05d} {year}"


def _certificate(result: Result, issued_on: date, handed_over_on: date | None, numbers: tuple[str, str]) -> Certificate:
    """With the facts that are printed on it."""
    number, registration_number = numbers
    scheme = result.assessment.scheme
    return Certificate(
        result=result,
        issuer=result.assessment.issuer,
        job_seeker=result.job_seeker,
        number=number,
        number_key=number_key(number),
        registration_number=registration_number,
        holder_name=result.job_seeker.full_name,
        scheme_title=scheme.title,
        issued_on=issued_on,
        valid_until=add_months(issued_on, scheme.validity_months),
        handed_over_on=handed_over_on,
        handed_over_to=result.job_seeker.full_name if handed_over_on else "",
    )
