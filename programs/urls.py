"""Pages of the training supply."""

from django.urls import path

from programs.views import activities, classes, legal, programmes, resources

app_name = "programs"

urlpatterns = [
    path("classes/", classes.ClassListView.as_view(), name="class_list"),
    path("classes/plan/", classes.ClassPlanView.as_view(), name="class_plan"),
    path("classes/<uuid:pk>/", classes.ClassDetailView.as_view(), name="class_detail"),
    path("classes/<uuid:pk>/edit/", classes.ClassEditView.as_view(), name="class_edit"),
    path("classes/<uuid:pk>/move/<slug:to>/", classes.ClassMoveView.as_view(), name="class_move"),
    path("classes/calendar/", resources.CalendarView.as_view(), name="class_calendar"),
    path("classes/<uuid:pk>/instructors/", resources.AssignView.as_view(), name="class_assign"),
    path("classes/<uuid:pk>/instructors/release/", resources.ReleaseView.as_view(), name="class_release"),
    path("programmes/", programmes.ProgrammeListView.as_view(), name="programme_list"),
    path("programmes/<uuid:pk>/", programmes.ProgrammeDetailView.as_view(), name="programme_detail"),
    path("resources/", resources.ResourcesView.as_view(), name="resources"),
    path("resources/rooms/add/", resources.RoomAddView.as_view(), name="room_add"),
    path("resources/instructors/add/", resources.InstructorAddView.as_view(), name="instructor_add"),
    path("legal-bases/", legal.LegalBasisListView.as_view(), name="legal_basis_list"),
    path("legal-bases/add/", legal.LegalBasisFormView.as_view(), name="legal_basis_add"),
    path("legal-bases/<uuid:pk>/", legal.LegalBasisDetailView.as_view(), name="legal_basis_detail"),
    path("legal-bases/<uuid:pk>/change/", legal.LegalBasisFormView.as_view(), name="legal_basis_change"),
    path("legal-bases/<uuid:pk>/file/", legal.LegalBasisFileView.as_view(), name="legal_basis_file"),
    path("activities/", activities.ActivityListView.as_view(), name="activity_list"),
    path("activities/<uuid:pk>/", activities.ActivityDetailView.as_view(), name="activity_detail"),
]
