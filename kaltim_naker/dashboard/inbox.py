"""What waits for somebody: declared once, given to the roles it concerns, linked to the list of exactly these rows."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from certifications.choices import Standing
from certifications.models import Assessment, Certificate, Result
from certifications.querysets import awaiting_assessment
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can, held_memberships
from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.approvals.kinds import kinds_of
from kaltim_naker.approvals.models import Approval, ApprovalState
from kaltim_naker.core.jobs import JobState
from kaltim_naker.core.periods import today
from kaltim_naker.dashboard.closing import (
    CLOSING,
    PERIODS_RETURNED,
    PERIODS_TO_APPROVE,
    PERIODS_TO_SUBMIT,
    RESTATEMENTS_TO_DECIDE,
)
from kaltim_naker.dashboard.partners import AGREEMENTS, APPRENTICESHIP, PRODUCTIVITY
from kaltim_naker.dashboard.privacy import LOOKS, PRIVACY
from kaltim_naker.dashboard.waiting import LATE, NEWS, NEWS_DAYS, Waiting
from kaltim_naker.imports.choices import ImportStage, QuarantineState
from kaltim_naker.imports.models import ImportRun, QuarantinedRow
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.ui.components import InboxItem
from programs.choices import RevisionState
from programs.models import Proposal, Resolution, TargetRevision, TrainingClass
from trainees.constants import TRACER_MONTHS
from trainees.models import DuplicatePair, Enrolment, Signal

CLASSES_TO_CLOSE = Waiting(
    _("classes past their last day, not closed"),
    Action.VIEW_CLASSES,
    lambda user: TrainingClass.objects.overdue(today()),
    "programs:class_list",
    lambda: {"due": "closing"},
    LATE,
    _("Until a class is closed, nobody in it has passed."),
)
CLASSES_TO_START = Waiting(
    _("classes whose first day has come, not running"),
    Action.VIEW_CLASSES,
    lambda user: TrainingClass.objects.late_to_start(today()),
    "programs:class_list",
    lambda: {"due": "start"},
    LATE,
)
CLASSES_WITHOUT_PEOPLE = Waiting(
    _("running classes without participants"),
    Action.VIEW_CLASSES,
    lambda user: TrainingClass.objects.running_empty(),
    "programs:class_list",
    lambda: {"due": "people"},
    LATE,
    _("Enrol or import the participants."),
)
TO_ASSESS = Waiting(
    _("people passed the training, but were not assessed"),
    Action.VIEW_CERTIFICATES,
    lambda user: awaiting_assessment(Enrolment.objects.all()),
    "certifications:awaiting_assessment",
)
PAPER_MISSING = Waiting(
    _("people are competent, but the paper has not arrived"),
    Action.VIEW_CERTIFICATES,
    lambda user: Result.objects.awaiting_certificate(),
    "certifications:awaiting_certificate",
    note=_("They count toward the target only once the certificate is issued."),
)
TO_HAND_OVER = Waiting(
    _("certificates not handed over"),
    Action.VIEW_CERTIFICATES,
    lambda user: Certificate.objects.awaiting_hand_over(),
    "certifications:certificate_list",
    lambda: {"state": "active", "handed_over": "waiting"},
)
WITHOUT_RESULTS = Waiting(
    _("assessments whose day is over, without results"),
    Action.VIEW_CERTIFICATES,
    lambda user: Assessment.objects.awaiting_results(today()),
    "certifications:assessment_list",
    lambda: {"due": "results"},
    badge=LATE,
)
TO_REQUEST = Waiting(
    _("assessments whose certificates were not requested"),
    Action.VIEW_CERTIFICATES,
    lambda user: Assessment.objects.awaiting_request(),
    "certifications:assessment_list",
    lambda: {"due": "request"},
)
EXPIRING = Waiting(
    _("certificates expire within 90 days"),
    Action.VIEW_CERTIFICATES,
    lambda user: Certificate.objects.with_standing(today()).filter(stands=Standing.EXPIRING),
    "certifications:certificate_list",
    lambda: {"standing": "expiring"},
)
TO_TRACE = Waiting(
    _("graduates are due to be asked how they are doing"),
    Action.TRACE_GRADUATES,
    lambda user: Enrolment.objects.due_for_round(TRACER_MONTHS[0], today()).not_answered(TRACER_MONTHS[0]),
    "trainees:tracer_list",
    lambda: {"months": str(TRACER_MONTHS[0])},
)
DUPLICATES = Waiting(
    _("pairs of registrations may be one person"),
    Action.MERGE_PEOPLE,
    lambda user: DuplicatePair.objects.open(),
    "trainees:duplicate_list",
)
TARGETS_TO_APPROVE = Waiting(
    _("proposed targets wait for approval"),
    Action.APPROVE_TARGET,
    lambda user: TargetRevision.objects.filter(state=RevisionState.PROPOSED).exclude(proposed_by=user),
    "reports:revisions",
    lambda: {"waiting": "me"},
    note=_("Who proposes a target does not approve it."),
)
SIGNALS = Waiting(
    _("signals that nobody has looked at"),
    Action.VIEW_SIGNALS,
    lambda user: Signal.objects.filter(looked_at__isnull=True),
    "trainees:signal_list",
    lambda: {"looked": "no"},
)
IMPORTS_TO_DECIDE = Waiting(
    _("checked files wait for your decision"),
    Action.USE_IMPORT_DESK,
    lambda user: ImportRun.objects.open_to(user).filter(stage=ImportStage.CHECKED, state=JobState.DONE),
    "imports:list",
)
ROWS_TO_CORRECT = Waiting(
    _("rows of brought files wait for a correction"),
    Action.USE_IMPORT_DESK,
    lambda user: QuarantinedRow.objects.filter(
        state=QuarantineState.OPEN,
        run__in=ImportRun.objects.open_to(user).filter(stage=ImportStage.ACCEPTED),
    ),
    "imports:quarantine",
)
REPORTS_FINISHED = Waiting(
    _("reports you asked for are finished"),
    Action.VIEW_REPORTS,
    lambda user: ReportRun.objects.filter(
        requested_by=user, state=JobState.DONE, finished_at__date__gte=today() - timedelta(days=NEWS_DAYS)
    ),
    "reports:list",
    badge=NEWS,
)
REPORTS_FAILED = Waiting(
    _("reports you asked for could not be made"),
    Action.REQUEST_REPORT,
    lambda user: ReportRun.objects.filter(
        requested_by=user, state=JobState.FAILED, finished_at__date__gte=today() - timedelta(days=NEWS_DAYS)
    ),
    "reports:list",
    lambda: {"state": "failed"},
    LATE,
    _("Each says why, and can be asked for again."),
)
PROPOSALS_TO_DECIDE = Waiting(
    _("proposals wait for review or decision"),
    Action.VIEW_PROPOSALS,
    lambda user: Proposal.objects.awaiting_decision(),
    "programs:proposal_list",
    lambda: {"due": "decision"},
)
PROPOSALS_WITHOUT_CLASS = Waiting(
    _("proposals agreed by the province, and no class came of them yet"),
    Action.VIEW_PROPOSALS,
    lambda user: Proposal.objects.without_class(),
    "programs:proposal_list",
    lambda: {"due": "class"},
)
PROPOSALS_RETURNED = Waiting(
    _("proposals were returned to you"),
    Action.VIEW_PROPOSALS,
    lambda user: Proposal.objects.returned(),
    "programs:proposal_list",
    lambda: {"due": "region"},
    note=_("Change what is missing and send them in again."),
)
RESOLUTIONS_OVERDUE = Waiting(
    _("resolutions of meetings are overdue"),
    Action.VIEW_ACTIVITIES,
    lambda user: Resolution.objects.overdue(today()),
    "programs:resolution_list",
    lambda: {"due": "overdue"},
    LATE,
)

REQUESTS_TO_APPROVE = Waiting(
    _("requests of colleagues wait for your decision"),
    Action.VIEW_APPROVALS,
    lambda user: Approval.objects.waiting().filter(kind__in=kinds_of(user)).exclude(asked_by=user),
    "approvals:list",
    lambda: {"state": ApprovalState.WAITING.value},
    LATE,
)


CLASSES = (CLASSES_TO_CLOSE, CLASSES_TO_START, CLASSES_WITHOUT_PEOPLE)
CERTIFICATION = (TO_ASSESS, WITHOUT_RESULTS, TO_REQUEST, PAPER_MISSING, TO_HAND_OVER, EXPIRING)

INBOX: dict[Role, tuple[Waiting, ...]] = {
    Role.SYSTEM_ADMIN: (REQUESTS_TO_APPROVE,),
    Role.PLANNER: (
        TARGETS_TO_APPROVE,
        REQUESTS_TO_APPROVE,
        *CLOSING,
        IMPORTS_TO_DECIDE,
        ROWS_TO_CORRECT,
        PROPOSALS_TO_DECIDE,
        PROPOSALS_WITHOUT_CLASS,
        CLASSES_TO_CLOSE,
        CLASSES_TO_START,
        PAPER_MISSING,
        RESOLUTIONS_OVERDUE,
        DUPLICATES,
        SIGNALS,
        REPORTS_FINISHED,
        REPORTS_FAILED,
    ),
    Role.HEAD_OF_OFFICE: (
        TARGETS_TO_APPROVE,
        REQUESTS_TO_APPROVE,
        PERIODS_TO_APPROVE,
        RESTATEMENTS_TO_DECIDE,
        REPORTS_FINISHED,
        REPORTS_FAILED,
        CLASSES_TO_CLOSE,
        PAPER_MISSING,
        RESOLUTIONS_OVERDUE,
    ),
    Role.CENTRE_ADMIN: (
        REQUESTS_TO_APPROVE,
        PERIODS_RETURNED,
        PERIODS_TO_SUBMIT,
        IMPORTS_TO_DECIDE,
        ROWS_TO_CORRECT,
        *CLASSES,
        *CERTIFICATION,
        DUPLICATES,
        TO_TRACE,
        REPORTS_FINISHED,
        REPORTS_FAILED,
    ),
    Role.INSTRUCTOR: (IMPORTS_TO_DECIDE, ROWS_TO_CORRECT, *CLASSES),
    Role.CERTIFICATION_OFFICER: (REQUESTS_TO_APPROVE, *CERTIFICATION, IMPORTS_TO_DECIDE, ROWS_TO_CORRECT),
    Role.APPRENTICESHIP_OFFICER: APPRENTICESHIP,
    Role.PARTNERSHIP_OFFICER: (
        REQUESTS_TO_APPROVE,
        IMPORTS_TO_DECIDE,
        ROWS_TO_CORRECT,
        *AGREEMENTS,
        RESOLUTIONS_OVERDUE,
        *PRODUCTIVITY,
    ),
    Role.REGIONAL_OPERATOR: (
        PROPOSALS_RETURNED,
        IMPORTS_TO_DECIDE,
        ROWS_TO_CORRECT,
        *CERTIFICATION,
        TO_TRACE,
        *APPRENTICESHIP,
    ),
    Role.AUDITOR: (*PRIVACY, SIGNALS, *LOOKS),
}


def inbox_of(user: User) -> list[InboxItem]:
    """What waits for a reader with all of his roles; what is empty is left out."""
    wanted: Iterable[Waiting] = (
        waiting for held in held_memberships(user) for waiting in INBOX.get(Role(held.role), ())
    )
    items = [waiting.item(user) for waiting in dict.fromkeys(wanted) if can(user, waiting.action)]
    return [item for item in items if item.count]
