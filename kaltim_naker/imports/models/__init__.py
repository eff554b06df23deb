"""What the import desk keeps: files on their way, rows held back, and what it remembers of senders."""

from kaltim_naker.imports.models.marked import MarkedFile
from kaltim_naker.imports.models.memory import RememberedCorrection, RememberedLayout
from kaltim_naker.imports.models.quarantine import QuarantinedRow
from kaltim_naker.imports.models.runs import (
    KEEP_FILES,
    ImportRun,
    ImportRunQuerySet,
    kinds_for,
    may_bring,
    offices_for,
    private_name,
)

__all__ = [
    "KEEP_FILES",
    "ImportRun",
    "ImportRunQuerySet",
    "MarkedFile",
    "QuarantinedRow",
    "RememberedCorrection",
    "RememberedLayout",
    "kinds_for",
    "may_bring",
    "offices_for",
    "private_name",
]
