"""How a row of the table of doors is written, and the rows about partners."""

from dataclasses import dataclass, field
from typing import Any

from kaltim_naker.access.actions import Action

PUBLIC, STAFF, SUPPORT = "public", "any member of staff", "support staff"


@dataclass(frozen=True)
class Door:
    """`needs` is an action, or one of the words above; `about` names a pair of records (tests.access.world).

    `method` is `get` for pages, `form` for pages that also take a POST, `post` for buttons. `args` are further parts of
    the address.
    """

    needs: Action | str
    about: str = ""
    method: str = "get"
    args: dict[str, Any] = field(default_factory=dict)


def of(action: Action, about: str = "", method: str = "get", **args: Any) -> Door:
    return Door(action, about, method, args)


PARTNER_DOORS: dict[str, Door] = {
    "companies:company_list": of(Action.VIEW_COMPANIES),
    "companies:company_detail": of(Action.VIEW_COMPANIES, "company"),
    "companies:apprenticeship_list": of(Action.VIEW_APPRENTICESHIPS),
    "companies:apprenticeship_plan": of(Action.MANAGE_APPRENTICESHIPS, method="form"),
    "companies:apprenticeship_detail": of(Action.VIEW_APPRENTICESHIPS, "apprenticeship"),
    "companies:apprenticeship_edit": of(Action.MANAGE_APPRENTICESHIPS, "apprenticeship", "form"),
    "companies:apprenticeship_submit": of(Action.MANAGE_APPRENTICESHIPS, "apprenticeship", "form"),
    "companies:apprenticeship_permit": of(Action.MANAGE_APPRENTICESHIPS, "apprenticeship", "form"),
    "companies:apprenticeship_cancel": of(Action.MANAGE_APPRENTICESHIPS, "apprenticeship", "form"),
    "companies:apprenticeship_mentor": of(Action.MANAGE_APPRENTICESHIPS, "apprenticeship", "form"),
    "companies:apprenticeship_visit": of(Action.MANAGE_APPRENTICESHIPS, "apprenticeship", "form"),
    "companies:apprenticeship_add": of(Action.MANAGE_APPRENTICESHIPS, "apprenticeship", "form"),
    "companies:apprenticeship_sign": of(Action.MANAGE_APPRENTICESHIPS, "apprenticeship", "form"),
    "companies:apprenticeship_ratify": of(Action.MANAGE_APPRENTICESHIPS, "apprenticeship", "form"),
    "companies:apprenticeship_start": of(Action.MANAGE_APPRENTICESHIPS, "apprenticeship", "form"),
    "companies:apprenticeship_complete": of(Action.MANAGE_APPRENTICESHIPS, "apprenticeship", "form"),
    "companies:apprenticeship_list_paper": of(Action.VIEW_APPRENTICES, "apprenticeship"),
    "companies:apprenticeship_visit_paper": of(Action.VIEW_APPRENTICES, "apprenticeship"),
    "companies:mentor_link": of(Action.MANAGE_APPRENTICESHIPS, "mentor", "post"),
    "companies:visit_follow_up": of(Action.MANAGE_APPRENTICESHIPS, "visit", "post"),
    "companies:apprentice_list": of(Action.VIEW_APPRENTICES),
    "companies:apprentice_detail": of(Action.VIEW_APPRENTICES, "apprentice"),
    "companies:apprentice_edit": of(Action.MANAGE_APPRENTICESHIPS, "apprentice", "form"),
    "companies:apprentice_leave": of(Action.MANAGE_APPRENTICESHIPS, "apprentice", "form"),
    "companies:apprentice_after": of(Action.MANAGE_APPRENTICESHIPS, "apprentice", "form"),
    "companies:apprentice_cancel": of(Action.MANAGE_APPRENTICESHIPS, "apprentice", "form"),
    "companies:apprentice_week": of(Action.MANAGE_APPRENTICESHIPS, "apprentice", "form"),
    "companies:apprentice_link": of(Action.MANAGE_APPRENTICESHIPS, "apprentice", "post"),
    "companies:apprentice_agreement": of(Action.VIEW_APPRENTICES, "apprentice"),
    "companies:apprentice_paper": of(Action.ISSUE_APPRENTICE_PAPER, "apprentice", "post"),
    "companies:apprentice_paper_file": of(Action.ISSUE_APPRENTICE_PAPER, "apprentice", "post"),
    "companies:logbook_link": Door(PUBLIC, method="form", args={"token": "x" * 32}),
    "companies:company_new": of(Action.MANAGE_COMPANIES, method="form"),
    "companies:company_edit": of(Action.MANAGE_COMPANIES, "company", "form"),
    "companies:site_new": of(Action.MANAGE_COMPANIES, "company", "form"),
    "companies:site_edit": of(Action.MANAGE_COMPANIES, "site", "form"),
    "companies:report_new": of(Action.MANAGE_COMPANIES, "site", "form"),
    "companies:report_list": of(Action.VIEW_COMPANIES),
    "companies:territory_list": of(Action.VIEW_COMPANIES),
    "companies:territory_new": of(Action.MANAGE_COMPANIES, method="form"),
    "companies:territory_edit": of(Action.MANAGE_COMPANIES, "territory", "form"),
    "companies:pair_list": of(Action.MERGE_COMPANIES),
    "companies:pair_detail": of(Action.MERGE_COMPANIES, "company pair", "form"),
    "companies:company_merge": of(Action.MERGE_COMPANIES, "company", "form"),
    "companies:merge_list": of(Action.MERGE_COMPANIES),
    "companies:merge_detail": of(Action.MERGE_COMPANIES, "company merge"),
    "companies:merge_undo": of(Action.MERGE_COMPANIES, "company merge", "post"),
    "companies:agreement_list": of(Action.VIEW_COMPANIES),
    "companies:agreement_detail": of(Action.VIEW_COMPANIES, "agreement"),
    "companies:agreement_new": of(Action.MANAGE_AGREEMENTS, "company", "form"),
    "companies:agreement_edit": of(Action.MANAGE_AGREEMENTS, "agreement", "form"),
    "companies:agreement_addendum": of(Action.MANAGE_AGREEMENTS, "agreement", "form"),
    "companies:agreement_party": of(Action.MANAGE_AGREEMENTS, "agreement", "form"),
    "companies:agreement_file_new": of(Action.MANAGE_AGREEMENTS, "agreement", "form"),
    "companies:agreement_file": of(Action.VIEW_AGREEMENT_FILES, "agreement file"),
    "companies:agreement_promise": of(Action.MANAGE_AGREEMENTS, "agreement", "form"),
    "companies:agreement_class": of(Action.MANAGE_AGREEMENTS, "agreement", "form"),
    "companies:agreement_jobs": of(Action.MANAGE_AGREEMENTS, "agreement", "post"),
    "companies:agreement_review": of(Action.MANAGE_AGREEMENTS, "agreement", "post"),
    "companies:agreement_ready": of(Action.MANAGE_AGREEMENTS, "agreement", "post"),
    "companies:agreement_sign": of(Action.SIGN_AGREEMENT, "agreement", "form"),
    "companies:agreement_unsign": of(Action.SIGN_AGREEMENT, "agreement", "post"),
    "companies:agreement_terminate": of(Action.SIGN_AGREEMENT, "agreement", "form"),
    "companies:promise_drop": of(Action.MANAGE_AGREEMENTS, "promise", "post"),
    "companies:party_remove": of(Action.MANAGE_AGREEMENTS, "party", "post"),
    "companies:class_untie": of(Action.MANAGE_AGREEMENTS, "agreement class", "post"),
    "companies:notice_list": of(Action.MANAGE_AGREEMENTS),
    "companies:notice_answer": of(Action.MANAGE_AGREEMENTS, "notice", "form"),
}

