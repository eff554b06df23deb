"""Grids: one small form per record, sent together, saved all or not at all.

For the work of a whole class on one page: outcomes, results, certificates. The records come from the reader's scope,
never from the form; a row is known by the key of its record.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from kaltim_naker.ui.components import EmptyState
from kaltim_naker.ui.failures import Refused, run_in_words
from kaltim_naker.ui.views import ServiceFormView


class RowForm(forms.Form):
    """One row of a grid. `record` is what it is about; `heading` and `note` say so in the first cell."""

    def __init__(self, *args: Any, record: Model, **kwargs: Any) -> None:
        super().__init__(*args, prefix=str(record.pk), **kwargs)
        self.record = record

    @property
    def heading(self) -> str:
        return str(self.record)

    @property
    def note(self) -> str:
        return ""


class GridFormView(ServiceFormView):
    """A form with a grid below it. Implement `get_records()` and `call_service(form)`, which reads `self.rows`.

    An error of a row stands beside it, and nothing of the whole is saved.
    """

    template_name = "layouts/grid.html"
    row_form_class: type[RowForm]
    empty_state = EmptyState(_lazy("Nothing to be done here"))

    def get_records(self) -> Iterable[Model]:
        raise NotImplementedError

    def get_row_initial(self, record: Model) -> dict[str, Any]:
        return {}

    @cached_property
    def rows(self) -> list[RowForm]:
        data = self.request.POST if self.request.method == "POST" else None
        return [
            self.row_form_class(data, record=record, initial=self.get_row_initial(record))
            for record in self.get_records()
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _record = self.object  # 404 before anything is said about the form
        form = self.get_form()
        # Both are asked, so that everything that is wrong is said at once.
        if all([form.is_valid(), *(row.is_valid() for row in self.rows)]):
            return self.form_valid(form)
        return self.form_invalid(form)

    def save_rows(self, call: Callable[[RowForm], Any], rows: Iterable[RowForm]) -> list[Any]:
        """Run a service for each row. Raises Refused once all rows were tried, so that every problem is shown."""
        done, failed = [], 0
        for row in rows:
            try:
                done.append(run_in_words(lambda row=row: call(row)))
            except Refused as refused:
                refused.add_to(row)
                failed += 1
        if failed:
            raise Refused({None: [_("%(count)s of the rows below could not be saved.") % {"count": failed}]})
        return done

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        if not form.errors:
            form.add_error(None, _("Please look at the rows marked below."))
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=self.rows, row_heads=self._row_heads(), empty=self.empty_state, **kwargs)

    def _row_heads(self) -> list[Any]:
        return [field.label for field in self.row_form_class.base_fields.values()]
