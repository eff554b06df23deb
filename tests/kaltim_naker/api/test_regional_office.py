"""A regional office sends by plain HTTP over a line that breaks all the time: nothing doubled, nothing lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.api.models import JobSeekerReference, Receipt
from kaltim_naker.api.rest import throttling
from programs.models import Proposal
from tests.factories.accounts import OfficeFactory, home_region
from tests.factories.tokens import Program, token_of
from tests.kaltim_naker.api.office import OUTCOMES, PEOPLE, PROPOSALS
from trainees.models import JobSeeker, Placement

pytestmark = pytest.mark.django_db(transaction=True)
_SCRIPT = Path(__file__).with_name("office.py")


def office(code: str, region: str):
    return OfficeFactory(code=code, kind=OfficeKind.REGIONAL_OFFICE, region=home_region(region))


@pytest.mark.timeout(120)
def test_whatever_the_line_does(live_server, monkeypatch):
    monkeypatch.setattr(throttling, "WRITES_A_MINUTE", 10_000)
    secret = token_of(office("disnaker-samarinda", "64.72"))[1]
    command = [sys.executable, str(_SCRIPT), live_server.url, secret, "7"]
    ran = subprocess.run(command, capture_output=True, timeout=100, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    said = json.loads(ran.stdout)
    assert said["broken"] > 20
    people = set(map(str, JobSeeker.objects.values_list("pk", flat=True)))
    assert len(people) == JobSeekerReference.objects.count() == said["listed"] == PEOPLE * 2
    assert set(said["keys"]) <= people
    assert (said["accepted"], said["done"]) == (PEOPLE * 2 - PEOPLE // 2 + 1, ["created", "unchanged"])
    numbers = list(Proposal.objects.values_list("number", flat=True))
    assert sorted(numbers) == sorted(said["proposals"])
    assert len(numbers) == PROPOSALS
    assert sorted(said["outcomes"]) == sorted(map(str, Placement.objects.values_list("pk", flat=True)))
    assert len(said["outcomes"]) == OUTCOMES
    assert (said["name"], said["refused"]) == ("Warga 1", "changed_since")
    told = {key for resource, key in said["happened"] if resource == "job-seekers"}
    assert told == people
    assert Receipt.objects.filter(outcome="accepted").count() == PEOPLE + 1 + PROPOSALS + OUTCOMES
    other = Program(token_of(office("disnaker-bontang", "64.74"), name="lain")[1])
    for path in ("job-seekers", "proposals", "outcomes", "receipts", "changes"):
        assert other.get(path).json()["items"] == []
    assert other.get(f"job-seekers/{said['keys'][0]}").status_code == 404
