"""Every list of the API needs as many queries for many rows as for one, whatever it is a list of."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaltim_naker.accounts.models import Office
from kaltim_naker.api.rest.viewsets import ListViewSet
from programs.models import Indicator
from tests.access.partners import one_more_partner
from tests.access.test_api_matrix import KNOWN
from tests.access.world import World, side
from tests.factories.tokens import Program, program_of, token_of

MANY = 10
#: The whole and its centres.
EACH_INDICATOR = 2
LISTS = {
    name: one.path.removeprefix("/api/v1/").replace("{code}", "K1")
    for name, one in KNOWN.items()
    if one.method == "GET" and not {"{id}", "{year}"} & set(one.path.split("/")) and not name.endswith("_read")
}


def queries(path: str, program: Program) -> int:
    """The second request is counted: the first one fills what is kept in memory."""
    program.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = program.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return len(captured)


def test_more_rows_need_no_more_queries(world: World) -> None:
    program = Program(token_of(Office.objects.get(code="disnakertrans"), name="counted")[1])
    few, indicators = {name: queries(path, program) for name, path in LISTS.items()}, Indicator.objects.count()
    for number in range(MANY):
        side(world.own.centre, "64.72", mark=str(number), class_mark=str(number))
        one_more_partner(number)
    many = {name: queries(path, program) for name, path in LISTS.items()}
    # Each indicator is counted by its own measure, and there are some twenty of them, however many people they count.
    grown = many.pop("achievements_list") - few.pop("achievements_list")
    assert grown <= EACH_INDICATOR * (Indicator.objects.count() - indicators)
    assert many == few


def test_what_is_kept_of_a_query_was_not_read_from_the_database(world: World, monkeypatch) -> None:
    """What was read while a query was made would be kept with it, and grow old: such a list is not `is_steady`."""
    keep, asked, kept = ListViewSet.kept, {}, []

    def watch(viewset, what, make):
        def make_and_watch():
            viewset.scope  # noqa: B018 - roles and offices, which the token goes with
            with CaptureQueriesContext(connection) as captured:
                made = make()
            kept.append(type(viewset))
            if viewset.is_steady and captured.captured_queries:
                asked[type(viewset).__name__] = captured[0]["sql"]
            return made

        return keep(viewset, what, make_and_watch)

    monkeypatch.setattr(ListViewSet, "kept", watch)
    program = program_of(Office.objects.get(code="disnakertrans"), name="kept")
    for path in LISTS.values():
        program.get(path)
    assert asked == {}
    assert len(set(kept)) > 20
