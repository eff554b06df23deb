"""Carries out one run of the import desk in a process of its own, as a worker does, and says what it took.

python -m bench.import_worker RUN: prints seconds, peak memory of this process and of its children in MB.
"""

import os
import resource
import sys
import time

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaltim_naker.settings")
    django.setup()
    from kaltim_naker.imports.services import carry_out

    started = time.perf_counter()
    carry_out(sys.argv[1])
    seconds = time.perf_counter() - started
    peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(seconds, *peaks)


if __name__ == "__main__":
    main()
