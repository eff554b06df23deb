"""Whose names stand behind a figure, and who may see them."""

from django.contrib.auth.models import AnonymousUser

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import Scope, scope_of
from kaltim_naker.accounts.models import User
from programs.choices import Unit
from programs.measures import Measure


def names_action(measure: Measure) -> Action:
    """What the list behind a figure needs; companies are no people, and stand in the register anyway."""
    return Action.VIEW_COMPANIES if measure.unit == Unit.COMPANY else Action.VIEW_RECORDS_BEHIND


def names_scope(user: User | AnonymousUser, measure: Measure) -> Scope:
    """Whose names are protected by law, their figure may be seen by more people than their names."""
    return scope_of(user, Action.VIEW_PROTECTED_DATA if measure.is_protected else names_action(measure))
