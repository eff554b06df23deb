"""Two requests with one key at the same moment, on two connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from kaltim_naker.accounts.models import Office, OfficeKind
from kaltim_naker.api.models import Answer, OfficeToken, Receipt
from kaltim_naker.api.rest import writing
from programs.models import Proposal
from tests.factories.accounts import OfficeFactory, home_region
from tests.factories.tokens import Program, token_of

pytestmark = pytest.mark.django_db(transaction=True)
WELDING = {"region": "64.72", "year": 2027, "title": "Pelatihan las", "volume": 2}


@pytest.fixture
def secret():
    office = OfficeFactory(code="disnaker-samarinda", kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.72"))
    return token_of(office)[1]


def send(secret: str, barrier: Barrier | None = None):
    try:
        if barrier:
            barrier.wait()
        return Program(secret).post("proposals", WELDING, key="same")
    finally:
        connection.close()


def test_the_second_waits_and_hears_the_same(secret):
    barrier = Barrier(3)
    with ThreadPoolExecutor(3) as pool:
        answers = [one.result() for one in [pool.submit(send, secret, barrier) for _n in range(3)]]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sorted("Idempotent-Replayed" in answer for answer in answers) == [False, True, True]
    assert (Proposal.objects.count(), Receipt.objects.count()) == (1, 1)


def test_whoever_waits_too_long_is_told_so(secret, monkeypatch):
    monkeypatch.setattr(writing, "ANSWER_WAIT_SECONDS", 1)
    token = OfficeToken.objects.get()
    with transaction.atomic():
        Answer.objects.create(token=token, key="same", fingerprint="0" * 64)
        with ThreadPoolExecutor(1) as pool:
            late = pool.submit(send, secret).result()
        transaction.set_rollback(True)
    assert (late.status_code, late.json()["code"]) == (409, "request_in_progress")
    assert Office.objects.filter(code="disnaker-samarinda").exists()
    assert send(secret).status_code == 201
