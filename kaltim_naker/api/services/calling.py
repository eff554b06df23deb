"""Calling an address that somebody else has chosen, without being made to call anything of ours (security.md on SSRF).

Only https, and only public addresses: the name is resolved once, each of its addresses is looked at, and the connection
goes to one of those that were looked at, so that a name cannot mean something else a moment later. Nothing is followed:
a redirect is a failed call.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from kaltim_naker.core.errors import DomainError

_SECONDS = 10
_READ_BYTES = 1_000


@dataclass(frozen=True)
class Called:
    """What was answered; `error` is empty when the call arrived."""

    status: int | None
    error: str = ""


@dataclass(frozen=True)
class _Target:
    is_tls: bool
    host: str
    port: int
    path: str


def require_callable(url: str) -> None:
    """Raises DomainError for an address that we would not call. Looks at its form; names are resolved at each call."""
    _target_of(url)


def call(url: str, body: bytes, headers: dict[str, str]) -> Called:
    """POST, once. Whatever goes wrong on the way is told, never raised."""
    try:
        target = _target_of(url)
        address = _address_of(target)
    except DomainError as refused:
        return Called(None, str(refused.message))
    except OSError:
        return Called(None, _("The name of the address is not known."))
    connection = _Pinned(target, address)
    try:
        connection.request("POST", target.path, body, headers)
        answer = connection.getresponse()
        answer.read(_READ_BYTES)
    except (OSError, http.client.HTTPException) as error:
        return Called(None, _("The call did not arrive (%(kind)s).") % {"kind": type(error).__name__})
    finally:
        connection.close()
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return Called(answer.status)
    return Called(answer.status, _("The program answered %(status)s.") % {"status": answer.status})


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was looked at, and to no other; the certificate must be that of the name."""

    def __init__(self, target: _Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=_SECONDS)
        self._target, self._address = target, address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self._target.port), _SECONDS)
        if self._target.is_tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._target.host)


def _target_of(url: str) -> _Target:
    wrong = DomainError(
        "address_not_possible", _("Give an https address of a public server, without user and password."), field="url"
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise wrong from error
    may_be_plain = settings.WEBHOOK_ALLOW_LOOPBACK and parts.scheme == "http"
    if not parts.hostname or parts.username or parts.password or not (parts.scheme == "https" or may_be_plain):
        raise wrong
    is_tls = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Target(is_tls, parts.hostname, port or (443 if is_tls else 80), path)


def _address_of(target: _Target) -> str:
    found = [info[4][0] for info in socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)]
    if not found or not all(_may_be_called(str(one)) for one in found):
        raise DomainError("address_not_public", _("This address does not lie in the public network."), field="url")
    return str(found[0])


def _may_be_called(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or address
    if mapped.is_loopback:
        return bool(settings.WEBHOOK_ALLOW_LOOPBACK)
    return mapped.is_global and not mapped.is_multicast
