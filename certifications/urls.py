"""Pages of certification."""

from django.urls import path

from certifications import views

app_name = "certifications"

# For everybody, without an account. The address of a code has no slash at its end, because a QR gets smaller by it.
public_urlpatterns = [
    path("verify/", views.CheckView.as_view(), name="verify"),
    path("verify/list/", views.CheckListView.as_view(), name="verify_list"),
    path("verify/key/", views.KeyView.as_view(), name="verify_key"),
    path("verify/key/keys.json", views.KeysJsonView.as_view(), name="verify_keys"),
    path("verify/key/check_certificate.py", views.CheckProgramView.as_view(), name="verify_program"),
    path("verify/<slug:code>", views.CheckCodeView.as_view(), name="verify_code"),
    path("passport/<slug:code>/", views.PassportView.as_view(), name="passport"),
    path("passport/<slug:code>/pdf/", views.PassportPdfView.as_view(), name="passport_pdf"),
]

urlpatterns = [
    *public_urlpatterns,
    path("classes/<uuid:pk>/assessment/", views.ClassAssessmentView.as_view(), name="class_assessment"),
    path("classes/<uuid:pk>/assessment/record/", views.RecordResultsView.as_view(), name="record_results"),
    path("classes/<uuid:pk>/certificates/issue/", views.IssueCertificatesView.as_view(), name="issue_certificates"),
    path("certificates/", views.CertificateListView.as_view(), name="certificate_list"),
    path("certificates/awaiting/", views.AwaitingCertificateView.as_view(), name="awaiting_certificate"),
    path("certificates/awaiting-assessment/", views.AwaitingAssessmentView.as_view(), name="awaiting_assessment"),
    path("certificates/<uuid:pk>/", views.CertificateDetailView.as_view(), name="certificate_detail"),
    path("certificates/<uuid:pk>/hand-over/", views.HandOverView.as_view(), name="certificate_hand_over"),
]
