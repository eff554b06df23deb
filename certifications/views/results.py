"""Results of a class, and what still waits: for an assessment, for a paper."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from certifications.choices import ResultOutcome
from certifications.filters import (
    AwaitingAssessmentFilter,
    AwaitingCertificateFilter,
    ResultFilter,
)
from certifications.forms import AssessmentForm, CertificateForm, IssueForm, OutcomeForm
from certifications.models import Assessment, Certificate, Result
from certifications.querysets import awaiting_assessment
from certifications.services import issue_certificate, record_result
from certifications.tables import (
    AWAITING_ASSESSMENT_COLUMNS,
    RESULT_COLUMNS,
    awaiting_certificate_columns,
)
from certifications.views.certificates import CERTIFICATES
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.core.errors import DomainError
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction, PlainTable
from kaltim_naker.ui.formatting import number
from kaltim_naker.ui.grids import GridFormView, RowForm
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.tables import Column
from programs.permissions import may as may_on_class
from programs.views import class_crumbs, class_tabs
from trainees.models import Enrolment
from trainees.views.classes import ClassFormView, ClassMixin


class ClassAssessmentView(ClassMixin, PersonalListView):
    """The results of a class, and what has come of them."""

    action = Action.VIEW_CERTIFICATES
    template_name = "certifications/class_assessment.html"
    queryset = Result.objects.all()
    filterset_class = ResultFilter
    columns = RESULT_COLUMNS
    default_order = Order("job_seeker__full_name")
    caption = _("Results")
    empty_state = EmptyState(_("No results yet"), _("Record the results once the class has been assessed."))

    def get_base_queryset(self) -> QuerySet:
        return Result.objects.filter(assessment__training_class=self.training_class)

    def get_page_title(self) -> str:
        return str(self.training_class)

    def get_crumbs(self) -> Sequence[Crumb]:
        return class_crumbs(self.training_class, _("Assessment and certificates"))

    def get_page_actions(self) -> Sequence[PageAction]:
        pages = (
            (Action.RECORD_RESULT, _("Record results"), "certifications:record_results", True),
            (Action.ISSUE_CERTIFICATE, _("Enter certificates"), "certifications:issue_certificates", True),
            (Action.MANAGE_ASSESSMENT, _("Register for an assessment"), "certifications:plan_assessment", False),
            (Action.VIEW_CERTIFICATES, _("Papers of the class"), "certifications:class_documents", False),
        )
        actions = [
            PageAction(label, reverse(name, args=[self.training_class.pk]), primary=is_primary)
            for action, label, name, is_primary in pages
            if may_on_class(self.request.user, action, self.training_class)
        ]
        if may_on_class(self.request.user, Action.IMPORT_RESULTS, self.training_class):
            template = reverse("imports:template_for", args=["results", self.training_class.pk])
            actions.append(PageAction(_("Template for results"), template))
        return actions

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = class_tabs(self.training_class, self.request.user, "certifications:class_assessment")
        return super().get_context_data(tabs=tabs, summary=self.summary(), **kwargs)

    def summary(self) -> PlainTable | None:
        """People by assessment: K, BK, absent, and certificates; a second attempt counts its own result."""
        assessments = (
            Assessment.objects.filter(results__in=self.get_queryset())
            .select_related("scheme", "issuer")
            .annotate(
                **{
                    outcome.name.lower(): Count("results", filter=Q(results__outcome=outcome), distinct=True)
                    for outcome in ResultOutcome
                },
                papers=Count("results__certificates", distinct=True),
            )
            .order_by("scheme__title", "issuer__short_name")
        )
        rows = [
            (f"{row.scheme} ({row.issuer})", *(number(getattr(row, name)) for name in _SUMMARY_COLUMNS))
            for row in assessments
        ]
        if not rows:
            return None
        return PlainTable((_("Assessment"), *(outcome.label for outcome in ResultOutcome), _("certificates")), rows)


_SUMMARY_COLUMNS = (*(outcome.name.lower() for outcome in ResultOutcome), "papers")


class AssessmentPageView(ClassFormView, GridFormView):
    """A grid about the assessment of one class; leads back to its results."""

    form_class: type[forms.Form]

    def get_success_url(self) -> str:
        return reverse("certifications:class_assessment", args=[self.object.pk])


class RecordResultsView(AssessmentPageView):
    action = Action.RECORD_RESULT
    page_title = _("Record results")
    page_lead = _("One scheme and issuer at a time. A row left empty is not recorded; all others are saved together.")
    form_class = AssessmentForm
    row_form_class = OutcomeForm
    submit_label = _("Save the results")
    empty_state = EmptyState(_("Nobody to assess"), _("The class has no participants, or all of them withdrew."))

    def get_initial(self) -> dict[str, Any]:
        """The assessment that the class has already, if it has just one."""
        known = list(Assessment.objects.filter(training_class=self.object)[:2])
        return {"scheme": known[0].scheme_id, "issuer": known[0].issuer_id} if len(known) == 1 else {}

    def get_records(self) -> Iterable[Enrolment]:
        results = Prefetch("results", Result.objects.select_related("assessment__scheme").order_by("attempt"))
        candidates = Enrolment.objects.filter(training_class=self.object).taking_a_seat()
        return candidates.select_related("job_seeker").prefetch_related(results).order_by("job_seeker__full_name", "pk")

    def call_service(self, form: AssessmentForm) -> list[Result]:
        rows = [row for row in self.rows if row.cleaned_data["outcome"]]
        if not rows:
            raise DomainError("no_results", gettext("Please choose a result for at least one person."))

        def record(row: RowForm) -> Result:
            return record_result(
                actor=self.request.user, enrolment=row.record, **form.cleaned_data, outcome=row.cleaned_data["outcome"]
            )

        return self.save_rows(record, rows)

    def get_success_message(self) -> str:
        count = len(self.result)
        return ngettext("%(count)s result is recorded.", "%(count)s results are recorded.", count) % {"count": count}


class IssueCertificatesView(AssessmentPageView):
    action = Action.ISSUE_CERTIFICATE
    page_title = _("Enter certificates")
    page_lead = _("Results K whose paper has not been entered. Leave a row empty if its paper has not arrived.")
    form_class = IssueForm
    row_form_class = CertificateForm
    submit_label = _("Save the certificates")
    empty_state = EmptyState(_("No paper is missing"), _("Every result K of this class has its certificate."))

    def get_records(self) -> Iterable[Result]:
        waiting = Result.objects.filter(assessment__training_class=self.object).awaiting_certificate()
        return waiting.for_list().order_by("assessment__scheme__title", "job_seeker__full_name", "pk")

    def call_service(self, form: IssueForm) -> list[Certificate]:
        rows = [row for row in self.rows if row.cleaned_data["number"]]
        if not rows:
            raise DomainError("no_certificates", gettext("Please enter the number of at least one certificate."))

        def issue(row: RowForm) -> Certificate:
            return issue_certificate(
                actor=self.request.user,
                result=row.record,
                number=row.cleaned_data["number"],
                registration_number=row.cleaned_data["registration_number"],
                issued_on=row.cleaned_data["issued_on"] or form.cleaned_data["issued_on"],
            )

        return self.save_rows(issue, rows)

    def get_success_message(self) -> str:
        count = len(self.result)
        text = ngettext("%(count)s certificate is saved.", "%(count)s certificates are saved.", count)
        return text % {"count": count}


class AwaitingCertificateView(PersonalListView):
    action = Action.VIEW_CERTIFICATES
    page_title = _("Competent, but the paper has not arrived")
    page_lead = _("Results K without a certificate, the oldest first.")
    queryset = Result.objects.all()
    filterset_class = AwaitingCertificateFilter
    default_order = Order("assessed_on")
    empty_state = EmptyState(_("No paper is missing"))

    def get_base_queryset(self) -> QuerySet:
        return Result.objects.awaiting_certificate()

    def get_columns(self) -> Sequence[Column]:
        return awaiting_certificate_columns(may_issue=can(self.request.user, Action.ISSUE_CERTIFICATE))

    def get_crumbs(self) -> Sequence[Crumb]:
        return [CERTIFICATES, Crumb(self.page_title)]


class AwaitingAssessmentView(PersonalListView):
    action = Action.VIEW_CERTIFICATES
    page_title = _("Passed the training, but not assessed")
    page_lead = _("Graduates without any result, the oldest first.")
    queryset = Enrolment.objects.all()
    filterset_class = AwaitingAssessmentFilter
    columns = AWAITING_ASSESSMENT_COLUMNS
    default_order = Order("ended_on")
    empty_state = EmptyState(_("Everybody was assessed"))

    def get_base_queryset(self) -> QuerySet:
        return awaiting_assessment(Enrolment.objects.all())

    def get_crumbs(self) -> Sequence[Crumb]:
        return [CERTIFICATES, Crumb(self.page_title)]
