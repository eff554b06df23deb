"""What changes certification. Every door (page, API, import, command) comes through here."""

from certifications.formulas import number_key
from certifications.services.approvals import ask_to_revoke
from certifications.services.assessments import (
    cancel_assessment,
    change_assessment,
    decide_assessment,
    move_assessment,
    plan_assessment,
    register_candidates,
    request_certificates,
    schedule_assessment,
)
from certifications.services.bundles import draw_bundle, request_bundle
from certifications.services.certificates import (
    hand_over_certificate,
    issue_certificate,
    replace_certificate,
    revoke_certificate,
)
from certifications.services.documents import (
    attach_signed_file,
    drawn_file,
    issue_apprenticeship_certificate,
    issue_slip,
    issue_statement,
    issue_training_certificate,
    replace_document,
    revoke_document,
)
from certifications.services.exports import export_blank_request
from certifications.services.passports import give_passport, revoke_passport
from certifications.services.results import decide_appeal, lodge_appeal, record_result
from certifications.services.schemes import save_scheme
from kaltim_naker.core.periods import add_months

__all__ = [
    "add_months",
    "ask_to_revoke",
    "attach_signed_file",
    "cancel_assessment",
    "change_assessment",
    "decide_appeal",
    "decide_assessment",
    "draw_bundle",
    "drawn_file",
    "export_blank_request",
    "give_passport",
    "hand_over_certificate",
    "issue_apprenticeship_certificate",
    "issue_certificate",
    "issue_slip",
    "issue_statement",
    "issue_training_certificate",
    "lodge_appeal",
    "move_assessment",
    "number_key",
    "plan_assessment",
    "record_result",
    "register_candidates",
    "replace_certificate",
    "replace_document",
    "request_bundle",
    "request_certificates",
    "revoke_certificate",
    "revoke_document",
    "revoke_passport",
    "save_scheme",
    "schedule_assessment",
]
