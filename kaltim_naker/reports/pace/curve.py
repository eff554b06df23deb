"""How long it takes from the closing of a class until its people are counted. Pure arithmetic."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Cohort:
    """The people who passed one class, watched for `age` days after it was closed.

    `counted` are (days after the closing, people): who came into the figure, and when.
    """

    people: int
    age: int
    counted: tuple[tuple[int, int], ...]

    @property
    def waiting(self) -> int:
        return self.people - sum(people for _days, people in self.counted)


@dataclass(frozen=True)
class Curve:
    """Share of those who passed that is counted within so many days, as steps (days, share) that only rise."""

    steps: tuple[tuple[int, float], ...] = ()

    @property
    def plateau(self) -> float:
        """The share that is ever counted, as far as anybody has been watched."""
        return self.steps[-1][1] if self.steps else 0.0

    def within(self, days: int) -> float:
        """The share that is counted at most so many days after the closing.

        >>> Curve(((10, 0.5), (30, 0.8))).within(29)
        0.5
        """
        return max((share for day, share in self.steps if day <= days), default=0.0)

    def still(self, age: int, days: int) -> float:
        """The share that comes by `days`, of those who were not yet counted after `age` days."""
        before = self.within(age)
        return (self.within(days) - before) / (1 - before) if before < 1 else 0.0

    def days_until(self, part: float) -> int:
        """After how many days this part of all who are ever counted has come; 0 where nobody ever was."""
        return next((day for day, share in self.steps if share >= part * self.plateau - 1e-9), 0)


def measured(cohorts: Iterable[Cohort]) -> Curve:
    """The curve that these classes show (Kaplan–Meier).

    Who still waits is followed as long as he was watched and no longer: classes that were closed a week ago do not make
    the share look small, and do not have to be left out either.

    >>> measured([Cohort(people=4, age=90, counted=((20, 2), (30, 1)))]).steps
    ((20, 0.5), (30, 0.75))
    """
    counted: Counter[int] = Counter()
    leaving: Counter[int] = Counter()
    for cohort in cohorts:
        for days, people in cohort.counted:
            counted[days] += people
            leaving[days] += people
        leaving[max(cohort.age, 0)] += cohort.waiting
    watched = sum(leaving.values())
    days = sorted(leaving)
    gone_before = dict(zip(days, accumulate((leaving[day] for day in days), initial=0), strict=False))
    not_yet, steps = 1.0, []
    for day in sorted(counted):
        not_yet *= 1 - counted[day] / (watched - gone_before[day])
        steps.append((day, 1 - not_yet))
    return Curve(tuple(steps))
