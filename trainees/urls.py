"""Pages about people and their training."""

from django.urls import path

from trainees.views import attendance, balance, classes, duplicates, outcomes, oversight, people, selection

app_name = "trainees"

urlpatterns = [
    # the people of a class
    path("classes/<uuid:pk>/participants/", classes.ParticipantListView.as_view(), name="class_participants"),
    path("classes/<uuid:pk>/enrol/", classes.EnrolByNikView.as_view(), name="class_enrol"),
    path("classes/<uuid:pk>/close/", classes.CloseClassView.as_view(), name="class_close"),
    path("enrolments/<uuid:pk>/withdraw/", selection.WithdrawView.as_view(), name="enrolment_withdraw"),
    # selection
    path("classes/<uuid:pk>/selection/", selection.SelectionView.as_view(), name="class_selection"),
    path("classes/<uuid:pk>/selection/confirm/", selection.ConfirmListView.as_view(), name="class_confirm"),
    path("classes/<uuid:pk>/selection/steps/", selection.StepsView.as_view(), name="class_steps"),
    path("classes/<uuid:pk>/selection/rules/", selection.RulesView.as_view(), name="class_rules"),
    path("classes/<uuid:pk>/selection/announcement/", selection.AnnouncementView.as_view(), name="class_announcement"),
    path("classes/<uuid:pk>/apply/", selection.ApplyView.as_view(), name="class_apply"),
    path("applications/<uuid:pk>/decide/", selection.DecideView.as_view(), name="application_decide"),
    path("applications/<uuid:pk>/withdraw/", selection.WithdrawApplicationView.as_view(), name="application_withdraw"),
    # attendance
    path("classes/<uuid:pk>/attendance/", attendance.AttendanceView.as_view(), name="class_attendance"),
    path("classes/<uuid:pk>/attendance/paste/", attendance.PasteView.as_view(), name="attendance_paste"),
    path("classes/<uuid:pk>/attendance/sheet/", attendance.SheetView.as_view(), name="attendance_sheet"),
    path("classes/<uuid:pk>/sessions/", attendance.SessionsView.as_view(), name="class_sessions"),
    path("attendance/", attendance.CodeView.as_view(), name="attendance_code"),
    # people
    path("job-seekers/", people.JobSeekerListView.as_view(), name="job_seeker_list"),
    path("job-seekers/find/", people.FindByNikView.as_view(), name="job_seeker_find"),
    path("job-seekers/find-number/", people.FindByNumberView.as_view(), name="job_seeker_find_number"),
    path("job-seekers/register/", people.RegisterView.as_view(), name="job_seeker_register"),
    path("job-seekers/<uuid:pk>/", people.JobSeekerDetailView.as_view(), name="job_seeker_detail"),
    path("job-seekers/<uuid:pk>/edit/", people.EditView.as_view(), name="job_seeker_edit"),
    path("job-seekers/<uuid:pk>/enrol/", people.EnrolView.as_view(), name="job_seeker_enrol"),
    path("job-seekers/<uuid:pk>/nik/", people.UnmaskNikView.as_view(), name="job_seeker_nik"),
    path("job-seekers/<uuid:pk>/protected/", duplicates.ProtectedDataView.as_view(), name="protected_data"),
    path("job-seekers/<uuid:pk>/placement/", outcomes.PlacementView.as_view(), name="placement_add"),
    path("duplicates/", duplicates.DuplicateListView.as_view(), name="duplicate_list"),
    path("duplicates/<uuid:pk>/", duplicates.DuplicateView.as_view(), name="duplicate_detail"),
    path("merges/", duplicates.MergeListView.as_view(), name="merge_list"),
    path("merges/<uuid:pk>/", duplicates.MergeView.as_view(), name="merge_detail"),
    path("merges/<uuid:pk>/undo/", duplicates.UndoMergeView.as_view(), name="merge_undo"),
    # outcome
    path("tracer/", outcomes.TracerListView.as_view(), name="tracer_list"),
    path("tracer/<uuid:pk>/<int:months>/", outcomes.AskView.as_view(), name="tracer_ask"),
    path("tracer/<uuid:pk>/<int:months>/invite/", outcomes.InviteView.as_view(), name="tracer_invite"),
    path("tracer/<uuid:pk>/<int:months>/no-answer/", outcomes.NoAnswerView.as_view(), name="tracer_no_answer"),
    path("t/<str:token>/", outcomes.TracerAnswerView.as_view(), name="tracer_answer"),
    path("absorption/", outcomes.AbsorptionView.as_view(), name="absorption"),
    path("interest/", outcomes.InterestView.as_view(), name="interest"),
    path("balance/", balance.BalanceView.as_view(), name="balance"),
    # oversight
    path("signals/", oversight.SignalListView.as_view(), name="signal_list"),
    path("signals/<uuid:pk>/", oversight.SignalView.as_view(), name="signal_look"),
    path("samples/", oversight.SampleListView.as_view(), name="sample_list"),
    path("samples/draw/", oversight.DrawView.as_view(), name="sample_draw"),
    path("samples/<uuid:pk>/", oversight.SampleView.as_view(), name="sample_detail"),
]
