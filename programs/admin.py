"""Support pages of the training supply: reference data is kept here, records are only read."""

from django.contrib import admin

from kaltim_naker.ui.admin import ReadOnlyAdmin, ReferenceAdmin
from programs.models import (
    Activity,
    Field,
    Holiday,
    Indicator,
    KeptMeasure,
    Target,
    TrainingCentre,
    TrainingClass,
    TrainingProgram,
)


@admin.register(TrainingCentre)
class TrainingCentreAdmin(ReferenceAdmin):
    list_display = ["short_name", "head_name"]


@admin.register(Field)
class FieldAdmin(ReferenceAdmin):
    list_display = ["code", "name_id", "name_en"]


@admin.register(Holiday)
class HolidayAdmin(ReferenceAdmin):
    list_display = ["day", "name", "kind", "source"]
    list_filter = ["kind"]
    date_hierarchy = "day"


@admin.register(TrainingProgram)
class TrainingProgramAdmin(ReferenceAdmin):
    list_display = ["title", "field", "hours"]
    list_select_related = ["field"]


@admin.register(TrainingClass)
class TrainingClassAdmin(ReadOnlyAdmin):
    list_display = ["programme", "label", "centre", "fiscal_year", "state"]
    list_select_related = ["programme", "centre"]
    list_filter = ["fiscal_year", "centre", "state"]


@admin.register(Indicator)
class IndicatorAdmin(ReadOnlyAdmin):
    list_display = ["code", "name_id", "measure"]


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "year", "quarter", "centre", "value"]
    list_select_related = ["indicator", "centre"]


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    list_display = ["title", "kind", "starts_on"]


@admin.register(KeptMeasure)
class KeptMeasureAdmin(ReadOnlyAdmin):
    """Whether the kept figures are true: what the nightly check found."""

    list_display = ["measure", "counted_at", "records", "checked_at", "differences"]
