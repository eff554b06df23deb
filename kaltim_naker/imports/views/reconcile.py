"""“Your list and ours”: a question by POST, answered on the page.

Nothing of it is stored, and no number is in an address.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.imports.reconcile import Comparison, Line, Source, Theirs, all_sources, get_source
from kaltim_naker.imports.reconcile.forms import form_for
from kaltim_naker.imports.reconcile.reading import ReadList, Unread
from kaltim_naker.imports.reconcile.sealed import BrokenSealError, seal, unseal
from kaltim_naker.imports.reconcile.sources import reconcile
from kaltim_naker.imports.views.runs import IMPORTS
from kaltim_naker.ui.components import Crumb, FigureCard, Tab
from kaltim_naker.ui.export import XLSX_TYPE, write_xlsx
from kaltim_naker.ui.tables import Column, Kind
from kaltim_naker.ui.views import GuardedView, PageView

# More lines than anybody reads on a screen are in the workbook.
_SHOWN = 200
_COLUMNS = (
    Column("where", _("Where it stands")),
    Column("line", _("Line of your list"), kind=Kind.NUMBER),
    Column("shown", _("Number")),
    Column("label", _("With us")),
    Column("reason", _("Reason")),
)
_WHERE = {"both": _("in both"), "only_theirs": _("only in yours"), "only_ours": _("only in ours")}
_UNREAD = _("could not be read")


class SourceMixin:
    """The set of ours that a page is about."""

    action = Action.RECONCILE_LISTS
    kwargs: dict[str, Any]

    @cached_property
    def source(self) -> Source:
        """The one in the address; the first where somebody comes by the menu."""
        try:
            return get_source(self.kwargs["source"]) if "source" in self.kwargs else all_sources()[0]
        except KeyError:
            raise Http404 from None


class ReconcileView(SourceMixin, PageView):
    template_name = "imports/reconcile.html"
    page_title = _("Your list and ours")
    page_lead = _("Who stands in both, only in your list, only in ours, and why. Neither list is kept.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [IMPORTS, Crumb(self.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = self.source
        tabs = [Tab(one.label, _address(one), current=one is source) for one in all_sources()]
        form = kwargs.pop("form", None) or form_for(source)(initial=self.asked(), scope=self.scope)
        return super().get_context_data(ours=source, tabs=tabs, form=form, **kwargs)

    def asked(self) -> dict[str, str]:
        """Which of ours an address names, as the page of a figure does; never a number."""
        return {name: self.request.GET[name] for name in self.source.form.base_fields if self.request.GET.get(name)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = form_for(self.source)(request.POST, request.FILES, scope=self.scope)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        found, chosen = form.found, _chosen(self.source, request)
        _note(request, AccessKind.SEARCH_NIK, self.source, found)
        answer = reconcile(self.source, self.scope, form.cleaned_data, found.entries)
        context = {
            # Without the list: numbers in the clear have no place on the page that answers.
            "form": form_for(self.source)(initial=chosen, scope=self.scope),
            "answer": answer,
            "figures": _figures(answer, found),
            "parts": _parts(answer),
            "unread": found.unread[:_SHOWN],
            "sealed": seal(request.user, chosen, found),
        }
        return self.render_to_response(self.get_context_data(**context))


class ReconcileExportView(SourceMixin, GuardedView):
    """The same answer as a workbook, out of what the page carries sealed."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        source = self.source
        try:
            chosen, entries, unread = unseal(request.user, request.POST.get("sealed", ""))
        except BrokenSealError:
            messages.error(request, _("That was too long ago. Please bring the list once more."))
            return HttpResponseRedirect(_address(source))
        form = source.form(chosen, scope=self.scope)
        if not form.is_valid():
            raise Http404
        show, key = source.identifier.show, source.identifier.key
        theirs = [Theirs(key(value), line, value, show(value)) for line, value in entries]
        _note(request, AccessKind.EXPORT, source, ReadList(theirs, unread))
        answer = reconcile(source, self.scope, form.cleaned_data, theirs)
        workbook = write_xlsx(_COLUMNS, _rows(answer, unread), title=str(source.label))
        return FileResponse(
            workbook, as_attachment=True, filename=f"banding-{source.name}.xlsx", content_type=XLSX_TYPE
        )


def _address(source: Source) -> str:
    return reverse("imports:reconcile", args=[source.name])


def _chosen(source: Source, request: HttpRequest) -> dict[str, str]:
    """What was chosen of ours, as it was sent."""
    return {name: request.POST.get(name, "") for name in source.form.base_fields}


def _note(request: HttpRequest, kind: AccessKind, source: Source, found: ReadList) -> None:
    rows = len(found.entries)
    record_access(actor=request.user, kind=kind, subject=f"reconcile:{source.name}", rows=rows, request=request)


def _figures(answer: Comparison, found: ReadList) -> list[FigureCard]:
    cards = [FigureCard(capfirst(words), len(getattr(answer, name)), _("lines")) for name, words in _named()]
    if found.unread:
        cards.append(FigureCard(capfirst(_UNREAD), len(found.unread), _("lines")))
    return cards


def _named() -> list[tuple[str, str]]:
    return [(name, str(words)) for name, words in _WHERE.items()]


def _parts(answer: Comparison) -> list[dict[str, Any]]:
    """The three columns of the answer, what differs first, each with as many lines as somebody reads."""
    parts = []
    for name, words in sorted(_named(), key=lambda part: part[0] == "both"):
        lines: list[Line] = getattr(answer, name)
        parts.append(
            {"name": name, "title": capfirst(words), "lines": lines[:_SHOWN], "hidden": max(len(lines) - _SHOWN, 0)}
        )
    return parts


def _rows(answer: Comparison, unread: Sequence[Unread]) -> Iterator[dict[str, Any]]:
    for name, words in _named():
        for line in getattr(answer, name):
            yield {
                "where": words,
                "line": line.line,
                "shown": line.shown,
                "label": line.label,
                "reason": line.reason,
            }
    for entry in unread:
        yield {"where": str(_UNREAD), "line": entry.line, "shown": entry.shown, "label": "", "reason": entry.message}
