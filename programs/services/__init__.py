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
from programs.services.needs import answer_need, change_need, drop_need, record_need, take_off_answer
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
    release_instructor,
    require_free_room,
)
from programs.services.targets import set_target

__all__ = [
    "Delegation",
    "add_instructor",
    "add_resolution",
    "add_room",
    "answer_need",
    "assign_instructor",
    "change_activity",
    "change_class",
    "change_need",
    "change_proposal",
    "close_training_class",
    "decide_proposal",
    "drop_need",
    "end_resolution",
    "enter_activity",
    "link_class",
    "lock_class",
    "make_minutes",
    "move_class",
    "plan_class",
    "record_delegations",
    "record_figures",
    "record_need",
    "record_school_leavers",
    "release_instructor",
    "require_free_room",
    "return_proposal",
    "review_proposal",
    "send_again",
    "set_ipk_part",
    "set_ipk_value",
    "set_target",
    "submit_proposal",
    "take_off_answer",
    "unlink_class",
    "what_is_missing",
    "withdraw_proposal",
]
