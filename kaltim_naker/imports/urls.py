"""Pages of the import desk."""

from django.urls import path

from kaltim_naker.imports.views import giveback, handouts, quarantine, reading, reconcile, runs

app_name = "imports"

urlpatterns = [
    path("", runs.RunListView.as_view(), name="list"),
    path("new/<slug:kind>/", runs.UploadView.as_view(), name="upload"),
    path("new/<slug:kind>/template/", handouts.TemplateView.as_view(), name="template"),
    path("new/<slug:kind>/template/<uuid:pk>/", handouts.TemplateView.as_view(), name="template_for"),
    path("reconcile/", reconcile.ReconcileView.as_view(), name="reconcile_start"),
    path("reconcile/<slug:source>/", reconcile.ReconcileView.as_view(), name="reconcile"),
    path("reconcile/<slug:source>/workbook/", reconcile.ReconcileExportView.as_view(), name="reconcile_export"),
    path("waiting/", quarantine.QuarantineListView.as_view(), name="quarantine"),
    path("<uuid:pk>/correct/", quarantine.CorrectRowsView.as_view(), name="correct"),
    path("<uuid:pk>/replace/", quarantine.ReplaceValueView.as_view(), name="replace"),
    path("<uuid:pk>/give-up/", quarantine.GiveUpRowsView.as_view(), name="give_up"),
    path("<uuid:pk>/", runs.RunDetailView.as_view(), name="detail"),
    path("<uuid:pk>/progress/", runs.RunProgressView.as_view(), name="progress"),
    path("<uuid:pk>/columns/", reading.ColumnsView.as_view(), name="columns"),
    path("<uuid:pk>/columns/forget/", reading.ForgetColumnsView.as_view(), name="forget_columns"),
    path("<uuid:pk>/findings/", reading.FindingsView.as_view(), name="findings"),
    path("<uuid:pk>/changes/", reading.ChangesView.as_view(), name="changes"),
    path("<uuid:pk>/replace-in-file/", reading.ReplaceInFileView.as_view(), name="replace_in_file"),
    path("<uuid:pk>/accept/", runs.AcceptView.as_view(), name="accept"),
    path("<uuid:pk>/marked/", giveback.MarkFileView.as_view(), name="mark"),
    path("<uuid:pk>/marked/progress/", giveback.MarkedProgressView.as_view(), name="marked_progress"),
    path("<uuid:pk>/marked/file/", giveback.MarkedFileView.as_view(), name="marked_file"),
    path("<uuid:pk>/receipt/", giveback.ReceiptPdfView.as_view(), name="receipt"),
    path("<uuid:pk>/undo/", giveback.UndoView.as_view(), name="undo"),
    path("<uuid:pk>/discard/", runs.DiscardView.as_view(), name="discard"),
    path("<uuid:pk>/retry/", runs.RetryView.as_view(), name="retry"),
]
