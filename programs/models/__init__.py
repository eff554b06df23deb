"""Training supply, promises, activities, holidays; needs and proposals of the regions, and published figures."""

from programs.models.activities import Activity, ActivityAttendance, Resolution
from programs.models.calendar import Holiday
from programs.models.figures import IpkIndicator, IpkSubIndicator, IpkValue, LabourFigure
from programs.models.indicators import Indicator, PredicateBand
from programs.models.needs import NeedAnswer, SkillNeed
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
from programs.models.targets import Target

__all__ = [
    "Activity",
    "ActivityAttendance",
    "ClassInstructor",
    "Field",
    "Holiday",
    "Indicator",
    "Instructor",
    "IpkIndicator",
    "IpkSubIndicator",
    "IpkValue",
    "LabourFigure",
    "NeedAnswer",
    "PredicateBand",
    "Proposal",
    "ProposalClass",
    "ProposalMinutes",
    "Resolution",
    "Room",
    "SkillNeed",
    "Target",
    "TrainingCentre",
    "TrainingClass",
    "TrainingProgram",
]
