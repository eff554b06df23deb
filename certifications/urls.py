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
    path("certificates/ledger/", views.LedgerView.as_view(), name="ledger"),
    path("certificates/awaiting/", views.AwaitingCertificateView.as_view(), name="awaiting_certificate"),
    path("certificates/awaiting-assessment/", views.AwaitingAssessmentView.as_view(), name="awaiting_assessment"),
    path("certificates/<uuid:pk>/", views.CertificateDetailView.as_view(), name="certificate_detail"),
    path("certificates/<uuid:pk>/hand-over/", views.HandOverView.as_view(), name="certificate_hand_over"),
    path("certificates/<uuid:pk>/revoke/", views.RevokeCertificateView.as_view(), name="certificate_revoke"),
    path("certificates/<uuid:pk>/replace/", views.ReplaceCertificateView.as_view(), name="certificate_replace"),
    path("certificates/<uuid:pk>/slip/", views.IssueSlipView.as_view(), name="certificate_slip"),
    path("assessments/", views.AssessmentListView.as_view(), name="assessment_list"),
    path("assessments/<uuid:pk>/", views.AssessmentDetailView.as_view(), name="assessment_detail"),
    path("assessments/<uuid:pk>/move/<slug:to>/", views.MoveAssessmentView.as_view(), name="assessment_move"),
    path("assessments/<uuid:pk>/schedule/", views.ScheduleView.as_view(), name="assessment_schedule"),
    path("assessments/<uuid:pk>/decide/", views.DecideView.as_view(), name="assessment_decide"),
    path("assessments/<uuid:pk>/request/", views.RequestView.as_view(), name="assessment_request"),
    path("assessments/<uuid:pk>/cancel/", views.CancelAssessmentView.as_view(), name="assessment_cancel"),
    path("assessments/<uuid:pk>/blank-request/", views.BlankRequestView.as_view(), name="blank_request"),
    path("classes/<uuid:pk>/assessment/plan/", views.PlanAssessmentView.as_view(), name="plan_assessment"),
    path("results/<uuid:pk>/appeal/", views.LodgeAppealView.as_view(), name="appeal_lodge"),
    path("results/<uuid:pk>/statement/", views.IssueStatementView.as_view(), name="result_statement"),
    path("appeals/<uuid:pk>/decide/", views.DecideAppealView.as_view(), name="appeal_decide"),
    path("classes/<uuid:pk>/papers/", views.ClassDocumentsView.as_view(), name="class_documents"),
    path("classes/<uuid:pk>/papers/make/", views.BundleRequestView.as_view(), name="bundle_request"),
    path("papers/<uuid:pk>/", views.DocumentDetailView.as_view(), name="document_detail"),
    path("papers/<uuid:pk>/file/", views.DocumentFileView.as_view(), name="document_file"),
    path("papers/<uuid:pk>/signed/", views.SignedFileView.as_view(), name="document_signed"),
    path("papers/<uuid:pk>/revoke/", views.RevokeDocumentView.as_view(), name="document_revoke"),
    path("papers/<uuid:pk>/replace/", views.ReplaceDocumentView.as_view(), name="document_replace"),
    path("paper-runs/<uuid:pk>/", views.DocumentRunView.as_view(), name="document_run"),
    path("paper-runs/<uuid:pk>/status/", views.DocumentRunStatusView.as_view(), name="document_run_status"),
    path("paper-runs/<uuid:pk>/file/", views.DocumentRunFileView.as_view(), name="document_run_file"),
    path("job-seekers/<uuid:pk>/passport/", views.PersonPassportView.as_view(), name="person_passport"),
    path("job-seekers/<uuid:pk>/passport/give/", views.GivePassportView.as_view(), name="passport_give"),
    path("passports/<uuid:pk>/revoke/", views.RevokePassportView.as_view(), name="passport_revoke"),
]
