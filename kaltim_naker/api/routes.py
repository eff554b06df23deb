"""The addresses of the API, version 1."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from kaltim_naker.api.docs import DocsView, schema_document
from kaltim_naker.api.resources.apprentices import ApprenticeViewSet
from kaltim_naker.api.resources.apprenticeships import ApprenticeshipViewSet, MentorViewSet
from kaltim_naker.api.resources.assessments import AssessmentViewSet, ResultViewSet
from kaltim_naker.api.resources.attendance import AttendanceViewSet, SessionViewSet
from kaltim_naker.api.resources.certificates import CertificateViewSet, VerifyViewSet
from kaltim_naker.api.resources.changes import ChangeViewSet
from kaltim_naker.api.resources.companies import AgreementViewSet, CompanyViewSet, SiteViewSet
from kaltim_naker.api.resources.divided import BehindViewSet, FigureViewSet
from kaltim_naker.api.resources.exchange import ImportViewSet, ReconciliationViewSet
from kaltim_naker.api.resources.needs import ProposalViewSet, SkillNeedViewSet
from kaltim_naker.api.resources.numbers import AchievementViewSet, IndicatorViewSet, TargetViewSet
from kaltim_naker.api.resources.outcomes import OutcomeViewSet, SurveyViewSet
from kaltim_naker.api.resources.people import JobSeekerViewSet
from kaltim_naker.api.resources.productivity import MeasurementViewSet
from kaltim_naker.api.resources.programme import ActivityViewSet, PeriodViewSet
from kaltim_naker.api.resources.public import OpenDataViewSet, ReportVerifyViewSet
from kaltim_naker.api.resources.receipts import ReceiptViewSet
from kaltim_naker.api.resources.reference import (
    CentreViewSet,
    FieldViewSet,
    ProgrammeViewSet,
    RegionViewSet,
    SchemeViewSet,
    SectorViewSet,
)
from kaltim_naker.api.resources.reports import ReportViewSet
from kaltim_naker.api.resources.training import ClassViewSet, EnrolmentViewSet
from kaltim_naker.api.rest.outside import no_such_address

app_name = "api"

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
for prefix, viewset, name in (
    ("regions", RegionViewSet, "region"),
    ("sectors", SectorViewSet, "sector"),
    ("fields", FieldViewSet, "field"),
    ("centres", CentreViewSet, "centre"),
    ("programmes", ProgrammeViewSet, "programme"),
    ("schemes", SchemeViewSet, "scheme"),
    ("classes", ClassViewSet, "class"),
    ("enrolments", EnrolmentViewSet, "enrolment"),
    ("sessions", SessionViewSet, "session"),
    ("attendance", AttendanceViewSet, "attendance"),
    ("outcomes", OutcomeViewSet, "outcome"),
    ("survey-answers", SurveyViewSet, "survey-answer"),
    ("assessments", AssessmentViewSet, "assessment"),
    ("results", ResultViewSet, "result"),
    ("job-seekers", JobSeekerViewSet, "job-seeker"),
    ("certificates", VerifyViewSet, "paper"),
    ("certificates", CertificateViewSet, "certificate"),
    ("companies", CompanyViewSet, "company"),
    ("work-sites", SiteViewSet, "work-site"),
    ("agreements", AgreementViewSet, "agreement"),
    ("apprenticeships", ApprenticeshipViewSet, "apprenticeship"),
    ("mentors", MentorViewSet, "mentor"),
    ("apprentices", ApprenticeViewSet, "apprentice"),
    ("measurements", MeasurementViewSet, "measurement"),
    ("activities", ActivityViewSet, "activity"),
    ("periods", PeriodViewSet, "period"),
    ("proposals", ProposalViewSet, "proposal"),
    ("needs", SkillNeedViewSet, "need"),
    ("indicators", IndicatorViewSet, "indicator"),
    ("targets", TargetViewSet, "target"),
    ("achievements", AchievementViewSet, "achievement"),
    ("open-data", OpenDataViewSet, "open-data"),
    ("reports", ReportVerifyViewSet, "report-paper"),
    ("changes", ChangeViewSet, "change"),
    ("achievements", FigureViewSet, "figure"),
    ("achievements/<slug:code>/records", BehindViewSet, "figure-record"),
    ("reports", ReportViewSet, "report"),
    ("imports", ImportViewSet, "import"),
    ("reconciliations", ReconciliationViewSet, "reconciliation"),
    ("receipts", ReceiptViewSet, "receipt"),
):
    router.register(prefix, viewset, basename=name)

urlpatterns = [
    path("schema", schema_document, name="schema"),
    path("docs", DocsView.as_view(), name="docs"),
    path("", include(router.urls)),
    re_path("", no_such_address, name="nowhere"),
]
