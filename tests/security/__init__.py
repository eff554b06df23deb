"""The acceptance checks of security.md §5 that are tests, and the table that `script/security` prints of them.

A check is a number of that list, a sentence and a target, worn by the tests that prove it:

    @security(5, "History of every table of record", target="entries = rows touched")
    def test_…(figure): …

So there is one code: `script/test` runs the tests like any other, `script/security` runs only them and says what they
found. Tests with the same number and sentence are one row; `figure` says in words what was measured, `count` adds up.
"""

import pytest

#: The checks of security.md §5 that are proved here; nos. 4, 21–25, 27, 28 and 30 are measured (`script/bench`) or
#: tried in operations. A number without a test is a row that does not hold.
NUMBERS = (1, 2, 3, *range(5, 21), 26, 29)


def security(number: int, check: str, *, target: str) -> pytest.MarkDecorator:
    """Marks a test, or all tests of a class, as part of a check; by `figure` and `count` it says what it saw."""
    return pytest.mark.security(number=number, check=check, target=target)
