"""Pages of the import desk."""

from django.urls import path

from kaltim_naker.imports import views

app_name = "imports"

urlpatterns = [
    path("", views.RunListView.as_view(), name="list"),
    path("new/<slug:kind>/", views.UploadView.as_view(), name="upload"),
    path("<uuid:pk>/", views.RunDetailView.as_view(), name="detail"),
    path("<uuid:pk>/progress/", views.RunProgressView.as_view(), name="progress"),
    path("<uuid:pk>/columns/", views.ChooseColumnsView.as_view(), name="columns"),
    path("<uuid:pk>/accept/", views.AcceptView.as_view(), name="accept"),
    path("<uuid:pk>/discard/", views.DiscardView.as_view(), name="discard"),
    path("<uuid:pk>/retry/", views.RetryView.as_view(), name="retry"),
]
