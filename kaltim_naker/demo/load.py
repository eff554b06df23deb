"""Writes the demo year, all of it or nothing."""

import pghistory
from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from kaltim_naker.demo.agreements import name_what_was_held, sign_agreements
from kaltim_naker.demo.applications import record_applications
from kaltim_naker.demo.apprenticeships import record_apprenticeships
from kaltim_naker.demo.attendance import record_attendance_of_year
from kaltim_naker.demo.classes import programmes
from kaltim_naker.demo.closing import close_two_quarters
from kaltim_naker.demo.companies import register_companies
from kaltim_naker.demo.events import create_activities
from kaltim_naker.demo.imports import bring_a_late_list
from kaltim_naker.demo.narratives import say_why
from kaltim_naker.demo.needs import tell_needs_and_proposals
from kaltim_naker.demo.outcomes import record_outcomes
from kaltim_naker.demo.oversight import call_back, find_what_stands_out, register_twice
from kaltim_naker.demo.papers import issue_papers
from kaltim_naker.demo.people import Places
from kaltim_naker.demo.privacy import tell_of_privacy
from kaltim_naker.demo.productivity import tell_productivity
from kaltim_naker.demo.programs import ask_for_a_role, give_tokens
from kaltim_naker.demo.records import Recorder
from kaltim_naker.demo.resources import create_resources
from kaltim_naker.demo.rosters import demo_year
from kaltim_naker.demo.signatories import create_signatories
from kaltim_naker.demo.statistics import refresh_statistics
from kaltim_naker.demo.targets import enter_budget, enter_legal_bases, set_targets
from kaltim_naker.demo.users import create_users, head_of_office, planner
from kaltim_naker.regions.models import Region, RegionLevel
from trainees.models import JobSeeker

_ALLOWED = ("demo", "test")


def require_demo(*, force: bool = False) -> None:
    """Raises CommandError where invented people must not appear: always in production, elsewhere unless forced."""
    if settings.IS_PRODUCTION:
        raise CommandError("This is production (KALTIM_ENV): the demo is never loaded here.")
    if settings.ENVIRONMENT not in _ALLOWED and not force:
        raise CommandError(f"KALTIM_ENV is “{settings.ENVIRONMENT}”, not demo or test; repeat with --force if meant.")


def is_loaded() -> bool:
    return JobSeeker.objects.filter(is_invented=True).exists()


@transaction.atomic
def load_demo() -> None:
    """Users, targets, events, every class with its people, and what surrounds them. Reference data must be there."""
    with pghistory.context(command="load_demo"):
        create_users()
        enter_legal_bases(planner())
        set_targets(planner(), head_of_office())
        enter_budget(planner())
        create_signatories()
        create_activities()
        register_companies()
        sign_agreements()
        recorder = Recorder(programmes())
        for planned, took_part in demo_year(places()):
            recorder.add_class(planned, took_part)
        recorder.save()
        refresh_statistics()
        tell_the_year()
        refresh_statistics()


def tell_the_year() -> None:
    """What surrounds classes and results. Each part has a seed of its own: a change of one moves no other."""
    create_resources()
    record_attendance_of_year()
    record_applications(places())
    record_outcomes()
    name_what_was_held()
    register_twice()
    call_back()
    tell_productivity()
    issue_papers()
    refresh_statistics()
    find_what_stands_out()
    tell_needs_and_proposals()
    bring_a_late_list()
    record_apprenticeships(places())
    refresh_statistics()
    say_why()
    close_two_quarters()
    tell_of_privacy()
    give_tokens()
    ask_for_a_role()


def places() -> Places:
    """What the inventor of people must know of the regions."""
    homes = list(Region.objects.home())
    districts: dict[str, list[str]] = {home.code: [] for home in homes}
    for code in Region.objects.filter(level=RegionLevel.DISTRICT, parent__in=homes).values_list("code", flat=True):
        districts[code.rpartition(".")[0]].append(code)
    return Places(districts, {home.code: home.name.partition(" ")[2] for home in homes})
