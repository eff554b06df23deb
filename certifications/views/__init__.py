"""Pages of certification: from the assessment of a class to the paper in the holder's hands, and its public check."""

from certifications.views.certificates import CertificateDetailView, CertificateListView, HandOverView
from certifications.views.public import (
    CheckCodeView,
    CheckListView,
    CheckProgramView,
    CheckView,
    KeysJsonView,
    KeyView,
    PassportPdfView,
    PassportView,
)
from certifications.views.results import (
    AwaitingAssessmentView,
    AwaitingCertificateView,
    ClassAssessmentView,
    IssueCertificatesView,
    RecordResultsView,
)

__all__ = [
    "AwaitingAssessmentView",
    "AwaitingCertificateView",
    "CertificateDetailView",
    "CertificateListView",
    "CheckCodeView",
    "CheckListView",
    "CheckProgramView",
    "CheckView",
    "ClassAssessmentView",
    "HandOverView",
    "IssueCertificatesView",
    "KeyView",
    "KeysJsonView",
    "PassportPdfView",
    "PassportView",
    "RecordResultsView",
]
