"""What is counted about companies, a module for each entity. Registered with `programs.measures` when Django starts."""

from companies.measures import agreements, apprenticeships, productivity
from programs.measures import Measure, Ratio

MEASURES: tuple[Measure, ...] = (*agreements.MEASURES, *productivity.MEASURES, *apprenticeships.MEASURES)
RATIOS: tuple[Ratio, ...] = (*agreements.RATIOS, *productivity.RATIOS, *apprenticeships.RATIOS)
