"""Forms about what companies need, and what came of a forum."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.models import Agreement
from programs.forms import NeedForm


class CompanyNeedForm(NeedForm):
    """A need on the word of a company: who says so is known."""

    origin = None


class AgreementChoiceForm(forms.Form):
    """One of the agreements that no activity has brought yet."""

    agreement = forms.ModelChoiceField(label=_("Agreement"), queryset=Agreement.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = Agreement.objects.filter(came_of__isnull=True)
