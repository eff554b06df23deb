"""Pages of the training supply."""

from django.urls import path

from programs import views

app_name = "programs"

urlpatterns = [
    path("classes/", views.ClassListView.as_view(), name="class_list"),
    path("classes/plan/", views.ClassPlanView.as_view(), name="class_plan"),
    path("classes/<uuid:pk>/", views.ClassDetailView.as_view(), name="class_detail"),
    path("classes/<uuid:pk>/edit/", views.ClassEditView.as_view(), name="class_edit"),
    path("classes/<uuid:pk>/move/<slug:to>/", views.ClassMoveView.as_view(), name="class_move"),
    path("activities/", views.ActivityListView.as_view(), name="activity_list"),
    path("activities/<uuid:pk>/", views.ActivityDetailView.as_view(), name="activity_detail"),
]
