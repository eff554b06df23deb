"""A summary of measures that may be thrown away: kept figures, and how they stay true to the records.

Triggers leave marks where tables change (`audit.marks`); `upkeep` counts anew what the marks concern; `reading` tells a
page which kept figures still hold. The rule is the measure's own, declared once; docs/decisions/0013 has the reasons.
"""

from programs.kept.reading import KeptShelf, kept_figures
from programs.kept.upkeep import AlreadyCountingError, MeasureChecked, check_figures, drain_marks, keep_figures

__all__ = [
    "AlreadyCountingError",
    "KeptShelf",
    "MeasureChecked",
    "check_figures",
    "drain_marks",
    "keep_figures",
    "kept_figures",
]
