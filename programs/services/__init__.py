"""What changes the training supply and the targets. Every door (page, API, import, command) comes through here."""

from programs.services.classes import change_class, close_training_class, move_class, plan_class, what_is_missing
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
    "add_instructor",
    "add_room",
    "assign_instructor",
    "change_class",
    "close_training_class",
    "lock_class",
    "move_class",
    "plan_class",
    "release_instructor",
    "require_free_room",
    "set_target",
    "what_is_missing",
]
