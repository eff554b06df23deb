"""Forms of duplicates, withdrawals and protected data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.periods import today
from kaltim_naker.ui.forms import DateInput
from trainees.choices import Disability, SpecialGroup


class PairForm(forms.Form):
    """One person or two. The reason is kept with the decision."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=(
            ("first", _("One person: keep the left registration")),
            ("second", _("One person: keep the right registration")),
            ("apart", _("Two different people")),
        ),
    )
    reason = forms.CharField(label=_("How you know"), max_length=200)


class WithdrawForm(forms.Form):
    withdrawn_on = forms.DateField(label=_("Day of leaving"), widget=DateInput, initial=today)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ProtectedDataForm(forms.Form):
    """Specially protected data (domain.md §12)."""

    disability = forms.ChoiceField(label=_("Disability"), choices=Disability)
    special_groups = forms.MultipleChoiceField(
        label=_("Special groups"), choices=SpecialGroup, required=False, widget=forms.CheckboxSelectMultiple
    )
