"""Closed lists about productivity, coaching and the award. Wording: domain.md §8."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MoneyUnit(TextChoices):
    """In what the amounts of a form are typed. Kept are full rupiah; mixed units are the classic mistake."""

    RUPIAH = "rupiah", _("rupiah")
    THOUSAND = "thousand", _("thousand rupiah")
    MILLION = "million", _("million rupiah")

    @property
    def rupiah(self) -> int:
        """How many rupiah one of it is."""
        return {"rupiah": 1, "thousand": 1_000, "million": 1_000_000}[self.value]


class WorkerBasis(TextChoices):
    """How the average number of workers of a year was found."""

    BEGIN_END = "begin_end", _("(beginning + end of the year) ÷ 2")
    MONTHLY = "monthly", _("mean of the twelve months")


class RatioUnit(TextChoices):
    """What a ratio is measured in."""

    RUPIAH_PER_WORKER = "rupiah_per_worker", _("a worker and year")
    RUPIAH_PER_HOUR = "rupiah_per_hour", _("an hour")
    TIMES = "times", _("times")
    PERCENT = "percent", _("per cent")


class GuidanceKind(TextChoices):
    """An occasion on which the office worked with a company. Which of them count for the award, a dated rule says."""

    OUTREACH = "outreach", _("outreach")
    CONSULTATION = "consultation", _("consultation")
    MEASUREMENT = "measurement", _("measurement of productivity")
    GUIDANCE = "guidance", _("guidance at the company")


class AwardSpan(TextChoices):
    """Over which time a company counts as coached."""

    YEAR = "year", _("coached in the year itself")
    EVER = "ever", _("coached up to the end of the year, since the first record")


class CoachingState(TextChoices):
    """The step that a consultation has come to (domain.md §8.3)."""

    REGISTERED = "registered", _("registered")
    BASELINE = "baseline", _("baseline")
    DIAGNOSIS = "diagnosis", _("diagnosis")
    PLAN = "plan", _("plan")
    IMPLEMENTATION = "implementation", _("implementation")
    FINAL_MEASUREMENT = "final_measurement", _("re-measurement")
    DONE = "done", _("finished")
    STOPPED = "stopped", _("stopped")


class DiagnosisTool(TextChoices):
    """How a problem was found at the workplace."""

    PARETO = "pareto", _("Pareto chart")
    FISHBONE = "fishbone", _("fishbone diagram")
    CHECK_SHEET = "check_sheet", _("check sheet")
    FIVE_WHYS = "five_whys", _("five times why")


class Technique(TextChoices):
    """What an improvement is made with."""

    FIVE_S = "5s", _("5S / 5R (sort, set in order, shine, standardise, sustain)")
    KAIZEN = "kaizen", _("Kaizen")
    GKM = "gkm", _("quality control circle (GKM)")
    AMT = "amt", _("achievement motivation training (AMT)")
    TPM = "tpm", _("total productive maintenance (TPM)")
    LEAN = "lean", _("Lean")
    PDCA = "pdca", _("plan, do, check, act (PDCA)")
    GREEN_PRODUCTIVITY = "green_productivity", _("Green Productivity")
    BALANCED_SCORECARD = "balanced_scorecard", _("Balanced Scorecard")


class PlanState(TextChoices):
    """How far an action of the plan is."""

    OPEN = "open", _("not begun")
    RUNNING = "running", _("under way")
    DONE = "done", _("carried out")
    DROPPED = "dropped", _("given up")
