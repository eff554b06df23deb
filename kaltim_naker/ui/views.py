"""Base views. Each states one `action`; rights, scope, no-store and reading-only are applied here, for every page.

May not do → 403. Out of scope or absent → 404; the two look the same.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, TemplateView, View
from django_filters import FilterSet

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import CONFIRMED, require
from kaltim_naker.access.scope import Scope, ScopedQuerySet, scope_of
from kaltim_naker.accounts.freshness import ask_again
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.export import EXPORT_CAP, XLSX_TYPE, write_xlsx
from kaltim_naker.ui.failures import Refused, run_in_words
from kaltim_naker.ui.formatting import number
from kaltim_naker.ui.paging import PAGE_SIZE, Order, Page, Pager
from kaltim_naker.ui.readonly import reading_only
from kaltim_naker.ui.tables import Column, Table, lookups_of, order_from

#: Parameters of a list's address that are not filters.
LIST_PARAMETERS = frozenset({"sort", "after", "before", "export"})


class GuardedView(View):
    """What every page has in common: one action, one scope, words for the page head, private answers."""

    action: ClassVar[Action]
    page_title: str | Promise = ""
    page_lead: str | Promise = ""
    #: Whether showing the page already asks again who it is, so that nothing is filled in for nothing.
    asks_before_showing: ClassVar[bool] = False

    @cached_property
    def scope(self) -> Scope:
        """The rows this reader may do this page's action with."""
        return scope_of(self.request.user, self.action)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(request.user, self.action)
        is_reading = request.method in ("GET", "HEAD")
        if self.action in CONFIRMED and (self.asks_before_showing or not is_reading):
            ask_again(request)
        if is_reading:
            with reading_only():
                response = super().dispatch(request, *args, **kwargs)
                if isinstance(response, TemplateResponse):
                    response.render()
        else:
            response = super().dispatch(request, *args, **kwargs)
        return keep_private(response)

    def get_page_title(self) -> str | Promise:
        return self.page_title

    def get_crumbs(self) -> Sequence[Crumb]:
        """The way up, the page itself last."""
        return ()

    def get_page_actions(self) -> Sequence[PageAction]:
        return ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {
            "page_title": self.get_page_title(),
            "page_lead": self.page_lead,
            "crumbs": self.get_crumbs(),
            "page_actions": self.get_page_actions(),
            **context,
        }


def keep_private(response: HttpResponseBase) -> HttpResponseBase:
    """Nobody on the way keeps a personal page, nor takes a fragment for a page (security.md §2, row 20)."""
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response


class ScopedQuerysetMixin:
    """The one place where rows are cut to the reader's scope."""

    queryset: ClassVar[QuerySet]
    scope: Scope

    def get_queryset(self) -> QuerySet:
        """Rows of this page's scope. Override `get_base_queryset` to join or annotate, never this."""
        base = self.get_base_queryset()
        if not isinstance(base, ScopedQuerySet):
            raise ImproperlyConfigured(f"{type(self).__name__} needs a ScopedQuerySet, not {type(base).__name__}")
        return base.visible_to(self.scope)

    def get_base_queryset(self) -> QuerySet:
        return self.queryset.all()


class PageView(GuardedView, TemplateView):
    """A page without rows of its own, e.g. a dashboard."""


