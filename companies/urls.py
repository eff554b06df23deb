"""Pages about partner companies and agreements."""

from django.urls import include, path

from companies.views import agreements, apprentices, apprenticeships, logbooks, register

app_name = "companies"

urlpatterns = [
    path("companies/", register.CompanyListView.as_view(), name="company_list"),
    path("companies/<uuid:pk>/", register.CompanyDetailView.as_view(), name="company_detail"),
    path("agreements/", agreements.AgreementListView.as_view(), name="agreement_list"),
    path("agreements/<uuid:pk>/", agreements.AgreementDetailView.as_view(), name="agreement_detail"),
    path("apprenticeships/", apprenticeships.ApprenticeshipListView.as_view(), name="apprenticeship_list"),
    path("apprenticeships/plan/", apprenticeships.ApprenticeshipPlanView.as_view(), name="apprenticeship_plan"),
    path("apprenticeships/people/", apprentices.ApprenticeListView.as_view(), name="apprentice_list"),
    path(
        "apprenticeships/people/<uuid:pk>/",
        include(
            [
                path("", apprentices.ApprenticeDetailView.as_view(), name="apprentice_detail"),
                path("edit/", apprentices.ApprenticeEditView.as_view(), name="apprentice_edit"),
                path("leave/", apprentices.LeaveView.as_view(), name="apprentice_leave"),
                path("after/", apprentices.AfterView.as_view(), name="apprentice_after"),
                path("cancel/", apprentices.GiveUpView.as_view(), name="apprentice_cancel"),
                path("week/", logbooks.WeekView.as_view(), name="apprentice_week"),
                path("link/", logbooks.ApprenticeLinkView.as_view(), name="apprentice_link"),
                path("agreement/", apprentices.AgreementPaperView.as_view(), name="apprentice_agreement"),
                path("paper/", apprentices.PaperView.as_view(), name="apprentice_paper"),
                path("paper/file/", apprentices.PaperFileView.as_view(), name="apprentice_paper_file"),
            ]
        ),
    ),
    path(
        "apprenticeships/<uuid:pk>/",
        include(
            [
                path("", apprenticeships.ApprenticeshipDetailView.as_view(), name="apprenticeship_detail"),
                path("edit/", apprenticeships.ApprenticeshipEditView.as_view(), name="apprenticeship_edit"),
                path("submit/", apprenticeships.SubmitView.as_view(), name="apprenticeship_submit"),
                path("permit/", apprenticeships.PermitView.as_view(), name="apprenticeship_permit"),
                path("cancel/", apprenticeships.CancelView.as_view(), name="apprenticeship_cancel"),
                path("mentor/", apprenticeships.MentorAddView.as_view(), name="apprenticeship_mentor"),
                path("visit/", apprenticeships.VisitAddView.as_view(), name="apprenticeship_visit"),
                path("add/", apprentices.AddView.as_view(), name="apprenticeship_add"),
                path("sign/", apprentices.SignView.as_view(), name="apprenticeship_sign"),
                path("ratify/", apprentices.RatifyView.as_view(), name="apprenticeship_ratify"),
                path("start/", apprentices.StartView.as_view(), name="apprenticeship_start"),
                path("complete/", apprentices.CompleteView.as_view(), name="apprenticeship_complete"),
                path("list/", apprenticeships.ParticipantsPaperView.as_view(), name="apprenticeship_list_paper"),
                path("form/", apprenticeships.VisitPaperView.as_view(), name="apprenticeship_visit_paper"),
            ]
        ),
    ),
    path("mentors/<uuid:pk>/link/", logbooks.MentorLinkView.as_view(), name="mentor_link"),
    path("visits/<uuid:pk>/follow-up/", apprenticeships.FollowUpView.as_view(), name="visit_follow_up"),
    path("logbook/<str:token>/", logbooks.LogbookLinkView.as_view(), name="logbook_link"),
]
