"""Arithmetic of selection, attendance and outcome. Pure functions; shares are Decimals in per cent, unrounded.

What cannot be said (nothing held, nobody asked) is None and never zero.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from trainees.choices import ApplicationState, PriorityRule

HUNDRED = Decimal(100)


def share(part: int, whole: int) -> Decimal | None:
    """Per cent of a whole; None where there is no whole.

    >>> share(111, 128)
    Decimal('86.71875')
    """
    return Decimal(part) / Decimal(whole) * HUNDRED if whole else None


def age_on(birth_date: date, day: date) -> int:
    """Completed years; who is born on 29 February has his birthday on 1 March in other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


# --- selection -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Candidate:
    """One applicant as the ranking sees him. `groups` are the quotas he may fill (women, disability, remote)."""

    key: Any
    score: Decimal | None
    applied_at: datetime
    is_first_timer: bool
    is_eligible: bool
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RankingRules:
    """How candidates are put in order. `quotas`: seats kept for a group, if so many of it are eligible."""

    seats: int
    priority: str = PriorityRule.FIRST
    bonus: int = 0
    minimum_score: Decimal = Decimal(0)
    quotas: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """What the list proposes for one candidate. `rank` counts from 1; who is rejected has none."""

    key: Any
    state: str
    rank: int | None = None
    by_quota: str = ""


def propose(candidates: Iterable[Candidate], rules: RankingRules) -> list[Place]:
    """Seats first, then the reserve list in order, then who cannot be taken, then whose tests are not all held.

    Order: the priority for those never trained as the rule says, then the score, then the earlier application
    (domain.md §3.4). Seats of a quota go to the best of its group; the others go down the list.
    """
    candidates = list(candidates)
    fit = sorted((one for one in candidates if _is_fit(one, rules)), key=lambda one: _order(one, rules))
    reserved = _seats_by_quota(fit, rules)
    free = [one for one in fit if one.key not in reserved][: rules.seats - len(reserved)]
    seated = reserved.keys() | {one.key for one in free}
    accepted = [one for one in fit if one.key in seated]
    waiting = [one for one in fit if one.key not in seated]
    without_quota = {one.key for one in fit[: rules.seats]}
    return [
        *(
            Place(one.key, ApplicationState.ACCEPTED, rank, "" if one.key in without_quota else reserved[one.key])
            for rank, one in enumerate(accepted, start=1)
        ),
        *(Place(one.key, ApplicationState.RESERVE, rank) for rank, one in enumerate(waiting, start=1)),
        *(Place(one.key, ApplicationState.REJECTED) for one in candidates if _is_out(one, rules)),
        *(Place(one.key, ApplicationState.SUBMITTED) for one in candidates if _is_pending(one)),
    ]


def _is_fit(candidate: Candidate, rules: RankingRules) -> bool:
    return candidate.is_eligible and candidate.score is not None and candidate.score >= rules.minimum_score


def _is_pending(candidate: Candidate) -> bool:
    return candidate.is_eligible and candidate.score is None


def _is_out(candidate: Candidate, rules: RankingRules) -> bool:
    return not _is_pending(candidate) and not _is_fit(candidate, rules)


def _order(candidate: Candidate, rules: RankingRules) -> tuple[Any, ...]:
    score = candidate.score or Decimal(0)
    late = not candidate.is_first_timer
    if rules.priority == PriorityRule.FIRST:
        return late, -score, candidate.applied_at
    if rules.priority == PriorityRule.BONUS:
        return -(score + (0 if late else rules.bonus)), candidate.applied_at
    return -score, late, candidate.applied_at


def _seats_by_quota(fit: Sequence[Candidate], rules: RankingRules) -> dict[Any, str]:
    """The best of each group, up to its quota and to the seats there are; one person may fill several quotas."""
    reserved: dict[Any, str] = {}
    for group, wanted in rules.quotas.items():
        members = [one for one in fit if group in one.groups]
        missing = wanted - sum(one.key in reserved for one in members)
        for one in [one for one in members if one.key not in reserved][: max(missing, 0)]:
            if len(reserved) < rules.seats:
                reserved[one.key] = group
    return reserved


def weighted_score(written: Decimal | None, interview: Decimal | None, *, written_weight: int) -> Decimal | None:
    """Points of 100; None until every step with a weight has been held.

    >>> weighted_score(Decimal(80), Decimal(70), written_weight=60)
    Decimal('76')
    """
    parts = ((written, written_weight), (interview, 100 - written_weight))
    if any(points is None and weight for points, weight in parts):
        return None
    return sum(((points or Decimal(0)) * weight for points, weight in parts), Decimal(0)) / HUNDRED


# --- outcome -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Absorption:
    """How many graduates found work: a range, since not everybody answers (domain.md §6.4)."""

    graduates: int
    answered: int
    placed: int

    @property
    def lowest(self) -> Decimal | None:
        """As if nobody who is silent had found work."""
        return share(self.placed, self.graduates)

    @property
    def highest(self) -> Decimal | None:
        """As if the silent were like those who answered."""
        return share(self.placed, self.answered)

    @property
    def response_rate(self) -> Decimal | None:
        return share(self.answered, self.graduates)

    def __add__(self, other: "Absorption") -> "Absorption":
        return Absorption(self.graduates + other.graduates, self.answered + other.answered, self.placed + other.placed)


# --- samples -------------------------------------------------------------------------------------------------------
def draw_sample(keys: Iterable[Any], size: int, seed: str) -> list[Any]:
    """The same keys, size and seed give the same people, whoever draws them and in whatever order the keys come."""
    pool = sorted(keys, key=str)
    return random.Random(seed).sample(pool, min(size, len(pool)))  # noqa: S311 - repeatable on purpose, no secret


@dataclass(frozen=True)
class Verification:
    """What calling back said. The factor is confirmed ÷ reported; who was not reached is not confirmed."""

    reported: int
    confirmed: int
    denied: int
    unreachable: int

    @property
    def outstanding(self) -> int:
        return self.reported - self.confirmed - self.denied - self.unreachable

    @property
    def factor(self) -> Decimal | None:
        """None until everybody in the sample has been called."""
        return None if self.outstanding else share(self.confirmed, self.reported)

    @property
    def of_reached(self) -> Decimal | None:
        """Confirmed among those who were reached."""
        return share(self.confirmed, self.confirmed + self.denied)
