"""Lists of the regional offices and of published figures at the import desk."""

from programs.imports.figures import FIGURES
from programs.imports.proposals import PROPOSALS

KINDS = (PROPOSALS, FIGURES)

__all__ = ["FIGURES", "KINDS", "PROPOSALS"]
