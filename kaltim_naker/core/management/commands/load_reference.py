"""Fill the tables of reference data; run at each start.

The command lies at the very bottom and knows no app: like Django's own autodiscovery it walks through INSTALLED_APPS,
whose order is that of the layers, and calls `load()` of each app's module `reference`. So an app keeps its data beside
its models, a new app needs no change here, and nothing is imported upwards.
"""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.module_loading import module_has_submodule


class Command(BaseCommand):
    help = "Load regions, sectors, fields, offices, centres, issuers, indicators and predicates. Safe to repeat."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for app in apps.get_app_configs():
            if module_has_submodule(app.module, "reference"):
                changed = import_module(f"{app.name}.reference").load()
                self.stdout.write(f"{app.label}: {changed} rows added or corrected")
