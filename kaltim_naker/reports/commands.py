"""What the two commands of this app share: reading a period, and finding who asks."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import Period
from kaltim_naker.regions.models import Region
from kaltim_naker.reports.kinds import KINDS, TARGET_REALISATION
from kaltim_naker.reports.models import Language
from kaltim_naker.reports.scheduled import first_who_may_ask
from programs.models import TrainingCentre


def add_period_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--year", type=int, required=True)
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), help="without a part: the whole year")
    part.add_argument("--semester", type=int, choices=(1, 2))
    part.add_argument("--month", type=int, choices=range(1, 13), metavar="1..12")
    parser.add_argument("--language", choices=Language.values, default=Language.INDONESIAN.value)


def add_report_arguments(parser: ArgumentParser) -> None:
    """Which report, and about whom."""
    add_period_arguments(parser)
    parser.add_argument("--kind", choices=list(KINDS), default=TARGET_REALISATION.key)
    about = parser.add_mutually_exclusive_group()
    about.add_argument("--centre", metavar="CODE", help="a training centre by the code of its office")
    about.add_argument("--region", metavar="64.72", help="a regency or city by its code")


def division_from(options: dict[str, Any]) -> dict[str, Any]:
    """`centre` and `region`, as `request_report` takes them; both None for the province."""
    centre, region = options["centre"], options["region"]
    found = {
        "centre": TrainingCentre.objects.filter(office__code=centre).first() if centre else None,
        "region": Region.objects.home().filter(code=region).first() if region else None,
    }
    if (centre and not found["centre"]) or (region and not found["region"]):
        raise CommandError(f"There is no {'centre' if centre else 'region'} with the code {centre or region}.")
    return found


def period_from(options: dict[str, Any]) -> Period:
    try:
        return Period(options["year"], options["quarter"], options["semester"], options["month"])
    except ValueError as error:
        raise CommandError(str(error)) from error


def requester(email: str | None) -> User:
    """The account with this e-mail, or the first of the provincial office that may ask for reports."""
    if email:
        found = User.objects.filter(is_active=True, email=email.lower()).first()
        if found is None:
            raise CommandError(f"There is no active account with the e-mail {email}.")
        return found
    first = first_who_may_ask()
    if first is None:
        raise CommandError("Nobody of the provincial office may ask for reports yet; name an account with --by.")
    return first
