"""Doors for the workers. Arguments are ids, never personal data."""

from celery import shared_task

from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.services import execute_run


@shared_task(name="reports.render")
def render_report(run_id: str) -> None:
    run = ReportRun.claim(run_id)
    if run is not None:
        execute_run(run)
