"""Load a copy for testing into an empty, migrated database (docs/deployment.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kaltim_naker.privacy.scrubbed import NotEmptyError, load_copy


class Command(BaseCommand):
    help = "Load what export_scrubbed wrote. The database must hold no people and no accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = load_copy(options["file"])
        except (NotEmptyError, FileNotFoundError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{rows} rows. Give an account a password: manage.py changepassword orang1@uji.invalid")
