"""Pages of oversight."""

from django.urls import path

from kaltim_naker.inspection import views

app_name = "audit"

urlpatterns = [
    path("history/<str:label>/<uuid:pk>/", views.HistoryView.as_view(), name="history"),
    path("access-log/", views.AccessLogView.as_view(), name="access_log"),
    path("access-log/deleted/", views.DeletedView.as_view(), name="deleted"),
    path("access-log/sealed-days/", views.ChainView.as_view(), name="chain"),
]
