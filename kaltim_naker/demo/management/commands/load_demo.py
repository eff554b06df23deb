"""Load the demo year, once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from certifications.models import Certificate
from kaltim_naker.demo.load import is_loaded, load_demo, require_demo
from programs.models import TrainingClass
from trainees.models import JobSeeker


class Command(BaseCommand):
    help = "Load the province's programme of 2025 with invented people. Never in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="also where KALTIM_ENV is neither demo nor test")

    def handle(self, *args: Any, **options: Any) -> None:
        require_demo(force=options["force"])
        if is_loaded():
            self.stdout.write("The demo is there already; nothing was changed.")
            return
        load_demo()
        self.stdout.write(
            f"Loaded {TrainingClass.objects.count()} classes, {JobSeeker.objects.count()} invented people, "
            f"{Certificate.objects.count()} certificates."
        )
