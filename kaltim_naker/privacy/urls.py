"""Pages of the protection of personal data."""

from django.urls import path

from kaltim_naker.privacy.views import incidents, public, requests, retention

app_name = "privacy"

urlpatterns = [
    path("", public.NoticeView.as_view(), name="notice"),
    path("register/", public.RegisterView.as_view(), name="register"),
    path("requests/", requests.RequestListView.as_view(), name="request_list"),
    path("requests/about/<uuid:pk>/", requests.RequestTakeView.as_view(), name="request_take"),
    path("requests/<uuid:pk>/", requests.RequestDetailView.as_view(), name="request_detail"),
    path("requests/<uuid:pk>/answer/", requests.RequestAnswerView.as_view(), name="request_answer"),
    path("requests/<uuid:pk>/refuse/", requests.RequestRefuseView.as_view(), name="request_refuse"),
    path("requests/<uuid:pk>/copy.pdf", requests.CopyPdfView.as_view(), name="copy_pdf"),
    path("requests/<uuid:pk>/copy.json", requests.CopyJsonView.as_view(), name="copy_json"),
    path("incidents/", incidents.IncidentListView.as_view(), name="incident_list"),
    path("incidents/report/", incidents.IncidentReportView.as_view(), name="incident_report"),
    path("incidents/<uuid:pk>/", incidents.IncidentDetailView.as_view(), name="incident_detail"),
    path("incidents/<uuid:pk>/correct/", incidents.IncidentCorrectView.as_view(), name="incident_correct"),
    path("incidents/<uuid:pk>/told/", incidents.IncidentToldView.as_view(), name="incident_told"),
    path("incidents/<uuid:pk>/close/", incidents.IncidentCloseView.as_view(), name="incident_close"),
    path("incidents/<uuid:pk>/affected/", incidents.AffectedListView.as_view(), name="incident_affected"),
    path("retention/", retention.ExpiryListView.as_view(), name="expiry_list"),
    path("retention/<uuid:pk>/keep/", retention.ExpiryKeepView.as_view(), name="expiry_keep"),
]
