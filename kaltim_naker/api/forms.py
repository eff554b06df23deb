"""Forms of tokens."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kaltim_naker.accounts.models import Office
from kaltim_naker.api.choices import Grant
from kaltim_naker.api.constants import LIFETIMES
from kaltim_naker.api.models import OfficeToken
from kaltim_naker.api.services.tokens import grants_for
from kaltim_naker.core.sandbox import is_configured

_DAYS = [(str(days), _("%(days)s days") % {"days": days}) for days in LIFETIMES]
_OVERLAPS = [
    ("0", _("at once")),
    ("24", _("after 24 hours")),
    ("168", _("after 7 days")),
]


class TokenForm(forms.Form):
    """Which program may do what, and until when."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none())
    name = forms.CharField(
        label=_("Name of the program"),
        max_length=80,
        help_text=_("So that you know later what stops when you revoke it."),
    )
    grants = forms.MultipleChoiceField(label=_("It may be used to"), choices=Grant, widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(label=_("Valid for"), choices=_DAYS, coerce=int, initial="180")
    is_sandbox = forms.BooleanField(
        label=_("For trying out: a key of the sandbox"),
        required=False,
        help_text=_(
            "It reads and writes a copy without people, at the same addresses. The copy is thrown away every night."
        ),
    )

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_configured():
            del self.fields["is_sandbox"]
        office, grants = self.fields["office"], self.fields["grants"]
        office.queryset = offices
        if len(offices) == 1:
            office.initial = offices[0]
            office.widget = forms.HiddenInput()
            possible = grants_for(offices[0])
            grants.choices = [(grant, Grant(grant).label) for grant in possible]


class WebhookForm(forms.Form):
    """Which address is called for which token."""

    token = forms.ModelChoiceField(
        label=_("Token"),
        queryset=OfficeToken.objects.none(),
        help_text=_("The program is told of what this token may read."),
    )
    url = forms.URLField(
        label=_("Address"),
        max_length=300,
        assume_scheme="https",
        help_text=_("Beginning with https, in the public network."),
    )

    def __init__(self, *args: Any, tokens: QuerySet[OfficeToken], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].queryset = tokens


class RotateForm(forms.Form):
    """A new secret, and how long the old one goes on."""

    days = forms.TypedChoiceField(label=_("The new secret is valid for"), choices=_DAYS, coerce=int, initial="180")
    overlap = forms.TypedChoiceField(
        label=_("The old secret ends"),
        choices=_OVERLAPS,
        coerce=int,
        initial="24",
        help_text=_("Until then both work, so that your program does not stand still."),
    )
