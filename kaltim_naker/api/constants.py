"""Figures and tables of the API."""

from datetime import timedelta

from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.accounts.roles import Role
from kaltim_naker.api.choices import Grant

#: What a token's service user is in its office. What the role may do, `access.policy` says.
ROLE_OF: dict[str, Role] = {
    OfficeKind.PROVINCE: Role.PLANNER,
    OfficeKind.TRAINING_CENTRE: Role.CENTRE_ADMIN,
    OfficeKind.REGIONAL_OFFICE: Role.REGIONAL_OPERATOR,
}

#: A grant never gives more than the role: both must allow the action.
ACTIONS_OF: dict[str, frozenset[Action]] = {
    Grant.READ_CLASSES: frozenset({Action.VIEW_CLASSES}),
    Grant.READ_JOB_SEEKERS: frozenset({Action.VIEW_JOB_SEEKERS}),
    # Who enters people sees what is protected of them; who only reads does not need to know where a child lives.
    Grant.WRITE_JOB_SEEKERS: frozenset(
        {Action.REGISTER_JOB_SEEKER, Action.CHANGE_JOB_SEEKER, Action.VIEW_PROTECTED_DATA}
    ),
    Grant.READ_NIK: frozenset({Action.UNMASK_NIK}),
    Grant.WRITE_ENROLMENTS: frozenset({Action.ENROL_JOB_SEEKER}),
    Grant.READ_ATTENDANCE: frozenset({Action.VIEW_ATTENDANCE}),
    Grant.WRITE_ATTENDANCE: frozenset({Action.RECORD_ATTENDANCE}),
    Grant.WRITE_OUTCOMES: frozenset({Action.TRACE_GRADUATES}),
    Grant.READ_CERTIFICATES: frozenset({Action.VIEW_CERTIFICATES}),
    Grant.WRITE_RESULTS: frozenset({Action.RECORD_RESULT}),
    Grant.READ_PROPOSALS: frozenset({Action.VIEW_PROPOSALS, Action.VIEW_NEEDS}),
    Grant.WRITE_PROPOSALS: frozenset({Action.ENTER_PROPOSAL, Action.ENTER_NEED}),
    Grant.READ_COMPANIES: frozenset({Action.VIEW_COMPANIES}),
    Grant.WRITE_COMPANIES: frozenset({Action.MANAGE_COMPANIES}),
    Grant.READ_PRODUCTIVITY: frozenset({Action.VIEW_PRODUCTIVITY}),
    Grant.READ_MONEY: frozenset({Action.VIEW_COMPANY_MONEY}),
    Grant.READ_APPRENTICESHIPS: frozenset({Action.VIEW_APPRENTICESHIPS, Action.VIEW_APPRENTICES}),
    Grant.WRITE_APPRENTICESHIPS: frozenset({Action.MANAGE_APPRENTICESHIPS}),
    Grant.READ_ACTIVITIES: frozenset({Action.VIEW_ACTIVITIES}),
    Grant.WRITE_ACTIVITIES: frozenset({Action.MANAGE_ACTIVITIES}),
    Grant.READ_FIGURES: frozenset({Action.VIEW_ACHIEVEMENT}),
    Grant.READ_RECORDS: frozenset({Action.VIEW_RECORDS_BEHIND}),
    Grant.SUBMIT_PERIODS: frozenset({Action.SUBMIT_PERIOD}),
    Grant.READ_REPORTS: frozenset({Action.VIEW_REPORTS}),
    Grant.REQUEST_REPORTS: frozenset({Action.REQUEST_REPORT}),
    Grant.IMPORT_FILES: frozenset(
        {
            Action.USE_IMPORT_DESK,
            Action.IMPORT_PARTICIPANTS,
            Action.IMPORT_RESULTS,
            Action.IMPORT_PROPOSALS,
            Action.RECORD_ATTENDANCE,
            Action.TRACE_GRADUATES,
        }
    ),
    Grant.RECONCILE: frozenset({Action.RECONCILE_LISTS}),
}
ALWAYS: frozenset[Action] = frozenset({Action.USE_API, Action.VIEW_RECEIPTS})

#: Service users have an address that no mail ever reaches (RFC 2606).
SERVICE_DOMAIN = "token.invalid"
SECRET_MARK = "knk_"  # noqa: S105 - by it a secret that was committed somewhere is recognised
SANDBOX_MARK = "kts_"  # and by this one that it opens the sandbox only
SECRET_BYTES = 32
PREFIX_LETTERS = 12

#: How many days a secret may live, and how many hours the old one goes on after a new one was made.
LIFETIMES = (30, 90, 180, 365)
OVERLAPS = (0, 24, 168)
#: The time of the last use is written at most this often.
LAST_USE_EVERY = timedelta(minutes=1)

PROBLEM_TYPE = "application/problem+json"
PAGE_LIMIT = 100
USUAL_PAGE = 50
BULK_LIMIT = 1_000
#: Lines of the feed that one request looks at.
CHANGES_LIMIT = 1_000
#: How long the answer to an Idempotency-Key is kept, and how long a second request waits for the first one.
ANSWERS_KEPT = timedelta(hours=24)
ANSWER_WAIT_SECONDS = 10
RENEW_SANDBOX = "sandbox.renew"
FORGET_ANSWERS = "api.forget_answers"
TELL_WEBHOOKS = "api.tell_webhooks"
FORGET_CHANGES = "api.forget_changes"
#: Requests a minute for each token, and for each address without one.
READS_A_MINUTE = 600
WRITES_A_MINUTE = 120
STRANGERS_A_MINUTE = 30
