"""Pages about people and their training."""

from django.urls import path

from trainees import views

app_name = "trainees"

urlpatterns = [
    path("classes/<uuid:pk>/participants/", views.ParticipantListView.as_view(), name="class_participants"),
    path("classes/<uuid:pk>/enrol/", views.EnrolByNikView.as_view(), name="class_enrol"),
    path("classes/<uuid:pk>/close/", views.CloseClassView.as_view(), name="class_close"),
    path("job-seekers/", views.JobSeekerListView.as_view(), name="job_seeker_list"),
    path("job-seekers/find/", views.FindByNikView.as_view(), name="job_seeker_find"),
    path("job-seekers/register/", views.RegisterView.as_view(), name="job_seeker_register"),
    path("job-seekers/<uuid:pk>/", views.JobSeekerDetailView.as_view(), name="job_seeker_detail"),
    path("job-seekers/<uuid:pk>/edit/", views.EditView.as_view(), name="job_seeker_edit"),
    path("job-seekers/<uuid:pk>/enrol/", views.EnrolView.as_view(), name="job_seeker_enrol"),
    path("job-seekers/<uuid:pk>/nik/", views.UnmaskNikView.as_view(), name="job_seeker_nik"),
]
