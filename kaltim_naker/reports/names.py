"""Whose names stand behind a figure, and who may see them."""

from django.contrib.auth.models import AnonymousUser

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import Scope, scope_of
from kaltim_naker.accounts.models import User
from programs.choices import Unit
from programs.measures import Measure

_LISTED_ANYWAY = {
    Unit.COMPANY: Action.VIEW_COMPANIES,
    Unit.AGREEMENT: Action.VIEW_COMPANIES,
    Unit.CLASS: Action.VIEW_CLASSES,
    Unit.MEETING: Action.VIEW_ACTIVITIES,
    Unit.NEED: Action.VIEW_NEEDS,
}


def names_action(measure: Measure) -> Action:
    """What the list behind a figure needs; what is no person stands in a list of its own anyway."""
    return _LISTED_ANYWAY.get(Unit(measure.unit), Action.VIEW_RECORDS_BEHIND)


def names_scope(user: User | AnonymousUser, measure: Measure) -> Scope:
    """Whose names are protected by law, their figure may be seen by more people than their names."""
    return scope_of(user, Action.VIEW_PROTECTED_DATA if measure.is_protected else names_action(measure))
