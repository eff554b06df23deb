"""What changes people and their training. Every door (page, API, import, command) comes through here."""

from trainees.services.attendance import MarkEntry, plan_sessions, plan_working_days, record_attendance
from trainees.services.duplicates import keep_apart, queue_duplicates, queue_duplicates_of
from trainees.services.enrolments import Outcome, close_class, end_enrolment, enrol_job_seeker
from trainees.services.merging import merge_people, merged_into, undo_merge
from trainees.services.outcomes import (
    Answer,
    Invitation,
    PlacementData,
    answer_by_link,
    answer_by_phone,
    invite_graduate,
    note_no_answer,
    record_placement,
    round_of_link,
)
from trainees.services.oversight import draw_graduates, find_signals, look_at_signal, record_call
from trainees.services.people import (
    PersonData,
    change_job_seeker,
    find_by_nik,
    find_by_number,
    protect_data,
    register_job_seeker,
    require_confirmed_mismatch,
    reveal_nik,
)
from trainees.services.selection import (
    apply_to_class,
    decide_application,
    decide_as_proposed,
    record_steps,
    set_rules,
    withdraw_application,
)
from trainees.services.withdrawals import withdraw_from_class

__all__ = [
    "Answer",
    "Invitation",
    "MarkEntry",
    "Outcome",
    "PersonData",
    "PlacementData",
    "answer_by_link",
    "answer_by_phone",
    "apply_to_class",
    "change_job_seeker",
    "close_class",
    "decide_application",
    "decide_as_proposed",
    "draw_graduates",
    "end_enrolment",
    "enrol_job_seeker",
    "find_by_nik",
    "find_by_number",
    "find_signals",
    "invite_graduate",
    "keep_apart",
    "look_at_signal",
    "merge_people",
    "merged_into",
    "note_no_answer",
    "plan_sessions",
    "plan_working_days",
    "protect_data",
    "queue_duplicates",
    "queue_duplicates_of",
    "record_attendance",
    "record_call",
    "record_placement",
    "record_steps",
    "register_job_seeker",
    "require_confirmed_mismatch",
    "reveal_nik",
    "round_of_link",
    "set_rules",
    "undo_merge",
    "withdraw_application",
    "withdraw_from_class",
]
