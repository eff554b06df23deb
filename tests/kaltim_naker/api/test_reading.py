"""What is kept in memory to answer fast is never older than the database: names, roles, queries."""

import pytest
from django.db import connection
from django.db.models import F
from psycopg.types.datetime import TimestamptzLoader

from kaltim_naker.accounts.models import Membership, Office
from kaltim_naker.api.models import NamesVersion, OfficeToken
from kaltim_naker.api.models.names import NAMED
from kaltim_naker.api.rest.names import NamedPart
from kaltim_naker.api.rest.viewsets import ListViewSet
from kaltim_naker.api.routes import router
from kaltim_naker.core.moments import MomentLoader
from kaltim_naker.regions.models import Region
from tests.factories.accounts import home_region
from tests.factories.tokens import program_of
from tests.factories.trainees import JobSeekerFactory

pytestmark = pytest.mark.django_db

LISTS = [viewset for _prefix, viewset, _name in router.registry if issubclass(viewset, ListViewSet)]


def only(program, path="job-seekers"):
    [item] = program.get(path).json()["items"]
    return item


def test_a_corrected_name_is_read_by_the_next_request(province):
    program, person = program_of(province), JobSeekerFactory(domicile=home_region("64.72"))
    assert only(program)["domicile"]["name"] == home_region("64.72").name
    # Past every model: only the database sees this.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE regions_region SET name = 'Kota Tepian' WHERE code = '64.72'")
    assert only(program)["domicile"]["name"] == "Kota Tepian"
    assert program.get(f"job-seekers/{person.pk}").json()["domicile"]["name"] == "Kota Tepian"


@pytest.mark.parametrize("model", NAMED)
def test_each_change_of_names_gives_another_version(model, province, balikpapan):
    """Two changes in one transaction, too: no number is given twice."""
    seen = set()
    for _n in range(2):
        model._default_manager.update(**dict.fromkeys([_text_of(model)], F(_text_of(model))))
        seen.add(NamesVersion.objects.get().number)
    assert len(seen) == 2


def _text_of(model):
    """A column that is written with what stands in it."""
    return next(field.name for field in model._meta.fields if field.name in ("name", "name_id", "title_id"))


def test_a_name_stands_for_what_the_record_points_at():
    """Read by `<path>_id` from the table of the part: of another table, the same number would be another name."""
    checked = 0
    for viewset in LISTS:
        model = getattr(getattr(viewset, "queryset", None), "model", None)
        for name, field in viewset.serializer_class().fields.items() if model else ():
            if not isinstance(field, NamedPart):
                continue
            target = model
            for step in field.source.split("."):
                target = target._meta.get_field(step).related_model
            assert target is field.of, f"{viewset.__name__}.{name}"
            checked += 1
    assert checked > 10


@pytest.mark.parametrize("viewset", LISTS)
def test_no_column_is_read_twice(viewset):
    """Rows are cut by place; the database gives a column that is asked for twice only once."""
    lookups = viewset.reader.func(_Asked(viewset)).lookups
    assert len(lookups) == len(set(lookups))


class _Asked:
    asked, hidden = None, frozenset()

    def __init__(self, viewset):
        self.serializer_class = viewset.serializer_class


def test_two_programs_that_ask_the_same_see_their_own(province, samarinda_office):
    all_of_it, ours = program_of(province), program_of(samarinda_office)
    here, there = (JobSeekerFactory(domicile=home_region(code)) for code in ("64.72", "64.74"))
    for _n in range(2):
        assert {row["id"] for row in all_of_it.get("job-seekers").json()["items"]} == {str(here.pk), str(there.pk)}
        assert only(ours)["id"] == str(here.pk)


def test_an_office_that_moves_sees_the_people_of_its_new_region_at_once(samarinda_office):
    program = program_of(samarinda_office)
    here, there = (JobSeekerFactory(domicile=home_region(code)) for code in ("64.72", "64.74"))
    assert only(program)["id"] == str(here.pk)
    Office.objects.filter(pk=samarinda_office.pk).update(region=Region.objects.get(code="64.74"))
    assert only(program)["id"] == str(there.pk)


def test_a_role_that_is_taken_away_and_given_again_holds_at_once(samarinda_office):
    program = program_of(samarinda_office)
    JobSeekerFactory(domicile=home_region("64.72"))
    assert program.get("job-seekers").status_code == 200
    user = OfficeToken.objects.get(office=samarinda_office).user
    held = Membership.objects.get(user=user)
    role = held.role
    Membership.objects.filter(pk=held.pk).update(role="head_of_office")
    assert program.get("job-seekers").status_code == 403
    Membership.objects.filter(pk=held.pk).update(role=role)
    assert program.get("job-seekers").status_code == 200


@pytest.mark.parametrize(
    "written", ["2026-11-22 09:50:29+00", "2026-11-22 09:50:29.1+00", "2026-11-22 09:50:29.123456+00"]
)
def test_moments_are_read_as_before(written):
    mine, theirs = (reader(1184).load(written.encode()) for reader in (MomentLoader, TimestamptzLoader))
    assert (mine, mine.utcoffset()) == (theirs, theirs.utcoffset())
