"""Numbers, money, dates and masked values as the reader's language writes them.

Indonesian: `1.500`, `92,00 %`, `Rp1.250.000,00`, `6 Oktober 2025`; English: `1,500`, `92.00 %`, `Rp1,250,000.00`,
`6 October 2025` (domain.md §9.2, §9.5). A missing value is a dash, never a zero.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats, timezone

DASH = "–"
Number = int | float | Decimal


def number(value: Number | None, decimals: int = 0) -> str:
    """A number with thousands marks, rounded half up to `decimals` places."""
    if value is None:
        return DASH
    if decimals or not isinstance(value, int):
        value = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return formats.number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def percent(value: Number | None, decimals: int = 2) -> str:
    """A value that already is in percent: 92 → `92,00 %`, the sign kept on the same line."""
    return DASH if value is None else f"{number(value, decimals)}\u00a0%"


def rupiah(value: Number | None, decimals: int = 0) -> str:
    """An amount in full rupiah; the sign stands before `Rp`."""
    if value is None:
        return DASH
    sign = "-" if value < 0 else ""
    return f"{sign}Rp{number(abs(value), decimals)}"


def long_date(value: date | datetime | None) -> str:
    """A day with the month's name: `6 Oktober 2025`. A moment is shown as the office's day (WITA)."""
    return DASH if value is None else formats.date_format(_local(value), "j F Y")


def short_date(value: date | datetime | None) -> str:
    """A day for narrow columns: `6 Okt 2025`."""
    return DASH if value is None else formats.date_format(_local(value), "j M Y")


def moment(value: datetime | None) -> str:
    """A day with the time in WITA: `6 Oktober 2025 14.05 WITA` (English: `14:05`)."""
    if value is None:
        return DASH
    local = _local(value)
    clock = local.strftime("%H:%M") if formats.get_format("DECIMAL_SEPARATOR") == "." else local.strftime("%H.%M")
    return f"{formats.date_format(local, 'j F Y')} {clock} WITA"


def in_groups(fingerprint: str) -> str:
    """Groups of eight, which can be compared by eye and broken over lines."""
    return " ".join(fingerprint[start : start + 8] for start in range(0, len(fingerprint), 8))


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
