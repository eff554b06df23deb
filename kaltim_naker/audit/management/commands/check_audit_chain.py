"""Whether the history is what was sealed day by day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kaltim_naker.audit import chain
from kaltim_naker.audit.models import ChainLink


class Command(BaseCommand):
    help = "Compare the whole history with its chain of fingerprints, and name the first day that differs."

    def handle(self, *args: Any, **options: Any) -> None:
        found = chain.breaks()
        for one in found:
            what = one.table or "the link itself"
            self.stderr.write(f"{one.day}  {what}: {one.sealed_rows} rows sealed, {one.found_rows} found")
        if found:
            raise CommandError(f"The history was changed. The first broken day is {found[0].day}.")
        newest = ChainLink.objects.newest()
        if newest is None:
            raise CommandError("Nothing has been sealed yet; the task audit.seal_days does it every night.")
        links = ChainLink.objects.count()
        self.stdout.write(f"{links} links are whole. The chain ends on {newest.day} with {newest.sha256}")
