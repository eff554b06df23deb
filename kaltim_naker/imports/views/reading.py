"""Pages of how a checked file was read: which column is which, what would change, and values replaced in all rows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from kaltim_naker.imports.corrections import replace_in_file
from kaltim_naker.imports.layouts import choose_columns, forget_columns
from kaltim_naker.imports.matching import MatchingPage
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.imports.pages import CheckedPage
from kaltim_naker.imports.views.runs import IMPORTS, RunActionView, RunsMixin, is_small_number
from kaltim_naker.ui.components import Crumb, Tab
from kaltim_naker.ui.views import GuardedView, ScopedObjectMixin

_AT_ONCE = 100


class CheckedFileView(RunsMixin, ScopedObjectMixin, GuardedView, TemplateView):
    """A page about a checked file; of any other file there is nothing to say here."""

    queryset = ImportRun.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.object.is_decidable:
            return HttpResponseRedirect(self.object.get_absolute_url())
        return self.render_to_response(self.get_context_data(**kwargs))

    def get_crumbs(self) -> Sequence[Crumb]:
        return [IMPORTS, Crumb(str(self.object), self.object.get_absolute_url()), Crumb(self.page_title)]


class ColumnsView(CheckedFileView):
    """Our guess of which column is which, with samples; a person may say it better."""

    template_name = "imports/columns.html"
    page_title = _("Which column is which")
    page_lead = _("The name above a column is compared with the words people use; where it says nothing, the content.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen_at = parse_datetime(self.object.verdict.get("remembered_at", ""))
        return super().get_context_data(run=self.object, page=MatchingPage(self.object), chosen_at=chosen_at, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return ChooseColumnsView.as_view()(request, *args, **kwargs)


class ChooseColumnsView(RunActionView):
    success_message = _("The file is being checked with your columns.")

    def call_service(self) -> ImportRun:
        places = MatchingPage(self.object).places(self.request.POST) if self.object.verdict else {}
        return choose_columns(actor=self.request.user, run=self.object, places=places)

    def get_failure_url(self) -> str:
        return reverse("imports:columns", args=[self.object.pk])


class ForgetColumnsView(RunActionView):
    success_message = _("Forgotten. The file is being checked with our own guess.")

    def call_service(self) -> ImportRun:
        return forget_columns(actor=self.request.user, run=self.object)


class ReplaceInFileView(RunActionView):
    """A value that nobody knows is taken for another one, in all rows."""

    success_message = _("The file is being checked again.")

    def call_service(self) -> ImportRun:
        sent = self.request.POST
        return replace_in_file(
            actor=self.request.user,
            run=self.object,
            column=sent.get("column", ""),
            given=sent.get("given", ""),
            corrected=sent.get("corrected", ""),
        )


class ChangesView(CheckedFileView):
    """Every record that the file would change: which fields, from what to what."""

    template_name = "imports/changes.html"
    page_title = _("What would change")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        after = self.request.GET.get("after", "")
        start = int(after) if is_small_number(after) else 0
        changed = [row for row in CheckedPage(self.object).changed if row.line > start]
        shown = changed[:_AT_ONCE]
        next_url = f"?after={shown[-1].line}" if len(changed) > len(shown) else ""
        return super().get_context_data(run=self.object, changed=shown, next_url=next_url, **kwargs)


class FindingsView(CheckedFileView):
    """All rows with one kind of problem; the page of the result shows the first of each kind."""

    template_name = "imports/findings_page.html"
    page_title = _("What was found")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        after, code = asked.get("after", ""), asked.get("code", "")
        kinds = CheckedPage(self.object, shown=None).groups
        group = next((kind for kind in kinds if kind.code == code), kinds[0] if kinds else None)
        found = [row for row in group.rows if row.line > (int(after) if is_small_number(after) else 0)] if group else []
        shown = found[:_AT_ONCE]
        tabs = [Tab(kind.title, f"?code={kind.code}", current=kind is group, count=kind.count) for kind in kinds]
        next_url = f"?code={group.code}&after={shown[-1].line}" if group and len(found) > len(shown) else ""
        groups = [replace(group, rows=shown, count=len(shown))] if group else []
        return super().get_context_data(run=self.object, tabs=tabs, groups=groups, next_url=next_url, **kwargs)
