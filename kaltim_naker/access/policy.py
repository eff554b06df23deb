"""The table Action × Role: who may do what. Which rows they may do it with is `access.scope`.

A superuser has no rights of his own on pages: even the system administrator acts through a role.
"""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import Membership, User
from kaltim_naker.accounts.roles import Role

_EVERYBODY = frozenset(Role)
_STAFF_WITH_PEOPLE = frozenset(
    {
        Role.PLANNER,
        Role.CENTRE_ADMIN,
        Role.INSTRUCTOR,
        Role.CERTIFICATION_OFFICER,
        Role.APPRENTICESHIP_OFFICER,
        Role.REGIONAL_OPERATOR,
        Role.AUDITOR,
    }
)
# Who steers the training by what the regions and companies need. A regional office sees and enters its own only.
_WITH_NEEDS = frozenset(
    {Role.PLANNER, Role.PARTNERSHIP_OFFICER, Role.REGIONAL_OPERATOR, Role.HEAD_OF_OFFICE, Role.AUDITOR}
)
# The province keeps the register of companies; the regions are told what is in it.
_WITH_COMPANIES = frozenset({Role.PLANNER, Role.PARTNERSHIP_OFFICER})
_WITH_APPRENTICES = frozenset({Role.APPRENTICESHIP_OFFICER, Role.REGIONAL_OPERATOR})

