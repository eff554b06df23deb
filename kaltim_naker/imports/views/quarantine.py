"""Pages of the rows that wait: which files have some, and the grid on which they are corrected."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core.ids import as_uuid
from kaltim_naker.imports.choices import ImportStage, QuarantineState
from kaltim_naker.imports.corrections import Corrected, Replaced, correct_rows, drop_rows, open_rows, replace_value
from kaltim_naker.imports.grid import Answers, Grid
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.imports.tables import quarantine_columns
from kaltim_naker.imports.views.runs import IMPORTS, RunActionView, RunsMixin, is_small_number
from kaltim_naker.ui.components import Crumb, EmptyState, Tab
from kaltim_naker.ui.failures import Refused, run_in_words
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.tables import Column
from kaltim_naker.ui.views import GuardedView, ScopedListView, ScopedObjectMixin

_OPEN = Q(quarantine__state=QuarantineState.OPEN)


class QuarantineListView(RunsMixin, ScopedListView):
    """Files of which rows still wait."""

    queryset = ImportRun.objects.all()
    page_title = _("Rows that wait for a correction")
    page_lead = _("They were not taken in with the others of their file, and stay here until they are decided about.")
    default_order = Order("created_at", descending=True)
    empty_state = EmptyState(_("No row waits"), _("Whatever was brought here was taken in or given up."))

    def get_base_queryset(self) -> QuerySet[ImportRun]:
        accepted = super().get_base_queryset().filter(stage=ImportStage.ACCEPTED)
        counted = accepted.annotate(
            open_rows=Count("quarantine", filter=_OPEN),
            corrected_rows=Count("quarantine", filter=Q(quarantine__state=QuarantineState.TAKEN_IN)),
        )
        return counted.filter(open_rows__gt=0)

    def get_columns(self) -> Sequence[Column]:
        return quarantine_columns()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [IMPORTS, Crumb(self.page_title)]


class CorrectRowsView(RunsMixin, ScopedObjectMixin, GuardedView, TemplateView):
    """The grid: what is typed goes through the same check and the same importer as a file, row by row."""

    queryset = ImportRun.objects.all()
    template_name = "imports/correct.html"
    page_title = _("Correct rows")

    @cached_property
    def grid(self) -> Grid:
        asked = self.request.GET
        after = asked.get("after", "")
        return Grid(
            self.object,
            code=asked.get("code", ""),
            after=int(after) if is_small_number(after) else 0,
            all_columns=asked.get("columns") == "all",
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(**kwargs)
        if self.grid.rows:
            record_access(
                actor=request.user,
                kind=AccessKind.CORRECT_ROWS,
                subject=self.object.pk,
                rows=len(self.grid.rows),
                request=request,
            )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _record = self.object  # 404 before anything else
        try:
            run_in_words(self._give_up if "drop" in request.POST else self._correct)
        except Refused as refused:
            messages.error(request, refused.text)
        return HttpResponseRedirect(request.get_full_path())

    def _correct(self) -> None:
        answers = Answers(self.grid.columns, self.request.POST)
        sent = open_rows(self.object).filter(pk__in=self._keys())
        done = correct_rows(
            actor=self.request.user,
            run=self.object,
            corrections={held.pk: answers.correction(held) for held in sent},
        )
        _tell(self.request, done)

    def _give_up(self) -> None:
        key = self.request.POST["drop"]
        held = open_rows(self.object).filter(pk__in=self._keys()).values_list("pk", flat=True)
        chosen = [pk for pk in held if str(pk) == key]
        reason = self.request.POST.get(f"{key}-reason", "")
        drop_rows(actor=self.request.user, run=self.object, rows=chosen, reason=reason)
        messages.success(self.request, gettext("The row was given up."))

    def _keys(self) -> list[str]:
        """The rows that were on the page, as the form names them."""
        return [key for key in self.request.POST.getlist("row") if as_uuid(key)]

    def get_crumbs(self) -> Sequence[Crumb]:
        return [IMPORTS, Crumb(str(self.object), self.object.get_absolute_url()), Crumb(self.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grid = self.grid
        return super().get_context_data(
            run=self.object,
            grid=grid,
            tabs=self._tabs(),
            next_url=self._address(after=grid.next_after),
            columns_url=self._address(after=grid.after or None, columns=None if grid.all_columns else "all"),
            empty=EmptyState(
                gettext("No row waits any more"),
                gettext("All rows of this file were taken in or given up."),
                self.object.get_absolute_url(),
                gettext("To the receipt"),
            ),
            none_here=EmptyState(gettext("Nothing here any more"), gettext("Look at the other problems above.")),
            **kwargs,
        )

    def _tabs(self) -> list[Tab]:
        code = self.grid.code
        everything = Tab(_("All"), self._address(code=None, after=None), current=not code, count=self.grid.total)
        return [everything] + [
            Tab(title, self._address(code=found, after=None), current=found == code, count=count)
            for found, title, count in self.grid.codes
        ]

    def _address(self, **changes: Any) -> str:
        """This page with other parameters; None takes one away."""
        known = {name: self.request.GET[name] for name in ("code", "columns") if name in self.request.GET}
        return "?" + urlencode({name: value for name, value in (known | changes).items() if value is not None})


class ReplaceValueView(RunActionView):
    """One text in the place of another in all rows of the file that wait."""

    def call_service(self) -> Replaced:
        sent = self.request.POST
        return replace_value(
            actor=self.request.user,
            run=self.object,
            column=sent.get("column", ""),
            given=sent.get("given", ""),
            corrected=sent.get("corrected", ""),
        )

    def get_success_url(self) -> str:
        if self.result:
            _tell(self.request, self.result.corrected)
        return reverse("imports:correct", args=[self.object.pk])

    def get_success_message(self) -> str:
        left = self.result.left
        return gettext("%(count)s more rows have this value. Click again to go on.") % {"count": left} if left else ""


class GiveUpRowsView(RunActionView):
    """Give up all rows of a file that wait, because they were corrected elsewhere or are not needed."""

    success_message = _("The rows were given up.")

    def call_service(self) -> int:
        rows = open_rows(self.object).values_list("pk", flat=True)
        return drop_rows(
            actor=self.request.user, run=self.object, rows=rows, reason=self.request.POST.get("reason", "")
        )

    def get_success_url(self) -> str:
        return reverse("imports:correct", args=[self.object.pk])


def _tell(request: HttpRequest, done: Corrected) -> None:
    """Say what became of the rows that were tried."""
    if new := len(done.taken) - done.unchanged:
        messages.success(
            request,
            ngettext("%(count)s row was taken in.", "%(count)s rows were taken in.", new) % {"count": new},
        )
    if done.unchanged:
        text = ngettext(
            "%(count)s row was there already and changes nothing.",
            "%(count)s rows were there already and change nothing.",
            done.unchanged,
        )
        messages.info(request, text % {"count": done.unchanged})
    if still := len(done.open):
        text = ngettext(
            "%(count)s row still has a problem; it stands beside its field.",
            "%(count)s rows still have a problem; it stands beside their fields.",
            still,
        )
        messages.warning(request, text % {"count": still})
