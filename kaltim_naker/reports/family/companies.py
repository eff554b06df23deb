"""Companies, agreements and productivity: what was signed, what came of it, who was coached (domain.md §7, §8)."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from companies.measures.fulfilment import Score, scoreboard
from companies.models import Agreement
from kaltim_naker.reports.blocks import Blocks, bars_of, document, rules_of
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.declaration import Division, ReportKind
from kaltim_naker.reports.document import Cell, Column, Document, Form, Row, Section, Table
from kaltim_naker.ui.formatting import long_date

_AGREEMENTS = (
    "agreements_signed",
    "agreements_in_force",
    "agreements_with_results",
    "agreements_with_results_share",
    "classes_under_agreements",
    "people_placed_under_agreements",
)
_PRODUCTIVITY = ("companies_measured", "companies_coached", "medium_companies_consulted", "award_share")


def build(order: Order) -> Document:
    """Agreements first, promise by promise, then productivity by sector and place."""
    with override(order.language):
        blocks = Blocks(order)
        sectors = blocks.by("sectors", _("By sector"), "sector", ("agreements_signed", *_PRODUCTIVITY[:3]))
        return document(
            order,
            title=_("Report on companies, agreements and productivity"),
            subject=_("Partnership and productivity"),
            lead=[blocks.big(name) for name in ("agreements_in_force", "agreements_with_results", *_PRODUCTIVITY[:2])],
            sections=[
                Section(_("Agreements"), tables=(blocks.figures("agreements", _("Agreements"), _AGREEMENTS),)),
                Section(_("What was promised, and what came of it"), tables=tuple(_promises(order))),
                Section(_("Productivity"), tables=(blocks.figures("productivity", _("Productivity"), _PRODUCTIVITY),)),
                Section(_("By sector"), tables=(sectors,), chart=bars_of(sectors, 2)),
                Section(
                    _("By regency or city of the head office"),
                    tables=(blocks.by("regions", _("By regency or city"), "region", _PRODUCTIVITY[:3]),),
                ),
            ],
            rules=rules_of((*_AGREEMENTS, *_PRODUCTIVITY)),
        )


def _promises(order: Order) -> list[Table]:
    """Every promise of an agreement that was in force on the last day, as its own scoreboard counts it."""
    day = order.period.end
    agreements = Agreement.objects.visible_to(order.scope).main().signed().in_force(day).order_by("signed_on", "pk")
    rows = [_promise(agreement, score) for agreement in agreements for score in scoreboard(agreement, day)]
    if not rows:
        return []
    columns = (
        Column("agreement", _("Agreement"), Form.TEXT, 34),
        Column("promise", _("Promise"), Form.TEXT, 26),
        Column("promised", _("Promised"), Form.AMOUNT, 11),
        Column("achieved", _("Achieved"), Form.AMOUNT, 11),
        Column("percent", _("Share"), Form.PERCENT, 12),
        Column("due_on", _("Due on"), Form.DATE, 14),
        Column("state", _("State"), Form.TEXT, 16),
    )
    return [Table("promises", _("What was promised, and what came of it"), columns, tuple(rows))]


def _promise(agreement: Agreement, score: Score) -> Row:
    promised = score.deliverable.promised
    return Row(
        (
            Cell(agreement.title, note=long_date(agreement.signed_on) if agreement.signed_on else ""),
            Cell(str(score.measure.name)),
            Cell(number=Decimal(promised)),
            Cell(number=Decimal(score.achieved)),
            Cell(number=Decimal(score.achieved) / promised * 100 if promised else None),
            Cell(day=score.deliverable.due_on),
            Cell(str(score.state.label)),
        )
    )


REPORT = ReportKind(
    key="companies",
    prefix="PK",
    name=gettext_lazy("Companies, agreements and productivity"),
    about=gettext_lazy("Agreements with what came of them, measured and coached companies."),
    position=60,
    # Companies belong to no training centre.
    divisions=frozenset({Division.PROVINCE}),
    build=build,
)
