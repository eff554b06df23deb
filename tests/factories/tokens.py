"""Tokens of offices, made as people make them, and a program that sends with one."""

import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.test import Client

from kaltim_naker.accounts.models import Office, OfficeKind
from kaltim_naker.accounts.roles import Role
from kaltim_naker.api.models import OfficeToken, Webhook
from kaltim_naker.api.services import make_token
from kaltim_naker.api.services.tokens import grants_for
from tests.factories.accounts import OfficeFactory, home_province, user_with_role


def token_of(office: Office, grants: Sequence[str] | None = None, name: str = "SIMNAKER") -> tuple[OfficeToken, str]:
    """The token and its secret; for everything that a token of this office may do, unless told otherwise."""
    province = Office.objects.filter(kind=OfficeKind.PROVINCE).first() or OfficeFactory(
        code="disnakertrans", kind=OfficeKind.PROVINCE, region=home_province()
    )
    maker = user_with_role(Role.SYSTEM_ADMIN, province)
    return make_token(
        actor=maker, office=office, name=name, grants=grants_for(office) if grants is None else grants, days=30
    )


def webhook_of(token: OfficeToken, url: str = "https://sim.example.go.id/kabar") -> Webhook:
    """A webhook whose secret is encrypted like those of people."""
    webhook = Webhook(token=token, url=url, made_by=token.made_by)
    webhook.new_secret()
    webhook.save(force_insert=True)
    return webhook


class Program:
    """A program of an office: plain HTTP with its secret, and a new key for each thing it sends."""

    def __init__(self, secret: str) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {secret}", "Accept-Language": "en"}

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def post(self, path: str, body: Any, *, key: str | None = None, query: str = "", **headers: str) -> HttpResponse:
        extra = {"Idempotency-Key": key or str(uuid.uuid4()), **headers}
        return self._send("post", f"{path}{query}", body, extra)

    def patch(self, path: str, body: Any, *, etag: str = "") -> HttpResponse:
        return self._send("patch", path, body, {"If-Match": etag} if etag else {})

    def _send(self, method: str, path: str, body: Any, extra: dict[str, str]) -> HttpResponse:
        return getattr(self.client, method)(
            f"/api/v1/{path}",
            json.dumps(body),
            content_type="application/json",
            headers={**self.headers, **extra},
        )


def program_of(office: Office, grants: Sequence[str] | None = None, name: str = "SIMNAKER") -> Program:
    return Program(token_of(office, grants, name)[1])
