"""Whether a person may act on a class or for a region. The roles are in `access.policy`, the rows in `access.scope`."""

from django.utils.translation import gettext as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import scope_of
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.regions.models import Region
from programs.models import TrainingClass


def may(user: User, action: Action, training_class: TrainingClass) -> bool:
    """For buttons: the page behind one decides again by itself."""
    scope = scope_of(user, action)
    return scope.everything or training_class.centre_id in scope.centres


def may_speak_for(user: User, action: Action, region: Region) -> bool:
    """Whether somebody enters things of a region: its own office, or the province on its behalf."""
    scope = scope_of(user, action)
    return scope.everything or region.pk in scope.regions


def require_own_region(user: User, action: Action, region: Region) -> None:
    """Raises DomainError `foreign_region`: a regional office enters what is its own, through whatever door."""
    if not may_speak_for(user, action, region):
        message = _("Your office enters needs and proposals of its own region only, not of %(region)s.")
        raise DomainError("foreign_region", message % {"region": region.name}, field="region")


def is_on_behalf(user: User, action: Action, region: Region) -> bool:
    """Whether somebody else than the region's own office enters something for it."""
    return region.pk not in scope_of(user, action).regions
