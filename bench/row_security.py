"""Row-level security as a second wall in front of people: what it costs the list, its count and a look-up.

The policy says in SQL what `visible_to` says in Python, in the shape that is measured in security.md §3.2: regions and
centres of the reader come from the transaction's settings, once for a statement. What was decided on these figures
stands in docs/decisions/0021.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench.pages import as_on_a_server, get_page, in_turns
from bench.people import PEOPLE, make_people
from bench.registry import Row, Scale, at_most_times, measurement
from kaltim_naker.access.scope import Scope, scope_of
from kaltim_naker.accounts.models import Membership, Office, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.audit.rights import APP_ROLE
from kaltim_naker.regions.models import Region
from kaltim_naker.ui.paging import COUNT_CAP
from trainees.models import JobSeeker

_TURNS = 25
# A wall that costs more than a tenth of a page is not put up (issue 10).
_LIMIT = 1.1
_SETTING = "ANY((SELECT string_to_array(nullif(current_setting('app.{name}', true), ''), ',')::bigint[])::bigint[])"
_POLICY = """
    ALTER TABLE trainees_jobseeker ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON trainees_jobseeker USING (
        domicile_id = {regions} OR registered_by_id = {centres}
        OR EXISTS (SELECT FROM trainees_enrolment AS taken JOIN programs_trainingclass AS class
            ON class.id = taken.training_class_id
            WHERE taken.job_seeker_id = trainees_jobseeker.id AND class.centre_id = {centres})
        OR EXISTS (SELECT FROM trainees_application AS asked JOIN programs_trainingclass AS class
            ON class.id = asked.training_class_id
            WHERE asked.job_seeker_id = trainees_jobseeker.id AND class.centre_id = {centres})
    )
"""


@measurement("row-security")
def row_security(scale: Scale) -> Iterator[Row]:
    """As the owner, whom no policy binds, against the program's role, which it does; in turns, on the same rows."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    make_people(PEOPLE[scale])
    settings = {name: _SETTING.format(name=name) for name in ("regions", "centres")}
    with connection.cursor() as cursor:
        cursor.execute(_POLICY.format(**settings))
    for role, kind in ((Role.REGIONAL_OPERATOR, "regional_office"), (Role.PLANNER, "province")):
        user = User.objects.create_user(f"{role}@contoh.test", full_name="Bench")
        office = Office.objects.filter(kind=kind).order_by("pk").first()
        Membership.objects.create(user=user, office=office, role=role)
        yield from _costs_for(user, str(role.label))


def _costs_for(user: User, who: str) -> Iterator[Row]:
    scope = scope_of(user)
    client = Client()
    client.force_login(user)
    people = JobSeeker.objects.visible_to(scope).order_by()
    asked: dict[str, Callable[[], object]] = {
        "list page": lambda: get_page(client, "/job-seekers/"),
        "count up to the cap": lambda: people.values("pk")[: COUNT_CAP + 1].count(),
        "count of all": lambda: people.count(),
        "search by name": lambda: list(people.named("santoso").order_by("-pk").values_list("pk")[:51]),
    }
    with as_on_a_server():
        for what, ask in asked.items():
            times = in_turns({"without": ask, "with": lambda ask=ask: _behind_the_wall(scope, ask)}, repeat=_TURNS)
            yield at_most_times(
                f"{what} behind row-level security, {who}",
                times["with"],
                "ms",
                beside=times["without"],
                what="ms without",
                limit=_LIMIT,
            )


def _behind_the_wall(scope: Scope, ask: Callable[[], object]) -> None:
    with _acting_as_the_program(scope):
        ask()


@contextmanager
def _acting_as_the_program(scope: Scope) -> Iterator[None]:
    """The settings are those that a middleware would make once a request; the province is given its full list."""
    regions = Region.objects.values_list("pk", flat=True) if scope.everything else scope.regions
    centres = Office.objects.values_list("pk", flat=True) if scope.everything else scope.centres
    with connection.cursor() as cursor:
        for name, keys in (("regions", regions), ("centres", centres)):
            cursor.execute("SELECT set_config(%s, %s, false)", [f"app.{name}", ",".join(map(str, keys))])
        cursor.execute(f"SET ROLE {APP_ROLE}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
