"""Doors for background work; the work itself is in the services, and in `programs.kept`."""

from celery import shared_task

from kaltim_naker.core.periods import today
from programs import kept
from programs.constants import BEGIN_QUARTERS, CHECK_KEPT_FIGURES, FIND_RESTATEMENTS, KEEP_FIGURES
from programs.services import begin_quarters, find_restatements


@shared_task(name=BEGIN_QUARTERS)
def begin_quarters_of_this_year() -> None:
    """Nightly: every unit, also one that came yesterday, has its quarters."""
    begin_quarters(today().year)


@shared_task(name=FIND_RESTATEMENTS)
def compare_closed_quarters() -> None:
    """Nightly: what closed quarters came to, against what the records say now."""
    find_restatements()


@shared_task(name=KEEP_FIGURES)
def keep_figures() -> None:
    """Every half minute: count anew what changed. Who comes while another is counting has nothing to do."""
    try:
        kept.keep_figures()
    except kept.AlreadyCountingError:
        return


@shared_task(name=CHECK_KEPT_FIGURES)
def check_kept_figures() -> None:
    """Nightly: compare all kept figures with the records, to the last person."""
    try:
        kept.check_figures()
    except kept.AlreadyCountingError:
        return
