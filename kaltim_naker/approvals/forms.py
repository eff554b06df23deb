"""Deciding about what a colleague asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.accounts.roles import Role


class RoleForm(forms.Form):
    """Which role, for whom, where, and why."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.filter(is_active=True).order_by("full_name"))
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.all())
    role = forms.ChoiceField(label=_("Role"), choices=Role)
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("For example the letter of assignment."))


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("approve", _("Approve: it is done at once")), ("reject", _("Reject: nothing is done"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you reject; your colleague reads it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {**cleaned, "note": cleaned.get("note", "").strip()}
