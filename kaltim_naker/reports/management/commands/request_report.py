"""Have a report made by the workers, as the page does."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.reports.commands import add_report_arguments, division_from, period_from, requester
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.services import request_report

_POLL_SECONDS = 0.5


class Command(BaseCommand):
    help = "Ask the workers for a report; with --wait, print where it lies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_report_arguments(parser)
        parser.add_argument("--by", metavar="EMAIL", help="who asks (default: the provincial planner)")
        parser.add_argument("--wait", action="store_true", help="wait until it is made and print the path of the file")
        parser.add_argument("--timeout", type=int, default=300, metavar="SECONDS", help="how long to wait (300)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = request_report(
                actor=requester(options["by"]),
                kind=options["kind"],
                period=period_from(options),
                language=options["language"],
                **division_from(options),
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_wait(run, options["timeout"]) if options["wait"] else run.reference)


def _wait(run: ReportRun, timeout: int) -> str:
    """The path of the finished file. Raises CommandError where it fails or takes longer."""
    until = time.monotonic() + timeout
    while not run.is_final:
        if time.monotonic() > until:
            raise CommandError(
                f"{run.reference} is still “{run.state}” after {timeout} s. Is a reports worker running?"
            )
        time.sleep(_POLL_SECONDS)
        run.refresh_from_db()
    if run.state != JobState.DONE:
        raise CommandError(f"{run.reference}: {run.error or run.get_state_display()}")
    return run.file.path
