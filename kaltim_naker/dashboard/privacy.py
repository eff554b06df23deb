"""What waits for the data protection officer."""

from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.dashboard.waiting import LATE, NEWS, Waiting
from kaltim_naker.privacy.choices import ExpiryState, RequestState
from kaltim_naker.privacy.models import Expiry, Incident, SubjectRequest

INCIDENTS_RUNNING = Waiting(
    _("incidents are not closed"),
    Action.KEEP_INCIDENTS,
    lambda user: Incident.objects.running(),
    "privacy:incident_list",
    lambda: {"state": "running"},
    LATE,
    _("The authority and the affected people are told within 3 × 24 hours."),
)
REQUESTS_OPEN = Waiting(
    _("requests about personal data wait for an answer"),
    Action.ANSWER_PRIVACY_REQUEST,
    lambda user: SubjectRequest.objects.waiting(),
    "privacy:request_list",
    lambda: {"state": RequestState.OPEN.value},
)
ENDS_ANNOUNCED = Waiting(
    _("people whose data are about to be anonymised"),
    Action.KEEP_RETENTION,
    lambda user: Expiry.objects.announced(),
    "privacy:expiry_list",
    lambda: {"state": ExpiryState.ANNOUNCED.value},
    NEWS,
)
PRIVACY = (INCIDENTS_RUNNING, REQUESTS_OPEN, ENDS_ANNOUNCED)
