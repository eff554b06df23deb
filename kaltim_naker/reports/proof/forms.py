"""Forms of publishing, and of checking what was published."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.codes import as_typed, is_checked
from kaltim_naker.core.papers import MEGABYTE
from kaltim_naker.reports.proof.publishing import SIGNED_MOST_BYTES

CODE_LENGTH = 13
_SHA256 = re.compile(r"[0-9a-f]{64}")


class PublishForm(forms.Form):
    letter = forms.CharField(
        label=_("Number of the letter"),
        max_length=80,
        required=False,
        help_text=_("As in the office's own register, where the report goes out with a letter."),
    )


class SignedCopyForm(forms.Form):
    file = forms.FileField(
        label=_("Signed PDF"), help_text=_("The published report with its official electronic signature, up to 40 MB.")
    )


class CheckReportForm(forms.Form):
    """The code of a report as somebody types it, whatever its case, dashes and spaces."""

    code = forms.CharField(
        label=_("Code on the report"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Thirteen letters and digits. Add the small code of a figure to ask about that figure alone."),
    )

    def clean_code(self) -> str:
        """A slip of the pen is told at once: the last sign checks those before it."""
        code = as_typed(self.cleaned_data["code"])
        if len(code) < CODE_LENGTH or not is_checked(code[:CODE_LENGTH]):
            raise ValidationError(_("A sign is wrong or missing. Please compare the code with the paper."))
        return code


class CheckFileForm(forms.Form):
    """A file, or its fingerprint from whoever would rather not send it."""

    file = forms.FileField(label=_("PDF file"), required=False, help_text=_("Up to 40 MB. It is not kept."))
    sha256 = forms.CharField(
        label=_("or its fingerprint (SHA-256)"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > SIGNED_MOST_BYTES:
            size = SIGNED_MOST_BYTES // MEGABYTE
            raise ValidationError(_("The file is larger than %(size)s MB."), params={"size": size})
        return file

    def clean_sha256(self) -> str:
        text = "".join(self.cleaned_data["sha256"].split()).lower()
        if text and not _SHA256.fullmatch(text):
            raise ValidationError(_("A fingerprint has 64 signs: digits, and letters from a to f."))
        return text

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("sha256"):
            raise ValidationError(_("Please choose a file, or enter its fingerprint."))
        return given
