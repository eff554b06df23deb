"""Whether a person may act on one class. The roles are in `access.policy`, the rows in `access.scope`."""

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import scope_of
from kaltim_naker.accounts.models import User
from programs.models import TrainingClass


def may(user: User, action: Action, training_class: TrainingClass) -> bool:
    """For buttons: the page behind one decides again by itself."""
    scope = scope_of(user, action)
    return scope.everything or training_class.centre_id in scope.centres
