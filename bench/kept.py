"""What the first page and the matrix of a year cost at any number of certificates, and what keeping them costs.

Everything that is compared is measured in one run, in turns. What a careful analyst would write stands beside it: the
same question as one bare statement over the tables.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from bench.kept_storm import storm
from bench.many_certificates import grow_to, prepare_places
from bench.pages import as_on_a_server, get_page, in_turns
from bench.plain_list import ONE_PATH
from bench.registry import Row, Scale, at_most_times, measurement, median_seconds
from bench.upkeep import single_writes_and_bulks
from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.accounts.models import Membership, Office, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.periods import Period
from kaltim_naker.dashboard.figures import Year, panels_of
from programs.kept import kept_figures
from programs.kept.upkeep import _count_years
from programs.measures import Dimension, Progress, get_measure, progress_grid
from programs.models import Indicator, Target
from trainees.models import JobSeeker

SIZES = {Scale.USUAL: (10_000, 200_000), Scale.FULL: (10_000, 1_000_000, 10_000_000)}
STORM_AT = {Scale.USUAL: 200_000, Scale.FULL: 1_000_000}
YEAR = 2025
ON_THE_FIRST_PAGE = ("job_seekers_certified", "certificates_issued", "job_seekers_trained", "seats_taken")
MATRIX = (Dimension.CENTRE, Dimension.SECTOR, Dimension.ISSUER)

# The analyst's: people certified in the year, and what the charts and the map show of them.
_BY_HAND = """
    SELECT {group} count(DISTINCT c.job_seeker_id) FROM certifications_certificate c
    JOIN certifications_result r ON r.id = c.result_id JOIN trainees_enrolment e ON e.id = r.enrolment_id
    JOIN certifications_assessment a ON a.id = r.assessment_id JOIN certifications_scheme s ON s.id = a.scheme_id
    JOIN programs_trainingclass k ON k.id = a.training_class_id
    JOIN programs_trainingprogram p ON p.id = k.programme_id
    WHERE c.state <> 'revoked' AND c.replaces_id IS NULL AND r.outcome = 'K' AND s.counts_toward_target
        AND c.issued_on BETWEEN '2025-01-01' AND '2025-12-31'
        AND e.work_status IN ('never_worked', 'worked_before', 'wants_other_job')
    {grouping}
"""


@measurement("kept")
def kept(scale: Scale) -> Iterator[Row]:
    """First page and matrix at each size; then upkeep and the storm at the size in the middle."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    prepare_places()
    reader = _reader()
    smallest: dict[str, float] = {}
    for size in SIZES[scale]:
        _say(f"{size:,} certificates", lambda size=size: grow_to(size))
        yield from _at(size, reader, smallest)
        if size == STORM_AT[scale]:
            yield from single_writes_and_bulks(size)
            yield from storm(size)


