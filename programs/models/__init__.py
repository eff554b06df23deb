"""Training supply: centres, fields, programmes, classes; promises: indicators, targets; activities, holidays."""

from programs.models.activities import Activity
from programs.models.calendar import Holiday
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
    "Holiday",
    "Indicator",
    "Instructor",
    "PredicateBand",
    "Room",
    "Target",
    "TrainingCentre",
    "TrainingClass",
    "TrainingProgram",
]