#: Measurements, coaching, SMPP and the award.
PRODUCTIVITY_DOORS: dict[str, Door] = {
    # productivity
    "companies:measurement_list": of(Action.VIEW_PRODUCTIVITY),
    "companies:sector_list": of(Action.VIEW_PRODUCTIVITY),
    "companies:candidate_list": of(Action.VIEW_PRODUCTIVITY),
    "companies:price_list": of(Action.VIEW_PRODUCTIVITY),
    "companies:price_add": of(Action.RECORD_MEASUREMENT, method="form"),
    "companies:measurement_detail": of(Action.VIEW_PRODUCTIVITY, "measurement"),
    "companies:measurement_edit": of(Action.RECORD_MEASUREMENT, "measurement", "form"),
    "companies:measurement_remove": of(Action.RECORD_MEASUREMENT, "measurement", "post"),
    "companies:company_productivity": of(Action.VIEW_PRODUCTIVITY, "company"),
    "companies:measurement_add": of(Action.RECORD_MEASUREMENT, "company", "form"),
    # coaching
    "companies:coaching_open": of(Action.COACH_COMPANY, "company", "form"),
    "companies:coaching_list": of(Action.VIEW_PRODUCTIVITY),
    "companies:coaching_board": of(Action.VIEW_PRODUCTIVITY),
    "companies:coaching_detail": of(Action.VIEW_PRODUCTIVITY, "coaching"),
    "companies:coaching_advance": of(Action.COACH_COMPANY, "coaching", "form"),
    "companies:coaching_stop": of(Action.COACH_COMPANY, "coaching", "form"),
    "companies:problem_add": of(Action.COACH_COMPANY, "coaching", "form"),
    "companies:visit_add": of(Action.COACH_COMPANY, "coaching", "form"),
    "companies:coaching_report": of(Action.VIEW_COMPANY_MONEY, "coaching"),
    "companies:problem_edit": of(Action.COACH_COMPANY, "problem", "form"),
    "companies:action_add": of(Action.COACH_COMPANY, "problem", "form"),
    "companies:action_report": of(Action.COACH_COMPANY, "plan action", "form"),
    # SMPP
    "companies:smpp_list": of(Action.VIEW_PRODUCTIVITY),
    "companies:smpp_add": of(Action.COACH_COMPANY, method="form"),
    "companies:smpp_instrument": of(Action.VIEW_PRODUCTIVITY, "instrument"),
    "companies:smpp_audit": of(Action.VIEW_PRODUCTIVITY, "audit"),
    "companies:smpp_score": of(Action.COACH_COMPANY, "audit", "form"),
    "companies:smpp_begin": of(Action.COACH_COMPANY, "company", "form"),
    # the award, and companies at activities
    "companies:award": of(Action.VIEW_PRODUCTIVITY),
    "companies:award_book": of(Action.VIEW_PRODUCTIVITY),
    "companies:award_rule": of(Action.SET_AWARD_RULE, method="form"),
    "companies:activity_companies": of(Action.VIEW_PRODUCTIVITY, "consultation"),
    "companies:activity_company_add": of(Action.COACH_COMPANY, "consultation", "form"),
    "companies:activity_company_remove": of(Action.COACH_COMPANY, "guidance", "post"),
}
