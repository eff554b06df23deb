"""Whether a person may act on one job seeker. The roles are in `access.policy`, the rows in `access.scope`."""

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import scope_of
from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import today
from trainees.constants import ADULT_AGE
from trainees.formulas import age_on
from trainees.models import JobSeeker


def may(user: User, action: Action, job_seeker: JobSeeker) -> bool:
    """For buttons: the page behind one decides again by itself."""
    return JobSeeker.objects.filter(pk=job_seeker.pk).visible_to(scope_of(user, action)).exists()


def may_reach(user: User, job_seeker: JobSeeker) -> bool:
    """Whether somebody may see where a person lives, his phone and his birthday.

    Of those under 18 it is for who may see protected data only (UU 27/2022, article 25; domain.md §12).
    """
    is_minor = age_on(job_seeker.birth_date, today()) < ADULT_AGE
    return not is_minor or may(user, Action.VIEW_PROTECTED_DATA, job_seeker)
