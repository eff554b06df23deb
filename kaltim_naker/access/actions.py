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
    VIEW_ACTIVITIES = "view_activities"
    # people
    VIEW_JOB_SEEKERS = "view_job_seekers"
    REGISTER_JOB_SEEKER = "register_job_seeker"
    CHANGE_JOB_SEEKER = "change_job_seeker"
    UNMASK_NIK = "unmask_nik"
    ENROL_JOB_SEEKER = "enrol_job_seeker"
    # certification
    VIEW_CERTIFICATES = "view_certificates"
    RECORD_RESULT = "record_result"
    ISSUE_CERTIFICATE = "issue_certificate"
    HAND_OVER_CERTIFICATE = "hand_over_certificate"
    # data desk
    IMPORT_PARTICIPANTS = "import_participants"
    IMPORT_RESULTS = "import_results"
    # partners
    VIEW_COMPANIES = "view_companies"
    # numbers
    VIEW_ACHIEVEMENT = "view_achievement"
    VIEW_RECORDS_BEHIND = "view_records_behind"
    SET_TARGET = "set_target"
    REQUEST_REPORT = "request_report"
    VIEW_REPORTS = "view_reports"
    # watching over it
    VIEW_HISTORY = "view_history"
    VIEW_ACCESS_LOG = "view_access_log"
