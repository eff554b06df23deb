"""Make a report in this process, without browser and workers: the same builder, the same template."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kaltim_naker.core import canonical
from kaltim_naker.core.errors import DomainError
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.commands import add_report_arguments, division_from, period_from
from kaltim_naker.reports.kinds import KINDS
from kaltim_naker.reports.services import draw_facts, new_reference, scope_about


class Command(BaseCommand):
    help = "Write a report into a file. It is not kept as a run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_report_arguments(parser)
        parser.add_argument("--output", type=Path, required=True, metavar="FILE.pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        period, kind, division = period_from(options), KINDS[options["kind"]], division_from(options)
        order = Order(
            reference=new_reference(kind, period),
            period=period,
            scope=scope_about(**division),
            language=options["language"],
            made_at=timezone.now(),
            **division,
        )
        try:
            facts = kind.build(order)
            drawing = draw_facts(kind, facts)
            options["output"].write_bytes(drawing.content)
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        fingerprint = canonical.fingerprint(canonical.as_data(facts))
        self.stdout.write(f"{options['output']}: {drawing.pages} pages, facts {fingerprint}")
