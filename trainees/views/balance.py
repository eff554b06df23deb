"""Where next year's classes belong: need, supply and interest of the regions beside each other."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.charts.tilemap import Tile
from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.ui.components import PageAction, Tab
from kaltim_naker.ui.export import Sheet
from kaltim_naker.ui.formatting import number
from kaltim_naker.ui.tables import Column, Kind
from kaltim_naker.ui.tilemaps import TileMapCard
from kaltim_naker.ui.views import PageView
from programs.models import SkillNeed
from programs.views.links import book_response
from trainees.documents.balance import Balance, Balances, balances_of, sources_of_leavers

#: How many places are named as those where classes belong first.
FIRST = 10

SHOWN = {
    "gap": _("gap: need less seats taken"),
    "need": _("people needed"),
    "supply": _("seats taken by residents"),
    "interest": _("applications of residents"),
}
BY = {"field": _("Field"), "sector": _("Sector")}

_FIGURES = (
    ("need", _("People needed")),
    ("supply", _("Seats taken")),
    ("interest", _("Applications")),
    ("leavers", _("School leavers (SMK)")),
    ("gap", _("Gap")),
    ("classes", _("Classes to close it")),
    ("agreed", _("Packages agreed")),
)


def _figure(name: str) -> Any:
    return lambda row: getattr(row[-1], name)


_COLUMNS = tuple(Column(name, label, _figure(name), kind=Kind.NUMBER) for name, label in _FIGURES)
_REGION = Column("region", _("Regency or city"), lambda row: str(row[0]))


class BalanceView(PageView):
    """`?year=` that is planned, `?by=field|sector`, `?show=` on the map; `?export=xlsx` gives the workbook."""

    action = Action.VIEW_NEEDS
    template_name = "trainees/balance.html"
    page_title = _("Where classes belong")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.export() if request.GET.get("export") == "xlsx" else super().get(request, *args, **kwargs)

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("year", "")
        if asked.isascii() and asked.isdigit() and 2001 <= int(asked) <= 2100:
            return int(asked)
        return SkillNeed.objects.visible_to(self.scope).latest_year(fiscal_year(today()))

    @property
    def by(self) -> str:
        asked = self.request.GET.get("by", "")
        return asked if asked in BY else "field"

    @property
    def show(self) -> str:
        asked = self.request.GET.get("show", "")
        return asked if asked in SHOWN else "gap"

    @cached_property
    def balances(self) -> Balances:
        return balances_of(self.year, self.scope, by=self.by)

    @property
    def page_lead(self) -> str:  # type: ignore[override]
        return gettext(
            "What %(year)s needs, against the seats residents took and the applications they made in %(before)s."
        ) % {
            "year": self.year,
            "before": self.year - 1,
        }

    def address(self, **changed: Any) -> str:
        return f"?{urlencode({'year': self.year, 'by': self.by, 'show': self.show} | changed)}"

    def get_page_actions(self) -> Sequence[PageAction]:
        return [
            PageAction(_("Skill needs"), f"{reverse('programs:need_list')}?year={self.year}"),
            PageAction(_("Proposals"), f"{reverse('programs:proposal_list')}?year={self.year}"),
            PageAction(_("Export to Excel"), self.address(export="xlsx")),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        balances = self.balances
        return super().get_context_data(
            year=self.year,
            previous_url=self.address(year=self.year - 1),
            next_url=self.address(year=self.year + 1),
            show_tabs=[
                Tab(label, self.address(show=name), current=name == self.show)
                for name, label in _FIGURES
                if name in SHOWN
            ],
            by_tabs=[Tab(label, self.address(by=key), current=key == self.by) for key, label in BY.items()],
            by_label=BY[self.by],
            heads=[label for _name, label in _FIGURES],
            regions=[(str(region.short_name), _cells(balance)) for region, balance in balances.by_region()],
            members=[(_name_of(member), _cells(balance)) for member, balance in balances.by_member()],
            whole=_cells(balances.whole()),
            first=balances.widest_gaps(FIRST),
            tile_map=self.tile_map() if self.scope.everything else None,
            sources="; ".join(sources_of_leavers(self.year)),
            **kwargs,
        )

    def tile_map(self) -> TileMapCard:
        tiles = [
            Tile(region.code, region.short_name, getattr(balance, self.show), self._needs_url(region.pk))
            for region, balance in self.balances.by_region()
        ]
        note = gettext("Click a square for the needs of the region.")
        return TileMapCard(SHOWN[self.show], tiles, _("people"), note=note)

    def _needs_url(self, region: int) -> str:
        return f"{reverse('programs:need_list')}?{urlencode({'year': self.year, 'region': region})}"

    def export(self) -> HttpResponseBase:
        member = Column(self.by, BY[self.by], lambda row: _name_of(row[1]))
        places = [(place.region, place.member, place.balance) for place in self.balances.places]
        sheets = [
            Sheet(gettext("Regency or city"), (_REGION, *_COLUMNS), self.balances.by_region()),
            Sheet(str(BY[self.by]), (_REGION, member, *_COLUMNS), places),
        ]
        return book_response(sheets, f"{self.page_title} {self.year}", f"kebutuhan-{self.year}.xlsx")


def _cells(balance: Balance) -> list[str]:
    return [number(getattr(balance, name)) for name, _label in _FIGURES]


def _name_of(member: Any) -> str:
    return str(member) if member else gettext("not recorded")