class ScopedListView(ScopedQuerysetMixin, GuardedView, TemplateView):
    """A list: queryset + filterset + columns, ten lines a page.

    `?sort=` and the filters are in the address, `?export=xlsx` gives the filtered rows as a workbook. Rows are dicts of
    what the columns need; with `rows_are_objects` they are model instances.
    """

    template_name = "layouts/list.html"
    results_template = "components/list_results.html"
    filterset_class: ClassVar[type[FilterSet] | None] = None
    columns: ClassVar[Sequence[Column]]
    default_order: Order = Order("pk", descending=True)
    page_size = PAGE_SIZE
    caption: str | Promise = ""
    empty_state: EmptyState | None = None
    rows_are_objects = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if problem := self.address_problem():
            return self.refuse(problem)
        if request.GET.get("export") == "xlsx":
            return self.export()
        return self.render_to_response(self.get_context_data())

    def refuse(self, problem: str) -> HttpResponseBase:
        """The page with what is wrong with its address, and no rows."""
        return self.render_to_response(self.get_context_data(address_problem=problem), status=400)

    def get_columns(self) -> Sequence[Column]:
        return self.columns

    @cached_property
    def filterset(self) -> FilterSet | None:
        if self.filterset_class is None:
            return None
        return self.filterset_class(self.request.GET, queryset=self.get_queryset(), request=self.request)

    @cached_property
    def order(self) -> Order:
        return (
            order_from(self.request.GET.get("sort", ""), self.get_columns(), self.default_order) or self.default_order
        )

    def filtered(self) -> QuerySet:
        """The rows of the scope that pass the filter; none where the filter itself is wrong."""
        if self.filterset is None:
            return self.get_queryset()
        return self.filterset.qs if self.filterset.is_valid() else self.get_queryset().none()

    def address_problem(self) -> str:
        """An unknown parameter or order is refused: ignoring a mistyped filter would show all rows as if filtered."""
        known = LIST_PARAMETERS | set(self.filterset.form.fields if self.filterset else ())
        unknown = sorted(name for name in self.request.GET if not _is_known(name, known))
        if unknown:
            return _("This list knows no filter “%(name)s”. Known: %(known)s.") % {
                "name": unknown[0],
                "known": ", ".join(sorted(known)),
            }
        sort = self.request.GET.get("sort", "")
        if order_from(sort, self.get_columns(), self.default_order) is None:
            sortable = ", ".join(column.name for column in self.get_columns() if column.sort)
            return _("This list cannot be sorted by “%(name)s”. Possible: %(known)s.") % {
                "name": sort,
                "known": sortable,
            }
        if self.request.GET.get("export", "xlsx") != "xlsx":
            return _("A list can be exported as xlsx only.")
        return ""

    def get_page(self) -> Page:
        fields = None if self.rows_are_objects else lookups_of(self.get_columns())
        return Pager(self.request.GET, self.page_size).page(self.filtered(), self.order, fields)

    def get_table(self) -> Table:
        page = self.get_page()
        extra = {"empty": self.empty_state} if self.empty_state else {}
        return Table(
            columns=self.get_columns(),
            page=page,
            caption=self.caption or self.get_page_title(),
            order=self.order,
            query=self.request.GET,
            **extra,
        )

    def get_template_names(self) -> list[str]:
        # Going back in the browser asks by htmx for the whole page, because none is kept on the machine.
        htmx = self.request.htmx
        return [self.results_template if htmx and not htmx.history_restore_request else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["results_template"] = self.results_template
        if "address_problem" not in kwargs:
            context["filterset"] = self.filterset
            context["table"] = self.get_table()
            context["count_text"] = context["table"].page.count_text
            context["export_url"] = _export_url(self.request)
        return context

    def export(self) -> HttpResponseBase:
        """The filtered rows as a workbook; too many are refused with the way out."""
        if problem := self.export_problem():
            return self.refuse(problem)
        queryset = self.filtered().order_by(*self.order.terms)
        columns = self.get_columns()
        rows = queryset if self.rows_are_objects else queryset.values("pk", *lookups_of(columns))
        title = str(self.get_page_title())
        workbook = write_xlsx(columns, rows.iterator(2000), title=title, notes=self.export_notes())
        name = f"{queryset.model._meta.model_name}.xlsx"
        return FileResponse(workbook, as_attachment=True, filename=name, content_type=XLSX_TYPE)

    def export_problem(self) -> str:
        if self.filtered()[: EXPORT_CAP + 1].count() <= EXPORT_CAP:
            return ""
        return _("An export holds up to %(cap)s rows. Please narrow the filter.") % {"cap": number(EXPORT_CAP)}

    def export_notes(self) -> list[tuple[str, str]]:
        """The filter as the reader set it; names of filters, and values as typed."""
        if self.filterset is None:
            return []
        fields = self.filterset.form.fields
        return [
            (str(fields[name].label), value) for name, value in self.request.GET.items() if value and name in fields
        ]


def _is_known(name: str, known: frozenset[str] | set[str]) -> bool:
    """Range filters send `<name>_min`, `<name>_max`, `<name>_after`, `<name>_before`."""
    stem, _mark, end = name.rpartition("_")
    return name in known or (end in ("min", "max", "after", "before") and stem in known)


def _export_url(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query["export"] = "xlsx"
    return f"?{query.urlencode()}"


class ScopedDetailView(ScopedQuerysetMixin, GuardedView, DetailView):
    """One record of the reader's scope; the template extends `layouts/detail.html`.

    The way to its history stands on the page of every record of table, for whom it is allowed.
    """

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "page_actions": [*context["page_actions"], *self.get_history_actions()]}

    def get_history_actions(self) -> Sequence[PageAction]:
        if not hasattr(self.object, "pgh_event_model"):
            return []
        address = reverse("audit:history", args=[self.object._meta.label_lower, self.object.pk])
        return [PageAction(gettext_lazy("History"), address, action=Action.VIEW_HISTORY)]

    def get_page_title(self) -> str | Promise:
        return self.page_title or str(self.object)


class ScopedObjectMixin(ScopedQuerysetMixin):
    """The record that a form or a button is about, where the address names one (`pk`)."""

    kwargs: dict[str, Any]

    @cached_property
    def object(self) -> Any:
        """None for pages that create something."""
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]) if "pk" in self.kwargs else None


