"""Checking a paper: what its QR says, what the register says, and what a stranger is told.

The QR is an address of ours with a signed claim behind the `#`. Browsers do not send that part, so the facts stay out
of every log; a phone opens the page, and whoever has no network checks the claim with the office's public key:

    https://…/verify/<code>#<claim>.<signature>       both base64url without padding

The claim is JSON, a list: version, key id, kind, number, initials, fingerprint of the name, title, issuer, day of
issue, last valid day (or empty). Signed are the bytes `kaltim-naker-paper-1`, a line feed, the code, a line feed, the
claim.
The full name is not in it: whoever holds the paper types it and compares fingerprints.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from certifications.choices import Standing
from certifications.formulas import initials, number_key
from certifications.models import Certificate, IssuedDocument
from kaltim_naker.core.codes import as_typed
from kaltim_naker.core.signing import sign, signing_key_id

CLAIM_VERSION = 1
CONTEXT = b"kaltim-naker-paper-1\n"
VERIFY_PATH = "/verify/"
# A name is compared as typed by people: whatever its case and spaces. 96 bits are beyond any guessing of another name.
_FINGERPRINT_BYTES = 12
# Compared with when there is no such paper, so that a miss does the same work as a hit.
_NO_CODE = "0" * 12


@dataclass(frozen=True)
class Claim:
    """What a paper says about itself, as far as its QR repeats it."""

    code: str
    kind: str
    number: str
    holder_name: str
    title: str
    issuer: str
    issued_on: date
    valid_until: date | None = None

    def as_bytes(self, key_id: int) -> bytes:
        fields = [
            CLAIM_VERSION,
            key_id,
            self.kind,
            self.number,
            initials(self.holder_name),
            name_fingerprint(self.code, self.holder_name),
            self.title,
            self.issuer,
            self.issued_on.isoformat(),
            self.valid_until.isoformat() if self.valid_until else "",
        ]
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def name_fingerprint(code: str, name: str) -> str:
    """Says nothing about the name to whoever does not know it already; the code keeps it from being looked up."""
    plain = " ".join(name.split()).casefold()
    return base64url(hashlib.sha256(f"{code}\n{plain}".encode()).digest()[:_FINGERPRINT_BYTES])


def qr_text(claim: Claim) -> str:
    """The text of a QR: the address of the paper, and the claim signed by the newest key."""
    said = claim.as_bytes(signing_key_id())
    signature = sign(CONTEXT + claim.code.encode() + b"\n" + said)
    return f"{verify_address(claim.code)}#{base64url(said)}.{base64url(signature)}"


def verify_address(code: str = "") -> str:
    """Where anybody checks a paper; without a code the page with the form."""
    return f"{settings.SITE_URL}{VERIFY_PATH}{code}"


@dataclass(frozen=True)
class Verdict:
    """All that a stranger is told. `standing` is None where there is no such paper; then nothing else is said."""

    standing: Standing | None
    initials: str = ""
    title: str = ""
    issuer: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    ended_on: date | None = None
    is_competence: bool = False

    @property
    def outcome(self) -> str:
        """valid, expired, revoked, replaced or unknown. A paper that expires soon is valid."""
        if self.standing is None:
            return "unknown"
        return "valid" if self.standing in (Standing.ACTIVE, Standing.EXPIRING) else self.standing.value


UNKNOWN = Verdict(standing=None)


def check_code(code: str) -> Verdict:
    """The verdict on the code of a QR."""
    certificates = Certificate.objects.filter(code=code).select_related("issuer")[:1]
    documents = IssuedDocument.objects.filter(code=code)[:1]
    return _verdict([*certificates, *documents])


def check_number(number: str, short_code: str) -> Verdict:
    """The verdict on a printed number with its short code. A wrong code and an unknown number are the same answer.

    Two issuers may have given out the same number; the code tells which paper is meant.
    """
    key, typed = number_key(number), as_typed(short_code)
    found: list[Certificate | IssuedDocument] = [
        *Certificate.objects.filter(number_key=key).select_related("issuer"),
        *IssuedDocument.objects.filter(number_key=key),
    ]
    known = [paper for paper in found if _is_same(paper.short_code, typed)]
    if not found:
        _is_same(_NO_CODE, typed)
    return _verdict(known if key and typed else [])


def check_list(pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
    """The verdicts on many numbers with their codes."""
    return [check_number(number, short_code) for number, short_code in pairs]


def _is_same(stored: str, typed: str) -> bool:
    return hmac.compare_digest(stored.encode(), typed.encode())


def _verdict(papers: Sequence[Certificate | IssuedDocument]) -> Verdict:
    if not papers:
        return UNKNOWN
    paper = papers[0]
    if isinstance(paper, Certificate):
        return _verdict_on(paper, paper.scheme_title, paper.issuer.name, paper.valid_until, is_competence=True)
    return _verdict_on(paper, paper.title, paper.facts["issuer"], None, is_competence=False)


def _verdict_on(
    paper: Certificate | IssuedDocument, title: str, issuer: str, valid_until: date | None, *, is_competence: bool
) -> Verdict:
    return Verdict(
        standing=paper.standing,
        initials=initials(paper.holder_name),
        title=title,
        issuer=issuer,
        issued_on=paper.issued_on,
        valid_until=valid_until,
        ended_on=paper.ended_on,
        is_competence=is_competence,
    )


def base64url(content: bytes) -> str:
    """Without padding."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
