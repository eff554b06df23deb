"""System checks of the log-in."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security)
def production_asks_for_a_second_factor(**kwargs: Any) -> list[Error]:
    """Only the demonstration and the tests may do without; checked at every start, not only before deploying."""
    if not settings.IS_PRODUCTION:
        return []
    errors = []
    if not settings.SECOND_FACTOR_REQUIRED:
        errors.append(Error("SECOND_FACTOR_REQUIRED may be off in the demonstration only.", id="kaltim.E005"))
    if not settings.REAUTHENTICATION_REQUIRED:
        errors.append(Error("REAUTHENTICATION_REQUIRED may be off in tests only.", id="kaltim.E006"))
    return errors
