#!/usr/bin/env python
"""Django's command line. `script/manage` runs it with the right environment and services."""

import os
import sys

from django.core.management import execute_from_command_line

# What makes tables or writes history anew asks for the database role that owns them; the program itself owns nothing.
OWNER_COMMANDS = frozenset({"migrate", "pgtrigger", "dbshell", "rotate_keys", "load_scrubbed"})

if __name__ == "__main__":
    if OWNER_COMMANDS.intersection(sys.argv[1:2]):
        os.environ["DATABASE_AS_OWNER"] = "true"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaltim_naker.settings")
    execute_from_command_line(sys.argv)
