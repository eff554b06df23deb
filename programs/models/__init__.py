"""Training supply, promises, activities, holidays; needs and proposals of the regions, and published figures."""

from programs.models.activities import Activity, ActivityAttendance, Resolution
from programs.models.budgets import BudgetEntry, BudgetLine
from programs.models.calendar import Holiday
from programs.models.closing import ClosedFigure, ClosedMember, Restatement
from programs.models.figures import IpkIndicator, IpkSubIndicator, IpkValue, LabourFigure
from programs.models.indicators import RULE_FIELDS, Indicator, IndicatorVersion, PredicateBand
from programs.models.kept import KeptFigure, KeptMeasure
from programs.models.legal import LegalBasis
from programs.models.needs import NeedAnswer, SkillNeed
from programs.models.periods import PeriodStep, Reopening, ReportingPeriod
from programs.models.proposals import Proposal, ProposalClass, ProposalMinutes
from programs.models.supply import (
    ClassInstructor,
    Field,
    Instructor,
    Room,
    TrainingCentre,
    TrainingClass,
    TrainingProgram,
)
from programs.models.targets import PLACE_FIELDS, Target, TargetRevision

__all__ = [
    "PLACE_FIELDS",
    "RULE_FIELDS",
    "Activity",
    "ActivityAttendance",
    "BudgetEntry",
    "BudgetLine",
    "ClassInstructor",
    "ClosedFigure",
    "ClosedMember",
    "Field",
    "Holiday",
    "Indicator",
    "IndicatorVersion",
    "Instructor",
    "IpkIndicator",
    "IpkSubIndicator",
    "IpkValue",
    "KeptFigure",
    "KeptMeasure",
    "LabourFigure",
    "LegalBasis",
    "NeedAnswer",
    "PeriodStep",
    "PredicateBand",
    "Proposal",
    "ProposalClass",
    "ProposalMinutes",
    "Reopening",
    "ReportingPeriod",
    "Resolution",
    "Restatement",
    "Room",
    "SkillNeed",
    "Target",
    "TargetRevision",
    "TrainingCentre",
    "TrainingClass",
    "TrainingProgram",
]
