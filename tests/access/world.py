"""Two of everything: one that belongs to Balikpapan and Samarinda, one that belongs to Bontang.

The person of the first class was registered by BLKI Balikpapan and lives in Samarinda; everything of the second lies in
Bontang. So whoever works in Balikpapan or in Samarinda must see the first and never the second. Names of the second
carry CANARY, so that a single leak is found wherever it shows.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import Office, OfficeKind, User
from kaltim_naker.accounts.roles import Role
from programs.models import ClassInstructor, Instructor, PeriodStep, Restatement, TrainingCentre
from tests.access.needs import need_rows
from tests.access.papers import papers_of
from tests.access.partners import partner_rows
from tests.access.privacy import expiry_of, incident_of, request_of
from tests.access.productivity import productivity_of
from tests.access.tokens import token_rows
from tests.access.training import training_rows
from tests.factories.accounts import OfficeFactory, home_province, home_region, user_with_role
from tests.factories.apprenticeships import ApprenticeFactory, ApprenticeshipFactory, MentorFactory
from tests.factories.approvals import ApprovalFactory
from tests.factories.certifications import AssessmentFactory, CertificateFactory, ResultFactory
from tests.factories.needs import ProposalFactory, SkillNeedFactory
from tests.factories.periods import ReopeningFactory, ReportingPeriodFactory, RestatementFactory
from tests.factories.programs import (
    BudgetLineFactory,
    LegalBasisFactory,
    TargetFactory,
    TargetRevisionFactory,
    TrainingCentreFactory,
    TrainingClassFactory,
    TrainingProgramFactory,
)
from tests.factories.runs import ImportRunFactory, NarrativeFactory, ReportRunFactory
from tests.factories.trainees import ApplicationFactory, EnrolmentFactory, JobSeekerFactory
from trainees.models import DuplicatePair, GraduateSample, SampleMember, Signal
from trainees.services import merge_people

CANARY, SPARROW = "CANARY", "SPARROW"
CENTRE, REGION = "centre", "region"


@dataclass(frozen=True)
class Pair:
    """A record of one's own and a foreign one; `seen_by` are the kinds of office that see their own.

    Without `foreign`, every member of staff sees the record. `needs`: they must be allowed to do this, too.
    """

    own: Any
    foreign: Any = None
    seen_by: tuple[str, ...] = (CENTRE, REGION)
    needs: Action | None = None


@dataclass(frozen=True)
class Side:
    """One centre with its class, its person, and the whole chain to the certificate."""

    centre: TrainingCentre
    running: Any
    planned: Any
    person: Any
    mate: Any
    enrolment: Any
    result: Any
    certificate: Any
    upload: Any
    report: Any
    passed: Any
    application: Any
    pair: Any
    merge: Any
    signal: Any
    sample: Any
    need: Any
    proposal: Any
    apprentice: Any


def side(centre: TrainingCentre, lives_in: str, mark: str = "", class_mark: str = "") -> Side:
    """A running class with a participant, and a closed one with a certificate, both of one person."""
    # Every member of staff may read the curricula, so their titles carry no mark.
    programme = TrainingProgramFactory()
    of_centre = {"centre": centre, "programme": programme, "fiscal_year": 2025}
    running = TrainingClassFactory(**of_centre, label=f"Paket A {class_mark}")
    planned = TrainingClassFactory(**of_centre, label=f"Paket B {mark}", planned=True)
    closed = TrainingClassFactory(**of_centre, label=f"Paket C {class_mark}", closed=True)
    person = JobSeekerFactory(full_name=f"Orang {mark}", domicile=home_region(lives_in), registered_by=centre.office)
    enrolment = EnrolmentFactory(training_class=running, job_seeker=person)
    passed = EnrolmentFactory(training_class=closed, job_seeker=person, passed=True)
    mate = JobSeekerFactory(full_name=f"Teman {mark}", domicile=person.domicile, registered_by=person.registered_by)
    EnrolmentFactory(training_class=closed, job_seeker=mate, passed=True)
    assessment = AssessmentFactory(training_class=closed)
    certificate = CertificateFactory(result=ResultFactory(assessment=assessment, enrolment=passed))
    waiting = AssessmentFactory(training_class=closed, scheme=assessment.scheme)
    result = ResultFactory(assessment=waiting, enrolment=passed)
    upload = ImportRunFactory(office=centre.office, kind="results", file_name=f"hasil {mark}.csv")
    report = ReportRunFactory(centre=centre)
    NarrativeFactory(centre=centre)
    year_of_training = _year_of_training(centre, running, passed, person, mate, mark)
    return Side(
        centre,
        running,
        planned,
        person,
        mate,
        enrolment,
        result,
        certificate,
        upload,
        report,
        passed,
        *year_of_training,
        SkillNeedFactory(region=person.domicile, skill=f"Keahlian {mark}"),
        ProposalFactory(region=person.domicile, title=f"Usulan {mark}{class_mark}"),
        _apprentice(person, mark),
    )


def _apprentice(person: Any, mark: str) -> Any:
    """In the person's own region, with a visit that found something. Companies are public, so theirs have no mark."""
    programme = ApprenticeshipFactory(site__region=person.domicile, occupation=f"Mekanik {mark}")
    programme.visits.create(
        visited_on=date(2025, 4, 1), visitors="Petugas", follow_up="Helm", follow_up_by=date(2025, 4, 8)
    )
    mentor = MentorFactory(apprenticeship=programme, full_name=f"Pembimbing {mark}")
    return ApprenticeFactory(apprenticeship=programme, job_seeker=person, mentor=mentor)


