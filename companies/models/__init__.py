"""Partner companies, agreements, apprenticeships and productivity, a module for each."""

from companies.models.agreements import (
    Agreement,
    AgreementFile,
    AgreementNotice,
    AgreementParty,
    AgreementTarget,
)
from companies.models.apprentices import Apprentice, LogbookLink, LogbookWeek
from companies.models.apprenticeships import Apprenticeship, Mentor, MonitoringVisit
from companies.models.award import AwardRule, Guidance
from companies.models.coaching import Coaching, PlanAction, Problem
from companies.models.deliverables import AgreementClass, AgreementPlacement, Deliverable
from companies.models.forums import CompanyNeed, ForumAgreement
from companies.models.productivity import Measurement, PriceIndex, ProductivityBand
from companies.models.register import Company, CompanyMerge, CompanyPair, WorkSite, YearlyReport
from companies.models.smpp import SmppAudit, SmppCriterion, SmppElement, SmppInstrument, SmppScore
from companies.models.territory import TerritoryCount

__all__ = [
    "Agreement",
    "AgreementClass",
    "AgreementFile",
    "AgreementNotice",
    "AgreementParty",
    "AgreementPlacement",
    "AgreementTarget",
    "Apprentice",
    "Apprenticeship",
    "AwardRule",
    "Coaching",
    "Company",
    "CompanyMerge",
    "CompanyNeed",
    "CompanyPair",
    "Deliverable",
    "ForumAgreement",
    "Guidance",
    "LogbookLink",
    "LogbookWeek",
    "Measurement",
    "Mentor",
    "MonitoringVisit",
    "PlanAction",
    "PriceIndex",
    "Problem",
    "ProductivityBand",
    "SmppAudit",
    "SmppCriterion",
    "SmppElement",
    "SmppInstrument",
    "SmppScore",
    "TerritoryCount",
    "WorkSite",
    "YearlyReport",
]
