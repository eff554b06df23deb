"""Closed lists about people. Wording: domain.md §3.4, §6.2."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    """As on the identity card: L (laki-laki), P (perempuan)."""

    MALE = "L", _("male")
    FEMALE = "P", _("female")


class Education(IntegerChoices):
    """Highest completed level, in order."""

    NONE = 0, _("did not finish primary school")
    PRIMARY = 1, _("SD / MI / Paket A")
    LOWER_SECONDARY = 2, _("SMP / MTs / Paket B")
    UPPER_SECONDARY = 3, _("SMA / MA / Paket C")
    VOCATIONAL = 4, _("SMK / MAK")
    D1 = 5, "D1"
    D2 = 6, "D2"
    D3 = 7, "D3"
    BACHELOR = 8, "D4 / S1"
    PROFESSION = 9, _("profession")
    MASTER = 10, "S2"
    DOCTOR = 11, "S3"


class WorkStatus(TextChoices):
    """The first three are the kinds of job seeker of Perpres 57/2023, article 10."""

    NEVER_WORKED = "never_worked", _("never worked")
    WORKED_BEFORE = "worked_before", _("worked before")
    WANTS_OTHER_JOB = "wants_other_job", _("works and seeks another job")
    SELF_EMPLOYED = "self_employed", _("self-employed")
    STUDYING = "studying", _("at school or university")
    NOT_SEEKING = "not_seeking", _("not working and not seeking")


JOB_SEEKING = (WorkStatus.NEVER_WORKED, WorkStatus.WORKED_BEFORE, WorkStatus.WANTS_OTHER_JOB)


class NikMissingReason(TextChoices):
    """Why somebody has no NIK (domain.md §2.1, edge case 8)."""

    FOREIGNER = "foreigner", _("foreign national")
    NO_CARD = "no_card", _("no identity card yet")
    PRISONER = "prisoner", _("prisoner without identity card")


class EnrolmentState(TextChoices):
    """From taking part to the outcome of the class."""

    PARTICIPANT = "participant", _("taking part")
    PASSED = "passed", _("passed")
    FAILED = "failed", _("not passed yet")
    WITHDRAWN = "withdrawn", _("withdrawn")


OUTCOMES = (EnrolmentState.PASSED, EnrolmentState.FAILED, EnrolmentState.WITHDRAWN)
