"""The tile map of the province with its legend and the table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaltim_naker.charts.svg import RIVER, element
from kaltim_naker.charts.tilemap import SHADES, Tile, steps_of, tile_map
from kaltim_naker.ui.components import PlainTable, Text
from kaltim_naker.ui.formatting import number
from kaltim_naker.ui.markup import figure_html


@dataclass(frozen=True, slots=True)
class TileMapCard:
    """One measure over the ten regencies and cities. Regions outside the province appear in the table only."""

    title: Text
    tiles: Sequence[Tile]
    unit: Text
    note: Text = ""
    decimals: int = 0
    #: Each tile leads to a list exactly as long as its value.
    is_listed: bool = False

    @property
    def map(self) -> SafeString:
        desc = _("Ten squares in the places of the regencies and cities; a darker square has a greater value.")
        return tile_map(list(self.tiles), title=self.title, desc=desc, number_format=self.format)

    @property
    def table(self) -> PlainTable:
        rows = [(tile.label, self._figure(tile)) for tile in self.tiles]
        return PlainTable((_("Region"), self.unit), rows)

    @property
    def legend(self) -> list[tuple[SafeString, str]]:
        """A swatch and its range for each shade in use."""
        greatest = max([0.0, *(float(tile.value) for tile in self.tiles if tile.value is not None)])
        bounds = [f"{self.format(low)} – {self.format(high)}" for low, high in steps_of(greatest)] if greatest else []
        return [(_swatch(fill), words) for (fill, _ink), words in zip(SHADES, ["0", *bounds], strict=False)]

    def _figure(self, tile: Tile) -> str:
        return figure_html(tile.value, tile.url) if self.is_listed else self.format(tile.value)

    def format(self, value: float | None) -> str:
        return number(value, self.decimals)


def _swatch(fill: str) -> SafeString:
    square = element("rect", x=1, y=1, width=14, height=14, rx=2, fill=fill, stroke=RIVER, stroke_width=1.5)
    return element("svg", square, viewBox="0 0 16 16", aria_hidden="true", focusable="false")
