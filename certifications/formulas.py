"""Arithmetic of certification without the database."""

import re
from datetime import date, timedelta

from certifications.choices import CertificateState, IssuerKind, Standing
from certifications.constants import EXPIRING_DAYS

# Patterns seen in practice, not laid down by anybody: a number that differs is warned about, never refused
# (domain.md §4.3).
_BNSP_NUMBER = re.compile(r"\d{5}\s?\d{4}\s?\d\s?\d{6,7}\s?\d{4}")
_BNSP_REGISTRATION = re.compile(r"[A-Z]{2,5}[. ]\d{2,4}[. ]\d{4,6}\s?\d{4}", re.IGNORECASE)


def number_key(number: str) -> str:
    """The number as it is compared: letters and digits only, upper case (domain.md §4.3)."""
    return re.sub(r"[\W_]+", "", number).upper()


def looks_unusual(issuer_kind: str, number: str) -> bool:
    """Whether a certificate number differs from what this kind of issuer usually prints."""
    return issuer_kind == IssuerKind.BNSP and not _BNSP_NUMBER.fullmatch(" ".join(number.split()))


def registration_looks_unusual(issuer_kind: str, registration: str) -> bool:
    """The same for the registration number, where there is one."""
    given = " ".join(registration.split())
    return bool(given) and issuer_kind == IssuerKind.BNSP and not _BNSP_REGISTRATION.fullmatch(given)


def standing_on(day: date, *, state: str, valid_until: date | None) -> Standing:
    """How a certificate stands. The last day is a valid day; without one it never expires (domain.md §4.3)."""
    if state != CertificateState.ACTIVE:
        return Standing(state)
    if valid_until is None or valid_until > day + timedelta(days=EXPIRING_DAYS):
        return Standing.ACTIVE
    return Standing.EXPIRING if valid_until >= day else Standing.EXPIRED


def initials(name: str) -> str:
    """`Siti Nur Aisyah` → `S. N. A.`: enough to compare with a paper in hand, too little to learn a name from."""
    return " ".join(f"{word[0].upper()}." for word in re.findall(r"[^\W\d_][\w'’-]*", name))
