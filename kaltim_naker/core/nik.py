"""NIK, the national identity number: 16 digits `PP KK CC DDMMYY SSSS`, no check digit (domain.md §2.1).

The libraries that claim to check a NIK were tried and are wrong for East Kalimantan (domain.md §2.1), hence this one.
A region code is never an error here: it says where a person was first registered, not where they live, and codes come
and go with the regencies.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from kaltim_naker.core.errors import DomainError

# A woman's birth day is written plus forty.
_FEMALE_OFFSET = 40
# Fifteen to seventeen digits with single separators, not part of a longer number (as on certificates).
_LIKE_A_NIK = re.compile(r"(?<![\d])(?<!\d[ .-])\d(?:[ .-]?\d){14,16}(?![ .-]?\d)")
_SEPARATORS = str.maketrans("", "", " .-\u00a0\u2007\u202f\u200b\u2010\u2011\u2013'")


class NikError(DomainError):
    """The number cannot be a NIK. `code` is `nik_format`, `nik_length`, `nik_region`, `nik_date` or `nik_serial`."""


@dataclass(frozen=True)
class Nik:
    """A well-formed NIK and what it says about the person when first registered."""

    value: str
    province_code: str
    region_code: str
    district_code: str
    sex: str
    birth_candidates: tuple[date, ...]

    def agrees_with_birth_date(self, birth_date: date) -> bool:
        return birth_date in self.birth_candidates

    def likely_birth_date(self, today: date) -> date | None:
        """The one candidate that gives an age of 15 to 80 years; None where both or neither do."""
        fitting = [born for born in self.birth_candidates if 15 <= _age(born, today) <= 80]
        return fitting[0] if len(fitting) == 1 else None

    def __str__(self) -> str:
        return mask_nik(self.value)

    def __repr__(self) -> str:
        return f"Nik({mask_nik(self.value)})"


def parse_nik(raw: str, *, today: date) -> Nik:
    """Read a NIK as people write it (spaces, dots, hyphens are dropped).

    Raises NikError with the first thing that is wrong.
    """
    digits = raw.strip().translate(_SEPARATORS)
    # str.isdigit() alone also accepts Arabic-Indic and other digits.
    if not (digits.isascii() and digits.isdigit()):
        raise NikError("nik_format", _("A NIK has digits only; please check letters such as O or l."), field="nik")
    if len(digits) != 16:
        raise NikError(
            "nik_length", _("A NIK has 16 digits, this has %(count)s.") % {"count": len(digits)}, field="nik"
        )
    if "00" in (digits[:2], digits[2:4], digits[4:6]):
        raise NikError("nik_region", _("The region part of the NIK (first six digits) cannot be 00."), field="nik")
    if digits[12:] == "0000":
        raise NikError("nik_serial", _("The last four digits of a NIK are never 0000."), field="nik")
    day, sex = int(digits[6:8]), "L"
    if day > _FEMALE_OFFSET:
        day, sex = day - _FEMALE_OFFSET, "P"
    candidates = _birth_candidates(day, int(digits[8:10]), int(digits[10:12]), today)
    if not candidates:
        raise NikError(
            "nik_date",
            # Not the digits themselves: beside the masked number they would give nearly all of it away.
            _("The birth date in the NIK (digits 7 to 12) does not exist."),
            field="nik",
        )
    return Nik(
        value=digits,
        province_code=digits[:2],
        region_code=f"{digits[:2]}.{digits[2:4]}",
        district_code=f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}",
        sex=sex,
        birth_candidates=candidates,
    )


def mask_nik(value: str) -> str:
    """`6471015203050001` → `6471********0001`: hides the district and the birth date (domain.md §12)."""
    return f"{value[:4]}{'*' * (len(value) - 8)}{value[-4:]}" if len(value) > 8 else "*" * len(value)


def without_nik(text: str) -> str:
    """Mask what looks like a NIK, or nearly like one, wherever it stands in a text."""
    return _LIKE_A_NIK.sub(lambda found: mask_nik(found[0]), text)


# Asked for each row of an import, about some thousand days.
@lru_cache(maxsize=16_384)
def _birth_candidates(day: int, month: int, year: int, today: date) -> tuple[date, ...]:
    """Both centuries, where the day exists and is not in the future."""
    found = []
    for century in (2000, 1900):
        try:
            born = date(century + year, month, day)
        except ValueError:
            continue
        if born <= today:
            found.append(born)
    return tuple(found)


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
