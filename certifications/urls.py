"""Pages of certification."""

from django.urls import path

from certifications import views

app_name = "certifications"

urlpatterns = [
    path("classes/<uuid:pk>/assessment/", views.ClassAssessmentView.as_view(), name="class_assessment"),
    path("classes/<uuid:pk>/assessment/record/", views.RecordResultsView.as_view(), name="record_results"),
    path("classes/<uuid:pk>/certificates/issue/", views.IssueCertificatesView.as_view(), name="issue_certificates"),
    path("certificates/", views.CertificateListView.as_view(), name="certificate_list"),
    path("certificates/awaiting/", views.AwaitingCertificateView.as_view(), name="awaiting_certificate"),
    path("certificates/awaiting-assessment/", views.AwaitingAssessmentView.as_view(), name="awaiting_assessment"),
    path("certificates/<uuid:pk>/", views.CertificateDetailView.as_view(), name="certificate_detail"),
    path("certificates/<uuid:pk>/hand-over/", views.HandOverView.as_view(), name="certificate_hand_over"),
]
