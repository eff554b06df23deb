"""Lengths are the numbers, exactly; what a stranger typed stays text; no style attribute gets in."""

from itertools import pairwise

import pytest
import weasyprint
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from kaltim_naker.charts.bars import BarRow, bar_target
from kaltim_naker.charts.lines import cumulative_line, nice_ceiling, sparkline
from kaltim_naker.charts.meters import meter
from kaltim_naker.charts.tilemap import PLACES, SHADES, Tile, shade_of, tile_map

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = """</text><script>alert(1)</script>"' onload="x"""


def bars(rows, **options):
    return bar_target(
        rows, title="Capaian", desc="Per balai", value_format=str, target_format=lambda goal: f"/ {goal}", **options
    )


def lines(achieved, target, labels):
    return cumulative_line(
        achieved,
        target,
        labels,
        title="Kumulatif",
        desc="Per bulan",
        number_format=lambda value: f"{value:.0f}",
        achieved_label="Capaian",
        target_label="Target",
    )


def parts(svg, name, css=None):
    found = ElementTree.fromstring(svg).iter(f"{SVG}{name}")
    return [part for part in found if css is None or part.get("class") == css]


def test_bar_is_as_long_as_its_share_of_the_greatest_number():
    svg = bars([BarRow("BLKI Balikpapan", 712, 1000), BarRow("BLKI Bontang", 523, 500)], width=400)
    assert [float(bar.get("width")) for bar in parts(svg, "rect", "bar")] == [284.8, 209.2]
    assert [mark.get("d").split(" ")[0] for mark in parts(svg, "path", "target")] == ["M400.00", "M200.00"]


def test_missing_value_draws_no_bar_and_missing_target_no_mark():
    svg = bars([BarRow("A", None, 10), BarRow("B", 4), BarRow("C", 0, 0)])
    assert len(parts(svg, "rect", "bar")) == 1
    assert len(parts(svg, "path", "target")) == 2


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), max_size=8))
def test_no_bar_leaves_the_picture(numbers):
    svg = bars([BarRow("x", value, target) for value, target in numbers], width=400)
    assert all(0 <= float(bar.get("width")) <= 400 for bar in parts(svg, "rect", "bar"))


def test_line_lies_where_its_values_are():
    svg = lines([0, 500, None], [0, 500, 1000], ["J", "F", "M"])
    target, achieved = [path.get("d") for path in parts(svg, "path") if path.get("stroke-width") in ("2.5", "3")][:2]
    # The plot runs from x = 46 to 386 and, for 0 to 1000, from y = 224 up to 30.
    assert target == "M46 224L216 127L386 30"
    assert achieved == "M46 224L216 127"


def test_line_refuses_series_of_different_lengths():
    with pytest.raises(ValueError, match="same length"):
        lines([1, 2], [1], ["J", "F"])


@pytest.mark.parametrize(
    ("value", "ceiling"), [(0, 1), (1, 1), (3, 4), (24, 25), (1500, 2000), (0.3, 0.4), (1000, 1000), (999, 1000)]
)
def test_axis_ends_at_a_round_number(value, ceiling):
    assert nice_ceiling(value) == pytest.approx(ceiling)


def test_sparkline_of_nothing_of_one_and_of_equal_values():
    assert len(parts(sparkline([], title="a", desc="b"), "circle")) == 0
    assert len(parts(sparkline([None, 4, None], title="a", desc="b"), "circle")) == 1
    (point,) = parts(sparkline([7, 7, 7], title="a", desc="b"), "circle")
    assert float(point.get("cy")) == 14


@pytest.mark.parametrize(
    ("value", "whole", "length"), [(50, 200, 25), (0, 10, 0), (None, 10, 0), (300, 200, 100), (5, 0, 0)]
)
def test_meter_is_the_share_of_the_whole(value, whole, length):
    (bar,) = parts(meter(value, whole), "rect", "bar")
    assert float(bar.get("width")) == length


def test_meter_beyond_the_whole_marks_where_the_whole_lies():
    (mark,) = parts(meter(300, 200), "rect", "target")
    assert float(mark.get("x")) + 1 == pytest.approx(66.67, abs=0.01)


def test_shades_are_even_steps_and_zero_is_its_own():
    assert [shade_of(value, 100) for value in (0, 1, 25, 26, 50, 75, 76, 100)] == [0, 1, 1, 2, 2, 3, 4, 4]
    assert shade_of(0, 0) == 0


def test_shades_keep_their_order_in_grey():
    def grey(colour):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    greys = [grey(fill) for fill, _ink in SHADES]
    assert all(lighter - darker >= 15 for lighter, darker in pairwise(greys))


def test_tile_map_has_each_region_once_and_strangers_not_at_all():
    tiles = [Tile(code, code, 3) for code in PLACES] + [Tile("63.01", "Tanah Laut", 900)]
    svg = tile_map(tiles, title="Domisili", desc="Kaltim", number_format=str)
    assert len(set(PLACES.values())) == len(PLACES) == 10
    assert "Tanah Laut" not in svg
    assert "900" not in svg


def test_tile_without_value_is_hatched_and_linked_tiles_are_links():
    svg = tile_map(
        [Tile("64.03", "Berau", None), Tile("64.71", "Balikpapan", 5, "/b/")], title="t", desc="d", number_format=str
    )
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "group"
    fills = [rect.get("fill") for rect in root.iter(f"{SVG}rect")]
    assert fills[0].startswith("url(#h")
    assert [link.get("href") for link in root.iter(f"{SVG}a")] == ["/b/"]


ALL = {
    "bars": lambda label: bars([BarRow(label, 5, 7)]),
    "lines": lambda label: lines([1, 2], [2, 3], [label, "F"]),
    "sparkline": lambda label: sparkline([1, 2], title=label, desc=label),
    "tiles": lambda label: tile_map([Tile("64.71", label, 2, "/x/")], title=label, desc="d", number_format=str),
}


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL)
def test_hostile_label_stays_text(draw):
    svg = draw(HOSTILE)
    root = ElementTree.fromstring(svg)
    assert HOSTILE in [part.text for part in root.iter()]
    assert not list(root.iter(f"{SVG}script"))
    assert all("onload" not in part.attrib for part in root.iter())


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL)
def test_picture_has_a_name_and_no_style_attribute(draw):
    root = ElementTree.fromstring(draw("Balikpapan"))
    names = {part.get("id") for part in root.iter() if part.tag in (f"{SVG}title", f"{SVG}desc")}
    assert set(root.get("aria-labelledby").split()) == names
    assert all("style" not in part.attrib for part in root.iter())


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL)
def test_weasyprint_draws_it(draw):
    pdf = weasyprint.HTML(string=draw("Balikpapan"), url_fetcher=weasyprint.URLFetcher(allowed_protocols={"data"}))
    assert pdf.write_pdf().startswith(b"%PDF")
