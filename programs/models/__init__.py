"""Training supply: centres, fields, programmes, classes; and what is promised: indicators, targets; and activities."""

from programs.models.activities import Activity
from programs.models.indicators import Indicator, PredicateBand
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
    "ClassInstructor",
    "Field",
    "Indicator",
    "Instructor",
    "PredicateBand",
    "Room",
    "Target",
    "TrainingCentre",
    "TrainingClass",
    "TrainingProgram",
]
