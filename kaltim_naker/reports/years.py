"""Which year and quarter a page is about, where its address does not say."""

from kaltim_naker.core.periods import ROMAN, Period, fiscal_year, today
from programs.models import Target, TrainingClass

QUARTERS = tuple((str(number), f"TW {roman}") for number, roman in ROMAN.items())


def known_years() -> list[int]:
    """Years with targets or classes, and the running one; newest first."""
    found = {fiscal_year(today())}
    found.update(Target.objects.order_by().values_list("year", flat=True).distinct())
    found.update(TrainingClass.objects.order_by().values_list("fiscal_year", flat=True).distinct())
    return sorted(found, reverse=True)


def year_choices() -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in known_years()]


def default_period() -> Period:
    """The running quarter; where the running year has no targets yet, the last quarter of the newest year that has."""
    now = Period.of(today())
    newest = Target.objects.filter(year__lte=now.year).order_by("-year").values_list("year", flat=True).first()
    return now if newest in (None, now.year) else Period(newest, 4)
