"""What waits about quarters and closed figures."""

from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import scope_of
from kaltim_naker.core.periods import today
from kaltim_naker.dashboard.waiting import LATE, Waiting
from programs.models import ReportingPeriod, Restatement

PERIODS_TO_SUBMIT = Waiting(
    _("quarters are over, and your unit has not handed them in"),
    Action.SUBMIT_PERIOD,
    lambda user: ReportingPeriod.objects.to_submit(scope_of(user, Action.SUBMIT_PERIOD), today()),
    "reports:period_list",
    lambda: {"due": "submit"},
)
PERIODS_RETURNED = Waiting(
    _("quarters were returned to your unit"),
    Action.SUBMIT_PERIOD,
    lambda user: ReportingPeriod.objects.returned_to(scope_of(user, Action.SUBMIT_PERIOD)),
    "reports:period_list",
    lambda: {"due": "returned"},
    LATE,
    _("The note says what has to be put right."),
)
PERIODS_TO_APPROVE = Waiting(
    _("quarters were handed in and wait for approval"),
    Action.APPROVE_PERIOD,
    lambda user: ReportingPeriod.objects.to_approve(user),
    "reports:period_list",
    lambda: {"due": "approve"},
)
RESTATEMENTS_TO_DECIDE = Waiting(
    _("closed figures differ from the records, and nobody has decided"),
    Action.APPROVE_RESTATEMENT,
    lambda user: Restatement.objects.to_decide(user),
    "reports:restatements",
    lambda: {"waiting": "me"},
    note=_("Who made the change does not decide about it."),
)
CLOSING = (PERIODS_RETURNED, PERIODS_TO_SUBMIT, PERIODS_TO_APPROVE, RESTATEMENTS_TO_DECIDE)
