"""Columns of the lists of the training supply."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.periods import today
from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.formatting import number, percent
from kaltim_naker.ui.tables import Column, Kind
from programs.choices import (
    ActivityKind,
    ClassState,
    FigureKind,
    LegalKind,
    NeedOrigin,
    ProposalState,
    ProposalUnit,
    ResolutionState,
)
from programs.constants import RATES
from programs.documents.figures import OF_RTKD
from programs.documents.proposals import Matrix, decision_words

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

PROPOSAL_BADGES = {
    ProposalState.SUBMITTED: Badge(ProposalState.SUBMITTED.label, "info"),
    ProposalState.RETURNED: Badge(ProposalState.RETURNED.label, "warn"),
    ProposalState.REVIEWED: Badge(ProposalState.REVIEWED.label, "info"),
    ProposalState.AGREED_PROVINCE: Badge(ProposalState.AGREED_PROVINCE.label, "good"),
    ProposalState.AGREED_REGION: Badge(ProposalState.AGREED_REGION.label, "good"),
    ProposalState.AGREED_NATIONAL: Badge(ProposalState.AGREED_NATIONAL.label, "good"),
    ProposalState.DEFERRED: Badge(ProposalState.DEFERRED.label, "warn"),
    ProposalState.REJECTED: Badge(ProposalState.REJECTED.label, "bad"),
    ProposalState.WITHDRAWN: Badge(ProposalState.WITHDRAWN.label, "neutral"),
}
_UNITS = dict(ProposalUnit.choices)


def _volume(row: dict[str, Any]) -> str:
    """What was proposed; where it is decided, what of it was agreed before it: `1 / 2 packages`."""
    agreed = "" if row["agreed_volume"] is None else f"{number(row['agreed_volume'])} / "
    return f"{agreed}{number(row['volume'])} {_UNITS[row['unit']]}"


def _field_of_proposal(row: dict[str, Any]) -> Any:
    return in_language("field__name")(row) or row["field_words"]


PROPOSAL_COLUMNS = (
    Column("title", _("Proposal"), link="programs:proposal_detail", heading=True, sort="title"),
    Column("region", _("Regency or city"), "region__short_name", sort="region__code"),
    Column("volume", _("Volume"), _volume, fields=("volume", "agreed_volume", "unit")),
    Column("state", _("State"), badges=PROPOSAL_BADGES, sort="state"),
    Column("priority", _("Priority"), kind=Kind.NUMBER, sort="priority", wide=True),
    Column(
        "field", _("Field"), _field_of_proposal, fields=("field__name_id", "field__name_en", "field_words"), wide=True
    ),
    Column("cost", _("Estimated cost"), kind=Kind.RUPIAH, sort="cost", wide=True),
    Column("number", _("Number"), sort="number", wide=True),
)

MINUTES_COLUMNS = (
    Column("number", _("Number of the minutes"), link="programs:minutes_detail", heading=True),
    Column("year", _("Year"), lambda row: str(row["year"]), fields=("year",), sort="year"),
    Column("held_on", _("Day of the meeting"), kind=Kind.DATE, sort="held_on"),
    Column("place", _("Place"), wide=True),
    Column("chair", _("Chair"), wide=True),
)

#: The rows of the minutes, as frozen, for the workbook.
DECISION_COLUMNS = (
    Column("number", _("Number")),
    Column("region", _("Regency or city")),
    Column("title", _("Proposal")),
    Column("field", _("Field")),
    Column("volume", _("Volume"), kind=Kind.NUMBER),
    Column("unit", _("Unit"), choices=_UNITS),
    Column("cost", _("Estimated cost"), lambda row: row["cost"] and Decimal(row["cost"]), kind=Kind.RUPIAH),
    Column("priority", _("Priority"), kind=Kind.NUMBER),
    Column("decision", _("Decision"), decision_words),
    Column("agreed", _("Agreed volume"), "agreed_volume", kind=Kind.NUMBER),
    Column("reason", _("Reason")),
)


def matrix_columns(matrix: Matrix) -> tuple[Column, ...]:
    """Region, then proposed and agreed for each field, then their sums. A row is (region, cells)."""

    def cell(position: int, name: str) -> Callable[[Any], int | None]:
        return lambda row: getattr(row[1][position], name) if row[1][position].proposed else None

    heads = [*matrix.fields, str(_("Together"))]
    pairs = [
        Column(f"{name}{position}", f"{head}: {label}", cell(position, name), kind=Kind.NUMBER)
        for position, head in enumerate(heads)
        for name, label in (("proposed", _("proposed")), ("agreed", _("agreed")))
    ]
    return (Column("region", _("Regency or city"), lambda row: row[0]), *pairs)


NEED_COLUMNS = (
    Column("skill", _("Skill or occupation"), link="programs:need_detail", heading=True, sort="skill"),
    Column("region", _("Regency or city"), "region__short_name", sort="region__code"),
    Column("people", _("Needed"), kind=Kind.NUMBER, sort="people"),
    Column("graduates", _("Graduates"), kind=Kind.NUMBER, wide=True),
    Column("met_on", _("Met on"), kind=Kind.DATE, wide=True),
    Column("field", _("Field"), in_language("field__name"), fields=("field__name_id", "field__name_en"), wide=True),
    Column("year", _("Year"), lambda row: str(row["year"]), fields=("year",), sort="year"),
    Column("origin", _("Who says so"), choices=dict(NeedOrigin.choices), wide=True),
)

RESOLUTION_BADGES = {
    ResolutionState.OPEN: Badge(ResolutionState.OPEN.label, "info"),
    ResolutionState.DONE: Badge(ResolutionState.DONE.label, "good"),
    ResolutionState.DROPPED: Badge(ResolutionState.DROPPED.label, "neutral"),
}
OVERDUE = Badge(_("overdue"), "warn")


def resolution_badge(state: str, due_on: date) -> Badge:
    """Open and late is a state of its own for a reader."""
    return OVERDUE if state == ResolutionState.OPEN and due_on < today() else RESOLUTION_BADGES[ResolutionState(state)]


def _activity_link(row: dict[str, Any]) -> str:
    return reverse("programs:activity_detail", args=[row["activity_id"]])


def _standing(row: dict[str, Any]) -> str:
    return str(resolution_badge(row["state"], row["due_on"]).label)


RESOLUTION_COLUMNS = (
    Column("text", _("Resolution"), fields=("activity_id",), link=_activity_link, heading=True),
    Column("activity", _("Activity"), "activity__title", wide=True),
    Column("owner", _("Who does it"), sort="owner"),
    Column("due_on", _("Due on"), kind=Kind.DATE, sort="due_on"),
    Column("state", _("State"), _standing, fields=("state", "due_on")),
)


def figure_words(kind: str, value: Any) -> str:
    """A rate in per cent, productivity in rupiah, everything else as a count."""
    if value is None:
        return number(None)
    return percent(value) if kind in RATES else number(value)


FIGURE_COLUMNS = (
    Column("region", _("Region"), "region__short_name", sort="region__code", heading=True),
    Column("kind", _("Figure"), choices=dict(FigureKind.choices), sort="kind"),
    Column("field", _("Field"), in_language("field__name"), fields=("field__name_id", "field__name_en"), wide=True),
    Column(
        "value", _("Value"), lambda row: figure_words(row["kind"], row["value"]), fields=("kind", "value"), sort="value"
    ),
    Column("as_of", _("As of"), kind=Kind.DATE, sort="as_of"),
    Column("source", _("Source"), wide=True),
    Column("jump_reason", _("Why it changed so much"), wide=True),
)


def _latest(kind: FigureKind) -> Column:
    decimals = 2 if kind in RATES else 0
    label = f"{kind.label} (%)" if kind in RATES else kind.label
    return Column(kind.value, label, lambda row: row.value(kind), kind=Kind.NUMBER, decimals=decimals)


#: Rows are `RegionFigures`: supply, demand and balance of each region (domain.md §10).
RTKD_COLUMNS = (
    Column("region", _("Region"), lambda row: row.region.name),
    *(_latest(kind) for kind in OF_RTKD),
    Column("days", _("As of")),
    Column("sources", _("Source")),
)


def _of_line(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda row: getattr(row["line"].part, name) if row["line"] else None


def _value_of_line(row: dict[str, Any]) -> Any:
    return row["line"].value.value if row["line"] and row["line"].value else None


#: Rows are {"main", "line"}; a main indicator without sub-indicators has an empty line.
IPK_COLUMNS = (
    Column("main", _("Main indicator")),
    Column("name", _("Sub-indicator"), _of_line("name")),
    Column("weight", _("Weight in per cent of the index"), _of_line("weight"), kind=Kind.NUMBER, decimals=3),
    Column("minimum", _("Lowest value"), _of_line("minimum"), kind=Kind.NUMBER, decimals=4),
    Column("maximum", _("Highest value"), _of_line("maximum"), kind=Kind.NUMBER, decimals=4),
    Column("value", _("Value"), _value_of_line, kind=Kind.NUMBER, decimals=4),
    Column(
        "points", _("Points"), lambda row: row["line"].points if row["line"] else None, kind=Kind.NUMBER, decimals=2
    ),
    Column("document", _("Document"), _of_line("source")),
    Column(
        "source",
        _("Source of the value"),
        lambda row: row["line"].value.source if row["line"] and row["line"].value else None,
    ),
)

EVIDENCE_COLUMNS = (
    Column("name", _("What the application counts")),
    Column("value", _("Value"), kind=Kind.NUMBER),
    Column("unit", _("Unit")),
    Column("rule", _("How it is counted")),
)
