"""Doors for the workers. Arguments are ids, never personal data."""

from celery import shared_task

# The drawing engine takes a second to load: once, before the worker forks, and not in the first report.
from kaltim_naker.core.periods import today
from kaltim_naker.pdf import engine  # noqa: F401
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.scheduled import draft_closed_quarters, draft_last_month
from kaltim_naker.reports.services import execute_run


@shared_task(name="reports.render")
def render_report(run_id: str) -> None:
    run = ReportRun.claim(run_id)
    if run is not None:
        execute_run(run)


@shared_task(name="reports.draft_last_month")
def draft_month() -> None:
    draft_last_month(today())


@shared_task(name="reports.draft_closed_quarters")
def draft_closed() -> None:
    draft_closed_quarters()
