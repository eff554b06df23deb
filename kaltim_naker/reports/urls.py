"""Pages of figures, targets and reports."""

from django.urls import path

from kaltim_naker.reports.views import figures, records, runs, targets

app_name = "reports"

urlpatterns = [
    path("achievement/", figures.AchievementView.as_view(), name="achievement"),
    path("achievement/targets/", targets.TargetsView.as_view(), name="targets"),
    path("achievement/targets/set/", targets.TargetSetView.as_view(), name="target_set"),
    path("achievement/<slug:measure>/records/", records.RecordsView.as_view(), name="records"),
    path("reports/", runs.ReportListView.as_view(), name="list"),
    path("reports/new/", runs.ReportRequestView.as_view(), name="new"),
    path("reports/<uuid:pk>/", runs.ReportDetailView.as_view(), name="detail"),
    path("reports/<uuid:pk>/status/", runs.ReportStatusView.as_view(), name="status"),
    path("reports/<uuid:pk>/facts/", runs.ReportFactsView.as_view(), name="facts"),
    path("reports/<uuid:pk>/download/", runs.ReportDownloadView.as_view(), name="download"),
    path("reports/<uuid:pk>/retry/", runs.ReportRetryView.as_view(), name="retry"),
]
