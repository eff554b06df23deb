"""Competence certification: who issues, after which scheme, who was assessed, and the certificates that came of it.

A competence certificate is not the certificate of attendance that a training centre gives (domain.md §3.6): the first
is a `Certificate`, issued by others and only registered here; the second an `IssuedDocument`, the office's own paper.
"""

from certifications.models.assessments import Appeal, Assessment, Candidate, Result
from certifications.models.certificates import Certificate, Verifiable
from certifications.models.documents import DocumentRun, IssuedDocument
from certifications.models.issuers import Assessor, CertificationBody, Issuer, Scheme, SchemeUnit
from certifications.models.passports import Passport

__all__ = [
    "Appeal",
    "Assessment",
    "Assessor",
    "Candidate",
    "Certificate",
    "CertificationBody",
    "DocumentRun",
    "IssuedDocument",
    "Issuer",
    "Passport",
    "Result",
    "Scheme",
    "SchemeUnit",
    "Verifiable",
]
