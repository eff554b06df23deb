"""Carries out one run of the import desk in a process of its own, as a worker does, and says what it took.

python -m bench.import_worker RUN: prints seconds until the outcome stood in the database, seconds until the worker was
free again (it looks for people registered twice, after the commit), and the peak memory of itself and of its children
in MB.
"""

import os
import resource
import sys
import time
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaltim_naker.settings")
    django.setup()
    from django.db import transaction

    from kaltim_naker.imports import services

    committed: list[float] = []

    def one_at_a_time() -> None:
        # The first thing in the transaction, and so the first one to be told of its end.
        transaction.on_commit(lambda: committed.append(time.perf_counter()))
        waited_for()

    waited_for, services.one_at_a_time = services.one_at_a_time, one_at_a_time
    started = time.perf_counter()
    services.carry_out(sys.argv[1])
    free = time.perf_counter()
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print((committed or [free])[0] - started, free - started, _own_peak(), reader)


def _own_peak() -> float:
    """Peak memory in MB of this program alone: `ru_maxrss` begins with that of whoever started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
