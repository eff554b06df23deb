"""Who issues competence certificates (domain.md §4.1, §4.4)."""

from certifications.models import Issuer
from kaltim_naker.core.reference_data import ensure, read_rows


def load() -> int:
    """Returns how many issuers were added."""
    return ensure(Issuer, read_rows(__file__, "issuers"), key=["code"])
