"""What waits with companies: agreements, apprenticeships, productivity."""

from django.utils.translation import gettext_lazy as _

from companies.measures.fulfilment import quiet
from companies.models import (
    Agreement,
    AgreementNotice,
    Apprentice,
    Apprenticeship,
    Coaching,
    CompanyPair,
    Measurement,
)
from kaltim_naker.access.actions import Action
from kaltim_naker.core.periods import today
from kaltim_naker.dashboard.waiting import LATE, Waiting

AGREEMENTS_ENDING = Waiting(
    _("agreements end soon, and nobody has said what becomes of them"),
    Action.MANAGE_AGREEMENTS,
    lambda user: AgreementNotice.objects.open(),
    "companies:notice_list",
    lambda: {"answered": "no"},
    LATE,
    _("You are told 90, 30 and 7 days before the end."),
)
AGREEMENTS_QUIET = Waiting(
    _("agreements were signed, but nothing happened"),
    Action.VIEW_COMPANIES,
    lambda user: quiet(Agreement.objects.all(), today()),
    "companies:agreement_list",
    lambda: {"results": "none"},
)
AGREEMENTS_TO_SIGN = Waiting(
    _("agreements wait to be signed"),
    Action.MANAGE_AGREEMENTS,
    lambda user: Agreement.objects.unsigned(),
    "companies:agreement_list",
    lambda: {"force": "unsigned"},
)
COMPANY_PAIRS = Waiting(
    _("pairs of entries may be one company"),
    Action.MERGE_COMPANIES,
    lambda user: CompanyPair.objects.open(),
    "companies:pair_list",
)
PERMITS_OVERDUE = Waiting(
    _("applications for apprenticeship were not answered within three working days"),
    Action.VIEW_APPRENTICESHIPS,
    lambda user: Apprenticeship.objects.permit_overdue(today()),
    "companies:apprenticeship_list",
    lambda: {"due": "permit"},
    LATE,
)
AGREEMENTS_MISSING = Waiting(
    _("apprenticeships whose first day has come, with agreements missing"),
    Action.VIEW_APPRENTICESHIPS,
    lambda user: Apprenticeship.objects.agreement_missing(today()),
    "companies:apprenticeship_list",
    lambda: {"due": "agreement"},
    LATE,
    _("Nobody begins before the agreement is signed and ratified."),
)
FINDINGS_OPEN = Waiting(
    _("apprenticeships with findings that were not put right in time"),
    Action.VIEW_APPRENTICESHIPS,
    lambda user: Apprenticeship.objects.follow_up_due(today()),
    "companies:apprenticeship_list",
    lambda: {"due": "follow_up"},
    LATE,
)
LOGBOOKS_NOT_KEPT = Waiting(
    _("apprentices whose logbook is not kept"),
    Action.VIEW_APPRENTICES,
    lambda user: Apprentice.objects.logbook_not_kept(today()),
    "companies:apprentice_list",
    lambda: {"due": "logbook"},
)
APPRENTICES_ENDING = Waiting(
    _("apprentices end within 30 days, or should have ended"),
    Action.VIEW_APPRENTICES,
    lambda user: Apprentice.objects.ending(today()),
    "companies:apprentice_list",
    lambda: {"due": "ending"},
    note=_("Record the end; certificate or statement follows from it."),
)
AFTER_UNKNOWN = Waiting(
    _("apprentices completed, and nobody knows what came after"),
    Action.VIEW_APPRENTICES,
    lambda user: Apprentice.objects.after_unknown(),
    "companies:apprentice_list",
    lambda: {"due": "after"},
)
ACTIONS_LATE = Waiting(
    _("coachings with actions past their day"),
    Action.COACH_COMPANY,
    lambda user: Coaching.objects.open().with_late_actions(today()).filter(late_actions__gt=0),
    "companies:coaching_list",
    lambda: {"due": "actions"},
    LATE,
)
TO_MEASURE_AGAIN = Waiting(
    _("companies are due to be measured again"),
    Action.COACH_COMPANY,
    lambda user: Coaching.objects.to_measure_again(today()),
    "companies:coaching_list",
    lambda: {"due": "measurement"},
    note=_("Without the second measurement nobody knows what the coaching brought."),
)
METHODS_APART = Waiting(
    _("measurements whose two methods differ by more than 1 %"),
    Action.RECORD_MEASUREMENT,
    lambda user: Measurement.objects.with_productivity().with_methods_apart(),
    "companies:measurement_list",
    lambda: {"check": "methods"},
)

AGREEMENTS = (AGREEMENTS_ENDING, AGREEMENTS_QUIET, AGREEMENTS_TO_SIGN, COMPANY_PAIRS)
APPRENTICESHIP = (
    PERMITS_OVERDUE,
    AGREEMENTS_MISSING,
    FINDINGS_OPEN,
    LOGBOOKS_NOT_KEPT,
    APPRENTICES_ENDING,
    AFTER_UNKNOWN,
)
PRODUCTIVITY = (ACTIONS_LATE, TO_MEASURE_AGAIN, METHODS_APART)
