"""The cases shown beside each counting rule count as they are said to."""

import pytest

from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.accounts.models import Office
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.periods import Period
from programs.measures import Example, Measure, Slice, all_measures, count
from programs.models import TrainingCentre
from tests.factories.accounts import user_with_role
from tests.stories import STORIES, Stage

CASES = [(measure, example) for measure in all_measures() for example in measure.examples]


@pytest.mark.parametrize(
    ("measure", "example"), CASES, ids=lambda case: getattr(case, "key", getattr(case, "story", ""))
)
def test_a_case_counts_as_it_is_said_to(
    measure: Measure, example: Example, province: Office, balikpapan: TrainingCentre, bontang: TrainingCentre
) -> None:
    STORIES[example.story](Stage(balikpapan, bontang, user_with_role(Role.PLANNER, province)))

    assert count(measure, Slice.up_to(Period(2025)), EVERYTHING) == example.counts


@pytest.mark.parametrize("measure", all_measures(), ids=lambda measure: measure.key)
def test_every_measure_shows_a_case_that_counts_and_one_that_does_not(measure: Measure) -> None:
    assert {example.counts > 0 for example in measure.examples} == {True, False}
