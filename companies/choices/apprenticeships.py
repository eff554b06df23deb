"""Closed lists about apprenticeships. Wording: domain.md §5 (Permenaker 6/2020)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ApprenticeshipKind(TextChoices):
    """Who pays. The kinds are reported apart."""

    OWN = "own", _("own cost of the company (mandiri)")
    APBN = "apbn", _("national budget (APBN)")
    APBD = "apbd", _("regional budget (APBD)")
    # Another regulation (Permenaker 8/2025): recorded for information, never counted.
    NATIONAL = "national", _("Magang Nasional (for information)")


COUNTED_KINDS = (ApprenticeshipKind.OWN, ApprenticeshipKind.APBN, ApprenticeshipKind.APBD)


class ApprenticeshipState(TextChoices):
    """The way of a programme to its permit, and to its end."""

    DRAFT = "draft", _("being prepared")
    SUBMITTED = "submitted", _("permit applied for")
    PERMITTED = "permitted", _("permitted")
    REFUSED = "refused", _("permit refused")
    CANCELLED = "cancelled", _("cancelled")


class PermitLevel(TextChoices):
    """Which office answers: where the apprenticeship takes place decides (article 17)."""

    REGENCY = "regency", _("manpower office of the regency or city")
    PROVINCE = "province", _("provincial manpower office")
    MINISTRY = "ministry", _("directorate general of the ministry")


class ApprenticeState(TextChoices):
    """From selection to the end. Without a signed and ratified agreement nobody runs (articles 10 to 12)."""

    SELECTED = "selected", _("selected")
    SIGNED = "signed", _("agreement signed")
    RATIFIED = "ratified", _("agreement ratified")
    RUNNING = "running", _("running")
    COMPLETED = "completed", _("completed")
    LEFT = "left", _("left early")
    CANCELLED = "cancelled", _("did not begin")


#: Who has not begun yet.
WAITING_STATES = (ApprenticeState.SELECTED, ApprenticeState.SIGNED, ApprenticeState.RATIFIED)
#: Who has begun, whatever came of it.
STARTED_STATES = (ApprenticeState.RUNNING, ApprenticeState.COMPLETED, ApprenticeState.LEFT)
OVER_STATES = (ApprenticeState.COMPLETED, ApprenticeState.LEFT)


class LeaveReason(TextChoices):
    WITHDREW = "withdrew", _("withdrew")
    DISMISSED = "dismissed", _("dismissed by the company")
    HIRED = "hired", _("hired before the end")
    STOPPED = "stopped", _("the company stopped the programme")
    ILLNESS = "illness", _("illness or accident")


class After(TextChoices):
    """What came after the apprenticeship."""

    HIRED_HERE = "hired_here", _("hired by this company")
    HIRED_ELSEWHERE = "hired_elsewhere", _("hired by another company")
    SELF_EMPLOYED = "self_employed", _("self-employed")
    SEEKING = "seeking", _("seeking work")
    STUDYING = "studying", _("studying")


HIRED = (After.HIRED_HERE, After.HIRED_ELSEWHERE)


class LogHolder(TextChoices):
    """Whose personal link it is."""

    APPRENTICE = "apprentice", _("participant")
    MENTOR = "mentor", _("mentor")
