"""Count anew what changed since figures were kept, as the scheduler does every half minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programs.kept import AlreadyCountingError, keep_figures


class Command(BaseCommand):
    help = "Bring the kept figures in step with the records."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changed = keep_figures()
        except AlreadyCountingError as error:
            raise CommandError("Somebody else is counting; try again in a moment.") from error
        self.stdout.write(f"kept figures changed: {changed}")
