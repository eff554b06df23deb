"""Which rows each kind of office sees of each table, and that nothing of Bontang ever shows in Balikpapan."""

import re
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.apps import apps
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from certifications.models import Assessment, Certificate, Passport, Result
from companies.models import (
    Agreement,
    AgreementClass,
    AgreementFile,
    AgreementNotice,
    AgreementParty,
    AgreementPlacement,
    Apprentice,
    AwardRule,
    Coaching,
    Company,
    CompanyMerge,
    CompanyNeed,
    CompanyPair,
    Deliverable,
    Guidance,
    LogbookWeek,
    Measurement,
    PlanAction,
    PriceIndex,
    Problem,
    ProductivityBand,
    SmppAudit,
    SmppCriterion,
    SmppElement,
    SmppInstrument,
    TerritoryCount,
    WorkSite,
    YearlyReport,
)
from companies.services import name_placement
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import EVERYTHING, NOTHING, Scope, ScopedModel, ScopedQuerySet
from kaltim_naker.accounts.models import Office, User
from kaltim_naker.api.models import JobSeekerReference, RecordReference
from kaltim_naker.approvals.models import Approval
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.privacy.models import Expiry, SubjectRequest
from kaltim_naker.regions.models import Region
from kaltim_naker.reports.models import Narrative, Publication, ReportRun
from programs.models import (
    Activity,
    BudgetLine,
    ClosedFigure,
    ClosedMember,
    LegalBasis,
    NeedAnswer,
    PeriodStep,
    Proposal,
    ProposalClass,
    Reopening,
    ReportingPeriod,
    Restatement,
    SkillNeed,
    Target,
    TargetRevision,
    TrainingCentre,
    TrainingClass,
    TrainingProgram,
)
from tests.access.privacy import expiry_of, request_of
from tests.access.test_matrix import DOORS, address
from tests.access.world import CANARY, SPARROW, Side, World, restated_at
from tests.conftest import client_of, exported
from tests.factories.approvals import ApprovalFactory
from tests.factories.companies import AgreementFactory, CompanyFactory
from tests.security import security
from trainees.models import DuplicatePair, Enrolment, JobSeeker, Merge, Placement, ProtectedData

CANARIES = security(
    3, "Canaries of the other region and centre in lists, filters, exports and papers", target="0 found"
)

SCOPED = [model for model in apps.get_models() if issubclass(model, ScopedModel)]


# --- rows ----------------------------------------------------------------------------------------------------------
def own_scopes(world: World) -> dict[str, Scope]:
    return {
        "Balikpapan": Scope(centres=frozenset({world.own.centre.pk})),
        "Samarinda": Scope(regions=frozenset({world.own.person.domicile_id})),
    }


def placement(side: Side, user: User) -> Placement:
    return Placement.objects.create(job_seeker=side.person, employer="PT", started_on=date(2025, 6, 1))


def agreement_placement(side: Side, user: User) -> AgreementPlacement:
    return name_placement(actor=user, agreement=AgreementFactory(), placement=placement(side, user))


