"""What is counted about companies, a module for each entity. Registered with `programs.measures` when Django starts."""

from companies.measures import productivity
from programs.measures import Measure, Ratio

MEASURES: tuple[Measure, ...] = (*productivity.MEASURES,)
RATIOS: tuple[Ratio, ...] = (*productivity.RATIOS,)
