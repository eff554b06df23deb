"""Closed lists about people. Wording: domain.md §3.4, §6.2."""

from bisect import bisect_right
from decimal import Decimal

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


class AgeGroup(IntegerChoices):
    """Five-year groups as in Sakernas (domain.md §6.2); the value is the lower bound in whole years."""

    UNDER_15 = 0, _("under 15")
    FROM_15 = 15, "15–19"
    FROM_20 = 20, "20–24"
    FROM_25 = 25, "25–29"
    FROM_30 = 30, "30–34"
    FROM_35 = 35, "35–39"
    FROM_40 = 40, "40–44"
    FROM_45 = 45, "45–49"
    FROM_50 = 50, "50–54"
    FROM_55 = 55, "55–59"
    FROM_60 = 60, "60+"


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
    ERASED = "erased", _("data were erased")

    @classmethod
    def to_choose(cls) -> list[tuple[str, str]]:
        """What can be said of somebody; that data were erased is for the program to say."""
        return [choice for choice in cls.choices if choice[0] != cls.ERASED]


class EnrolmentState(TextChoices):
    """From taking part to the outcome of the class."""

    PARTICIPANT = "participant", _("taking part")
    PASSED = "passed", _("passed")
    FAILED = "failed", _("not passed yet")
    WITHDRAWN = "withdrawn", _("withdrawn")


OUTCOMES = (EnrolmentState.PASSED, EnrolmentState.FAILED, EnrolmentState.WITHDRAWN)


class TrainedElsewhere(TextChoices):
    """What somebody declares about trainings outside our own history; asked at registration."""

    NOT_ASKED = "not_asked", _("not asked")
    NO = "no", _("none")
    YES = "yes", _("trained elsewhere")


class LegalBasis(TextChoices):
    """UU 27/2022, article 20: why the office may process a person's data (domain.md §12)."""

    PUBLIC_TASK = "public_task", _("public task of the office")
    LEGAL_DUTY = "legal_duty", _("legal duty")
    CONSENT = "consent", _("consent")
    CONTRACT = "contract", _("contract")


class Disability(TextChoices):
    """UU 8/2016."""

    NONE = "none", _("none")
    PHYSICAL = "physical", _("physical")
    INTELLECTUAL = "intellectual", _("intellectual")
    MENTAL = "mental", _("mental")
    SENSORY = "sensory", _("sensory (sight, hearing, speech)")
    MULTIPLE = "multiple", _("multiple")


class SpecialGroup(TextChoices):
    """Groups that programmes address (domain.md §6.2); a person may belong to several."""

    PRISONER = "prisoner", _("prisoner")
    LAID_OFF = "laid_off", _("laid off")
    POOR_FAMILY = "poor_family", _("poor family (DTSEN)")
    IKN_COMMUNITY = "ikn_community", _("community around IKN")
    WOMAN_HEAD = "woman_head", _("woman who heads a family")
    FORMER_MIGRANT = "former_migrant", _("former migrant worker")
    TRANSMIGRANT = "transmigrant", _("transmigrant")


class DuplicateReason(TextChoices):
    PHONE_AND_NAME = "phone_and_name", _("same phone, similar name")
    BIRTH_AND_NAME = "birth_and_name", _("same date of birth, similar name")


class DuplicateState(TextChoices):
    OPEN = "open", _("to be decided")
    DIFFERENT = "different", _("two different people")


class Channel(TextChoices):
    """Through which door an application came."""

    STAFF = "staff", _("entered by the centre")
    SKILLHUB = "skillhub", _("Skillhub export")
    REGIONAL_OFFICE = "regional_office", _("regional office")


