"""Schemathesis as four roles: whatever the document allows is answered as it says, and nothing brings a fault of ours.

Here each role takes its turn with a quarter of the operations, a few examples each, because the suite must stay short.
`script/api_fuzz` has every role ask everything, in all phases, with 200 examples an operation.
"""

import logging
import os
from pathlib import Path

import pytest

from kaltim_naker.accounts.models import Office
from kaltim_naker.api.docs import openapi, operations
from kaltim_naker.api.rest import throttling
from tests.access.world import build_world
from tests.factories.tokens import token_of
from tests.kaltim_naker.api.fuzz import Tried, tried
from tests.security import security

pytestmark = pytest.mark.django_db
#: How many for each operation; none is the short form of the suite.
EXAMPLES = os.environ.get("KALTIM_FUZZ_EXAMPLES")
#: Where script/api_fuzz collects its summary, and which of the operations it asks (a part of their names).
SUMMARY, ONLY = os.environ.get("KALTIM_FUZZ_SUMMARY"), os.environ.get("KALTIM_FUZZ_ONLY", "")
FEW = 2
_READS = ["classes.read", "job_seekers.read", "certificates.read", "proposals.read", "figures.read"]
#: Role → its office, and what its token is for (None: all that its role may do).
ROLES = {
    "regional operator": ("disnaker-samarinda", None),
    "centre administrator": ("blki-balikpapan", None),
    "planner": ("disnakertrans", None),
    "reader": ("disnaker-samarinda", _READS),
}
CHECK = security(20, "Schemathesis as four roles, all checks", target="0 failures, 0 answers of 5xx")


@pytest.fixture(autouse=True)
def _no_limit_to_requests(monkeypatch):
    for name in ("READS_A_MINUTE", "WRITES_A_MINUTE", "STRANGERS_A_MINUTE"):
        monkeypatch.setattr(throttling, name, 10**9)


@pytest.fixture(autouse=True)
def _quiet():
    """Thousands of requests that are to be refused."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def secret_of(role: str) -> str:
    build_world()
    code, grants = ROLES[role]
    return token_of(Office.objects.get(code=code), grants, name=role)[1]


def turn_of(role: str) -> list[str]:
    """The operations that this role asks in the suite: each operation is asked by one role."""
    return _names()[list(ROLES).index(role) :: len(ROLES)]


def _names() -> list[str]:
    return sorted(one.id for _tag, one in operations(openapi()) if ONLY in one.id)


def judge(who: str, came: Tried, figure) -> None:
    figure(f"{who}: {came.figure}")
    if SUMMARY:
        with Path(SUMMARY).open("a") as lines:
            lines.write(f"{who}: {came.figure}\n")
    assert not came.found, came.told
    assert not came.faults


@pytest.mark.timeout(36_000)
@pytest.mark.parametrize("role", ROLES)
@CHECK
def test_every_answer_is_one_that_the_document_knows(role, db, figure):
    if EXAMPLES:
        came = tried(secret_of(role), examples=int(EXAMPLES), only=_names())
    else:
        came = tried(secret_of(role), examples=FEW, phases=("examples", "fuzzing"), only=turn_of(role))
        assert len(came.operations) == len(turn_of(role))
    judge(role, came, figure)


@CHECK
def test_chains_of_operations(db, figure):
    """What one answer names is asked for in the next request."""
    came = tried(secret_of("regional operator"), examples=int(EXAMPLES or 1), phases=("stateful",))
    judge("chains", came, figure)