def _year_of_training(
    centre: TrainingCentre, running: Any, passed: Any, person: Any, mate: Any, mark: str
) -> tuple[Any, ...]:
    """An application, an instructor, a pair that may be one person, a merge, a signal and a sample."""
    teacher = Instructor.objects.create(centre=centre, full_name=f"Instruktur {running.pk}")
    ClassInstructor.objects.create(
        training_class=running, instructor=teacher, starts_on=running.starts_on, ends_on=running.ends_on
    )
    first, second = sorted((person, mate), key=lambda one: one.pk)
    double = JobSeekerFactory(
        full_name=f"Dobel {mark}",
        nik=None,
        nik_missing_reason="no_card",
        domicile=person.domicile,
        registered_by=person.registered_by,
    )
    sampler = User.objects.filter(memberships__role=Role.PLANNER).first()
    sample = GraduateSample.objects.filter(centre=centre).first() or GraduateSample.objects.create(
        centre=centre, year=2025, quarter=1, seed="x", size=1, drawn_from=1, drawn_by=sampler
    )
    SampleMember.objects.create(sample=sample, enrolment=passed)
    return (
        ApplicationFactory(training_class=running, job_seeker=mate),
        DuplicatePair.objects.create(first=first, second=second, reason="birth_and_name", similarity=0.9),
        merge_people(actor=sampler, keep=person, remove=double, reason="satu orang"),
        Signal.objects.create(kind="weekend", training_class=running, fingerprint=str(running.pk)),
        sample,
    )


def pairs(own: Side, foreign: Side) -> dict[str, Pair]:
    """What the addresses of the table in `test_matrix` are about."""
    proposed = TargetRevisionFactory(target__indicator__code="K1")
    ours, theirs = own.apprentice, foreign.apprentice
    planner = User.objects.filter(memberships__role=Role.PLANNER).first()
    partners = partner_rows(planner, own.running)
    officer = User.objects.filter(memberships__role=Role.PARTNERSHIP_OFFICER).first()
    return {
        # A regional office sees every class that has been announced, so the foreign one is still a plan.
        "class": Pair(own.running, foreign.planned),
        "approval": Pair(
            *(ApprovalFactory(of=one.certificate, office=one.centre.office) for one in (own, foreign)),
            seen_by=(CENTRE,),
            needs=Action.APPROVE_REVOCATION,
        ),
        "programme": Pair(own.running.programme),
        "person": Pair(own.person, foreign.person),
        "certificate": Pair(own.certificate, foreign.certificate),
        **{name: Pair(row) for name, row in partners.items()},
        **{name: Pair(row) for name, row in productivity_of(partners["company"], officer).items()},
        **{name: Pair(row) for name, row in need_rows(own.proposal).items()},
        **{name: Pair(*rows, seen_by=(REGION,)) for name, rows in token_rows().items()},
        **_privacy_pairs(own, foreign, planner),
        "need": Pair(own.need, foreign.need, seen_by=(REGION,)),
        "proposal": Pair(own.proposal, foreign.proposal, seen_by=(REGION,)),
        "import": Pair(own.upload, foreign.upload, seen_by=(CENTRE,), needs=Action.IMPORT_RESULTS),
        "legal basis": Pair(LegalBasisFactory()),
        "target": Pair(proposed.target),
        "proposed target": Pair(proposed),
        "budget line": Pair(BudgetLineFactory()),
        **_closed_pairs(own, foreign),
        "report": Pair(own.report, foreign.report, seen_by=(CENTRE,)),
        "enrolment": Pair(own.enrolment, foreign.enrolment),
        "graduate": Pair(own.passed, foreign.passed),
        "application": Pair(own.application, foreign.application),
        "pair": Pair(own.pair, foreign.pair),
        "merge": Pair(own.merge, foreign.merge),
        "signal": Pair(own.signal, foreign.signal, seen_by=(CENTRE,)),
        "sample": Pair(own.sample, foreign.sample, seen_by=(CENTRE,)),
        "apprentice": Pair(ours, theirs, seen_by=(REGION,)),
        "apprenticeship": Pair(ours.apprenticeship, theirs.apprenticeship, seen_by=(REGION,)),
        "mentor": Pair(ours.mentor, theirs.mentor, seen_by=(REGION,)),
        "visit": Pair(*(one.apprenticeship.visits.get() for one in (ours, theirs)), seen_by=(REGION,)),
        **_training_pairs(own, foreign, officer),
        **_paper_pairs(own, foreign),
    }


