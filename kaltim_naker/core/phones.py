"""Indonesian telephone numbers: stored as E.164, shown in the national form (domain.md §2.5)."""

import re

from django.utils.translation import gettext as _

from kaltim_naker.core.errors import DomainError

_E164 = re.compile(r"^\+62[2-9]\d{6,11}$")


def normalise_phone(raw: str) -> str:
    """`0812-3456-7890`, `62812…`, `812…` (Excel drops the zero) → `+62812…`. Raises DomainError `phone_invalid`."""
    if _E164.match(raw):
        return raw
    digits = re.sub(r"\D", "", raw)
    for prefix in ("62", "0"):
        if digits.startswith(prefix):
            digits = digits[len(prefix) :]
            break
    number = f"+62{digits.lstrip('0')}"
    if not _E164.match(number):
        raise DomainError(
            "phone_invalid",
            _("“%(value)s” is not an Indonesian phone number; write it as 0812… or +62812….") % {"value": raw},
            field="phone",
        )
    return number


def national_form(e164: str) -> str:
    """`+6281234567890` → `0812-3456-7890`."""
    national = "0" + e164.removeprefix("+62")
    return "-".join(filter(None, (national[:4], national[4:8], national[8:])))


def mask_phone(e164: str) -> str:
    """`+6281234567890` → `0812****7890`."""
    national = "0" + e164.removeprefix("+62")
    return f"{national[:4]}****{national[-4:]}"
