"""Pages of oversight: the history beside a record, and the list of looks at personal data."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import ScopedModel
from kaltim_naker.audit.models import AccessLog, ChainLink
from kaltim_naker.audit.trail import Change, deleted_of, history_of, last_version
from kaltim_naker.inspection.filters import AccessLogFilter
from kaltim_naker.inspection.forms import TableForm
from kaltim_naker.inspection.tables import ACCESS_LOG_COLUMNS, CHAIN_COLUMNS
from kaltim_naker.ui.components import Badge, Crumb, EmptyState, PageAction
from kaltim_naker.ui.formatting import long_date
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import PageView, ScopedDetailView, ScopedListView

SHOWN = 200

ENTRY_BADGES = {
    "insert": Badge(_("entered"), "good"),
    "update": Badge(_("changed"), "info"),
    "delete": Badge(_("deleted"), "bad"),
}


class HistoryView(ScopedDetailView):
    """Who did what to one record, and when. `label` in the address is `app.model` of any scoped, tracked table."""

    action = Action.VIEW_HISTORY
    template_name = "audit/history.html"

    @cached_property
    def model_in_address(self) -> type[Model]:
        try:
            model = apps.get_model(self.kwargs["label"])
        except (LookupError, ValueError) as error:
            raise Http404 from error
        if not issubclass(model, ScopedModel) or not hasattr(model, "pgh_event_model"):
            raise Http404
        return model

    def get_base_queryset(self) -> QuerySet:
        return self.model_in_address._default_manager.all()

    def get_object(self, queryset: QuerySet | None = None) -> Model:
        """Of a deleted record nobody can say whose it would be now: only who sees everything reads its history."""
        try:
            return super().get_object(queryset)
        except Http404:
            deleted = last_version(self.model_in_address, self.kwargs["pk"]) if self.scope.everything else None
            if deleted is None:
                raise
            return deleted

    def get_history_actions(self) -> Sequence[PageAction]:
        return []

    def get_crumbs(self) -> Sequence[Crumb]:
        is_there = not self.is_deleted and hasattr(self.object, "get_absolute_url")
        return [Crumb(str(self.object), self.object.get_absolute_url() if is_there else ""), Crumb(_("History"))]

    @cached_property
    def is_deleted(self) -> bool:
        return not self.model_in_address._default_manager.filter(pk=self.object.pk).exists()

    def get_page_title(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = [
            {"entry": entry, "badge": ENTRY_BADGES[entry.label], "changes": [self._shown(one) for one in entry.changes]}
            for entry in history_of(self.object)
        ]
        return super().get_context_data(entries=entries, kind=self.model_in_address._meta.verbose_name, **kwargs)

    def _shown(self, change: Change) -> Change:
        """In words, or only that it changed, where the column needs an action that this reader may not do."""
        needed = self.object.guarded_columns.get(change.column)
        return _in_words(change) if needed is None or can(self.request.user, needed) else change.without_values()


def _in_words(change: Change) -> Change:
    return replace(change, before=_value(change.before), after=_value(change.after))


def _value(value: Any) -> Any:
    return long_date(value) if isinstance(value, date) else value


class DeletedView(PageView):
    """What was deleted from a table, with the way to its whole history; for who sees everything."""

    action = Action.VIEW_ACCESS_LOG
    template_name = "audit/deleted.html"
    page_title = _("Deleted records")
    page_lead = _("The history of a record stays when the record goes. The newest 200 of a table are shown.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Looks at personal data"), reverse_lazy("audit:access_log")), Crumb(self.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = TableForm(self.request.GET or None)
        model = form.chosen()
        found = [_entry_of(event) for event in deleted_of(model)[:SHOWN]] if model else []
        return super().get_context_data(form=form, is_chosen=model is not None, found=found, **kwargs)


def _entry_of(event: Any) -> dict[str, Any]:
    context = event.pgh_context.metadata if event.pgh_context else {}
    label = event.pgh_tracked_model._meta.label_lower
    return {
        "at": event.pgh_created_at,
        "reason": context.get("reason", ""),
        "key": event.pgh_obj_id,
        "url": reverse("audit:history", args=[label, event.pgh_obj_id]),
    }


class AccessLogView(ScopedListView):
    """Who looked at whose personal data, and why. No one can change or delete an entry."""

    action = Action.VIEW_ACCESS_LOG
    page_title = _("Looks at personal data")
    page_lead = _("Every opened person, search by NIK, full NIK, export and download. Entries cannot be changed.")
    queryset = AccessLog.objects.all()
    filterset_class = AccessLogFilter
    columns = ACCESS_LOG_COLUMNS
    default_order = Order("created_at", descending=True)

    def get_page_actions(self) -> Sequence[PageAction]:
        return [
            PageAction(_("Deleted records"), reverse("audit:deleted")),
            PageAction(_("Sealed days"), reverse("audit:chain")),
        ]


class ChainView(ScopedListView):
    """The chain of fingerprints over all history. That it still fits is computed by `manage.py check_audit_chain`."""

    action = Action.VIEW_ACCESS_LOG
    page_title = _("Sealed days")
    page_lead = _("Each night the history of the day before is sealed; each fingerprint covers all days before it.")
    queryset = ChainLink.objects.all()
    columns = CHAIN_COLUMNS
    default_order = Order("pk", descending=True)
    empty_state = EmptyState(_("No day is sealed yet"), _("The first one is sealed in the coming night."))

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Looks at personal data"), reverse_lazy("audit:access_log")), Crumb(self.page_title)]
