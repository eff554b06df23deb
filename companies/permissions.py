"""Whether a person may act on one apprenticeship. The roles are in `access.policy`, the rows in `access.scope`."""

from companies.models import Apprenticeship
from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import scope_of
from kaltim_naker.accounts.models import User


def may(user: User, action: Action, apprenticeship: Apprenticeship) -> bool:
    """For buttons: the page behind one decides again by itself."""
    scope = scope_of(user, action)
    return scope.everything or apprenticeship.site.region_id in scope.regions
