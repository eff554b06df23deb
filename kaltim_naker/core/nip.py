"""NIP, the number of a civil servant: 18 digits, birth date, month of appointment, sex, serial (domain.md §9.5)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_PARTS = (8, 6, 1, 3)


def format_nip(nip: str) -> str:
    """`196605031993031007` → `19660503 199303 1 007`, as it stands under a signature. Anything else stays as it is."""
    if len(nip) != sum(_PARTS):
        return nip
    ends = [sum(_PARTS[: count + 1]) for count in range(len(_PARTS))]
    return " ".join(nip[end - size : end] for end, size in zip(ends, _PARTS, strict=True))


def validate_nip(value: str) -> None:
    """Raises ValidationError unless birth date, sex and length fit.

    The month of appointment is left alone: contract employees (PPPK) have 21 and more there.
    """
    if not (value.isascii() and value.isdigit() and len(value) == sum(_PARTS)):
        raise ValidationError(_("A NIP has 18 digits, without spaces."), code="nip_format")
    if value[14] not in "12":
        raise ValidationError(_("The 15th digit of a NIP is 1 (male) or 2 (female)."), code="nip_sex")
    try:
        date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        raise ValidationError(
            _("The birth date in the NIP (first eight digits: %(part)s) does not exist.") % {"part": value[:8]},
            code="nip_date",
        ) from None