class ApplicationState(TextChoices):
    """The way of an application (domain.md §3.4); the steps of the selection are columns of their own."""

    SUBMITTED = "submitted", _("applied")
    ACCEPTED = "accepted", _("accepted")
    RESERVE = "reserve", _("on the reserve list")
    REJECTED = "rejected", _("not accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


#: What a decision may say; the list proposes one of these, too.
DECISIONS = (ApplicationState.ACCEPTED, ApplicationState.RESERVE, ApplicationState.REJECTED)


class StepResult(TextChoices):
    """The first step: are the papers in order?"""

    OPEN = "open", _("not checked yet")
    PASSED = "passed", _("in order")
    FAILED = "failed", _("not in order")


class PriorityRule(TextChoices):
    """What “never trained before” is worth in the ranking (domain.md §3.4)."""

    FIRST = "first", _("before everybody else")
    BONUS = "bonus", _("bonus points")
    TIE_BREAK = "tie_break", _("at equal scores")


class Mark(TextChoices):
    """Attendance (domain.md §3.5): hadir, sakit, izin, alpa."""

    PRESENT = "H", _("present")
    SICK = "S", _("sick")
    EXCUSED = "I", _("excused")
    ABSENT = "A", _("absent")


class PlacementKind(TextChoices):
    """Domain.md §6.4."""

    LOCAL = "akl", _("local (AKL)")
    INTERREGIONAL = "akad", _("between provinces (AKAD)")
    ABROAD = "akan", _("abroad (AKAN)")
    SELF_EMPLOYED = "self_employed", _("self-employed")


class ContractKind(TextChoices):
    FIXED_TERM = "fixed_term", _("fixed term (PKWT)")
    PERMANENT = "permanent", _("permanent (PKWTT)")
    DAILY = "daily", _("daily")
    PIECEWORK = "piecework", _("piecework")
    PARTNERSHIP = "partnership", _("partnership")
    OWN_BUSINESS = "own_business", _("own business")


class WageBand(TextChoices):
    """A monthly wage, in millions of rupiah: exact enough for a survey, and less of a person's business than a sum."""

    UNDER_1 = "under_1", _("under 1 million")
    FROM_1 = "from_1", _("1 to 3 million")
    FROM_3 = "from_3", _("3 to 5 million")
    FROM_5 = "from_5", _("5 to 10 million")
    FROM_10 = "from_10", _("10 million and more")

    @classmethod
    def of(cls, amount: Decimal | int) -> "WageBand":
        """The band of a sum in rupiah; a bound belongs to the band that it begins."""
        bounds = (1_000_000, 3_000_000, 5_000_000, 10_000_000)
        return list(cls)[bisect_right(bounds, amount)]


class Evidence(TextChoices):
    """How well a placement is known, best first."""

    EMPLOYER = "employer", _("confirmed by the employer")
    DOCUMENT = "document", _("document seen")
    OWN_WORD = "own_word", _("own word")


class TracerStatus(TextChoices):
    """What a graduate says months later (domain.md §6.4)."""

    EMPLOYED = "employed", _("employed")
    SELF_EMPLOYED = "self_employed", _("self-employed")
    STUDYING = "studying", _("studying or apprenticed")
    SEEKING = "seeking", _("seeking work")
    NOT_SEEKING = "not_seeking", _("not seeking work")


AT_WORK = (TracerStatus.EMPLOYED, TracerStatus.SELF_EMPLOYED)


class AnswerChannel(TextChoices):
    LINK = "link", _("personal link")
    PHONE = "phone", _("by phone")


class SignalKind(TextChoices):
    """Quiet hints that something may not be as it was written down; none is an accusation (peers.md §3, 10)."""

    FULL_ATTENDANCE = "full_attendance", _("nobody was ever absent")
    INSTRUCTOR_TWICE = "instructor_twice", _("one instructor in two places")
    SHARED_PHONE = "shared_phone", _("one phone for many people")
    LAST_HOUR = "last_hour", _("everything entered within an hour")
    WEEKEND = "weekend", _("sessions at the weekend")


class CallResult(TextChoices):
    OPEN = "open", _("to be called")
    CONFIRMED = "confirmed", _("confirmed")
    DENIED = "denied", _("not confirmed")
    UNREACHABLE = "unreachable", _("not reached")
