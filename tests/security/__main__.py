"""script/security [NUMBER...] [--json FILE]: run the checks of security.md §5 and print a table, one row a check."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.security import NUMBERS
from tests.security.plugin import Check, Collector
from tests.security.test_gates import MEASURED

ROOT = Path(__file__).resolve().parents[2]
_HEADINGS = ("no.", "check", "figure", "target", "holds")
_WIDEST = 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 if every check holds, 1 if one does not or a number has none."""
    options = _parser().parse_args(arguments)
    file = options.json and options.json.resolve()
    os.chdir(ROOT)
    os.environ[MEASURED] = "yes"
    numbers = options.numbers or list(NUMBERS)
    collector = Collector()
    chosen = " or ".join(f"security(number={number})" for number in numbers)
    # Output of passing tests is no part of the table; failures are shown above it.
    pytest.main(["tests", "-m", chosen, "-q", "--no-header", "-n", "2", "--dist", "loadfile"], plugins=[collector])
    rows = rows_of(list(collector.checks.values()), numbers)
    rows += [_row(0, module, "cannot be read", "reads", False) for module in collector.broken]
    _print_table(rows)
    if file:
        file.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return 0 if all(row["holds"] for row in rows) else 1


def rows_of(checks: Sequence[Check], numbers: Sequence[int]) -> list[dict[str, Any]]:
    """A row for each check, and one for each number that nothing proves."""
    rows = [_row(one.number, one.check, one.figure, one.target, one.holds) for one in checks]
    proved = {one.number for one in checks}
    rows += [_row(number, "(no test)", "0 tests", "at least 1", False) for number in numbers if number not in proved]
    return sorted(rows, key=lambda row: (row["number"], row["check"]))


def _row(number: int, check: str, figure: str, target: str, holds: bool) -> dict[str, Any]:
    return {"number": number, "check": check, "figure": figure, "target": target, "holds": holds}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="script/security", description="Run the checks of security.md §5.")
    parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="only these numbers of the list")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there as well")
    return parser


def _print_table(rows: Sequence[dict[str, Any]]) -> None:
    lines = [_HEADINGS, *(_cells(row) for row in rows)]
    widths = [min(_WIDEST, max(len(line[column]) for line in lines)) for column in range(len(_HEADINGS))]
    print()
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    return (str(row["number"]), row["check"], row["figure"], row["target"], "yes" if row["holds"] else "NO")


if __name__ == "__main__":
    sys.exit(main())
