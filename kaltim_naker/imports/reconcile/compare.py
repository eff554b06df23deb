"""The comparison itself: two sets with labels in, three columns out. No database, no request."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Theirs:
    """An entry of the list that somebody brought. `value` is in the clear, `shown` is what a screen may say of it."""

    key: Hashable
    line: int
    value: str
    shown: str


@dataclass(frozen=True)
class Ours:
    """A record of ours. Without a key it can stand in no list, which is its reason; `url` leads to its page."""

    key: Hashable | None
    label: str
    note: str = ""
    shown: str = ""
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the answer. `line` is that of the list that was brought, where it stands there."""

    shown: str
    label: str = ""
    reason: str = ""
    line: int | None = None
    url: str = ""


@dataclass
class Comparison:
    """The three columns; `hidden` are records of ours that lie beyond the reader's rights."""

    both: list[Line] = field(default_factory=list)
    only_theirs: list[Line] = field(default_factory=list)
    only_ours: list[Line] = field(default_factory=list)
    hidden: int = 0


Near = Callable[[str, Mapping[Hashable, Ours]], Ours | None]
Explain = Callable[[Iterable[Hashable]], Mapping[Hashable, str]]


def compare(
    theirs: Sequence[Theirs],
    ours: Iterable[Ours],
    *,
    near: Near = lambda value, left: None,
    explain: Explain = lambda keys: {},
    unknown: str = "",
) -> Comparison:
    """Put each entry and each record into its column, with the reason.

    `near` finds what an entry may have been meant for among the records that nobody named; `explain` says, for keys
    that are not in this set, where else they are known; `unknown` is the reason for all others.
    """
    records = list(ours)
    by_key = {record.key: record for record in records if record.key is not None}
    first: dict[Hashable, int] = {}
    answer, missing = Comparison(), []
    for entry in theirs:
        earlier = first.setdefault(entry.key, entry.line)
        record = by_key.get(entry.key)
        if record is None:
            missing.append(entry)
        else:
            again = _("again, as in line %(line)s") % {"line": earlier} if earlier != entry.line else ""
            reason = "; ".join(text for text in (again, record.note) if text)
            answer.both.append(Line(entry.shown, record.label, reason, entry.line, record.url))
    left = {key: record for key, record in by_key.items() if key not in first}
    meant = _explain_missing(answer, missing, left, near, explain, unknown)
    for record in records:
        if record.key is None or record.key in left:
            answer.only_ours.append(_line_of(record, meant))
    return answer


def _explain_missing(
    answer: Comparison,
    missing: Sequence[Theirs],
    left: Mapping[Hashable, Ours],
    near: Near,
    explain: Explain,
    unknown: str,
) -> dict[Hashable, int]:
    """Fill the column of what only the list has; gives which record of ours each may have been meant for."""
    known = explain([entry.key for entry in missing])
    meant: dict[Hashable, int] = {}
    for entry in missing:
        alike = None if entry.key in known else near(entry.value, left)
        if alike is not None and alike.key is not None:
            meant.setdefault(alike.key, entry.line)
            reason = _("misspelt? One sign differs from %(label)s (%(shown)s).") % {
                "label": alike.label,
                "shown": alike.shown,
            }
        else:
            reason = known.get(entry.key, unknown)
        answer.only_theirs.append(Line(entry.shown, "", reason, entry.line))
    return meant


def _line_of(record: Ours, meant: Mapping[Hashable, int]) -> Line:
    reason = record.note
    if record.key is None:
        reason = "; ".join(text for text in (_("has no number with us, so no list can name it"), record.note) if text)
    elif record.key in meant:
        alike = _("perhaps line %(line)s of your list, where one sign differs") % {"line": meant[record.key]}
        reason = "; ".join(text for text in (alike, record.note) if text)
    return Line(record.shown, record.label, reason, None, record.url)
