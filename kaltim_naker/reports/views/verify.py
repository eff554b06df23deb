"""What a stranger may ask, without an account: was this report published, and is this file the one that was.

A wrong code and one that nobody has are one answer; whoever asks too often is asked to wait. What is said comes from
`reports.proof.checking` and holds no name.
"""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from certifications.views.public import PublicView
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import scope_of
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.proof.checking import (
    FileStanding,
    ReportProof,
    Standing,
    verify_figure,
    verify_file,
    verify_report,
    verify_sha256,
)
from kaltim_naker.reports.proof.forms import CODE_LENGTH, CheckFileForm, CheckReportForm
from kaltim_naker.ui.components import Badge

FILES_PER_MINUTE = 10

# Each answer has its own word, tone and shape; none is told by colour alone.
STANDING_BADGES = {
    Standing.PUBLISHED: Badge(_("Published"), "good"),
    Standing.REPLACED: Badge(_("Published, and replaced since"), "done"),
    Standing.DRAFT: Badge(_("Draft, not published"), "warn"),
    Standing.UNKNOWN: Badge(_("Unknown"), "neutral"),
}
FILE_BADGES = {
    FileStanding.PUBLISHED: Badge(_("This is the published file"), "good"),
    FileStanding.SIGNED: Badge(_("This is the signed copy"), "good"),
    FileStanding.UNKNOWN: Badge(_("Not a published file"), "warn"),
}


class VerifyPage(PublicView):
    page_title = _("Check a report")
    what = "verify-report"


class VerifyReportFormView(VerifyPage, FormView):
    """GET and POST /verify/report/: the code as it is printed. The answer stands at an address of its own."""

    template_name = "reports/public/form.html"
    form_class = CheckReportForm

    def is_question(self) -> bool:
        return self.request.method == "POST"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        code = form.cleaned_data["code"]
        report, figure = code[:CODE_LENGTH], code[CODE_LENGTH:]
        if figure:
            return HttpResponseRedirect(reverse("reports:verify_figure", args=[report, figure]))
        return HttpResponseRedirect(reverse("reports:verify_report", args=[report]))


class VerifyReportView(VerifyPage, TemplateView):
    """GET /verify/report/<code>: the address in the QR of a report."""

    template_name = "reports/public/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.answer(verify_report(self.kwargs["code"])), **kwargs)

    def answer(self, proof: ReportProof) -> dict[str, Any]:
        badge, run = STANDING_BADGES[proof.standing], self.own_run(proof.code)
        return {"proof": proof, "badge": badge, "run": run, "form": CheckReportForm()}

    def own_run(self, code: str) -> ReportRun | None:
        """The report inside the program, for a reader who is logged in and may see it."""
        reader = self.request.user
        if not (code and reader.is_authenticated and can(reader, Action.VIEW_REPORTS)):
            return None
        return ReportRun.objects.visible_to(scope_of(reader, Action.VIEW_REPORTS)).filter(code=code).first()


class VerifyFigureView(VerifyReportView):
    """GET /verify/report/<code>/<figure>: one figure with its counting rule, and what the records say now."""

    template_name = "reports/public/figure.html"
    page_title = _("Check a figure")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proof, figure = verify_figure(self.kwargs["code"], self.kwargs["figure"])
        context = super(VerifyReportView, self).get_context_data(**self.answer(proof), **kwargs)
        may_follow = figure and context["run"] and can(self.request.user, Action.VIEW_ACHIEVEMENT)
        return {**context, "figure": figure, "records": figure.trace.url if figure and may_follow else ""}


class VerifyFileView(VerifyPage, FormView):
    """GET and POST /verify/report/file/: is this the file that was published? It is compared and not kept."""

    template_name = "reports/public/file.html"
    form_class = CheckFileForm
    page_title = _("Is this the published file?")
    what = "verify-report-file"
    per_minute = FILES_PER_MINUTE

    def is_question(self) -> bool:
        return self.request.method == "POST"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        given = form.cleaned_data
        proof = verify_file(given["file"].chunks()) if given["file"] else verify_sha256(given["sha256"])
        badge = FILE_BADGES[proof.standing]
        return self.render_to_response(self.get_context_data(form=form, proof=proof, badge=badge))
