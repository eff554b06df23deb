"""An office has its program called: signed, tried again, stopped with a notice, and never into our own network."""

import hmac
import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.accounts.roles import Role
from kaltim_naker.api.models import Delivery, Webhook
from kaltim_naker.api.services import calling
from kaltim_naker.api.services.webhooks import WAITS, make_webhook, queue_news, resume_webhook, send_due
from kaltim_naker.core.errors import DomainError
from tests.conftest import client_of
from tests.factories.accounts import OfficeFactory, home_region, user_with_role
from tests.factories.needs import ProposalFactory
from tests.factories.tokens import token_of, webhook_of


class Receiver(BaseHTTPRequestHandler):
    """A program of an office: it keeps what it is told, and answers as it is made to."""

    status, got = 200, []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).got.append((dict(self.headers), body))
        self.send_response(type(self).status)
        self.send_header("Location", "http://127.0.0.1:1/inside")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_ALLOW_LOOPBACK = True
    Receiver.status, Receiver.got = 200, []
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/kabar"
    server.shutdown()
    server.server_close()


@pytest.fixture
def token(transactional_db):
    office = OfficeFactory(code="disnaker-samarinda", kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.72"))
    return token_of(office)[0]


@pytest.fixture
def operator(token):
    return user_with_role(Role.REGIONAL_OPERATOR, token.office)


def happen(token) -> str:
    proposal = ProposalFactory(region=token.office.region)
    assert queue_news() == 1
    return str(proposal.pk)


def test_a_program_is_told_and_can_believe_it(token, operator, receiver):
    ProposalFactory(region=token.office.region)  # before anybody asked to be told
    webhook, secret = make_webhook(actor=operator, token=token, url=receiver)
    assert queue_news() == 0
    key = happen(token)
    ProposalFactory(region=home_region("64.74"))
    assert (queue_news(), send_due(), send_due()) == (0, 1, 0)
    ((headers, body),) = Receiver.got
    assert [(one["resource"], one["id"]) for one in json.loads(body)["items"]] == [("proposals", key)]
    at, mac = (part.partition("=")[2] for part in headers["Webhook-Signature"].split(","))
    said = f"{headers['Webhook-Id']}.{at}.".encode() + body
    assert hmac.new(secret.encode(), said, "sha256").hexdigest() == mac
    assert secret.encode() not in bytes(Webhook.objects.get().secret_cipher)
    assert webhook.deliveries.get().state == "arrived"


@pytest.mark.parametrize("status", [500, 404, 301, 307])
def test_what_did_not_arrive_is_tried_again_and_then_given_up(token, operator, receiver, status):
    Receiver.status = status
    webhook, _secret = make_webhook(actor=operator, token=token, url=receiver)
    happen(token)
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        assert send_due() == 1
        for wait in WAITS:
            clock.shift(wait - timedelta(seconds=1))
            assert send_due() == 0
            clock.shift(timedelta(seconds=1))
            assert send_due() == 1
        clock.shift(timedelta(days=1))
        assert send_due() == 0
    webhook.refresh_from_db()
    assert (webhook.stopped_by_failure, webhook.deliveries.get().state) == (True, "failed")
    assert len(Receiver.got) == len(WAITS) + 1
    assert webhook.deliveries.get().answered == status
    Receiver.status = 200
    resume_webhook(actor=operator, webhook=webhook)
    assert send_due() == 1
    assert webhook.deliveries.get().state == "arrived"


def test_a_revoked_token_is_told_nothing(token, operator, receiver):
    make_webhook(actor=operator, token=token, url=receiver)
    happen(token)
    token.revoked_at, token.revoked_by = timezone.now(), operator
    token.save()
    ProposalFactory(region=token.office.region)
    assert (queue_news(), send_due()) == (0, 0)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.go.id/",
        "https://user:secret@example.go.id/",
        "ftp://example.go.id/",
        "https:///x",
        "https://a:99999/",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_is_never_called(url):
    with pytest.raises(DomainError) as refused:
        calling.require_callable(url)
    assert refused.value.code == "address_not_possible"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.5", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
        "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "224.0.0.1", "100.64.0.1",
    ],
)  # fmt: skip
def test_a_name_that_leads_into_our_own_network(monkeypatch, settings, address):
    """One address among several is enough, and nothing is connected to."""
    settings.WEBHOOK_ALLOW_LOOPBACK = False
    found = [(0, 0, 0, "", (one, 443)) for one in ("93.184.216.34", address)]
    monkeypatch.setattr(calling.socket, "getaddrinfo", lambda *_a, **_k: found)
    monkeypatch.setattr(calling.socket, "create_connection", lambda *_a: pytest.fail("connected"))
    assert calling.call("https://inside.example.go.id/", b"", {}).error


def test_the_address_that_was_looked_at_is_the_one_that_is_called(monkeypatch):
    """A name that means something else a moment later (DNS rebinding) changes nothing."""
    answers = iter(["93.184.216.34", "127.0.0.1"])
    monkeypatch.setattr(calling.socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", (next(answers), 443))])
    called = []

    def connect(address, _timeout):
        called.append(address)
        raise OSError

    monkeypatch.setattr(calling.socket, "create_connection", connect)
    assert calling.call("https://rebinding.example.go.id/", b"", {}).error
    assert called == [("93.184.216.34", 443)]


def test_the_page_shows_the_secret_once_and_sends_again(token, operator, receiver):
    client = client_of(operator)
    answer = client.post(reverse("tokens:webhook_make"), {"token": token.pk, "url": receiver})
    webhook = Webhook.objects.get()
    secret = webhook.reveal_secret()
    assert secret in answer.content.decode()
    happen(token)
    assert send_due() == 1
    page = client.get(webhook.get_absolute_url()).content.decode()
    delivery = Delivery.objects.get()
    assert f'data-call="{delivery.pk}"' in page
    assert secret not in page
    client.post(reverse("tokens:webhook_resend", args=[delivery.pk]))
    assert send_due() == 1
    ids = [headers["Webhook-Id"] for headers, _body in Receiver.got]
    assert ids == [str(delivery.pk)] * 2
    client.post(reverse("tokens:webhook_stop", args=[webhook.pk]))
    happen(token) if queue_news() else ProposalFactory(region=token.office.region)
    assert (queue_news(), send_due()) == (0, 0)
    client.post(reverse("tokens:webhook_resume", args=[webhook.pk]))
    assert (queue_news(), send_due()) == (1, 1)


def test_a_foreign_token_is_no_choice(token):
    other = OfficeFactory(code="disnaker-bontang", kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.74"))
    stranger = user_with_role(Role.REGIONAL_OPERATOR, other)
    with pytest.raises(DomainError) as refused:
        make_webhook(actor=stranger, token=token, url="https://sim.example.go.id/")
    assert refused.value.code == "foreign_token"
    assert client_of(stranger).get(webhook_of(token).get_absolute_url()).status_code == 404