POLICY: dict[Action, frozenset[Role]] = {
    Action.VIEW_DASHBOARD: _EVERYBODY,
    Action.VIEW_STYLE_PAGE: _EVERYBODY,
    Action.MANAGE_ACCOUNTS: frozenset({Role.SYSTEM_ADMIN}),
    Action.APPROVE_ROLE: frozenset({Role.SYSTEM_ADMIN, Role.HEAD_OF_OFFICE}),
    # Tokens of an office are made by whoever answers for its data; those of the province by the system administrator.
    Action.MANAGE_TOKENS: frozenset({Role.SYSTEM_ADMIN, Role.CENTRE_ADMIN, Role.REGIONAL_OPERATOR}),
    # All offices write to the one sandbox; each of them waits for the night.
    Action.RENEW_SANDBOX: frozenset({Role.SYSTEM_ADMIN}),
    Action.VIEW_RECEIPTS: frozenset(
        {Role.SYSTEM_ADMIN, Role.PLANNER, Role.CENTRE_ADMIN, Role.REGIONAL_OPERATOR, Role.AUDITOR}
    ),
    # What every token may: the reference lists.
    Action.USE_API: frozenset({Role.PLANNER, Role.CENTRE_ADMIN, Role.REGIONAL_OPERATOR}),
    Action.VIEW_CLASSES: _EVERYBODY - {Role.SYSTEM_ADMIN},
    Action.PLAN_CLASS: frozenset({Role.PLANNER, Role.CENTRE_ADMIN}),
    Action.MOVE_CLASS: frozenset({Role.CENTRE_ADMIN}),
    Action.CLOSE_CLASS: frozenset({Role.CENTRE_ADMIN}),
    Action.MANAGE_RESOURCES: frozenset({Role.CENTRE_ADMIN}),
    Action.VIEW_ACTIVITIES: _EVERYBODY - {Role.SYSTEM_ADMIN},
    Action.MANAGE_ACTIVITIES: frozenset({Role.PLANNER, Role.PARTNERSHIP_OFFICER}),
    Action.VIEW_NEEDS: _WITH_NEEDS,
    Action.ENTER_NEED: frozenset({Role.PLANNER, Role.PARTNERSHIP_OFFICER, Role.REGIONAL_OPERATOR}),
    Action.VIEW_PROPOSALS: _WITH_NEEDS,
    Action.ENTER_PROPOSAL: frozenset({Role.PLANNER, Role.REGIONAL_OPERATOR}),
    Action.DECIDE_PROPOSAL: frozenset({Role.PLANNER}),
    Action.IMPORT_PROPOSALS: frozenset({Role.PLANNER, Role.REGIONAL_OPERATOR}),
    Action.VIEW_FIGURES: _EVERYBODY - {Role.SYSTEM_ADMIN, Role.INSTRUCTOR},
    Action.ENTER_FIGURES: frozenset({Role.PLANNER}),
    Action.VIEW_JOB_SEEKERS: _STAFF_WITH_PEOPLE,
    Action.REGISTER_JOB_SEEKER: frozenset({Role.CENTRE_ADMIN, Role.APPRENTICESHIP_OFFICER, Role.REGIONAL_OPERATOR}),
    Action.CHANGE_JOB_SEEKER: frozenset({Role.CENTRE_ADMIN, Role.REGIONAL_OPERATOR}),
    Action.UNMASK_NIK: frozenset({Role.CENTRE_ADMIN, Role.CERTIFICATION_OFFICER, Role.REGIONAL_OPERATOR}),
    Action.ENROL_JOB_SEEKER: frozenset({Role.CENTRE_ADMIN}),
    Action.MERGE_PEOPLE: frozenset({Role.PLANNER, Role.CENTRE_ADMIN}),
    Action.APPROVE_MERGE: frozenset({Role.PLANNER, Role.CENTRE_ADMIN}),
    Action.VIEW_PROTECTED_DATA: frozenset({Role.CENTRE_ADMIN, Role.REGIONAL_OPERATOR}),
    Action.VIEW_SELECTION: frozenset(
        {Role.PLANNER, Role.CENTRE_ADMIN, Role.INSTRUCTOR, Role.REGIONAL_OPERATOR, Role.AUDITOR}
    ),
    Action.RECORD_APPLICATION: frozenset({Role.CENTRE_ADMIN, Role.REGIONAL_OPERATOR}),
    Action.DECIDE_SELECTION: frozenset({Role.CENTRE_ADMIN}),
    Action.ANNOUNCE_SELECTION: frozenset({Role.PLANNER, Role.CENTRE_ADMIN}),
    Action.VIEW_ATTENDANCE: frozenset({Role.PLANNER, Role.CENTRE_ADMIN, Role.INSTRUCTOR, Role.AUDITOR}),
    Action.RECORD_ATTENDANCE: frozenset({Role.CENTRE_ADMIN, Role.INSTRUCTOR}),
    Action.TRACE_GRADUATES: frozenset({Role.CENTRE_ADMIN, Role.REGIONAL_OPERATOR}),
    Action.VIEW_ABSORPTION: _EVERYBODY - {Role.SYSTEM_ADMIN},
    Action.VIEW_SIGNALS: frozenset({Role.PLANNER, Role.CENTRE_ADMIN, Role.AUDITOR}),
    # A centre sees what was noticed about its classes; that somebody looked is for others to say.
    Action.LOOK_AT_SIGNALS: frozenset({Role.PLANNER, Role.AUDITOR}),
    Action.CALL_BACK: frozenset({Role.PLANNER}),
    Action.VIEW_CERTIFICATES: _STAFF_WITH_PEOPLE | {Role.HEAD_OF_OFFICE},
    Action.RECORD_RESULT: frozenset({Role.CENTRE_ADMIN, Role.CERTIFICATION_OFFICER}),
    Action.ISSUE_CERTIFICATE: frozenset({Role.CENTRE_ADMIN, Role.CERTIFICATION_OFFICER}),
    Action.HAND_OVER_CERTIFICATE: frozenset({Role.CENTRE_ADMIN, Role.CERTIFICATION_OFFICER}),
    Action.MANAGE_ASSESSMENT: frozenset({Role.CENTRE_ADMIN, Role.CERTIFICATION_OFFICER}),
    # Never by who asked for it: the service and the database hold that, here and for merges.
    Action.APPROVE_REVOCATION: frozenset({Role.CERTIFICATION_OFFICER, Role.PLANNER, Role.HEAD_OF_OFFICE}),
    Action.TAKE_BLANK_REQUEST: frozenset({Role.CERTIFICATION_OFFICER}),
    Action.END_CERTIFICATE: frozenset({Role.CERTIFICATION_OFFICER}),
    Action.ISSUE_DOCUMENT: frozenset({Role.CENTRE_ADMIN, Role.CERTIFICATION_OFFICER}),
    Action.GIVE_PASSPORT: frozenset({Role.CENTRE_ADMIN, Role.CERTIFICATION_OFFICER}),
    # Whoever may take in some kind of file; which runs he sees there, the kinds say.
    Action.RECONCILE_LISTS: frozenset(
        {Role.PLANNER, Role.CENTRE_ADMIN, Role.CERTIFICATION_OFFICER, Role.REGIONAL_OPERATOR}
    ),
    Action.USE_IMPORT_DESK: frozenset(
        {
            Role.PLANNER,
            Role.CENTRE_ADMIN,
            Role.INSTRUCTOR,
            Role.CERTIFICATION_OFFICER,
            Role.PARTNERSHIP_OFFICER,
            Role.REGIONAL_OPERATOR,
        }
    ),
    Action.IMPORT_PARTICIPANTS: frozenset({Role.CENTRE_ADMIN}),
    Action.IMPORT_RESULTS: frozenset({Role.CENTRE_ADMIN, Role.CERTIFICATION_OFFICER}),
    Action.VIEW_COMPANIES: _EVERYBODY - {Role.SYSTEM_ADMIN, Role.INSTRUCTOR},
    # What a company earns and pays, it told the office in confidence.
    Action.VIEW_COMPANY_MONEY: _WITH_COMPANIES | {Role.HEAD_OF_OFFICE, Role.AUDITOR},
    Action.MANAGE_COMPANIES: _WITH_COMPANIES,
    Action.IMPORT_COMPANIES: frozenset({Role.PARTNERSHIP_OFFICER}),
    Action.MERGE_COMPANIES: _WITH_COMPANIES,
    Action.APPROVE_COMPANY_MERGE: _WITH_COMPANIES | {Role.HEAD_OF_OFFICE},
    Action.MANAGE_AGREEMENTS: _WITH_COMPANIES,
    Action.SIGN_AGREEMENT: _WITH_COMPANIES,
    # A scan shows what an agreement is worth.
    Action.VIEW_AGREEMENT_FILES: _WITH_COMPANIES | {Role.HEAD_OF_OFFICE, Role.AUDITOR},
    # Who was measured and how it grew; amounts in rupiah need VIEW_COMPANY_MONEY besides.
    Action.VIEW_PRODUCTIVITY: frozenset(
        {Role.PLANNER, Role.PARTNERSHIP_OFFICER, Role.HEAD_OF_OFFICE, Role.AUDITOR, Role.REGIONAL_OPERATOR}
    ),
    Action.RECORD_MEASUREMENT: frozenset({Role.PARTNERSHIP_OFFICER}),
    Action.COACH_COMPANY: frozenset({Role.PARTNERSHIP_OFFICER}),
    Action.SET_AWARD_RULE: _WITH_COMPANIES,
    Action.VIEW_APPRENTICESHIPS: _WITH_APPRENTICES
    | {Role.PLANNER, Role.PARTNERSHIP_OFFICER, Role.HEAD_OF_OFFICE, Role.AUDITOR},
    Action.VIEW_APPRENTICES: _WITH_APPRENTICES | {Role.PLANNER, Role.AUDITOR},
    # A regional office permits and ratifies what takes place in its region (Permenaker 6/2020, articles 12 and 17).
    Action.MANAGE_APPRENTICESHIPS: _WITH_APPRENTICES,
    Action.ISSUE_APPRENTICE_PAPER: frozenset({Role.APPRENTICESHIP_OFFICER}),
    Action.VIEW_ACHIEVEMENT: _EVERYBODY - {Role.SYSTEM_ADMIN},
    # Who answers for data, and who watches over it; the lists behind need what each kind of record needs.
    Action.VIEW_DATA_QUALITY: frozenset(
        {Role.PLANNER, Role.HEAD_OF_OFFICE, Role.CENTRE_ADMIN, Role.REGIONAL_OPERATOR, Role.AUDITOR}
    ),
    Action.VIEW_RECORDS_BEHIND: _STAFF_WITH_PEOPLE - {Role.INSTRUCTOR},
    Action.SET_TARGET: frozenset({Role.PLANNER}),
    # Never by who proposed it: the service and the database hold that.
    Action.APPROVE_TARGET: frozenset({Role.PLANNER, Role.HEAD_OF_OFFICE}),
    # A centre its own quarter, the planner that of the province; never approved by who submitted.
    Action.SUBMIT_PERIOD: frozenset({Role.PLANNER, Role.CENTRE_ADMIN}),
    Action.APPROVE_PERIOD: frozenset({Role.PLANNER, Role.HEAD_OF_OFFICE}),
    Action.CLOSE_PERIOD: frozenset({Role.PLANNER}),
    Action.REOPEN_PERIOD: frozenset({Role.PLANNER, Role.HEAD_OF_OFFICE}),
    # Why the figures are as they are: a centre for itself, the office for the province.
    Action.WRITE_NARRATIVE: frozenset({Role.PLANNER, Role.CENTRE_ADMIN, Role.HEAD_OF_OFFICE}),
    # Never by who made the change that moved the figure.
    Action.APPROVE_RESTATEMENT: frozenset({Role.PLANNER, Role.HEAD_OF_OFFICE}),
    Action.DEFINE_INDICATOR: frozenset({Role.PLANNER}),
    # Legal bases, and the budget beside the figures.
    Action.KEEP_PAPERS: frozenset({Role.PLANNER}),
    # Each of its own division: a regional office reports on its region (domain.md §10), and on nothing beside it.
    Action.REQUEST_REPORT: frozenset({Role.PLANNER, Role.CENTRE_ADMIN, Role.HEAD_OF_OFFICE, Role.REGIONAL_OPERATOR}),
    # What leaves the house, the province stands by.
    Action.PUBLISH_REPORT: frozenset({Role.PLANNER, Role.HEAD_OF_OFFICE}),
    Action.VIEW_REPORTS: _EVERYBODY - {Role.SYSTEM_ADMIN, Role.INSTRUCTOR},
    # A kind of request is read by who may ask for it or decide about it (approvals.kinds).
    Action.VIEW_APPROVALS: frozenset(
        {
            Role.PLANNER,
            Role.HEAD_OF_OFFICE,
            Role.CENTRE_ADMIN,
            Role.CERTIFICATION_OFFICER,
            Role.PARTNERSHIP_OFFICER,
            Role.SYSTEM_ADMIN,
        }
    ),
    Action.VIEW_HISTORY: frozenset({Role.PLANNER, Role.AUDITOR}),
    Action.VIEW_ACCESS_LOG: frozenset({Role.AUDITOR}),
    # Whoever people turn to takes their request in; the data protection officer answers it.
    Action.TAKE_PRIVACY_REQUEST: frozenset({Role.PLANNER, Role.CENTRE_ADMIN, Role.REGIONAL_OPERATOR, Role.AUDITOR}),
    Action.ANSWER_PRIVACY_REQUEST: frozenset({Role.AUDITOR}),
    Action.KEEP_INCIDENTS: frozenset({Role.AUDITOR}),
    Action.KEEP_RETENTION: frozenset({Role.AUDITOR}),
}


