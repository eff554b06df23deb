"""Forms of requests, incidents and terms."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.privacy.choices import RequestChannel, RequestKind
from kaltim_naker.privacy.models import Incident, SubjectRequest
from kaltim_naker.ui.forms import DateInput


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of day and time, which speaks ISO whatever the language of the page."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _of(model: type, name: str) -> dict[str, Any]:
    """Label and help of a column, so that a form says what the record says."""
    column = model._meta.get_field(name)  # type: ignore[attr-defined]
    return {"label": capfirst(column.verbose_name), "help_text": column.help_text}


class TakeRequestForm(forms.Form):
    office = forms.ModelChoiceField(label=_("Received by"), queryset=Office.objects.none())
    kind = forms.ChoiceField(label=_("What is asked"), choices=RequestKind)
    channel = forms.ChoiceField(choices=RequestChannel, **_of(SubjectRequest, "channel"))
    received_at = forms.DateTimeField(
        widget=MomentInput,
        required=False,
        label=_("Received at"),
        help_text=_("Empty means now. The clock runs from it."),
    )
    identity_check = forms.CharField(max_length=120, **_of(SubjectRequest, "identity_check"))
    wish = forms.CharField(
        label=_("In the person's own words"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices
        if len(offices) == 1:
            self.fields["office"].initial = offices[0]
            self.fields["office"].widget = forms.HiddenInput()


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("What the person is told"), max_length=2000, widget=forms.Textarea({"rows": 5}), required=False
    )


class IncidentForm(forms.Form):
    """The facts of article 46: which data, when and how, and what is done."""

    title = forms.CharField(max_length=120, **_of(Incident, "title"))
    noticed_at = forms.DateTimeField(widget=MomentInput, **_of(Incident, "noticed_at"))
    happened_from = forms.DateTimeField(widget=MomentInput, **_of(Incident, "happened_from"))
    happened_until = forms.DateTimeField(widget=MomentInput, **_of(Incident, "happened_until"))
    account = forms.ModelChoiceField(
        queryset=User.objects.order_by("full_name"), required=False, **_of(Incident, "account")
    )
    data_kinds = forms.CharField(max_length=200, **_of(Incident, "data_kinds"))
    course = forms.CharField(max_length=2000, widget=forms.Textarea({"rows": 4}), **_of(Incident, "course"))
    handling = forms.CharField(max_length=2000, widget=forms.Textarea({"rows": 4}), **_of(Incident, "handling"))


class ToldForm(forms.Form):
    authority_at = forms.DateTimeField(widget=MomentInput, required=False, label=_("Authority told at"))
    people_at = forms.DateTimeField(widget=MomentInput, required=False, label=_("Affected people told at"))


class LessonForm(forms.Form):
    lesson = forms.CharField(
        label=_("What was learnt"), max_length=1000, required=False, widget=forms.Textarea({"rows": 4})
    )


class KeepForm(forms.Form):
    until = forms.DateField(label=_("Keep until"), widget=DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
