"""Bring the sandbox up to date and make it anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kaltim_naker.core.sandbox import is_configured
from kaltim_naker.sandbox.services import bring_up_to_date, is_ready, renew_sandbox


class Command(BaseCommand):
    help = "Empty the sandbox (SANDBOX_DATABASE_URL) and copy into it what is not about people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-needed", action="store_true", help="only where it is missing or behind the program")

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_configured():
            self.stdout.write("There is no sandbox here: SANDBOX_DATABASE_URL is not set.")
        elif options["if_needed"] and is_ready():
            self.stdout.write("The sandbox is there already; nothing was changed.")
        else:
            bring_up_to_date()
            self.stdout.write(f"The sandbox was made anew with {renew_sandbox()} rows.")
