"""Pages of figures, targets and reports."""

from django.urls import path

from kaltim_naker.reports.views import (
    budget,
    closed,
    figures,
    indicators,
    matrix,
    narratives,
    pace,
    periods,
    publishing,
    quality,
    records,
    runs,
    targets,
    verify,
)

app_name = "reports"

# For everybody, without an account. The address of a code has no slash at its end, because a QR gets smaller by it.
public_urlpatterns = [
    path("verify/report/", verify.VerifyReportFormView.as_view(), name="verify_report_form"),
    path("verify/report/file/", verify.VerifyFileView.as_view(), name="verify_report_file"),
    path("verify/report/<slug:code>", verify.VerifyReportView.as_view(), name="verify_report"),
    path("verify/report/<slug:code>/<slug:figure>", verify.VerifyFigureView.as_view(), name="verify_figure"),
]

urlpatterns = [
    *public_urlpatterns,
    path("achievement/", figures.AchievementView.as_view(), name="achievement"),
    path("achievement/by/", matrix.MatrixView.as_view(), name="matrix"),
    path("achievement/pace/", pace.PaceView.as_view(), name="pace"),
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
    path("achievement/promised/<uuid:pk>/", records.PromisedRecordsView.as_view(), name="promised"),
    path("data-quality/", quality.QualityView.as_view(), name="quality"),
    path("data-quality/<slug:check>/", quality.QualityListView.as_view(), name="quality_list"),
    path("achievement/<slug:measure>/records/", records.RecordsView.as_view(), name="records"),
    path("periods/", periods.PeriodsView.as_view(), name="periods"),
    path("periods/list/", periods.PeriodListView.as_view(), name="period_list"),
    path("periods/<int:year>/begin/", periods.QuartersBeginView.as_view(), name="quarters_begin"),
    path("periods/<int:year>/<int:quarter>/close/", periods.QuarterCloseView.as_view(), name="quarter_close"),
    path("periods/<uuid:pk>/", periods.PeriodDetailView.as_view(), name="period"),
    path("periods/<uuid:pk>/submit/", periods.PeriodSubmitView.as_view(), name="period_submit"),
    path("periods/<uuid:pk>/approve/", periods.PeriodApproveView.as_view(), name="period_approve"),
    path("periods/<uuid:pk>/return/", periods.PeriodReturnView.as_view(), name="period_return"),
    path("periods/<uuid:pk>/reopen/", periods.PeriodReopenView.as_view(), name="period_reopen"),
    path("periods/<uuid:pk>/compare/", periods.PeriodCompareView.as_view(), name="period_compare"),
    path("periods/narratives/", narratives.NarrativesView.as_view(), name="narratives"),
    path(
        "periods/narratives/<int:year>/<int:quarter>/<str:code>/",
        narratives.NarrativeWriteView.as_view(),
        name="narrative_write",
    ),
    path("periods/figures/<uuid:pk>/", closed.ClosedFigureView.as_view(), name="closed_figure"),
    path("restatements/", closed.RestatementListView.as_view(), name="restatements"),
    path(
        "restatements/<int:year>/<int:quarter>/approve/",
        closed.RestatementsApproveView.as_view(),
        name="restatements_approve",
    ),
    path("restatements/<uuid:pk>/", closed.RestatementDetailView.as_view(), name="restatement"),
    path("restatements/<uuid:pk>/approve/", closed.RestatementApproveView.as_view(), name="restatement_approve"),
    path("restatements/<uuid:pk>/reject/", closed.RestatementRejectView.as_view(), name="restatement_reject"),
    path("reports/", runs.ReportListView.as_view(), name="list"),
    path("reports/new/", runs.ReportRequestView.as_view(), name="new"),
    path("reports/<uuid:pk>/", runs.ReportDetailView.as_view(), name="detail"),
    path("reports/<uuid:pk>/status/", runs.ReportStatusView.as_view(), name="status"),
    path("reports/<uuid:pk>/facts/", runs.ReportFactsView.as_view(), name="facts"),
    path("reports/<uuid:pk>/figures.<slug:ending>", runs.ReportTwinView.as_view(), name="twin"),
    path("reports/<uuid:pk>/download/", runs.ReportDownloadView.as_view(), name="download"),
    path("reports/<uuid:pk>/cancel/", publishing.ReportCancelView.as_view(), name="cancel"),
    path("reports/<uuid:pk>/publish/", publishing.PublishView.as_view(), name="publish"),
    path("reports/<uuid:pk>/signed/", publishing.SignedCopyView.as_view(), name="signed_copy"),
    path("reports/<uuid:pk>/retry/", runs.ReportRetryView.as_view(), name="retry"),
]
