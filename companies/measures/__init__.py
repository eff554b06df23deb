"""What is counted about companies, a module for each entity. Registered with `programs.measures` when Django starts."""

from companies.measures import apprenticeships, productivity
from programs.measures import Measure, Ratio

MEASURES: tuple[Measure, ...] = (*productivity.MEASURES, *apprenticeships.MEASURES)
RATIOS: tuple[Ratio, ...] = (*productivity.RATIOS, *apprenticeships.RATIOS)
