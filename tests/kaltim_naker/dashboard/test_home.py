"""The first page: what waits leads to exactly these rows, and the figures are those of the reader's scope."""

import pytest
from django.urls import reverse

from kaltim_naker.accounts.roles import Role
from kaltim_naker.dashboard.inbox import INBOX
from tests.access.world import build_world
from tests.conftest import client_of
from tests.factories.certifications import certify
from tests.factories.programs import IndicatorFactory, TargetFactory, TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory

pytestmark = pytest.mark.django_db

HOME = reverse("dashboard:home")
# Lists that show more than the inbox counts, because the count is of the news among them.
NEWS_AMONG_MORE = ("/reports/", "/imports/")


@pytest.mark.parametrize("role", Role.values)
def test_everything_that_waits_is_counted_as_its_list_counts(role):
    client = client_of(build_world().user(role))
    items = client.get(HOME).context["inbox_items"]
    for item in items:
        rows = client.get(item.url).context["table"].page
        assert rows.count == item.count or item.url in NEWS_AMONG_MORE, item.label


def test_most_roles_find_something_waiting():
    world = build_world()
    for role in (Role.CENTRE_ADMIN, Role.CERTIFICATION_OFFICER, Role.REGIONAL_OPERATOR, Role.PLANNER):
        assert client_of(world.user(role)).get(HOME).context["inbox_items"], role


def test_nobody_is_told_of_what_he_may_not_open():
    world = build_world()
    for role, waiting in INBOX.items():
        client = client_of(world.user(role))
        for entry in waiting:
            assert client.get(reverse(entry.url_name)).status_code == 200, (role, entry.label)


@pytest.fixture
def certified(balikpapan, bontang):
    """Two people at Balikpapan, one of them at Bontang, too."""
    of_both = certify(_graduate(balikpapan), _graduate(balikpapan).ended_on)
    again = EnrolmentFactory(
        training_class=TrainingClassFactory(centre=bontang, closed=True), job_seeker=of_both.job_seeker, passed=True
    )
    certify(again, again.ended_on)
    other = _graduate(balikpapan)
    certify(other, other.ended_on)
    indicator = IndicatorFactory()
    for centre, value in ((None, 4), (balikpapan, 2), (bontang, 2)):
        TargetFactory(indicator=indicator, centre=centre, value=value)


def _graduate(centre):
    return EnrolmentFactory(training_class=TrainingClassFactory(centre=centre, closed=True), passed=True)


def test_the_province_and_a_centre_have_their_own_figures(certified, planner, balikpapan_admin, bontang_admin):
    def main(user):
        card = client_of(user).get(HOME, {"year": 2025}).context["cards"][0]
        return card.value, card.target, card.percent

    assert main(planner) == (2, 4, 50)
    assert main(balikpapan_admin) == (2, 2, 100)
    assert main(bontang_admin) == (1, 2, 50)


def test_a_year_without_targets_is_not_shown(certified, planner):
    assert client_of(planner).get(HOME, {"year": "1066"}).context["year"] == 2025


def test_a_regional_office_has_no_map_of_the_others(certified, samarinda_operator):
    context = client_of(samarinda_operator).get(HOME).context
    assert context["tile_map"] is None
    assert len(context["cards"]) <= 6
