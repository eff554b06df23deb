"""Compare all kept figures with the records, to the last person, as the scheduler does every night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programs.kept import AlreadyCountingError, check_figures


class Command(BaseCommand):
    help = "Count every measure anew and compare with what is kept. Differences are put right; then the exit code is 1."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            checked = check_figures()
        except AlreadyCountingError as error:
            raise CommandError("Somebody else is counting; try again in a moment.") from error
        for one in checked:
            self.stdout.write(f"{one.measure.key}: {one.differences or 'no'} differences")
        if any(one.differences for one in checked):
            raise CommandError("Kept figures differed from the records. They are right now; the log says which.")
