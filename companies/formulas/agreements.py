"""How far a promise has come."""

from datetime import date

from companies.choices.agreements import DeliverableState


def state_of_deliverable(promised: int, in_time: int, achieved: int, due_on: date, day: date) -> DeliverableState:
    """`in_time`: what was achieved up to the due day, `achieved`: up to `day`. The due day itself is in time."""
    if in_time >= promised:
        return DeliverableState.REACHED
    if achieved >= promised:
        return DeliverableState.LATE
    return DeliverableState.OVERDUE if day > due_on else DeliverableState.OPEN
