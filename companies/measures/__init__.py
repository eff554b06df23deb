"""What is counted about companies, a module for each entity. Registered with `programs.measures` when Django starts."""

from programs.measures import Measure, Ratio

MEASURES: tuple[Measure, ...] = ()
RATIOS: tuple[Ratio, ...] = ()
