"""What changes the training supply and the targets. Every door (page, API, import, command) comes through here."""

from programs.services.activities import (
    Delegation,
    add_resolution,
    change_activity,
    end_resolution,
    enter_activity,
    record_delegations,
)
from programs.services.classes import change_class, close_training_class, move_class, plan_class, what_is_missing
from programs.services.figures import record_figures, record_school_leavers, set_ipk_part, set_ipk_value
from programs.services.indicators import add_indicator_version, counted_on, indicators_on
from programs.services.needs import answer_need, change_need, drop_need, record_need, take_off_answer
from programs.services.papers import enter_budget_line, enter_legal_basis, record_spending
from programs.services.proposals import (
    change_proposal,
    decide_proposal,
    link_class,
    make_minutes,
    return_proposal,
    review_proposal,
    send_again,
    submit_proposal,
    unlink_class,
    withdraw_proposal,
)
from programs.services.resources import (
    add_instructor,
    add_room,
    assign_instructor,
    lock_class,
    lock_classes,
    release_instructor,
    require_free_room,
)
from programs.services.targets import approve_target, propose_target, return_target, whole_of

__all__ = [
    "Delegation",
    "add_indicator_version",
    "add_instructor",
    "add_resolution",
    "add_room",
    "answer_need",
    "approve_target",
    "assign_instructor",
    "change_activity",
    "change_class",
    "change_need",
    "change_proposal",
    "close_training_class",
    "counted_on",
    "decide_proposal",
    "drop_need",
    "end_resolution",
    "enter_activity",
    "enter_budget_line",
    "enter_legal_basis",
    "indicators_on",
    "link_class",
    "lock_class",
    "lock_classes",
    "make_minutes",
    "move_class",
    "plan_class",
    "propose_target",
    "record_delegations",
    "record_figures",
    "record_need",
    "record_school_leavers",
    "record_spending",
    "release_instructor",
    "require_free_room",
    "return_proposal",
    "return_target",
    "review_proposal",
    "send_again",
    "set_ipk_part",
    "set_ipk_value",
    "set_target",
    "submit_proposal",
    "take_off_answer",
    "unlink_class",
    "what_is_missing",
    "whole_of",
    "withdraw_proposal",
]
