"""Pages that turn a finished report into a published one, and take in its signed copy."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.reports.models import Publication, ReportRun
from kaltim_naker.reports.proof.forms import PublishForm, SignedCopyForm
from kaltim_naker.reports.proof.publishing import attach_signed_copy, publish_report
from kaltim_naker.reports.services import cancel_report
from kaltim_naker.reports.views.runs import REPORTS
from kaltim_naker.ui.components import Crumb
from kaltim_naker.ui.views import ActionView, ServiceFormView


class RunFormView(ServiceFormView):
    """A form about one report; what is not finished, the service refuses in words."""

    action = Action.PUBLISH_REPORT
    queryset = ReportRun.objects.all()

    def get_base_queryset(self) -> QuerySet:
        return ReportRun.objects.for_list()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [REPORTS, Crumb(self.object.reference, self.object.get_absolute_url()), Crumb(self.page_title)]

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class PublishView(RunFormView):
    page_title = _("Publish the report")
    page_lead = _(
        "What was made is what is published: the file, its figures and its number stay for good. A correction is a new "
        "report. From then on anybody who has its code can ask what was published."
    )
    form_class = PublishForm
    submit_label = _("Publish")
    success_message = _("The report is published.")

    def call_service(self, form: PublishForm) -> Publication:
        return publish_report(actor=self.request.user, run=self.object, letter=form.cleaned_data["letter"])


class SignedCopyView(RunFormView):
    page_title = _("Upload the signed copy")
    page_lead = _(
        "The published PDF with its official electronic signature, made elsewhere. From then on this file is the one "
        "handed out; the unsigned one stays reachable. It can be uploaded once."
    )
    form_class = SignedCopyForm
    submit_label = _("Upload")
    success_message = _("The signed copy is the one handed out from now on.")

    def call_service(self, form: SignedCopyForm) -> Publication:
        return attach_signed_copy(actor=self.request.user, run=self.object, content=form.cleaned_data["file"].read())


class ReportCancelView(ActionView):
    """Stops a report that waits or is being made."""

    action = Action.REQUEST_REPORT
    queryset = ReportRun.objects.all()
    success_message = _("The report is not being made any more.")

    def call_service(self) -> Any:
        return cancel_report(actor=self.request.user, run=self.object)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()
