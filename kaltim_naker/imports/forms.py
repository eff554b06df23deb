"""Forms of the import desk."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kaltim_naker.accounts.models import Office, OfficeKind
from kaltim_naker.imports.kinds import Kind


class KindOptions(forms.Form):
    """Base of the forms for what the sender states beside the file. All they yield must be JSON."""

    #: The offices for which the file may be brought.
    offices: QuerySet[Office]

    def offer(self) -> None:
        """Fill the choices that depend on `offices`."""


class UploadForm(KindOptions):
    """A file and the office that it speaks for; the kind adds what it needs to know."""

    field_order = ("file", "office")

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # refused by the check, which says what to do
        help_text=_("The workbook as it is: xlsx, xls, ods or csv. Title lines, totals and signatures may stay in it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt"}),
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"), empty_label=None)

    def __init__(self, *args: object, offices: QuerySet[Office], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices.order_by("short_name")  # type: ignore[attr-defined]
        # Who may speak for all regions brings the list of all of them, as a rule.
        self.fields["office"].initial = next((one for one in offices if one.kind == OfficeKind.PROVINCE), None)
        if len(offices) == 1:
            self.fields["office"].initial = offices[0]
            self.fields["office"].widget = forms.HiddenInput()
        self.offices = offices
        self.offer()

    def options(self) -> dict[str, object]:
        """What the sender stated beside the file, for the kind."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("file", "office")}


def upload_form_for(kind: Kind) -> type[UploadForm]:
    """The upload form with the fields of the kind."""
    if kind.options_form is None:
        return UploadForm
    return type("KindUploadForm", (kind.options_form, UploadForm), {})


class UndoForm(forms.Form):
    """Why a whole import is undone."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Stays on the receipt and in the history, for example “last year's list”."),
    )
