"""The list that is brought, beside what it is compared with."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.imports.reconcile.identifiers import Identifier
from kaltim_naker.imports.reconcile.reading import ReadList, read_list, sheet_of
from kaltim_naker.imports.reconcile.sources import Source
from kaltim_naker.imports.workbook import RefusedFile, inspect_workbook, read_workbook

# Enough for the longest list that is compared, with names and more beside the numbers.
_MOST_CHARACTERS = 500_000
_MOST_BYTES = 3 * 1024 * 1024


class ChoiceForm(forms.Form):
    """Base of a source's form: it knows the scope of its reader, and offers nothing beyond it."""

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope


class ListForm(forms.Form):
    """The list itself, pasted or uploaded."""

    text = forms.CharField(
        label=_("Your list"),
        required=False,
        max_length=_MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("Paste the numbers, one in each line, or rows out of a spreadsheet."),
    )
    file = forms.FileField(
        label=_("or a file"),
        required=False,
        allow_empty_file=True,
        help_text=_("xlsx, xls, ods or csv. Neither the list nor the answer is kept here."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt"}),
    )
    identifier: Identifier
    found: ReadList

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text, file = cleaned.get("text", ""), cleaned.get("file")
        if not text.strip() and not file:
            self.add_error("text", _("Paste a list, or choose a file."))
        elif not self.errors:
            try:
                self.found = self._read(text, file)
            except RefusedFile as refusal:
                self.add_error("file" if file else "text", refusal.message)
        return cleaned

    def _read(self, text: str, file: UploadedFile | None) -> ReadList:
        if file is None:
            return read_list([sheet_of(text)], self.identifier)
        if (file.size or 0) > _MOST_BYTES:
            raise RefusedFile("file_too_big", limit=_MOST_BYTES // (1024 * 1024))
        inspect_workbook(file)
        return read_list(read_workbook(file), self.identifier)


def form_for(source: Source) -> type[ChoiceForm]:
    """What our side is, then the list."""
    order = [*source.form.base_fields, *ListForm.base_fields]
    return type("ReconcileForm", (source.form, ListForm), {"identifier": source.identifier, "field_order": order})
