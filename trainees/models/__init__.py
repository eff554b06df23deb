"""People: registered once for life, applying, enrolled, present, traced."""

from trainees.models.attendance import AttendanceMark, Session
from trainees.models.enrolments import Enrolment
from trainees.models.outcomes import Placement, TracerRound
from trainees.models.oversight import GraduateSample, SampleMember, Signal
from trainees.models.people import DuplicatePair, JobSeeker, Merge, ProtectedData
from trainees.models.selection import Application, SelectionRules

__all__ = [
    "Application",
    "AttendanceMark",
    "DuplicatePair",
    "Enrolment",
    "GraduateSample",
    "JobSeeker",
    "Merge",
    "Placement",
    "ProtectedData",
    "SampleMember",
    "SelectionRules",
    "Session",
    "Signal",
    "TracerRound",
]
