"""What surrounds every paper of the provincial office: the names that the template of official documents asks for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Paper:
    """Head, foot and signature of a paper."""

    title: str
    subject: str
    period: str
    reference: str
    letterhead: dict[str, str]
    signature: dict[str, Any]
    made_at: datetime
    is_invented: bool


def paper_of(
    *,
    title: str,
    subject: str,
    period: str,
    reference: str,
    chair: str = "",
    place: str = "",
    signed_on: date,
    is_invented: bool = False,
) -> Paper:
    """A paper of the provincial office, signed by the chair of the meeting; without a name, on a dotted line."""
    return Paper(
        title=title,
        subject=subject,
        period=period,
        reference=reference,
        letterhead=settings.LETTERHEAD,
        signature={
            "place": place or settings.LETTERHEAD["place"],
            "signed_on": signed_on,
            "title": _("Chair of the meeting"),
            "name": chair,
            "rank": "",
            "nip": "",
        },
        made_at=timezone.now(),
        is_invented=is_invented,
    )
