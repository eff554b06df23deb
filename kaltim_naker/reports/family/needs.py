"""Needs and proposals: what the regions need, what they proposed, and what was decided (domain.md §10)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kaltim_naker.core.periods import Span
from kaltim_naker.reports.blocks import Blocks, bars_of, document, rules_of
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.declaration import Division, ReportKind
from kaltim_naker.reports.document import Big, Cell, Column, Document, Form, Row, Section, Table
from kaltim_naker.ui.formatting import long_date
from programs.documents.proposals import in_words, matrix_of, proposal_rows, sums_of
from programs.models import Proposal, ProposalMinutes

_NEEDS = ("needs_recorded", "needs_met", "needs_met_of_recorded")


def build(order: Order) -> Document:
    """Needs as they are counted, then the proposals of the year: matrix, decisions, and the minutes that hold them."""
    with override(order.language):
        blocks = Blocks(order)
        rows = proposal_rows(Proposal.objects.visible_to(order.scope).standing().in_year(order.period.year))
        sums = sums_of(rows)
        regions = blocks.by("needs_regions", _("Needs by regency or city"), "region", _NEEDS[:2])
        return document(
            order,
            title=_("Report on needs and proposals"),
            subject=_("Needs of the regions and proposals for the programme"),
            lead=[
                blocks.big("needs_recorded"),
                Big(Cell(number=Decimal(sums.proposed)), _("proposals")),
                Big(Cell(number=Decimal(sums.agreed)), _("Agreed")),
                Big(Cell(number=Decimal(sums.undecided)), _("Not decided yet")),
            ],
            sections=[
                Section(_("Needs"), tables=(blocks.figures("needs", _("Needs"), _NEEDS),)),
                Section(_("Needs by regency or city"), tables=(regions,), chart=bars_of(regions)),
                Section(
                    _("Needs by field"), tables=(blocks.by("needs_fields", _("Needs by field"), "field", _NEEDS[:2]),)
                ),
                Section(_("Packages agreed of packages proposed"), tables=tuple(_matrix(rows))),
                Section(_("Decisions"), paragraphs=_minutes(order.period.year), tables=tuple(_decisions(rows))),
            ],
            rules=(
                *rules_of(_NEEDS),
                _("The matrix adds up packages alone; people, units and rupiah are never added to them."),
            ),
        )


def _matrix(rows: Sequence[Mapping[str, Any]]) -> list[Table]:
    """Regencies and cities down, fields across: agreed, with the proposed beneath."""
    matrix = matrix_of(rows)
    if not matrix.rows:
        return []
    columns = (
        Column("region", _("Regency or city"), Form.TEXT, 24),
        *(Column(f"field_{at}", field, Form.AMOUNT, 12) for at, field in enumerate(matrix.fields, start=1)),
        Column("together", _("Together"), Form.AMOUNT, 12),
    )
    lines = [Row((Cell(region), *map(_agreed, cells))) for region, cells in matrix.rows]
    lines.append(Row((Cell(_("Together")), *map(_agreed, matrix.totals)), is_total=True))
    note = _("The small figure is what was proposed.")
    return [Table("matrix", _("Packages agreed of packages proposed"), columns, tuple(lines), (note,))]


def _agreed(cell: Any) -> Cell:
    return Cell(number=Decimal(cell.agreed), note=f"/ {cell.proposed}") if cell.proposed else Cell()


def _decisions(rows: Sequence[dict[str, Any]]) -> list[Table]:
    columns = (
        Column("number", _("Number"), Form.TEXT, 16),
        Column("region", _("Regency or city"), Form.TEXT, 16),
        Column("title", _("Proposal"), Form.TEXT, 30),
        Column("volume", _("Volume"), Form.AMOUNT, 10),
        Column("cost", _("Estimated cost"), Form.RUPIAH, 18),
        Column("decision", _("Decision"), Form.TEXT, 18),
    )
    lines = [
        Row(
            (
                Cell(row["number"]),
                Cell(row["region"]),
                Cell(row["title"], note=row["field"]),
                Cell(number=Decimal(row["volume"]), note=str(row["unit"])),
                Cell(number=Decimal(row["cost"]) if row["cost"] is not None else None),
                Cell(str(row["decision"]), note=row["reason"]),
            )
        )
        for row in in_words(rows)
    ]
    return [Table("decisions", _("Decisions"), columns, tuple(lines))] if lines else []


def _minutes(year: int) -> tuple[str, ...]:
    """Where the decisions are held, with the fingerprint of what was signed."""
    held = ProposalMinutes.objects.filter(year=year).order_by("held_on")
    words = _("Minutes %(number)s of %(day)s in %(place)s; fingerprint %(sha256)s.")
    return tuple(
        words % {"number": one.number, "day": long_date(one.held_on), "place": one.place, "sha256": one.sha256}
        for one in held
    )


REPORT = ReportKind(
    key="needs",
    prefix="KU",
    name=gettext_lazy("Needs and proposals"),
    about=gettext_lazy("Skill needs of the regions, their proposals, the decisions and the minutes."),
    position=70,
    spans=frozenset({Span.YEAR}),
    divisions=frozenset({Division.PROVINCE, Division.REGION}),
    build=build,
)
