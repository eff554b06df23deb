"""Layouts nobody here has seen: whatever stands where, under whatever words, each row gets its verdict."""

import pytest

from kaltim_naker.imports.check import check_file
from tests.kaltim_naker.imports.layouts import LAYOUTS, PLAIN, TABLES, Example, Layout, render

CASES = [(kind, layout) for kind in TABLES for layout in LAYOUTS]


def verdict_of(example: Example, layout: Layout) -> list[tuple[object, object]]:
    """For each row, in their order: what was found, and what was read of a row without errors."""
    verdict = check_file(example.kind, render(example, layout))
    assert [finding.code for finding in verdict.file_findings] == []
    return [
        (
            sorted((finding.level, finding.code) for finding in row.findings),
            None if row.has_errors else example.values(row.values),
        )
        for row in verdict.rows
    ]


@pytest.fixture(scope="module")
def plain() -> dict[str, list[tuple[object, object]]]:
    return {kind: verdict_of(example, PLAIN) for kind, example in TABLES.items()}


@pytest.mark.parametrize(("kind", "layout"), CASES, ids=[f"{kind}-{layout.name}" for kind, layout in CASES])
def test_a_layout_changes_nothing(kind: str, layout: Layout, plain: dict[str, list[tuple[object, object]]]) -> None:
    assert verdict_of(TABLES[kind], layout) == plain[kind]
