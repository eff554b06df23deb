"""Write a copy for testing in which nobody can be recognised (docs/deployment.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kaltim_naker.accounts.models import User
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.privacy.scrubbed import write_copy
from trainees.models import JobSeeker


class Command(BaseCommand):
    help = "Write a copy of all records with invented people, to be loaded by load_scrubbed into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="where to write it; must not exist")
        parser.add_argument("--by", required=True, help="e-mail address of the account of who takes the copy")
        parser.add_argument("--reason", required=True, help="what it is needed for; goes to the access log")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        actor = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if actor is None:
            raise CommandError("No active account has this address.")
        if len(options["reason"].split()) < 2:
            raise CommandError("Please say in a few words what the copy is needed for.")
        if file.exists():
            raise CommandError(f"{file} exists already.")
        people = JobSeeker.objects.count()
        record_access(
            actor=actor, kind=AccessKind.EXPORT, subject="scrubbed copy", rows=people, reason=options["reason"]
        )
        rows = write_copy(file)
        self.stdout.write(f"{rows} rows, {people} invented people: {file}")
