"""The quarterly report on the demo year: how long it takes, and how little of that is counting (issue: facts ≤ 5 %)."""

from collections.abc import Iterator

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench.registry import Row, Scale, at_most, at_most_times, measurement, median_seconds
from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.core.periods import Period
from kaltim_naker.demo.load import load_demo
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.kinds import TARGET_REALISATION
from kaltim_naker.reports.services import draw_facts
from programs.models import TrainingClass

_GOAL_SECONDS = 5.0
_GOAL_SHARE = 0.05


@measurement("reports")
def reports(scale: Scale) -> Iterator[Row]:
    """Facts and pages of “Target dan Realisasi”, third quarter, with everything loaded as in a warm worker."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    if not TrainingClass.objects.exists():
        load_demo()
    with connection.cursor() as cursor:
        # A database that has lived for a minute has done so by itself.
        cursor.execute("ANALYZE")
    kind = TARGET_REALISATION
    order = Order("TR-2025-Q3-BENCH", Period(2025, 3), EVERYTHING, None, "id", timezone.now())
    facts = kind.build(order)
    draw_facts(kind, facts)
    counting = median_seconds(lambda: kind.build(order))
    drawing = median_seconds(lambda: draw_facts(kind, facts))
    whole = counting + drawing
    yield at_most("quarterly report, facts and pages", whole, "s", _GOAL_SECONDS)
    yield at_most_times(
        "quarterly report, facts alone", counting, "s", beside=whole, what="s whole report", limit=_GOAL_SHARE
    )
