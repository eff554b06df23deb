"""Domestic apprenticeship: who began, completed and was hired, where and on whose budget (domain.md §5)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kaltim_naker.reports.blocks import Blocks, bars_of, document, months_chart_of, rules_of
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.declaration import Division, ReportKind
from kaltim_naker.reports.document import Document, Section

_STARTED, _COMPLETED, _HIRED = "apprentices_started", "apprentices_completed", "apprentices_hired"
_RATE = "apprentice_hiring_rate"
_ALL = (_STARTED, _COMPLETED, _HIRED, _RATE)


def build(order: Order) -> Document:
    with override(order.language):
        blocks = Blocks(order)
        months = blocks.months("months", _("Growth over the year"), (_STARTED, _COMPLETED))
        regions = blocks.by("regions", _("By regency or city of the workplace"), "region", _ALL)
        return document(
            order,
            title=_("Report on apprenticeship"),
            subject=_("Domestic apprenticeship"),
            lead=[blocks.big(name) for name in _ALL],
            sections=[
                Section(
                    _("From beginning to work"), tables=(blocks.figures("figures", _("From beginning to work"), _ALL),)
                ),
                Section(_("Growth over the year"), tables=(months,), chart=months_chart_of(months)),
                Section(_("By regency or city of the workplace"), tables=(regions,), chart=bars_of(regions)),
                Section(_("By sector"), tables=(blocks.by("sectors", _("By sector"), "sector", _ALL),)),
                Section(_("By field"), tables=(blocks.by("fields", _("By field"), "field", _ALL),)),
                Section(
                    _("By funding source"), tables=(blocks.by("funding", _("By funding source"), "funding", _ALL),)
                ),
                Section(
                    _("Who they are"),
                    tables=(
                        blocks.by("sexes", _("Men and women"), "sex", _ALL),
                        blocks.by("ages", _("By age"), "age", _ALL),
                        blocks.by("education", _("By education"), "education", _ALL),
                    ),
                ),
            ],
            rules=rules_of(_ALL),
        )


REPORT = ReportKind(
    key="apprenticeship",
    prefix="MG",
    name=gettext_lazy("Apprenticeship"),
    about=gettext_lazy("Apprentices who began, completed and were hired, by place, sector and budget."),
    position=50,
    # No apprentice belongs to a training centre, and a region sees its residents, who may learn anywhere.
    divisions=frozenset({Division.PROVINCE}),
    build=build,
)
