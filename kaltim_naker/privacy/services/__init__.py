from kaltim_naker.privacy.services.erasure import anonymise, counted_days, limits_of
from kaltim_naker.privacy.services.incidents import (
    IncidentData,
    affected_people,
    close_incident,
    correct_incident,
    looks_in,
    note_told,
    report_incident,
)
from kaltim_naker.privacy.services.requests import answer_request, refuse_request, take_request
from kaltim_naker.privacy.services.retention import announce_expired, anonymise_due, keep_longer, over

__all__ = [
    "IncidentData",
    "affected_people",
    "announce_expired",
    "anonymise",
    "anonymise_due",
    "answer_request",
    "close_incident",
    "correct_incident",
    "counted_days",
    "keep_longer",
    "limits_of",
    "looks_in",
    "note_told",
    "over",
    "refuse_request",
    "report_incident",
    "take_request",
]
