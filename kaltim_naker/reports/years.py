"""Which year and quarter a page is about, where its address does not say."""

from typing import Any

from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.periods import ROMAN, Period, Span, fiscal_year, today
from programs.models import Target, TrainingClass

QUARTERS = tuple((str(number), f"TW {roman}") for number, roman in ROMAN.items())
SEMESTERS = tuple((f"S{number}", f"Semester {ROMAN[number]}") for number in (1, 2))
#: Periods that are no quarter, by their codes.
PARTS = (*SEMESTERS, *((f"M{number:02d}", name) for number, name in MONTHS.items()))


def part_choices() -> list[tuple[str, Any]]:
    """Every part of a year by its code (`core.periods.Period.code`), from the longest to the shortest."""
    return [
        (Span.YEAR.value, _("whole year")),
        (_("Semester"), list(SEMESTERS)),
        (_("Quarter"), [(f"Q{number}", words) for number, words in QUARTERS]),
        (_("Month"), [(f"M{number:02d}", capfirst(str(name))) for number, name in MONTHS.items()]),
    ]


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