def _say(what: str, action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    seconds = time.perf_counter() - started
    print(f"-- {what}: {seconds:.1f} s", file=sys.stderr)
    return seconds


def _at(size: int, reader: Client, smallest: dict[str, float]) -> Iterator[Row]:
    for key in ON_THE_FIRST_PAGE:
        _say(f"counting {key} of {YEAR}", lambda key=key: _keep_year(key))
    whose = f"at {size:,}"
    with as_on_a_server(ROOT_URLCONF="bench.plain_list"):
        times = in_turns(_actions(reader), repeat=30, warm_up=2)
    figures, page, one = times["figures"], times["page"], times["one"]
    by_hand = median_seconds(_ask_by_hand, repeat=3) * 1000
    yield at_most_times(f"figures of the first page {whose}", figures, "ms", beside=by_hand, what="ms by hand", limit=1)
    if smallest:
        what = f"ms at {SIZES[Scale.USUAL][0]:,}"
        for name in ("figures", "page"):
            yield at_most_times(
                f"{name}, first page {whose}", times[name], "ms", beside=smallest[name], what=what, limit=1.2
            )
    else:
        smallest.update(times)
    yield at_most_times(f"first page {whose}", page, "ms", beside=one, what="ms page of one person", limit=4)
    yield from _queries(whose)
    matrix, name = times["matrix"], f"matrix of the year {whose}"
    yield at_most_times(name, matrix, "ms", beside=times["ready"], what="ms ready rows", limit=2)
    hand = median_seconds(_matrix_by_hand, repeat=1) * 1000
    yield at_most_times(name, matrix, "ms", beside=hand, what="ms by hand", limit=1)


def _keep_year(key: str) -> None:
    with transaction.atomic():
        _count_years(get_measure(key), [YEAR])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE programs_keptfigure")


def _actions(reader: Client) -> dict[str, Callable[[], object]]:
    person = _somebody()
    _make_ready_rows()
    return {
        "figures": _ask_kept,
        "page": lambda: get_page(reader, f"/?year={YEAR}"),
        "one": lambda: get_page(reader, f"{ONE_PATH}?pk={person}"),
        "matrix": _matrix,
        "ready": _ready_rows,
    }


def _ask_kept() -> dict[str, Any]:
    with kept_figures() as shelf:
        panels = panels_of(Year(YEAR, EVERYTHING))
    assert shelf.as_of is None
    return panels


def _matrix() -> dict[Any, Any]:
    with kept_figures():
        return progress_grid(get_measure("job_seekers_certified"), Period(YEAR), EVERYTHING, MATRIX)


def _ask_by_hand() -> None:
    """The same questions: the whole, by centre, by region, by month; papers, people trained, seats."""
    month = "extract(month FROM c.issued_on)"
    for group in ("", "k.centre_id", month):
        _fetch(_by_hand(group))
    person = _by_hand("j.domicile_id").replace("WHERE", "JOIN trainees_jobseeker j ON j.id = c.job_seeker_id WHERE", 1)
    _fetch(person)
    _fetch(_by_hand("").replace("DISTINCT c.job_seeker_id", "*"))
    _fetch(
        "SELECT count(DISTINCT job_seeker_id) FROM trainees_enrolment WHERE state = 'passed' "
        "AND ended_on BETWEEN '2025-01-01' AND '2025-12-31'"
    )
    _fetch(
        "SELECT count(*) FROM trainees_enrolment e JOIN programs_trainingclass k ON k.id = e.training_class_id "
        "WHERE k.fiscal_year = 2025 AND e.state <> 'withdrawn'"
    )


def _matrix_by_hand() -> None:
    _fetch(_by_hand("k.centre_id, p.sector_id, c.issuer_id"))


def _by_hand(group: str) -> str:
    return _BY_HAND.format(group=f"{group}," if group else "", grouping=f"GROUP BY {group}" if group else "")


def _ready_rows() -> dict[Any, Any]:
    """The same figures from a table that has nothing else, in the form in which a page gets them."""
    rows = _fetch("SELECT centre, sector, issuer, in_period, cumulative FROM bench_ready")
    return {
        (centre, sector, issuer): Progress(in_period, cumulative)
        for centre, sector, issuer, in_period, cumulative in rows
    }


def _make_ready_rows() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_ready")
        cursor.execute(
            "CREATE TABLE bench_ready AS SELECT members[1]::bigint AS centre, members[3]::bigint AS sector, "
            "members[2]::bigint AS issuer, n AS in_period, n AS cumulative "
            "FROM programs_keptfigure, LATERAL (SELECT sum(one)::int AS n FROM unnest(firsts) AS one) AS summed "
            "WHERE measure = 'job_seekers_certified' AND year = %s AND grain = 'at_centre,by_issuer,in_sector'",
            [YEAR],
        )


def _queries(whose: str) -> Iterator[Row]:
    """The queries of the figures, one by one: those for kept figures, and all of them; the last one is by key."""
    # The first run fills what a process asks for once.
    runs = [_statements() for _turn in range(16)][1:]
    typical = [
        statistics.median(times) * 1000 for times in zip(*([one for _sql, one in run] for run in runs), strict=True)
    ]
    reads = [ms for (sql, _one), ms in zip(runs[0], typical, strict=True) if "programs_keptfigure" in sql]
    key = typical.pop()
    mean = statistics.mean(reads)
    yield at_most_times(f"a query for kept figures {whose}, mean", mean, "ms", beside=key, what="ms by key", limit=2)
    mean = statistics.mean(typical)
    yield at_most_times(f"a query of the figures {whose}, mean", mean, "ms", beside=key, what="ms by key", limit=2)


def _statements() -> list[tuple[str, float]]:
    asked: list[tuple[str, float]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        result = execute(sql, params, many, context)
        asked.append((sql, time.perf_counter() - started))
        return result

    with connection.execute_wrapper(listen):
        _ask_kept()
        # In the same breath: a machine that does other things slows both.
        list(JobSeeker.objects.filter(pk=_somebody()).values_list("pk", "full_name"))
    return asked


@cache
def _somebody() -> UUID:
    return JobSeeker.objects.order_by("pk").values_list("pk", flat=True)[1_234]


def _fetch(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _reader() -> Client:
    """The head of office, with targets set."""
    head = User.objects.create_user("bench@contoh.test", full_name="Bench")
    Membership.objects.create(user=head, office=Office.objects.get(kind="province"), role=Role.HEAD_OF_OFFICE)
    for indicator in Indicator.objects.all():
        Target.objects.create(indicator=indicator, year=YEAR, value=1500, original=1500, source="DPA")
    client = Client()
    client.force_login(head)
    return client