BOTH = ("Balikpapan", "Samarinda")
# Table → (a row of one side, who sees the row of Balikpapan and Samarinda).
ROWS = {
    JobSeeker: (lambda side, user: side.person, BOTH),
    ProtectedData: (lambda side, user: ProtectedData.objects.create(job_seeker=side.person), BOTH),
    DuplicatePair: (lambda side, user: side.pair, BOTH),
    Merge: (lambda side, user: side.merge, BOTH),
    Enrolment: (lambda side, user: side.enrolment, BOTH),
    Placement: (placement, BOTH),
    Assessment: (lambda side, user: side.result.assessment, ("Balikpapan",)),
    Result: (lambda side, user: side.result, BOTH),
    Certificate: (lambda side, user: side.certificate, BOTH),
    Passport: (lambda side, user: Passport.objects.create(job_seeker=side.person, given_by=user), BOTH),
    Proposal: (lambda side, user: side.proposal, ("Samarinda",)),
    SkillNeed: (lambda side, user: side.need, ("Samarinda",)),
    ProposalClass: (
        lambda side, user: ProposalClass.objects.create(proposal=side.proposal, training_class=side.running),
        BOTH,
    ),
    NeedAnswer: (lambda side, user: NeedAnswer.objects.create(need=side.need, training_class=side.running), BOTH),
    SubjectRequest: (lambda side, user: request_of(side.centre.office, side.person, user), ("Balikpapan",)),
    Expiry: (lambda side, user: expiry_of(side.person), ("Samarinda",)),
    JobSeekerReference: (
        lambda side, user: JobSeekerReference.objects.create(
            office=side.centre.office, foreign_id=str(side.person.pk), job_seeker=side.person
        ),
        BOTH,
    ),
    RecordReference: (
        lambda side, user: RecordReference.objects.create(
            office=side.centre.office, resource="enrolments", foreign_id="1", record=side.enrolment.pk
        ),
        ("Balikpapan",),
    ),
    AgreementPlacement: (agreement_placement, BOTH),
    Apprentice: (lambda side, user: side.apprentice, ("Samarinda",)),
    LogbookWeek: (
        lambda side, user: side.apprentice.weeks.create(week=date(2025, 3, 3), activities="x"),
        ("Samarinda",),
    ),
    CompanyNeed: (
        lambda side, user: CompanyNeed.objects.create(need=side.need, company=CompanyFactory()),
        ("Samarinda",),
    ),
    ImportRun: (lambda side, user: side.upload, ("Balikpapan",)),
    Approval: (
        lambda side, user: ApprovalFactory(of=side.certificate, office=side.centre.office, kind="merge"),
        ("Balikpapan",),
    ),
    ReportRun: (lambda side, user: side.report, ("Balikpapan",)),
    Publication: (
        lambda side, user: Publication.objects.create(
            run=side.report, number=str(side.report.pk)[-12:], published_by=user, published_at=timezone.now()
        ),
        ("Balikpapan",),
    ),
    ClosedFigure: (lambda side, user: restated_at(side.centre, 2018).figure, ("Balikpapan",)),
    ClosedMember: (
        lambda side, user: ClosedMember.objects.create(
            period=restated_at(side.centre, 2018).figure.period, occurred_on=date(2018, 1, 2), facts={}
        ),
        ("Balikpapan",),
    ),
    Restatement: (lambda side, user: restated_at(side.centre, 2018), ("Balikpapan",)),
}
PRODUCTIVITY = (
    Measurement,
    PriceIndex,
    ProductivityBand,
    Coaching,
    Problem,
    PlanAction,
    Guidance,
    AwardRule,
    SmppInstrument,
    SmppElement,
    SmppCriterion,
    SmppAudit,
)
PUBLIC = (
    TrainingCentre,
    TrainingProgram,
    Activity,
    LegalBasis,
    Target,
    TargetRevision,
    BudgetLine,
    ReportingPeriod,
    PeriodStep,
    Reopening,
    Narrative,
    Company,
    WorkSite,
    YearlyReport,
    TerritoryCount,
    CompanyPair,
    CompanyMerge,
    Agreement,
    AgreementParty,
    AgreementFile,
    AgreementNotice,
    AgreementClass,
    Deliverable,
    *PRODUCTIVITY,
)


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_rows(model, world):
    make, seen_by = ROWS[model]
    own, foreign = (make(side, world.user("planner")).pk for side in (world.own, world.foreign))
    assert {own, foreign} <= visible(model, EVERYTHING)
    assert visible(model, NOTHING) == set()
    for name, scope in own_scopes(world).items():
        assert (own in visible(model, scope)) == (name in seen_by), name
        assert foreign not in visible(model, scope), name


