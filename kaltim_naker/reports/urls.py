"""Pages of figures, targets and reports."""

from django.urls import path

from kaltim_naker.reports.views import budget, figures, indicators, matrix, records, runs, targets

app_name = "reports"

urlpatterns = [
    path("achievement/", figures.AchievementView.as_view(), name="achievement"),
    path("achievement/by/", matrix.MatrixView.as_view(), name="matrix"),
    path("achievement/targets/", targets.TargetsView.as_view(), name="targets"),
    path("achievement/targets/set/", targets.TargetSetView.as_view(), name="target_set"),
    path("achievement/targets/<uuid:pk>/", targets.TargetDetailView.as_view(), name="target_detail"),
    path("achievement/revisions/", targets.RevisionListView.as_view(), name="revisions"),
    path("achievement/revisions/<uuid:pk>/approve/", targets.TargetApproveView.as_view(), name="target_approve"),
    path("achievement/revisions/<uuid:pk>/return/", targets.TargetReturnView.as_view(), name="target_return"),
    path("achievement/indicators/", indicators.IndicatorsView.as_view(), name="indicators"),
    path("achievement/indicators/<str:code>/", indicators.IndicatorDetailView.as_view(), name="indicator_detail"),
    path(
        "achievement/indicators/<str:code>/rule/", indicators.IndicatorVersionView.as_view(), name="indicator_version"
    ),
    path("achievement/budget/", budget.BudgetView.as_view(), name="budget"),
    path("achievement/budget/add/", budget.BudgetLineFormView.as_view(), name="budget_line_add"),
    path("achievement/budget/<uuid:pk>/", budget.BudgetLineView.as_view(), name="budget_line"),
    path("achievement/budget/<uuid:pk>/change/", budget.BudgetLineFormView.as_view(), name="budget_line_change"),
    path("achievement/budget/<uuid:pk>/spending/", budget.SpendingView.as_view(), name="budget_spending"),
    path("achievement/<slug:measure>/records/", records.RecordsView.as_view(), name="records"),
    path("reports/", runs.ReportListView.as_view(), name="list"),
    path("reports/new/", runs.ReportRequestView.as_view(), name="new"),
    path("reports/<uuid:pk>/", runs.ReportDetailView.as_view(), name="detail"),
    path("reports/<uuid:pk>/status/", runs.ReportStatusView.as_view(), name="status"),
    path("reports/<uuid:pk>/facts/", runs.ReportFactsView.as_view(), name="facts"),
    path("reports/<uuid:pk>/download/", runs.ReportDownloadView.as_view(), name="download"),
    path("reports/<uuid:pk>/retry/", runs.ReportRetryView.as_view(), name="retry"),
]
