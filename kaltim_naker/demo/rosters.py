"""Who sits in which class: mostly new people, a few who come back."""

from collections import deque
from collections.abc import Iterator
from random import Random

from kaltim_naker.demo.classes import BALIKPAPAN, BONTANG, YEAR, PlannedClass, plan
from kaltim_naker.demo.people import Person, Places, invent_person
from kaltim_naker.demo.results import Participation, participations

SEED = 2025
# How many people of each centre come back who did not pass in 2024, and how many go on from Balikpapan to Bontang.
_SECOND_TRIES, _CENTRE_CHANGES = 4, 6
_CHANGE_INTO = "IV/"


def demo_year(places: Places) -> Iterator[tuple[PlannedClass, list[Participation]]]:
    """Every class of the plan with its people, in the order in which the classes start. The same on every machine."""
    rng = Random(SEED)
    returning = _Returning()
    number = 0
    for planned in plan():
        people = returning.for_class(planned)
        while len(people) < planned.participants:
            people.append(invent_person(number, planned.centre, places, rng))
            number += 1
        took_part = participations(planned, people, rng)
        returning.remember(planned, took_part)
        yield planned, took_part


class _Returning:
    """The queues of those who come back: at most two into one class, so that they do not all sit together."""

    def __init__(self) -> None:
        self._second_tries: dict[str, deque[Person]] = {BALIKPAPAN: deque(), BONTANG: deque()}
        self._centre_changes: deque[Person] = deque()

    def remember(self, planned: PlannedClass, took_part: list[Participation]) -> None:
        if planned.fiscal_year < YEAR:
            failed = [entry.person for entry in took_part if not entry.attempts]
            self._second_tries[planned.centre].extend(failed[:_SECOND_TRIES])
        elif planned.centre == BALIKPAPAN and len(self._centre_changes) < _CENTRE_CHANGES:
            self._centre_changes.extend([entry.person for entry in took_part if entry.is_certified][:1])

    def for_class(self, planned: PlannedClass) -> list[Person]:
        if planned.fiscal_year < YEAR or not planned.participants:
            return []
        queue = self._second_tries[planned.centre]
        if planned.centre == BONTANG and planned.label.startswith(_CHANGE_INTO):
            queue = self._centre_changes
        return [queue.popleft() for _ in range(min(2, len(queue)))]
