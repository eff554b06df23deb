"""The gate by itself: what is not allowed raises, and what a person sees travels with a background run unchanged."""

import pytest
from django.core.exceptions import PermissionDenied

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import require
from kaltim_naker.access.scope import EVERYTHING, Scope


@pytest.mark.django_db
def test_what_no_role_allows_raises(planner, balikpapan_admin):
    require(planner, Action.VIEW_HISTORY)
    with pytest.raises(PermissionDenied, match="view_history"):
        require(balikpapan_admin, Action.VIEW_HISTORY)


@pytest.mark.parametrize("scope", [EVERYTHING, Scope(centres=frozenset({3, 1})), Scope(regions=frozenset({7}))])
def test_a_scope_travels_unchanged(scope):
    assert Scope.from_json(scope.as_json()) == scope
