"""Forms of the training supply."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.ui.forms import DateInput
from programs.choices import FundingSource, LegalKind, RoomKind
from programs.constants import USUAL_MINIMUM_ATTENDANCE, USUAL_SEATS
from programs.models import Field, Instructor, Room, TrainingCentre, TrainingClass, TrainingProgram


class ClassForm(forms.Form):
    """The plan of a class. Only the centres of the reader's scope can be chosen."""

    centre = forms.ModelChoiceField(label=_("Training centre"), queryset=TrainingCentre.objects.none())
    programme = forms.ModelChoiceField(label=_("Programme"), queryset=TrainingProgram.objects.all())
    label = forms.CharField(label=_("Package"), max_length=40, help_text=_("As in the plan, for example “Paket 3”."))
    fiscal_year = forms.IntegerField(label=_("Fiscal year"), min_value=2000, max_value=2100)
    funding_source = forms.ChoiceField(
        label=_("Funding source"), choices=FundingSource, initial=FundingSource.APBD_PROVINCE
    )
    budget_line = forms.CharField(label=_("Budget line"), max_length=60, required=False)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=500, initial=USUAL_SEATS)
    starts_on = forms.DateField(label=_("First day"), required=False, widget=DateInput)
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=DateInput)
    room = forms.ModelChoiceField(label=_("Room or mobile unit"), queryset=Room.objects.none(), required=False)
    venue = forms.CharField(
        label=_("Place outside the centre"),
        max_length=120,
        required=False,
        help_text=_("For a mobile unit, or a class by request."),
    )
    minimum_attendance = forms.IntegerField(
        label=_("Minimum attendance (%)"), min_value=0, max_value=100, initial=USUAL_MINIMUM_ATTENDANCE
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        centre = self.fields["centre"]
        centre.queryset = TrainingCentre.objects.run_by(scope)
        if centre.queryset.count() == 1:
            centre.initial = centre.queryset.get()
        self.fields["room"].queryset = Room.objects.visible_to(scope).select_related("centre")
        self.fields["fiscal_year"].initial = fiscal_year(today())


class OfCentreForm(forms.Form):
    """Something that belongs to one of the reader's centres."""

    centre = forms.ModelChoiceField(label=_("Training centre"), queryset=TrainingCentre.objects.none())

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        centre = self.fields["centre"]
        centre.queryset = TrainingCentre.objects.run_by(scope)
        if centre.queryset.count() == 1:
            centre.initial = centre.queryset.get()


class RoomForm(OfCentreForm):
    name = forms.CharField(label=_("Name"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=RoomKind)


class InstructorForm(OfCentreForm):
    full_name = forms.CharField(label=_("Full name"), max_length=150)
    field = forms.ModelChoiceField(label=_("Field"), queryset=Field.objects.all(), required=False)


class AssignForm(forms.Form):
    """Who teaches the class, on all of its days or on some."""

    instructor = forms.ModelChoiceField(label=_("Instructor"), queryset=Instructor.objects.none())
    starts_on = forms.DateField(
        label=_("From"), required=False, widget=DateInput, help_text=_("Empty: the first day of the class.")
    )
    ends_on = forms.DateField(
        label=_("Until"), required=False, widget=DateInput, help_text=_("Empty: the last day of the class.")
    )

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Instructor.objects.filter(centre=training_class.centre_id, is_active=True)
        self.fields["instructor"].queryset = here


class LegalBasisForm(forms.Form):
    """A document by its number and year; its PDF may follow later."""

    plain_fields = ("kind", "issued_by", "number", "year", "title", "in_force_from", "in_force_to")

    kind = forms.ChoiceField(label=_("Kind"), choices=LegalKind)
    issued_by = forms.CharField(
        label=_("Given by"),
        max_length=60,
        required=False,
        help_text=_("Where the kind does not say it, e.g. Kaltim."),
    )
    number = forms.CharField(label=_("Number"), max_length=60)
    year = forms.IntegerField(label=_("Year"), min_value=1945, max_value=2100)
    title = forms.CharField(label=_("Title"), max_length=300)
    in_force_from = forms.DateField(label=_("In force from"), widget=DateInput, required=False)
    in_force_to = forms.DateField(label=_("In force until"), widget=DateInput, required=False)
    file = forms.FileField(label=_("Document (PDF)"), required=False, help_text=_("Up to 10 MB."))
