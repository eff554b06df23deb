"""Whether a person may act on one job seeker. The roles are in `access.policy`, the rows in `access.scope`."""

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import scope_of
from kaltim_naker.accounts.models import User
from trainees.models import JobSeeker


def may(user: User, action: Action, job_seeker: JobSeeker) -> bool:
    """For buttons: the page behind one decides again by itself."""
    return JobSeeker.objects.filter(pk=job_seeker.pk).visible_to(scope_of(user, action)).exists()
