"""Small numbers hidden so that nobody can be told from them, and so that no subtraction brings them back.

A count of one to four may point at people who know each other. It is hidden; and since the whole is told, too, hiding
one part alone would be in vain: whole less the other parts is the hidden one. So at least two parts are hidden, and
together they come to at least five. Zero is told: nobody is in it.
"""

from collections.abc import Sequence

#: Counts below it, zero excepted, are hidden.
LEAST = 5


def is_small(count: int) -> bool:
    return 0 < count < LEAST


def hidden_parts(counts: Sequence[int]) -> frozenset[int]:
    """Positions of the parts to be hidden where the whole is told.

    The next larger parts are hidden with the small ones, until what is hidden cannot be reckoned out. Where even all of
    them are too few, all are hidden.
    """
    hidden = {position for position, count in enumerate(counts) if is_small(count)}
    larger = sorted((count, position) for position, count in enumerate(counts) if count >= LEAST)
    while hidden and larger and _can_be_reckoned_out([counts[position] for position in hidden]):
        hidden.add(larger.pop(0)[1])
    if hidden and _can_be_reckoned_out([counts[position] for position in hidden]):
        return frozenset(range(len(counts)))
    return frozenset(hidden)


def _can_be_reckoned_out(counts: Sequence[int]) -> bool:
    return len(counts) < 2 or sum(counts) < LEAST
