"""“Your list and ours”: who stands in both, only in yours, only in ours, and why.

The comparison is a pure function over two sets with labels; what ours may be is a registry that the apps fill.
"""

from kaltim_naker.imports.reconcile.compare import Comparison, Line, Ours, Theirs, compare
from kaltim_naker.imports.reconcile.identifiers import CERTIFICATE_NUMBER, NIK, Identifier
from kaltim_naker.imports.reconcile.sources import OursSet, Source, all_sources, get_source, register

__all__ = [
    "CERTIFICATE_NUMBER",
    "NIK",
    "Comparison",
    "Identifier",
    "Line",
    "Ours",
    "OursSet",
    "Source",
    "Theirs",
    "all_sources",
    "compare",
    "get_source",
    "register",
]