#: Asked for again (password, app or passkey) before it is done, when the last proof is a quarter of an hour old: what
#: shows a number in clear, binds the office, or gives away rights. The base views ask.
CONFIRMED: frozenset[Action] = frozenset(
    {
        Action.UNMASK_NIK,
        Action.MERGE_PEOPLE,
        Action.END_CERTIFICATE,
        Action.APPROVE_TARGET,
        Action.APPROVE_PERIOD,
        Action.CLOSE_PERIOD,
        Action.REOPEN_PERIOD,
        Action.APPROVE_RESTATEMENT,
        Action.MANAGE_TOKENS,
        Action.MANAGE_ACCOUNTS,
    }
)


def memberships_allowing(user: User | AnonymousUser, action: Action) -> list[Membership]:
    """The memberships by which a person may do this. Read once per request and kept on the user."""
    if isinstance(user, User) and user.narrowed_to is not None and action not in user.narrowed_to:
        return []
    return [held for held in held_memberships(user) if held.role in POLICY[action]]


def held_memberships(user: User | AnonymousUser) -> list[Membership]:
    """All memberships of a person; none for who is not logged in."""
    return user.held_memberships if isinstance(user, User) else []


def can(user: User | AnonymousUser, action: Action) -> bool:
    """Whether any of the person's roles allows it."""
    return bool(memberships_allowing(user, action))


def require(user: User | AnonymousUser, action: Action) -> None:
    """Raises PermissionDenied (403) unless one of the person's roles allows it."""
    if not can(user, action):
        raise PermissionDenied(action.value)
