"""Forms about people and their training."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.accounts.models import Office
from kaltim_naker.core.periods import today
from kaltim_naker.regions.models import Region
from kaltim_naker.ui.formatting import percent
from kaltim_naker.ui.forms import DateInput
from kaltim_naker.ui.grids import RowForm
from programs.choices import ClassState
from programs.models import TrainingClass
from trainees.choices import (
    OUTCOMES,
    Education,
    EnrolmentState,
    NikMissingReason,
    Sex,
    TrainedElsewhere,
    WorkStatus,
)
from trainees.constants import PRIVACY_NOTICE_VERSION
from trainees.documents.attendance import Presence
from trainees.models import JobSeeker
from trainees.services import PersonData

_WITH_EMPTY = [("", "–")]


class NikField(forms.CharField):
    """The sixteen digits as people write them; the browser must not remember them."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 24})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": "NIK", "max_length": 24, **kwargs})


class PersonForm(forms.Form):
    """A person as on the identity card. `PersonData` says what belongs together; the service checks it."""

    full_name = forms.CharField(label=_("Full name"), max_length=150, help_text=_("As on the identity card."))
    nik = NikField(required=False, help_text=_("16 digits, as on the identity card."))
    nik_missing_reason = forms.ChoiceField(
        label=_("Why there is no NIK"),
        choices=[*_WITH_EMPTY, *NikMissingReason.to_choose()],
        required=False,
        help_text=_("Only where there is no number."),
    )
    birth_place = forms.CharField(label=_("Place of birth"), max_length=80, required=False)
    birth_date = forms.DateField(label=_("Date of birth"), widget=DateInput)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex, widget=forms.RadioSelect)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    domicile = forms.ModelChoiceField(
        label=_("Regency or city"), queryset=Region.objects.none(), help_text=_("Where the person lives now.")
    )
    district = forms.ModelChoiceField(label=_("District (kecamatan)"), queryset=Region.objects.none(), required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    education = forms.TypedChoiceField(
        label=_("Education"), choices=[*_WITH_EMPTY, *Education.choices], coerce=int, empty_value=None, required=False
    )
    work_status = forms.ChoiceField(label=_("Work status"), choices=WorkStatus, initial=WorkStatus.NEVER_WORKED)
    trained_elsewhere = forms.ChoiceField(
        label=_("Earlier training, as declared"),
        choices=TrainedElsewhere,
        initial=TrainedElsewhere.NOT_ASKED,
        required=False,
    )
    trained_elsewhere_note = forms.CharField(label=_("Which training"), max_length=200, required=False)
    ak1_number = forms.CharField(label=_("AK-1 number"), max_length=40, required=False)
    ak1_issued_on = forms.DateField(label=_("AK-1 issued on"), widget=DateInput, required=False)
    ak1_reported_on = forms.DateField(label=_("Last AK-1 report"), widget=DateInput, required=False)
    nik_mismatch_reason = forms.CharField(
        label=_("Why NIK and data differ"),
        max_length=200,
        required=False,
        help_text=_("Only where the card itself shows that birth date or sex differ from what the NIK says."),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domicile"].queryset = domiciles_for(scope)
        self.fields["district"].queryset = districts_of(domiciles_for(scope))

    def data_of_person(self, kept_nik: str = "") -> PersonData:
        """`kept_nik` is the number on record, where the field is left empty."""
        asked = PersonData.__dataclass_fields__.keys() & self.cleaned_data.keys()
        cleaned = {name: self.cleaned_data[name] for name in asked}
        reason = cleaned["nik_missing_reason"] or None
        nik = cleaned["nik"] or ("" if reason else kept_nik)
        declared = cleaned["trained_elsewhere"] or None
        return PersonData(**{**cleaned, "nik": nik, "nik_missing_reason": reason, "trained_elsewhere": declared})


def districts_of(regions: QuerySet[Region]) -> QuerySet[Region]:
    """The districts of these regencies and cities, grouped by their codes."""
    return Region.objects.filter(parent__in=regions).order_by("code")


class RegisterForm(PersonForm):
    """A new person, registered by one of the reader's offices."""

    notice_shown = forms.BooleanField(
        label=_("The privacy notice was shown"),
        required=False,
        help_text=_("Version %(version)s; the time is kept with it.") % {"version": PRIVACY_NOTICE_VERSION},
    )
    office = forms.ModelChoiceField(label=_("Registered by"), queryset=Office.objects.none())

    def __init__(self, *args: Any, scope: Scope, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        office = self.fields["office"]
        office.queryset = Office.objects.filter(pk__in=[office.pk for office in offices])
        if len(offices) == 1:
            office.initial = offices[0]
            office.widget = forms.HiddenInput()

    def data_of_person(self, kept_nik: str = "") -> PersonData:
        version = PRIVACY_NOTICE_VERSION if self.cleaned_data["notice_shown"] else None
        return replace(super().data_of_person(kept_nik), notice_version=version)


def domiciles_for(scope: Scope) -> QuerySet[Region]:
    """A regional office registers its residents; a centre whoever lives in the province."""
    home = Region.objects.home()
    return home if scope.everything or scope.centres else home.filter(pk__in=scope.regions)


class FindByNikForm(forms.Form):
    """Sent by POST, so that the number is in no address."""

    nik = NikField()


class FindByNumberForm(forms.Form):
    """A phone or a certificate number; sent by POST like a NIK, since it names a person, too."""

    number = forms.CharField(
        label=_("Phone or certificate number"),
        min_length=5,
        max_length=60,
        help_text=_("A phone number as a whole, a certificate number or a part of it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class EnrolByNikForm(FindByNikForm):
    enrolled_on = forms.DateField(label=_("Enrolled on"), widget=DateInput, initial=today)


class EnrolForm(forms.Form):
    training_class = forms.ModelChoiceField(label=_("Training class"), queryset=TrainingClass.objects.none())
    enrolled_on = forms.DateField(label=_("Enrolled on"), widget=DateInput, initial=today)

    def __init__(self, *args: Any, scope: Scope, job_seeker: JobSeeker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        over = Q(state__in=(ClassState.CLOSED, ClassState.CANCELLED))
        classes = TrainingClass.objects.visible_to(scope).for_list().exclude(over)
        self.fields["training_class"].queryset = classes.exclude(enrolments__job_seeker=job_seeker)


class CloseClassForm(forms.Form):
    """What the minutes of closing say about the class."""

    closed_on = forms.DateField(label=_("Closed on"), widget=DateInput)
    closing_document = forms.CharField(
        label=_("Number of the closing minutes"), max_length=80, help_text=_("The berita acara of the closing.")
    )


class OutcomeForm(RowForm):
    """How one participation ended. The hours attended stand beside the name; the page fills them in."""

    presence: Presence | None = None

    @property
    def heading(self) -> str:
        return str(self.record.job_seeker)

    @property
    def note(self) -> str:
        if self.presence is None or self.presence.share is None:
            return ""
        return gettext("attended %(share)s, %(attended)s of %(held)s hours") % {
            "share": percent(self.presence.share, 1),
            "attended": self.presence.hours_attended,
            "held": self.presence.hours_held,
        }

    state = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(state.value, state.label) for state in OUTCOMES],
        initial=EnrolmentState.PASSED,
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("state") == EnrolmentState.WITHDRAWN and not cleaned.get("reason", "").strip():
            raise ValidationError({"reason": _("A withdrawal needs its reason.")})
        return cleaned
