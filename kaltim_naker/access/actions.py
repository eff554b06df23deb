"""Everything that somebody may or may not do. Each is one row of the table in `access.policy`."""

from enum import StrEnum, unique


@unique
class Action(StrEnum):
    """Named verb first; a page or a route requires exactly one."""

    VIEW_DASHBOARD = "view_dashboard"
    VIEW_STYLE_PAGE = "view_style_page"
    MANAGE_ACCOUNTS = "manage_accounts"
    # programmes
    VIEW_CLASSES = "view_classes"
    PLAN_CLASS = "plan_class"
    MOVE_CLASS = "move_class"
    CLOSE_CLASS = "close_class"
    MANAGE_RESOURCES = "manage_resources"
    VIEW_ACTIVITIES = "view_activities"
    MANAGE_ACTIVITIES = "manage_activities"
    # needs and proposals
    VIEW_NEEDS = "view_needs"
    ENTER_NEED = "enter_need"
    VIEW_PROPOSALS = "view_proposals"
    ENTER_PROPOSAL = "enter_proposal"
    DECIDE_PROPOSAL = "decide_proposal"
    IMPORT_PROPOSALS = "import_proposals"
    VIEW_FIGURES = "view_figures"
    ENTER_FIGURES = "enter_figures"
    # people
    VIEW_JOB_SEEKERS = "view_job_seekers"
    REGISTER_JOB_SEEKER = "register_job_seeker"
    CHANGE_JOB_SEEKER = "change_job_seeker"
    UNMASK_NIK = "unmask_nik"
    ENROL_JOB_SEEKER = "enrol_job_seeker"
    MERGE_PEOPLE = "merge_people"
    VIEW_PROTECTED_DATA = "view_protected_data"
    # selection, attendance, outcome
    VIEW_SELECTION = "view_selection"
    RECORD_APPLICATION = "record_application"
    DECIDE_SELECTION = "decide_selection"
    ANNOUNCE_SELECTION = "announce_selection"
    VIEW_ATTENDANCE = "view_attendance"
    RECORD_ATTENDANCE = "record_attendance"
    TRACE_GRADUATES = "trace_graduates"
    VIEW_ABSORPTION = "view_absorption"
    VIEW_SIGNALS = "view_signals"
    LOOK_AT_SIGNALS = "look_at_signals"
    CALL_BACK = "call_back"
    # certification
    VIEW_CERTIFICATES = "view_certificates"
    RECORD_RESULT = "record_result"
    ISSUE_CERTIFICATE = "issue_certificate"
    HAND_OVER_CERTIFICATE = "hand_over_certificate"
    MANAGE_ASSESSMENT = "manage_assessment"
    TAKE_BLANK_REQUEST = "take_blank_request"
    END_CERTIFICATE = "end_certificate"
    ISSUE_DOCUMENT = "issue_document"
    GIVE_PASSPORT = "give_passport"
    # data desk: the pages; each kind of file names the action that takes it in
    USE_IMPORT_DESK = "use_import_desk"
    IMPORT_PARTICIPANTS = "import_participants"
    IMPORT_RESULTS = "import_results"
    # partners
    VIEW_COMPANIES = "view_companies"
    VIEW_COMPANY_MONEY = "view_company_money"
    MANAGE_COMPANIES = "manage_companies"
    IMPORT_COMPANIES = "import_companies"
    MERGE_COMPANIES = "merge_companies"
    MANAGE_AGREEMENTS = "manage_agreements"
    SIGN_AGREEMENT = "sign_agreement"
    # productivity
    VIEW_PRODUCTIVITY = "view_productivity"
    RECORD_MEASUREMENT = "record_measurement"
    COACH_COMPANY = "coach_company"
    SET_AWARD_RULE = "set_award_rule"
    VIEW_APPRENTICESHIPS = "view_apprenticeships"
    VIEW_APPRENTICES = "view_apprentices"
    MANAGE_APPRENTICESHIPS = "manage_apprenticeships"
    ISSUE_APPRENTICE_PAPER = "issue_apprentice_paper"
    # numbers
    VIEW_ACHIEVEMENT = "view_achievement"
    VIEW_RECORDS_BEHIND = "view_records_behind"
    SET_TARGET = "set_target"
    REQUEST_REPORT = "request_report"
    VIEW_REPORTS = "view_reports"
    # watching over it
    VIEW_HISTORY = "view_history"
    VIEW_ACCESS_LOG = "view_access_log"
