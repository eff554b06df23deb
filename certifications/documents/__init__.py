"""What certification hands out: papers with frozen facts, the list for the issuer, the passport of a person."""

from certifications.documents.blank_request import blank_request_rows, blank_request_workbook
from certifications.documents.papers import (
    Facts,
    apprenticeship_facts,
    certificate_claim,
    claim_of,
    document_title,
    fingerprint,
    part_of,
    parts_of,
    slip_facts,
    statement_facts,
    training_facts,
)
from certifications.documents.passports import PassportPage, passport_page, passport_pdf

__all__ = [
    "Facts",
    "PassportPage",
    "apprenticeship_facts",
    "blank_request_rows",
    "blank_request_workbook",
    "certificate_claim",
    "claim_of",
    "document_title",
    "fingerprint",
    "part_of",
    "parts_of",
    "passport_page",
    "passport_pdf",
    "slip_facts",
    "statement_facts",
    "training_facts",
]
