"""Forty and more ways to lay a table out. Each number chooses among the ways that `render` knows."""

from dataclasses import dataclass, field

CONTAINERS = ("xlsx", "xlsx", "semicolon cp1252", "xlsx", "tab utf-16", "ods", "comma utf-8-sig", "xlsx", "pipe utf-8")
HEADS = ("one line", "upper case", "groups above", "units below", "line breaks", "stars and colons", "spaced out")
SURROUNDINGS = (
    "letterhead",
    "instructions first",
    "column numbers",
    "totals",
    "signatures",
    "empty columns",
    "pages",
    "hidden sheet",
    "hidden rows",
    "blank lines",
    "remarks column",
    "row numbers",
    "class in titles",
    "far down and right",
    "notes below",
)


@dataclass(frozen=True)
class Layout:
    """One way. `words`, `order`, `dates`, `numbers`, `niks` and `sexes` count through the ways of each."""

    name: str
    words: int = 0
    order: int = 0
    container: str = "xlsx"
    head: str = "one line"
    dates: int = 0
    numbers: int = 0
    niks: int = 0
    sexes: int = 0
    is_combined: bool = False
    around: frozenset[str] = field(default_factory=frozenset)


PLAIN = Layout("plain")


def _layout(number: int) -> Layout:
    around = {SURROUNDINGS[(number * step + step) % len(SURROUNDINGS)] for step in range(1, 2 + number % 4)}
    return Layout(
        name=f"{number:02d}",
        words=number,
        order=number,
        container=CONTAINERS[number % len(CONTAINERS)],
        head=HEADS[number % len(HEADS)],
        dates=number,
        numbers=number,
        niks=number,
        sexes=number,
        is_combined=number % 3 == 0,
        around=frozenset(around),
    )


#: Every way to write a date, a number, a NIK and a sex comes with every kind of file in the course of these.
LAYOUTS = [_layout(number) for number in range(1, 46)]
