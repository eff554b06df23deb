#!/usr/bin/env python3
"""Check the QR code of a certificate without a network.

    python3 check_certificate.py keys.json "https://.../verify/CODE#CLAIM.SIGNATURE" [--name "NAME ON THE PAPER"]

keys.json is the list of the office's public keys (/verify/key/keys.json). Needs nothing but Python 3.10 or later.
Exit code 0: signed by the office (and the name fits); 1: not; 2: the text is no such QR code.

Whether the paper was revoked since it was printed, only the office's page can say.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

# Ed25519 as RFC 8032 describes it. Only for checking: nothing secret is computed here, so speed and time do not matter.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
LABELS = ("version", "key", "kind", "number", "initials", "name", "title", "issuer", "issued on", "valid until")


class NoSuchCodeError(Exception):
    """The text does not come from the QR code of a paper of this office."""


def add(one, two):
    """The sum of two points in extended coordinates."""
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(factor, point):
    total = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = add(total, point)
        point, factor = add(point, point), factor >> 1
    return total


def point_from(encoded):
    """The point behind 32 bytes, or None."""
    number = int.from_bytes(encoded, "little")
    y, sign = number & (2**255 - 1), number >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point_from((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public_key, message, signature):
    """Whether the holder of the key signed the message."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, commitment = point_from(public_key), point_from(signature[:32])
    factor = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or factor >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    left, right = times(factor, BASE), add(commitment, times(challenge, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def unpacked(text):
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise NoSuchCodeError("the text is damaged") from error


def read(text):
    """Code, claim and signature of the text of a QR."""
    address, mark, rest = text.strip().partition("#")
    claim, stop, signature = rest.partition(".")
    if not mark or not stop:
        raise NoSuchCodeError("the text has no signed part after the sign #")
    return address.rstrip("/").rpartition("/")[2], unpacked(claim), unpacked(signature)


def fingerprint(code, name):
    plain = " ".join(name.split()).casefold()
    digest = hashlib.sha256(f"{code}\n{plain}".encode()).digest()[:12]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def check(published, text, name):
    """Lines to print, and whether all is well."""
    code, claim, signature = read(text)
    try:
        facts = dict(zip(LABELS, json.loads(claim), strict=True))
        key = {entry["id"]: unpacked(entry["public_key"]) for entry in published["keys"]}.get(facts["key"])
    except (ValueError, KeyError, TypeError) as error:
        raise NoSuchCodeError("the claim cannot be read") from error
    if key is None:
        return [f"NOT CHECKED: the key list has no key {facts['key']}; fetch a newer one"], False
    message = published["context"].encode() + code.encode() + b"\n" + claim
    if not is_signed(key, message, signature):
        return ["NOT GENUINE: the office did not sign this"], False
    lines = ["GENUINE: signed by the office"]
    lines += [f"{label:12} {facts[label]}" for label in LABELS[2:] if label != "name" and facts[label]]
    if name is None:
        return lines, True
    fits = fingerprint(code, name) == facts["name"]
    return [*lines, "the name fits" if fits else "THE NAME DOES NOT FIT THIS CODE"], fits


def main():
    parser = argparse.ArgumentParser(description="Check the QR code of a certificate without a network.")
    parser.add_argument("keys", help="keys.json of the office")
    parser.add_argument("text", help="the text of the QR code")
    parser.add_argument("--name", help="the name as it stands on the paper")
    arguments = parser.parse_args()
    published = json.loads(Path(arguments.keys).read_text(encoding="utf-8"))
    try:
        lines, is_well = check(published, arguments.text, arguments.name)
    except NoSuchCodeError as error:
        sys.stdout.write(f"NOT A CODE OF THIS OFFICE: {error}\n")
        return 2
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
