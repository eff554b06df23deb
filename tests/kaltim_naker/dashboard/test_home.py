"""The first page: what waits leads to exactly these rows, and the figures are those of the reader's scope."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlparse

import pytest
from django.urls import reverse

from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.periods import today
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


# --- what to expect, and what the address asks -----------------------------------------------------------------------
@pytest.fixture
def running_year(balikpapan, bontang):
    """A closed class of each centre with two certificates of New Year, and one that runs to the end of this year."""
    year = today().year
    indicator = IndicatorFactory()
    for centre in (balikpapan, bontang):
        closed = TrainingClassFactory(
            centre=centre,
            fiscal_year=year,
            starts_on=date(year - 1, 11, 1),
            ends_on=date(year - 1, 12, 1),
            seats=4,
            closed=True,
        )
        people = [EnrolmentFactory(training_class=closed, passed=True) for _ in range(2)]
        for person in people:
            certify(person, date(year, 1, 1))
        TrainingClassFactory(centre=centre, starts_on=today() - timedelta(days=2), ends_on=date(year, 12, 31), seats=4)
        TargetFactory(indicator=indicator, year=year, centre=centre, value=5)
    TargetFactory(indicator=indicator, year=year, value=10)
    return year


def test_while_the_year_runs_the_page_says_what_to_expect(running_year, planner, bontang_admin):
    context = client_of(planner).get(HOME).context
    main, expected, planned, capacity, *_rest = context["cards"]

    assert context["year"] == running_year
    assert (main.value, main.target) == (4, 10)
    assert expected.value >= 4
    assert parse_qs(urlparse(expected.url).query)["year"] == [str(running_year)]
    # Both closed classes were due on New Year; the running ones are due next year.
    assert planned.value == 10
    # Two of four seats brought a certificate: 5 need 10 seats at each centre, and 8 are planned.
    assert capacity.value == 4
    assert len(context["cards"]) <= 6
    # A centre is told its own.
    assert client_of(bontang_admin).get(HOME).context["cards"][1].target == 5


def test_the_kept_forecast_never_contradicts_the_figure_beside_it(running_year, planner, balikpapan):
    client = client_of(planner)
    client.get(HOME)
    waiting = EnrolmentFactory(
        training_class=TrainingClassFactory(centre=balikpapan, closed=True, starts_on=date(running_year, 1, 1)),
        passed=True,
    )
    certify(waiting, min(waiting.ended_on, today()))
    main, expected, *_rest = client.get(HOME).context["cards"]

    assert main.value == 5
    assert expected.value >= 5


def test_a_second_visit_reads_the_kept_forecast(running_year, planner, django_assert_max_num_queries):
    client = client_of(planner)
    client.get(HOME)
    with django_assert_max_num_queries(41):
        client.get(HOME)


def test_without_the_cache_the_page_answers_all_the_same(running_year, planner, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    assert client_of(planner).get(HOME).context["cards"][1].value >= 4


def test_the_province_may_look_at_one_centre_as_it_sees_itself(certified, planner, bontang):
    response = client_of(planner).get(HOME, {"year": 2025, "centre": bontang.pk})
    card = response.context["cards"][0]

    assert (card.value, card.target) == (1, 2)
    rows = client_of(planner).get(card.url).context["table"].page
    assert rows.count == 1


def test_the_map_shows_any_measure_and_each_square_opens_its_list(certified, planner, bontang):
    client = client_of(planner)
    for asked in ({}, {"measure": "job_seekers_trained"}, {"measure": "certificates_issued", "centre": bontang.pk}):
        tiles = client.get(HOME, {"year": 2025, **asked}).context["tile_map"].tiles
        assert sum(tile.value for tile in tiles) > 0
        for tile in tiles:
            if tile.value:
                assert client.get(tile.url).context["table"].page.count == tile.value


def test_people_with_a_disability_are_on_the_map_without_a_list(certified, planner):
    tiles = (
        client_of(planner)
        .get(HOME, {"year": 2025, "measure": "people_with_disability_trained"})
        .context["tile_map"]
        .tiles
    )
    assert {tile.url for tile in tiles} == {""}


@pytest.mark.parametrize("asked", [{"measure": "no_such"}, {"centre": "0"}, {"year": "soon"}])
def test_a_wrong_address_shows_the_page_with_the_error(certified, planner, asked):
    assert client_of(planner).get(HOME, asked).context["cards"][0].value == 2


def test_a_centre_cannot_ask_for_another(certified, balikpapan_admin, bontang):
    card = client_of(balikpapan_admin).get(HOME, {"year": 2025, "centre": bontang.pk}).context["cards"][0]
    assert (card.value, card.target) == (2, 2)
