"""Columns of the lists of the training supply."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.tables import Column, Kind
from programs.choices import ActivityKind, ClassState, LegalKind

CLASS_BADGES = {
    ClassState.PLANNED: Badge(ClassState.PLANNED.label, "neutral"),
    ClassState.OPEN: Badge(ClassState.OPEN.label, "info"),
    ClassState.SELECTING: Badge(ClassState.SELECTING.label, "info"),
    ClassState.RUNNING: Badge(ClassState.RUNNING.label, "good"),
    ClassState.CLOSED: Badge(ClassState.CLOSED.label, "done"),
    ClassState.CANCELLED: Badge(ClassState.CANCELLED.label, "bad"),
}


def class_name(row: dict[str, Any]) -> str:
    """The programme with its package, as people call a class."""
    return f"{row['programme__title']} – {row['label']}"


CLASS_COLUMNS = (
    Column(
        "name",
        _("Training class"),
        class_name,
        fields=("programme__title", "label"),
        sort="programme__title",
        link="programs:class_detail",
        heading=True,
    ),
    Column("centre", _("Training centre"), "centre__short_name", sort="centre__short_name"),
    Column("starts_on", _("First day"), kind=Kind.DATE, sort="starts_on", wide=True),
    Column("ends_on", _("Last day"), kind=Kind.DATE, sort="ends_on", wide=True),
    Column("seats", _("Seats"), kind=Kind.NUMBER, wide=True),
    Column("taken", _("Taken"), kind=Kind.NUMBER, wide=True),
    Column("passed", _("Passed"), kind=Kind.NUMBER, wide=True),
    Column("state", _("State"), badges=CLASS_BADGES, sort="state"),
)


def in_language(name: str) -> Callable[[dict[str, Any]], Any]:
    """The reader's one of two columns, `…_id` and `…_en`."""
    return lambda row: row[f"{name}_{'en' if get_language() == 'en' else 'id'}"]


PROGRAMME_COLUMNS = (
    Column("title", _("Programme"), link="programs:programme_detail", heading=True, sort="title"),
    Column("field", _("Field"), in_language("field__name"), fields=("field__name_id", "field__name_en")),
    Column(
        "sector", _("Sector"), in_language("sector__title"), fields=("sector__title_id", "sector__title_en"), wide=True
    ),
    Column("hours", _("Hours (JP)"), kind=Kind.NUMBER, sort="hours"),
    Column("kkni_level", _("KKNI level"), kind=Kind.NUMBER, wide=True),
)

ACTIVITY_COLUMNS = (
    Column("title", _("Activity"), link="programs:activity_detail", heading=True, sort="title"),
    Column("kind", _("Kind"), choices=dict(ActivityKind.choices)),
    Column("starts_on", _("First day"), kind=Kind.DATE, sort="starts_on"),
    Column("place", _("Place"), wide=True),
    Column("participants", _("Participants"), kind=Kind.NUMBER, wide=True),
    Column("companies", _("Companies"), kind=Kind.NUMBER, wide=True),
)

LEGAL_BASIS_COLUMNS = (
    Column(
        "document",
        _("Document"),
        str,
        fields=("kind", "issued_by", "number", "year"),
        link=lambda basis: basis.get_absolute_url(),
        heading=True,
    ),
    Column("title", _("Title"), wide=True),
    Column("kind", _("Kind"), choices=dict(LegalKind.choices), wide=True),
    Column("year", _("Year"), sort="year"),
    Column("in_force_from", _("In force from"), kind=Kind.DATE, sort="in_force_from"),
)
