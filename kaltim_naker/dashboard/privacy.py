"""What waits for the data protection officer, and what he should know of."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.audit.models import AccessKind, AccessLog
from kaltim_naker.core.periods import today
from kaltim_naker.dashboard.waiting import LATE, NEWS, NEWS_DAYS, Waiting
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
NUMBERS_SHOWN = Waiting(
    _("full NIKs were shown in the last seven days"),
    Action.VIEW_ACCESS_LOG,
    lambda user: AccessLog.objects.filter(
        kind=AccessKind.UNMASK_NIK, created_at__date__gte=today() - timedelta(days=NEWS_DAYS)
    ),
    "audit:access_log",
    lambda: _since(AccessKind.UNMASK_NIK),
    NEWS,
)
LISTS_EXPORTED = Waiting(
    _("lists of people were exported in the last seven days"),
    Action.VIEW_ACCESS_LOG,
    lambda user: AccessLog.objects.filter(
        kind=AccessKind.EXPORT, created_at__date__gte=today() - timedelta(days=NEWS_DAYS)
    ),
    "audit:access_log",
    lambda: _since(AccessKind.EXPORT),
    NEWS,
)


def _since(kind: AccessKind) -> dict[str, str]:
    return {"kind": kind.value, "since": (today() - timedelta(days=NEWS_DAYS)).isoformat()}


PRIVACY = (INCIDENTS_RUNNING, REQUESTS_OPEN, ENDS_ANNOUNCED)
LOOKS = (NUMBERS_SHOWN, LISTS_EXPORTED)
