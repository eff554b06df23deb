"""Throwing the sandbox away and making it anew; letting a key into it."""

import logging

import pghistory
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import today
from kaltim_naker.core.sandbox import in_sandbox
from kaltim_naker.core.storage import PrivateStorage
from kaltim_naker.sandbox.copying import copy_all, empty_all
from kaltim_naker.sandbox.residents import register_residents
from programs.services import begin_quarters

logger = logging.getLogger(__name__)

#: In whose name the invented residents are registered.
SERVANT = "sandbox@sandbox.invalid"


def renew_sandbox() -> int:
    """Everything in the sandbox goes, and what is not about people is copied anew; returns the number of rows copied.

    In one transaction: who asks meanwhile waits and then finds the new one, or the old one if this fails. Raises
    ImproperlyConfigured where the sandbox's tables are not those of the program.
    """
    with in_sandbox() as outside:
        if not is_level(outside):
            raise ImproperlyConfigured("The sandbox has other tables than the program: run manage.py renew_sandbox.")
        with transaction.atomic():
            empty_all()
            rows = copy_all(outside)
            with pghistory.context(command="renew_sandbox"):
                # A number that no account of the real database ever has: those that come later keep theirs here.
                register_residents(User.objects.create_user(SERVANT, pk=0, full_name="Sandbox"))
                begin_quarters(today().year)
    if isinstance(default_storage, PrivateStorage):
        default_storage.forget_sandbox()
    logger.info("the sandbox was made anew with %d rows", rows)
    return rows


def bring_up_to_date() -> None:
    """Give the sandbox the tables of the program. For the command, which is a process of its own."""
    with in_sandbox():
        call_command("migrate", interactive=False, verbosity=0)


def is_level(outside: BaseDatabaseWrapper) -> bool:
    """Whether the sandbox has seen the same migrations as the real database."""
    done = [set(MigrationRecorder(one).applied_migrations()) for one in (outside, connection)]
    return done[0] == done[1]


def is_ready() -> bool:
    """Whether there is a sandbox with the tables of the program, and something in it."""
    with in_sandbox() as outside:
        return is_level(outside) and User.objects.exists()
