"""Closed lists of the training supply. Wording: domain.md §3.1, §3.3, §9.2."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClassState(TextChoices):
    """The life of a training class (domain.md §3.3). Allowed moves: `constants.CLASS_MOVES`."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("open for registration")
    SELECTING = "selecting", _("selecting")
    RUNNING = "running", _("running")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class FundingSource(TextChoices):
    APBN = "apbn", _("APBN (national budget)")
    APBD_PROVINCE = "apbd_province", _("APBD of the province")
    APBD_REGENCY = "apbd_regency", _("APBD of a regency or city")
    DBHCHT = "dbhcht", _("DBHCHT (tobacco excise share)")
    CSR = "csr", _("company (CSR)")
    SELF = "self", _("paid by the participant")
    GRANT = "grant", _("grant")
    OTHER = "other", _("other")


class RoomKind(TextChoices):
    ROOM = "room", _("classroom")
    WORKSHOP = "workshop", _("workshop")
    MOBILE = "mobile", _("mobile training unit (MTU)")


class Unit(TextChoices):
    """What is counted once. Persons, certificates and companies are different units and are never added up."""

    PERSON = "person", _("people")
    CERTIFICATE = "certificate", _("certificates")
    COMPANY = "company", _("companies")
    PERCENT = "percent", _("per cent")
    INDEX = "index", _("index")


class Direction(TextChoices):
    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")


class Cumulation(TextChoices):
    """How the quarters of a year come together (domain.md §9.2)."""

    CUMULATIVE = "cumulative", _("cumulative")
    FINAL_POSITION = "final_position", _("last value")
    AVERAGE = "average", _("average")
    MAXIMUM = "maximum", _("maximum")


class LowerFormula(TextChoices):
    """The two formulas in use for “lower is better” (domain.md §9.2)."""

    MIRRORED = "mirrored", _("(2 × target − realised) ÷ target")
    INVERSE = "inverse", _("target ÷ realised")


class ActivityKind(TextChoices):
    OUTREACH = "outreach", _("outreach")
    CONSULTATION = "consultation", _("productivity consultation")
    COORDINATION = "coordination", _("coordination meeting")
    FORUM = "forum", _("industry forum (FKLPID, TKDV)")
    AWARD = "award", _("award")
    OVERSIGHT = "oversight", _("parliamentary hearing")


class HolidayKind(TextChoices):
    """On both the offices are closed."""

    NATIONAL = "national", _("national holiday")
    JOINT = "joint", _("joint leave (cuti bersama)")
