"""Pages of certification: from the assessment of a class to the paper in the holder's hands, and its public check."""

from certifications.views.certificates import CertificateDetailView, CertificateListView, HandOverView
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
    "ClassAssessmentView",
    "HandOverView",
    "IssueCertificatesView",
    "RecordResultsView",
]
