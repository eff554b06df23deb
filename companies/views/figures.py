"""Figures of productivity as parts of a page."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.constants.productivity import ADDED_PARTS, BOUGHT_IN_PARTS, OUTPUT_PARTS
from companies.documents.productivity import YearFigures
from companies.models import Measurement
from kaltim_naker.charts.lines import cumulative_line
from kaltim_naker.ui.components import ChartCard, PlainTable
from kaltim_naker.ui.formatting import number, rupiah


def year_from(request: HttpRequest, name: str) -> int | None:
    """The year that an address asks for; None where it asks for none, or for something else."""
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) == 4 else None


def index_card(years: Sequence[YearFigures]) -> ChartCard:
    """Labour productivity against its base year, at the prices of each year and at those of the base year."""
    labels = [str(one.year) for one in years]
    nominal, real = gettext("at current prices"), gettext("at constant prices")
    chart = cumulative_line(
        [None if one.index is None else float(one.index) for one in years],
        [None if one.constant_index is None else float(one.constant_index) for one in years],
        labels,
        title=gettext("Index of labour productivity"),
        desc=gettext("By year, the base year is 100."),
        number_format=number,
        achieved_label=nominal,
        target_label=real,
        width=640,
    )
    rows = [
        (label, number(one.index, 2), number(one.constant_index, 2)) for label, one in zip(labels, years, strict=True)
    ]
    return ChartCard(
        title=gettext("Index of labour productivity"),
        chart=chart,
        table=PlainTable((_("Year"), nominal, real), rows),
        note=gettext(
            "value ÷ value of the base year × 100; constant: value ÷ (price index ÷ price index of the base year)"
        ),
    )


def account_sections(measurement: Measurement) -> list[tuple[Any, list[tuple[Any, str]]]]:
    """The positions as they were entered, in full rupiah; those that are nothing are left out."""
    sections = (
        (_("Output"), OUTPUT_PARTS),
        (_("Bought in"), BOUGHT_IN_PARTS),
        (_("Who received the value added"), ADDED_PARTS),
        (_("With what"), ("fixed_assets",)),
    )
    return [
        (
            heading,
            [
                (capfirst(Measurement._meta.get_field(name).verbose_name), rupiah(value))
                for name in names
                if (value := getattr(measurement, name))
            ],
        )
        for heading, names in sections
    ]
