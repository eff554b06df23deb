"""The menu: one declared list. A reader sees the entries whose action his roles allow."""

from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry. `icon` is a symbol of static/kaltim/icons.svg. `current` is filled in for a request."""

    label: str | Promise
    url_name: str
    action: Action
    icon: str
    current: bool = False

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True, slots=True)
class NavSection:
    """A group of entries under a heading; an empty heading is not shown."""

    label: str | Promise
    items: tuple[NavItem, ...]


# Names of URLs, not imports: the pages lie above this package.
NAVIGATION: tuple[NavSection, ...] = (
    NavSection("", (NavItem(_("Home"), "dashboard:home", Action.VIEW_DASHBOARD, "home"),)),
    NavSection(
        _("Training"),
        (
            NavItem(_("Training classes"), "programs:class_list", Action.VIEW_CLASSES, "class"),
            NavItem(_("Programmes"), "programs:programme_list", Action.VIEW_CLASSES, "gear"),
            NavItem(_("Job seekers"), "trainees:job_seeker_list", Action.VIEW_JOB_SEEKERS, "people"),
            NavItem(_("Attendance from paper"), "trainees:attendance_code", Action.RECORD_ATTENDANCE, "check"),
            NavItem(_("Tracing graduates"), "trainees:tracer_list", Action.TRACE_GRADUATES, "arrow"),
            NavItem(_("Certificates"), "certifications:certificate_list", Action.VIEW_CERTIFICATES, "certificate"),
            NavItem(_("Imports"), "imports:list", Action.USE_IMPORT_DESK, "import"),
            NavItem(_("Your list and ours"), "imports:reconcile_start", Action.RECONCILE_LISTS, "half"),
            NavItem(_("Possible duplicates"), "trainees:duplicate_list", Action.MERGE_PEOPLE, "people"),
            NavItem(_("Rooms and instructors"), "programs:resources", Action.MANAGE_RESOURCES, "gear"),
        ),
    ),
    NavSection(
        _("Numbers"),
        (
            NavItem(_("Target and achievement"), "reports:achievement", Action.VIEW_ACHIEVEMENT, "target"),
            NavItem(_("Figures by anything"), "reports:matrix", Action.VIEW_ACHIEVEMENT, "half"),
            NavItem(_("Targets"), "reports:targets", Action.VIEW_ACHIEVEMENT, "target"),
            NavItem(_("Quarters"), "reports:periods", Action.VIEW_ACHIEVEMENT, "lock"),
            NavItem(_("Narratives"), "reports:narratives", Action.VIEW_ACHIEVEMENT, "report"),
            NavItem(_("Restatements"), "reports:restatements", Action.VIEW_ACHIEVEMENT, "check"),
            NavItem(_("Legal bases"), "programs:legal_basis_list", Action.VIEW_ACHIEVEMENT, "report"),
            NavItem(_("Absorption of graduates"), "trainees:absorption", Action.VIEW_ABSORPTION, "half"),
            NavItem(_("Reports"), "reports:list", Action.VIEW_REPORTS, "report"),
        ),
    ),
    NavSection(
        _("Needs and proposals"),
        (
            NavItem(_("Proposals"), "programs:proposal_list", Action.VIEW_PROPOSALS, "import"),
            NavItem(_("Skill needs"), "programs:need_list", Action.VIEW_NEEDS, "people"),
            NavItem(_("Where classes belong"), "trainees:balance", Action.VIEW_NEEDS, "target"),
            NavItem(_("Labour market figures"), "programs:figure_list", Action.VIEW_FIGURES, "half"),
            NavItem(_("IPK and RTKD"), "programs:ipk", Action.VIEW_FIGURES, "report"),
        ),
    ),
    NavSection(
        _("Partners and events"),
        (
            NavItem(_("Companies"), "companies:company_list", Action.VIEW_COMPANIES, "company"),
            NavItem(_("Apprenticeships"), "companies:apprenticeship_list", Action.VIEW_APPRENTICESHIPS, "people"),
            NavItem(_("Agreements"), "companies:agreement_list", Action.VIEW_COMPANIES, "report"),
            NavItem(_("Productivity"), "companies:measurement_list", Action.VIEW_PRODUCTIVITY, "half"),
            NavItem(_("Coaching"), "companies:coaching_list", Action.VIEW_PRODUCTIVITY, "check"),
            NavItem(_("Award figure"), "companies:award", Action.VIEW_PRODUCTIVITY, "target"),
            NavItem(_("Activities"), "programs:activity_list", Action.VIEW_ACTIVITIES, "clock"),
            NavItem(_("Resolutions"), "programs:resolution_list", Action.VIEW_ACTIVITIES, "check"),
        ),
    ),
    NavSection(
        _("Oversight"),
        (
            NavItem(_("Data quality"), "reports:quality", Action.VIEW_DATA_QUALITY, "check"),
            NavItem(_("Signals"), "trainees:signal_list", Action.VIEW_SIGNALS, "warn"),
            NavItem(_("Samples of graduates"), "trainees:sample_list", Action.CALL_BACK, "target"),
            NavItem(_("Tokens"), "tokens:list", Action.MANAGE_TOKENS, "lock"),
            NavItem(_("Receipts"), "tokens:receipts", Action.VIEW_RECEIPTS, "check"),
            NavItem(_("Requests about personal data"), "privacy:request_list", Action.TAKE_PRIVACY_REQUEST, "people"),
            NavItem(_("Incidents"), "privacy:incident_list", Action.KEEP_INCIDENTS, "warn"),
            NavItem(_("End of keeping"), "privacy:expiry_list", Action.KEEP_RETENTION, "clock"),
            NavItem(_("Approvals"), "approvals:list", Action.VIEW_APPROVALS, "check"),
            NavItem(_("Looks at personal data"), "audit:access_log", Action.VIEW_ACCESS_LOG, "lock"),
        ),
    ),
)


def navigation_for(request: HttpRequest) -> list[NavSection]:
    """The sections with at least one entry this reader may open; the entry of the current page is marked.

    The longest address that the path starts with wins, so that a detail page marks its list.
    """
    allowed = [
        replace(section, items=tuple(item for item in section.items if can(request.user, item.action)))
        for section in NAVIGATION
    ]
    addresses = [item.url for section in allowed for item in section.items if _lies_under(request.path, item.url)]
    here = max(addresses, key=len, default=None)
    return [
        replace(section, items=tuple(replace(item, current=item.url == here) for item in section.items))
        for section in allowed
        if section.items
    ]


def _lies_under(path: str, url: str) -> bool:
    """Every path lies under "/", so that one must be met exactly."""
    return path == url if url == "/" else path.startswith(url)
