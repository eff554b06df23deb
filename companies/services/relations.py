"""What follows when two registrations of a person, a work site, or a placement become one."""

from companies.choices.apprenticeships import ApprenticeState
from companies.models import Apprentice, LogbookWeek
from kaltim_naker.core.merging import carry_along

_ORDER = (
    ApprenticeState.CANCELLED,
    ApprenticeState.SELECTED,
    ApprenticeState.SIGNED,
    ApprenticeState.RATIFIED,
    ApprenticeState.LEFT,
    ApprenticeState.RUNNING,
    ApprenticeState.COMPLETED,
)


def declare_apprentice_relations() -> None:
    """Everything about apprenticeships that hangs on a record of which two may become one."""
    apprentice = "companies.Apprentice"
    carry_along("trainees.JobSeeker", apprentice, "job_seeker", strength=strength_of_apprentice)
    carry_along("trainees.Placement", apprentice, "placement")
    carry_along(apprentice, "companies.LogbookWeek", "apprentice", strength=strength_of_week)
    # The link of the side that goes is gone with it; a new one is a click away.
    carry_along(apprentice, "companies.LogbookLink", "apprentice", follows=False)
    carry_along("companies.WorkSite", "companies.Apprenticeship", "site")


def strength_of_apprentice(apprentice: Apprentice) -> int:
    """The further an apprenticeship came, the more it is worth keeping."""
    return _ORDER.index(ApprenticeState(apprentice.state))


def strength_of_week(week: LogbookWeek) -> int:
    """A week that both sides confirmed says more than one that nobody did."""
    return (week.apprentice_confirmed_at is not None) + (week.mentor_confirmed_at is not None)
