"""Bring everything that lies encrypted under the newest key, while the program runs (docs/deployment.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kaltim_naker.core import crypto, rotation


class Command(BaseCommand):
    help = "Bring all that is encrypted, files included, under the newest key. Safe to interrupt and repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=rotation.BATCH, help="rows that are locked at a time")
        parser.add_argument("--check", action="store_true", help="only count what is under an older key; 1 if any is")

    def handle(self, *args: Any, **options: Any) -> None:
        newest = crypto.newest_key_id()
        if options["check"]:
            self._check(newest)
            return
        for sealed in rotation.registered():
            written = rotation.renew(sealed, batch=options["batch"])
            self.stdout.write(f"{sealed}: {written} rows brought under key {newest}")
        self.stdout.write(f"Everything is under key {newest}. Older keys are needed for older backups only.")

    def _check(self, newest: int) -> None:
        counts = {sealed: rotation.count_waiting(sealed) for sealed in rotation.registered()}
        for sealed, count in counts.items():
            self.stdout.write(f"{sealed}: {count} rows under an older key than {newest}")
        if any(counts.values()):
            raise CommandError("Older keys are still needed; run rotate_keys.")
