"""Pages of approvals."""

from django.urls import path

from kaltim_naker.approvals import views

app_name = "approvals"

urlpatterns = [
    path("approvals/", views.ApprovalListView.as_view(), name="list"),
    path("approvals/role/", views.AskForRoleView.as_view(), name="role_ask"),
    path("approvals/<uuid:pk>/", views.ApprovalView.as_view(), name="detail"),
]
