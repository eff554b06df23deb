"""script/bench [NAME...] [--json FILE] [--full] [--list]: print a table, one row a measurement."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from time import monotonic

import django

import bench
from bench.registry import Measure, Row, Scale, registered

# Without --full, what has not begun by then is left out, and said to be.
USUAL_SECONDS = 480.0
_HEADINGS = ("name", "figure", "unit", "beside", "ratio", "goal", "holds")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 if every row holds, 1 if one does not, 2 for a wrong name."""
    # Measurements import models, as tests do.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaltim_naker.settings")
    # They also make their tables, and fill them past the triggers.
    os.environ["DATABASE_AS_OWNER"] = "true"
    django.setup()
    for module in iter_modules(bench.__path__):
        if module.name != "__main__":
            import_module(f"bench.{module.name}")
    options = _parser().parse_args(arguments)
    measurements = registered()
    if options.list:
        print("\n".join(sorted(measurements)))
        return 0
    unknown = sorted(set(options.names) - measurements.keys())
    if unknown:
        print(
            f"No such measurement: {', '.join(unknown)}. There are: {', '.join(sorted(measurements))}.", file=sys.stderr
        )
        return 2
    chosen = {name: measurements[name] for name in options.names or sorted(measurements)}
    rows = list(_rows(chosen, Scale.FULL if options.full else Scale.USUAL))
    _print_table(rows)
    if options.json:
        options.json.write_text(json.dumps([_as_dict(row) for row in rows], indent=2) + "\n", encoding="utf-8")
    return 0 if all(row.holds for row in rows) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="script/bench", description="Measure, and compare with the goals.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these measurements")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there as well")
    parser.add_argument("--full", action="store_true", help="add the largest scales; takes long")
    parser.add_argument("--list", action="store_true", help="print the names and stop")
    return parser


def _rows(measurements: dict[str, Measure], scale: Scale) -> Iterator[Row]:
    started = monotonic()
    for name, measure in measurements.items():
        if scale is Scale.USUAL and monotonic() - started > USUAL_SECONDS:
            print(f"{name}: left out, the time is up; run it alone or with --full", file=sys.stderr)
            continue
        print(f"measuring {name} ...", file=sys.stderr)
        yield from measure(scale)


def _print_table(rows: Sequence[Row]) -> None:
    lines = [_HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADINGS))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cells(row: Row) -> tuple[str, ...]:
    beside = f"{row.beside:.4g} {row.beside_what}".strip() if row.beside is not None else "-"
    ratio = f"{row.ratio:.2f}" if row.ratio is not None else "-"
    return (row.name, f"{row.figure:.4g}", row.unit, beside, ratio, row.goal, "yes" if row.holds else "NO")


def _as_dict(row: Row) -> dict[str, object]:
    beside = {"beside": row.beside, "beside_what": row.beside_what, "ratio": row.ratio}
    return {"name": row.name, "figure": row.figure, "unit": row.unit, **beside, "goal": row.goal, "holds": row.holds}


if __name__ == "__main__":
    sys.exit(main())
