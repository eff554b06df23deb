"""East Kalimantan as squares: each regency and city in its place, the value as shade and as number.

A tile map gives the small cities on the coast the same room as the wide regencies inland, and needs no map data.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from django.utils.safestring import SafeString

from kaltim_naker.charts.svg import INK, INK_SOFT, RIVER, Format, Text, element, join, picture, text

#: Kemendagri code → (column, row): inland on the left, the coast from Berau down to Balikpapan on the right.
PLACES: Mapping[str, tuple[int, int]] = {
    "64.03": (2, 0),  # Berau
    "64.11": (0, 1),  # Mahakam Ulu
    "64.08": (2, 1),  # Kutai Timur
    "64.07": (0, 2),  # Kutai Barat
    "64.02": (1, 2),  # Kutai Kartanegara
    "64.74": (2, 2),  # Bontang
    "64.09": (1, 3),  # Penajam Paser Utara
    "64.72": (2, 3),  # Samarinda
    "64.01": (1, 4),  # Paser
    "64.71": (2, 4),  # Balikpapan
}
SIDE, GAP = 116, 8

#: Five shades of even steps in lightness, so that they keep their order in a grey print; then the ink on each.
SHADES = (("#f0f7f5", INK), ("#cfe6e1", INK), ("#93c4bb", INK), ("#2f7f77", "#ffffff"), ("#0a3734", "#ffffff"))


@dataclass(frozen=True, slots=True)
class Tile:
    """A regency or city by Kemendagri code. No value (None) is hatched, which is not the same as zero."""

    code: str
    label: Text
    value: float | None
    url: str = ""


def tile_map(tiles: list[Tile], *, title: Text, desc: Text, number_format: Format) -> SafeString:
    """The map. Tiles whose code has no place on it are left to the table behind. Links stay links."""
    placed = [tile for tile in tiles if tile.code in PLACES]
    greatest = max([0.0, *(float(tile.value) for tile in placed if tile.value is not None)])
    side = SIDE + GAP
    hatch = f"h{crc32(str(title).encode()):08x}"
    body = [_hatch(hatch), *(_tile(tile, greatest, hatch, number_format) for tile in placed)]
    # An image has no children for a screen reader; with links in it, it is a group.
    role = "group" if any(tile.url for tile in placed) else "img"
    return picture(3 * side - GAP, 5 * side - GAP, body, title=title, desc=desc, role=role)


def shade_of(value: float, greatest: float) -> int:
    """0–4: zero alone is 0, the rest in four even steps up to the greatest value."""
    if value <= 0 or greatest <= 0:
        return 0
    return min(4, 1 + int(4 * value / greatest - 1e-9))


def steps_of(greatest: float) -> list[tuple[float, float]]:
    """The bounds (from, to] of the shades 1–4, for a legend."""
    return [(greatest * step / 4, greatest * (step + 1) / 4) for step in range(4)]


def _tile(tile: Tile, greatest: float, hatch: str, number_format: Format) -> SafeString:
    column, row = PLACES[tile.code]
    x, y = column * (SIDE + GAP), row * (SIDE + GAP)
    fill, ink = (f"url(#{hatch})", INK) if tile.value is None else SHADES[shade_of(tile.value, greatest)]
    figure = "–" if tile.value is None else number_format(tile.value)
    parts = join(
        [
            element(
                "rect",
                x=x + 1,
                y=y + 1,
                width=SIDE - 2,
                height=SIDE - 2,
                rx=8,
                fill=fill,
                stroke=RIVER,
                stroke_width=1.5,
            ),
            text(x + SIDE / 2, y + 44, tile.label, text_anchor="middle", fill=ink, font_size=17),
            text(x + SIDE / 2, y + 80, figure, text_anchor="middle", fill=ink, font_size=26, font_weight="700"),
        ]
    )
    return element("a", parts, href=tile.url) if tile.url else element("g", parts)


def _hatch(ident: str) -> SafeString:
    stroke = element("path", d="M0 8L8 0", stroke=INK_SOFT, stroke_width=1, opacity=0.45)
    pattern = element("pattern", stroke, id=ident, width=8, height=8, patternUnits="userSpaceOnUse")
    return element("defs", pattern)