def _training_pairs(own: Side, foreign: Side, clerk: User) -> dict[str, Pair]:
    """Attendance belongs to the centre; what became of somebody belongs to the person as well."""
    of_centre = ("session", "mark")
    return {
        name: Pair(*rows, seen_by=(CENTRE,) if name in of_centre else (CENTRE, REGION))
        for name, rows in training_rows(own, foreign, clerk).items()
    }


def _closed_pairs(own: Side, foreign: Side) -> dict[str, Pair]:
    """Who has handed in is known to all; what a quarter came to belongs to the centre."""
    ours, theirs = (restated_at(one.centre) for one in (own, foreign))
    reopening = ReopeningFactory(period=ours.figure.period)
    PeriodStep.objects.create(period=reopening.period, kind="reopened", actor=reopening.opened_by)
    return {
        "period": Pair(ours.figure.period),
        "closed figure": Pair(ours.figure, theirs.figure, seen_by=(CENTRE,)),
        "restatement": Pair(ours, theirs, seen_by=(CENTRE,)),
    }


def restated_at(centre: TrainingCentre, year: int = 2019) -> Restatement:
    """A figure of long ago, so that its closed quarter locks nothing of today."""
    period = ReportingPeriodFactory(closed=True, year=year, centre=centre)
    return RestatementFactory(figure__period=period, figure__indicator__code=f"Z{centre.pk}-{year}")


def _privacy_pairs(own: Side, foreign: Side, user: User) -> dict[str, Pair]:
    """A request belongs to the centre that took it in; incidents and terms are watched over by one person."""
    ours, theirs = (request_of(one.centre.office, one.person, user) for one in (own, foreign))
    auditor = User.objects.filter(memberships__role=Role.AUDITOR).first()
    return {
        "privacy request": Pair(ours, theirs, seen_by=(CENTRE,)),
        "incident": Pair(incident_of(auditor)),
        "expiry": Pair(expiry_of(own.mate)),
    }


def _paper_pairs(own: Side, foreign: Side) -> dict[str, Pair]:
    """Assessments and runs belong to a centre; the rest belongs to a person as well."""
    officer = User.objects.filter(memberships__role=Role.CERTIFICATION_OFFICER).first()
    ours, theirs = papers_of(own.certificate, own.mate, officer), papers_of(foreign.certificate, foreign.mate, officer)
    of_centre = ("assessment", "paper run")
    return {
        name: Pair(ours[name], theirs[name], seen_by=(CENTRE,) if name in of_centre else (CENTRE, REGION))
        for name in ours
    }


def staff(province: Office, centre: TrainingCentre, regional: Office) -> dict[str, tuple[User, str]]:
    """One user for each role in the kind of office that has it, with that kind ("" is the province)."""
    at_home = {
        Role.CENTRE_ADMIN: (centre.office, CENTRE),
        Role.INSTRUCTOR: (centre.office, CENTRE),
        Role.REGIONAL_OPERATOR: (regional, REGION),
    }
    users = {}
    for role in Role:
        office, kind = at_home.get(role, (province, ""))
        users[role.value] = (user_with_role(role, office, full_name=role.value), kind)
    users["certification_officer of a centre"] = (
        user_with_role(Role.CERTIFICATION_OFFICER, centre.office, full_name="sertifikasi"),
        CENTRE,
    )
    return users


@dataclass(frozen=True)
class World:
    """`people` hold the roles in the province, in Balikpapan and in Samarinda; nobody works in Bontang."""

    people: dict[str, tuple[User, str]]
    things: dict[str, Pair]
    own: Side
    foreign: Side

    def user(self, name: str) -> User:
        return self.people[name][0]


def build_world() -> World:
    province = OfficeFactory(code="disnakertrans", kind=OfficeKind.PROVINCE, region=home_province())
    regional = OfficeFactory(code="disnaker-samarinda", kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.72"))
    balikpapan = TrainingCentreFactory(office__code="blki-balikpapan", office__region=home_region("64.71"))
    bontang = TrainingCentreFactory(
        office__code="blki-bontang", office__short_name="BLKI Bontang", office__region=home_region("64.74")
    )
    people = staff(province, balikpapan, regional)
    own, foreign = side(balikpapan, "64.72"), side(bontang, "64.74", mark=CANARY, class_mark=SPARROW)
    TargetFactory()
    return World(people, pairs(own, foreign), own, foreign)
