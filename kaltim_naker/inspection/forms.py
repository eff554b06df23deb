"""Which table the auditor looks at."""

from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel


class TableForm(forms.Form):
    """One of the tables whose records have a page of history."""

    table = forms.ChoiceField(label=_("Table"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"].choices = [  # type: ignore[attr-defined]
            (label, capfirst(model._meta.verbose_name)) for label, model in sorted(with_history().items())
        ]

    def chosen(self) -> type[Model] | None:
        """None until one was chosen."""
        return with_history()[self.cleaned_data["table"]] if self.is_bound and self.is_valid() else None


def with_history() -> dict[str, type[Model]]:
    """`app.model` → table, of every table of record."""
    return {
        model._meta.label_lower: model
        for model in apps.get_models()
        if issubclass(model, ScopedModel) and hasattr(model, "pgh_event_model")
    }