class ServiceFormView(ScopedObjectMixin, GuardedView, FormView):
    """A form whose POST is one service call.

    Implement `call_service(form)`; a broken rule comes back as an error of the form with status 422 and nothing is
    changed. `get_success_url` may use `self.result`.
    """

    template_name = "layouts/form.html"
    asks_before_showing = True
    submit_label: str | Promise = ""
    success_message: str | Promise = ""
    result: Any = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _record = self.object  # 404 before anything is said about the form
        return super().post(request, *args, **kwargs)

    def call_service(self, form: Any) -> Any:
        raise NotImplementedError

    def get_cancel_url(self) -> str:
        return ""

    def get_success_message(self) -> str | Promise:
        return self.success_message

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            self.result = run_in_words(lambda: self.call_service(form))
        except Refused as refused:
            refused.add_to(form)
            return self.form_invalid(form)
        if message := self.get_success_message():
            messages.success(self.request, message)
        return HttpResponseRedirect(str(self.get_success_url()))

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        return cast(HttpResponse, self.render_to_response(self.get_context_data(form=form), status=422))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            "object": self.object,
            "submit_label": self.submit_label,
            "cancel_url": self.get_cancel_url(),
            **context,
        }


class ActionView(ScopedObjectMixin, GuardedView):
    """A button: POST only, one service call on one record, then back.

    Implement `call_service()` with `self.object`; a broken rule becomes a message on the page it leads back to.
    """

    http_method_names = ["post", "options"]
    success_message: str | Promise = ""
    result: Any = None

    def call_service(self) -> Any:
        raise NotImplementedError

    def get_success_url(self) -> str:
        raise NotImplementedError

    def get_failure_url(self) -> str:
        """Where to go when the service refuses; by default where success leads, too."""
        return self.get_success_url()

    def get_success_message(self) -> str | Promise:
        return self.success_message

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _record = self.object  # 404 before anything else
        try:
            self.result = run_in_words(self.call_service)
        except Refused as refused:
            messages.error(request, refused.text)
            return HttpResponseRedirect(self.get_failure_url())
        if message := self.get_success_message():
            messages.success(request, message)
        return HttpResponseRedirect(self.get_success_url())
