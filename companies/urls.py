"""Pages about partner companies and agreements."""

from django.urls import include, path

from companies.views import agreement_forms as forms
from companies.views import agreements, apprentices, apprenticeships, duplicates, forums, logbooks, register, territory

app_name = "companies"

urlpatterns = [
    path("companies/", register.CompanyListView.as_view(), name="company_list"),
    path("companies/new/", register.CompanyNewView.as_view(), name="company_new"),
    path("companies/reports/", register.ReportListView.as_view(), name="report_list"),
    path("companies/territory/", territory.TerritoryListView.as_view(), name="territory_list"),
    path("companies/territory/new/", territory.TerritoryFormView.as_view(), name="territory_new"),
    path("companies/territory/<uuid:pk>/edit/", territory.TerritoryFormView.as_view(), name="territory_edit"),
    path("companies/duplicates/", duplicates.PairListView.as_view(), name="pair_list"),
    path("companies/duplicates/<uuid:pk>/", duplicates.PairView.as_view(), name="pair_detail"),
    path("companies/merges/", duplicates.MergeListView.as_view(), name="merge_list"),
    path("companies/merges/<uuid:pk>/", duplicates.MergeView.as_view(), name="merge_detail"),
    path("companies/merges/<uuid:pk>/undo/", duplicates.UndoMergeView.as_view(), name="merge_undo"),
    path("companies/sites/<uuid:pk>/edit/", register.SiteEditView.as_view(), name="site_edit"),
    path("companies/sites/<uuid:pk>/report/", register.ReportNewView.as_view(), name="report_new"),
    path("companies/<uuid:pk>/", register.CompanyDetailView.as_view(), name="company_detail"),
    path("companies/<uuid:pk>/edit/", register.CompanyEditView.as_view(), name="company_edit"),
    path("companies/<uuid:pk>/sites/new/", register.SiteNewView.as_view(), name="site_new"),
    path("companies/<uuid:pk>/merge/", duplicates.MergeIntoView.as_view(), name="company_merge"),
    path("companies/<uuid:pk>/agreements/new/", forms.AgreementNewView.as_view(), name="agreement_new"),
    path("companies/<uuid:pk>/need/", forums.CompanyNeedView.as_view(), name="company_need"),
    path("activities/<uuid:pk>/agreements/", forums.ActivityAgreementsView.as_view(), name="activity_agreements"),
    path(
        "activities/<uuid:pk>/agreements/add/",
        forums.ActivityAgreementAddView.as_view(),
        name="activity_agreement_add",
    ),
    path(
        "activities/<uuid:pk>/agreements/release/",
        forums.ActivityAgreementReleaseView.as_view(),
        name="activity_agreement_release",
    ),
    path("agreements/", agreements.AgreementListView.as_view(), name="agreement_list"),
    path("agreements/notices/", agreements.NoticeListView.as_view(), name="notice_list"),
    path("agreements/notices/<uuid:pk>/", agreements.NoticeAnswerView.as_view(), name="notice_answer"),
    path("agreements/files/<uuid:pk>/", agreements.FileDownloadView.as_view(), name="agreement_file"),
    path("agreements/promises/<uuid:pk>/drop/", forms.PromiseDropView.as_view(), name="promise_drop"),
    path("agreements/parties/<uuid:pk>/remove/", forms.PartyRemoveView.as_view(), name="party_remove"),
    path("agreements/classes/<uuid:pk>/untie/", forms.ClassUntieView.as_view(), name="class_untie"),
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
    path("agreements/<uuid:pk>/edit/", forms.AgreementEditView.as_view(), name="agreement_edit"),
    path("agreements/<uuid:pk>/review/", forms.ReviewView.as_view(), name="agreement_review"),
    path("agreements/<uuid:pk>/ready/", forms.ReadyView.as_view(), name="agreement_ready"),
    path("agreements/<uuid:pk>/sign/", forms.SignView.as_view(), name="agreement_sign"),
    path("agreements/<uuid:pk>/unsign/", forms.UnsignView.as_view(), name="agreement_unsign"),
    path("agreements/<uuid:pk>/terminate/", forms.TerminateView.as_view(), name="agreement_terminate"),
    path("agreements/<uuid:pk>/addendum/", forms.AddendumView.as_view(), name="agreement_addendum"),
    path("agreements/<uuid:pk>/party/", forms.PartyFormView.as_view(), name="agreement_party"),
    path("agreements/<uuid:pk>/file/", forms.FileNewView.as_view(), name="agreement_file_new"),
    path("agreements/<uuid:pk>/promise/", forms.PromiseNewView.as_view(), name="agreement_promise"),
    path("agreements/<uuid:pk>/class/", forms.ClassTieView.as_view(), name="agreement_class"),
    path("agreements/<uuid:pk>/jobs/", forms.PlacementsAtPartnerView.as_view(), name="agreement_jobs"),
]
