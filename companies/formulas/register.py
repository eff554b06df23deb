"""Size classes, tax numbers, names and sums."""

import re
from collections.abc import Sequence
from decimal import Decimal

from companies.choices import SizeBasis, SizeClass
from companies.constants.register import CAPITAL_BOUNDS, SALES_BOUNDS, WORKER_BOUNDS

_LEGAL_FORMS = frozenset({"PT", "CV", "UD", "FA", "TBK", "PERSERO", "KOPERASI", "YAYASAN", "PD", "PERUMDA"})
_MONEY_BOUNDS = {SizeBasis.PP7_CAPITAL: CAPITAL_BOUNDS, SizeBasis.PP7_SALES: SALES_BOUNDS}


def size_by(basis: str, amount: Decimal | int) -> SizeClass | None:
    """The class that an amount makes by a rule: rupiah for PP 7/2021, workers for BPS; None for other rules.

    Each bound belongs to the class below it: capital of exactly Rp 1 billion is micro (domain.md §7.1).
    """
    if basis in _MONEY_BOUNDS:
        return _class_of(amount, _MONEY_BOUNDS[SizeBasis(basis)])
    return _class_of(amount, WORKER_BOUNDS) if basis == SizeBasis.BPS_WORKERS else None


def _class_of(amount: Decimal | int, bounds: Sequence[tuple[Decimal | int, SizeClass]]) -> SizeClass:
    return next((size for bound, size in bounds if amount <= bound), SizeClass.LARGE)


def npwp_is_plausible(digits: str) -> bool:
    """Whether a tax number can be one of a company: 15 digits, or 0 and the same 15.

    The first nine of the fifteen pass Luhn's check (domain.md §2.3).
    """
    if not re.fullmatch(r"0?\d{15}", digits):
        return False
    total = 0
    for place, digit in enumerate(reversed(digits[-15:][:9])):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def name_key(name: str) -> str:
    """What two spellings of a company's name share: capitals, no legal form, no punctuation."""
    words = re.sub(r"[^0-9A-Z]+", " ", name.upper()).split()
    return " ".join(word for word in words if word not in _LEGAL_FORMS) or " ".join(words)


def missing_from(total: int, parts: Sequence[int | None]) -> int | None:
    """What the parts leave of the whole; negative where they exceed it, None where no part is known."""
    known = [part for part in parts if part is not None]
    return total - sum(known) if known else None
