"""Lists of people: who takes one away says what for; that is written down with the number of rows and the filter."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.ui.components import Crumb
from kaltim_naker.ui.formatting import number
from kaltim_naker.ui.views import ScopedListView

_FEWEST_LETTERS, _FEWEST_WORDS = 10, 2


class ReasonForm(forms.Form):
    """Why a list of people leaves the program (UU 27/2022, article 31; domain.md §12)."""

    reason = forms.CharField(
        label=_("What do you need this list for?"),
        max_length=120,
        help_text=_("A few words. They are written down with your name, the number of rows and the filter."),
    )

    def clean_reason(self) -> str:
        words = str(self.cleaned_data["reason"]).split()
        if len(words) < _FEWEST_WORDS or len(" ".join(words)) < _FEWEST_LETTERS:
            raise forms.ValidationError(_("Please say it in a few words, for example “letters to the graduates”."))
        return " ".join(words)


class PersonalListView(ScopedListView):
    """Base of every list whose rows name people; a test opens each list and asks for the entry.

    `?export=xlsx` asks for the reason, and gives the workbook in answer to the POST that says it.
    """

    reason_template = "layouts/reason.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "export" not in request.GET:
            return cast(HttpResponseBase, self.http_method_not_allowed(request, *args, **kwargs))
        return self.get(request, *args, **kwargs)

    def export(self) -> HttpResponseBase:
        if problem := self.export_problem():
            return self.refuse(problem)
        form = ReasonForm(self.request.POST or None)
        if not form.is_valid():
            return self.ask_for_reason(form)
        record_access(
            actor=self.request.user,
            kind=AccessKind.EXPORT,
            subject=self.exported_subject(),
            rows=self.filtered().count(),
            reason=" · ".join(said for said in (form.cleaned_data["reason"], self.export_note()) if said),
            request=self.request,
        )
        return super().export()

    def ask_for_reason(self, form: ReasonForm) -> HttpResponse:
        back = self.request.GET.copy()
        del back["export"]
        address = f"?{back.urlencode()}"
        context = super().get_context_data(
            form=form,
            facts=[(_("Rows"), number(self.filtered().count())), *self.export_notes()],
            back=address,
            crumbs=[*self.get_crumbs()[:-1], Crumb(self.get_page_title(), address), Crumb(_("Export as XLSX"))],
            address_problem="",
        )
        # What else could be done with the list would only lead away from the question.
        context["page_actions"] = ()
        status = 422 if form.is_bound else 200
        return self.response_class(self.request, self.reason_template, context, status=status)

    def exported_subject(self) -> str:
        """What was taken away; by default the table."""
        return str(self.get_queryset().model._meta.label_lower)

    def export_note(self) -> str:
        """What is noted beside the reason; by default the filter."""
        return "; ".join(f"{name}: {value}" for name, value in self.export_notes())