def test_classes(world):
    """A centre sees its own, plans included; a regional office whatever has been announced, at any centre."""
    scopes = own_scopes(world)
    own, foreign = world.own, world.foreign
    assert visible(TrainingClass, NOTHING) == set()
    assert {own.running.pk, own.planned.pk} <= visible(TrainingClass, scopes["Balikpapan"])
    assert visible(TrainingClass, scopes["Balikpapan"]).isdisjoint({foreign.running.pk, foreign.planned.pk})
    assert {own.running.pk, foreign.running.pk} <= visible(TrainingClass, scopes["Samarinda"])
    assert visible(TrainingClass, scopes["Samarinda"]).isdisjoint({own.planned.pk, foreign.planned.pk})


@pytest.mark.parametrize("model", PUBLIC, ids=lambda model: model.__name__)
def test_rows_for_all_staff(model, world):
    everything = visible(model, EVERYTHING)
    assert everything
    assert visible(model, NOTHING) == set()
    for scope in own_scopes(world).values():
        assert visible(model, scope) == everything


def visible(model: type[Model], scope: Scope) -> set:
    return set(model._default_manager.visible_to(scope).values_list("pk", flat=True))


# --- every table ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_paths_lead_to_a_centre_and_to_a_region(model):
    """A mistyped path would be an error at best, and somebody else's rows at worst."""
    paths = model.scope_paths
    if paths.centre:
        assert end_of(model, paths.centre) in (TrainingCentre, Office)
    if paths.region:
        assert end_of(model, paths.region) is Region
    if paths.office:
        assert end_of(model, paths.office) is Office


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_own_rules_are_tested_with_rows(model):
    """Where a table does not take the common rule, its rows are tested above."""
    queryset = type(model._default_manager.all())
    if queryset.visible_to is not ScopedQuerySet.visible_to:
        assert model in {*ROWS, TrainingClass}


def end_of(model: type[Model], path: str) -> type[Model]:
    for step in path.split("__"):
        model = model._meta.pk.related_model if step == "pk" else model._meta.get_field(step).related_model
    return model


# --- canary crawl --------------------------------------------------------------------------------------------------
LISTS = [
    name for name, door in DOORS.items() if isinstance(door.needs, Action) and not door.about and door.method == "get"
]


@pytest.mark.parametrize("reader", ["centre_admin", "regional_operator", "certification_officer of a centre"])
@pytest.mark.parametrize("name", LISTS)
@CANARIES
def test_no_page_shows_the_canary(name, reader, world):
    """Names of the other centre stand on no list, no first page and in no workbook."""
    user, door = world.user(reader), DOORS[name]
    if not can(user, door.needs):
        pytest.skip("may not open it")
    url = address(name, door)
    client = client_of(user)
    for bird in (CANARY,) if reader == "regional_operator" else (CANARY, SPARROW):
        assert bird not in text_of(client.get(url))
        assert bird not in text_of_export(client, url)


@pytest.mark.parametrize("name", ["programs:class_list", "trainees:job_seeker_list", "certifications:certificate_list"])
@CANARIES
def test_the_canary_sings_for_the_province(name, world):
    """Else the crawl above would prove nothing."""
    client = client_of(world.user("auditor"))
    assert CANARY in text_of(client.get(reverse(name)))
    assert CANARY in text_of_export(client, reverse(name))


def text_of_export(client, url: str) -> str:
    """Everything written in the workbook of a list; empty for pages without one."""
    response = exported(client, url)
    return text_of(response) if "spreadsheet" in response.headers.get("Content-Type", "") else ""


def text_of(response) -> str:
    """Everything written on a page, a paper (PDF) or in a workbook."""
    kind = response.headers.get("Content-Type", "")
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if kind.startswith("application/pdf"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if "spreadsheet" in kind:
        with zipfile.ZipFile(BytesIO(content)) as book:
            return re.sub(r"<[^>]+>", " ", "".join(book.read(part).decode() for part in book.namelist()))
    return content.decode()
