"""Training supply: centres, fields, programmes, classes; and what is promised: indicators, targets; and activities."""

from programs.models.activities import Activity
from programs.models.promises import Indicator, PredicateBand, Target
from programs.models.supply import (
    ClassInstructor,
    Field,
    Instructor,
    Room,
    TrainingCentre,
    TrainingClass,
    TrainingProgram,
)

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
