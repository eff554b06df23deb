"""What is sent about a person, alone or among many."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from kaltim_naker.access.scope import Scope
from kaltim_naker.api.rest.fields import CodeField, SparseInput, TextField
from kaltim_naker.regions.models import Region, RegionLevel
from trainees.choices import Education, NikMissingReason, Sex, TrainedElsewhere, WorkStatus
from trainees.constants import PRIVACY_NOTICE_VERSION
from trainees.forms.people import domiciles_for
from trainees.services import PersonData


def districts_for(scope: Scope) -> QuerySet[Region]:
    """The districts of the regions where this program's people may live."""
    return Region.objects.filter(level=RegionLevel.DISTRICT, parent__in=domiciles_for(scope))


class JobSeekerInput(SparseInput):
    """Give either `nik` or `nik_missing_reason`."""

    foreign_id = TextField(max_length=80, required=False, help_text="Your own number of the person.")
    full_name = TextField(max_length=150)
    nik = TextField(max_length=24, required=False, help_text="16 digits.")
    nik_missing_reason = serializers.ChoiceField(NikMissingReason.to_choose(), required=False)
    nik_mismatch_reason = TextField(
        max_length=200, required=False, help_text="Where the card itself differs from what the NIK says."
    )
    birth_place = TextField(max_length=80, required=False, allow_blank=True)
    birth_date = serializers.DateField()
    sex = serializers.ChoiceField(Sex.choices)
    address = TextField(max_length=200, required=False, allow_blank=True)
    domicile = CodeField(domiciles_for, help_text="Kemendagri code of the regency or city, for example 64.72.")
    district = CodeField(districts_for, required=False, help_text="Kemendagri code, for example 64.72.01.")
    phone = TextField(max_length=30, required=False, allow_blank=True)
    education = serializers.ChoiceField(Education.choices, required=False, allow_null=True)
    work_status = serializers.ChoiceField(WorkStatus.choices, required=False)
    trained_elsewhere = serializers.ChoiceField(TrainedElsewhere.choices, required=False)
    trained_elsewhere_note = TextField(max_length=200, required=False, allow_blank=True)
    ak1_number = TextField(max_length=40, required=False, allow_blank=True)
    ak1_issued_on = serializers.DateField(required=False, allow_null=True)
    ak1_reported_on = serializers.DateField(required=False, allow_null=True)
    notice_shown = serializers.BooleanField(required=False, help_text="The privacy notice was shown to the person.")


def person_data(sent: dict[str, Any], kept: dict[str, Any] | None = None) -> PersonData:
    """What the services take, of what was sent; `kept` is what stays where nothing was sent."""
    values = {name: value for name, value in sent.items() if name not in ("foreign_id", "notice_shown")}
    if sent.get("notice_shown"):
        values["notice_version"] = PRIVACY_NOTICE_VERSION
    return PersonData(**{**(kept or {}), **values})
