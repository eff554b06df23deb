"""Columns of the register, of reported figures, of counts, of pairs and merges."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.choices import CountSource, ReportSource, SizeClass
from companies.formulas.register import missing_from
from kaltim_naker.ui.tables import Column, Kind

COMPANY_COLUMNS = (
    Column("name", _("Company"), sort="name", link="companies:company_detail", heading=True),
    Column("nib", "NIB", sort="nib", wide=True),
    Column("region", _("Head office in"), "head_region"),
    Column("sector", _("Sector"), "sector__code", wide=True),
    Column("size", _("Size"), choices=dict(SizeClass.choices)),
    Column("workers", _("Workers reported"), kind=Kind.NUMBER, sort="workers"),
    Column("agreements", _("Agreements"), "agreement_count", kind=Kind.NUMBER, wide=True),
)


def company_link(row: dict[str, Any]) -> str:
    return reverse("companies:company_detail", args=[row["site__company"]])


REPORT_COLUMNS = (
    Column(
        "company",
        _("Company"),
        "site__company__name",
        fields=("site__company",),
        sort="site__company__name",
        link=company_link,
        heading=True,
    ),
    Column("region", _("Regency or city"), "site__region__short_name"),
    Column("year", _("Year"), sort="year"),
    Column("men", _("Men"), kind=Kind.NUMBER, wide=True),
    Column("women", _("Women"), kind=Kind.NUMBER, wide=True),
    Column("workers", _("Workers"), kind=Kind.NUMBER, sort="workers"),
    Column("reported_on", _("Reported on"), kind=Kind.DATE, sort="reported_on", wide=True),
    Column("source", _("Source"), choices=dict(ReportSource.choices), wide=True),
)

_PARTS = ("micro", "small", "medium", "large")


def missing_parts(row: dict[str, Any]) -> int | None:
    """What the size classes leave of the total; nothing to say where none is known."""
    return missing_from(row["total"], [row[part] for part in _PARTS])


def in_print(row: dict[str, Any]) -> str:
    """Kind of source, document, and what is known about the figure."""
    source = str(CountSource(row["source"]).label)
    return " – ".join(filter(None, (source, row["document"], row["note"])))


TERRITORY_COLUMNS = (
    Column(
        "region", _("Region"), "region__short_name", sort="region__code", link="companies:territory_edit", heading=True
    ),
    Column("as_of", _("As of"), kind=Kind.DATE, sort="as_of"),
    Column("total", _("Companies"), kind=Kind.NUMBER, sort="total"),
    Column("micro", _("micro"), kind=Kind.NUMBER, wide=True),
    Column("small", _("small"), kind=Kind.NUMBER, wide=True),
    Column("medium", _("medium"), kind=Kind.NUMBER, wide=True),
    Column("large", _("large"), kind=Kind.NUMBER, wide=True),
    Column("missing", _("Parts leave"), missing_parts, fields=("total", *_PARTS), kind=Kind.NUMBER),
    Column("document", _("Printed in"), in_print, fields=("source", "document", "note"), wide=True),
)

PAIR_COLUMNS = (
    Column("first", _("Entry"), "first__name", link="companies:pair_detail", heading=True),
    Column("second", _("Looks like"), "second__name"),
    Column("likeness", _("Similarity"), kind=Kind.NUMBER, decimals=2, sort="likeness", wide=True),
)
MERGE_COLUMNS = (
    Column("removed", _("Removed entry"), "removed_name", link="companies:merge_detail", heading=True),
    Column("kept", _("Became part of"), "kept__name"),
    Column("reason", _("Reason"), wide=True),
    Column("by", _("By"), "merged_by__full_name", wide=True),
    Column("at", _("At"), "created_at", kind=Kind.MOMENT, sort="created_at"),
    Column("undone", _("Undone at"), "undone_at", kind=Kind.MOMENT),
)
