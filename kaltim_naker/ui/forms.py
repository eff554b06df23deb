"""Widgets that every form of the program uses."""

from django import forms


class DateInput(forms.DateInput):
    """The browser's own date picker; it speaks ISO dates whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")
