"""Schemathesis as four roles: whatever the document allows is answered as it says, and nothing brings a fault of ours.

`script/api_fuzz` looks longer: 200 examples an operation.
"""

import logging
import os

import pytest

from kaltim_naker.accounts.models import Office
from kaltim_naker.api.docs import openapi, operations
from kaltim_naker.api.rest import throttling
from tests.access.world import build_world
from tests.factories.tokens import token_of
from tests.kaltim_naker.api.fuzz import failures

pytestmark = pytest.mark.django_db
#: How many for each operation. None is the short form of the suite: each role takes its turn with some operations,
#: a quarter of them in all, because the suite must not take longer.
EXAMPLES = os.environ.get("KALTIM_FUZZ_EXAMPLES")
_READS = ["classes.read", "job_seekers.read", "certificates.read", "proposals.read", "figures.read"]
#: Role → its office, and what its token is for (None: all that its role may do).
ROLES = {
    "regional operator": ("disnaker-samarinda", None),
    "centre administrator": ("blki-balikpapan", None),
    "planner": ("disnakertrans", None),
    "reader": ("disnaker-samarinda", _READS),
}


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


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_one_that_the_document_knows(role, db):
    names = sorted(one.id for _tag, one in operations(openapi()))
    turn = list(ROLES).index(role)
    if EXAMPLES:
        found = failures(secret_of(role), examples=int(EXAMPLES))
    else:
        found = failures(
            secret_of(role), examples=1, phases=("examples", "coverage", "fuzzing"), only=names[turn :: 4 * len(ROLES)]
        )
    assert not found, "\n".join(found)


def test_chains_of_operations(db):
    """What one answer names is asked for in the next request."""
    found = failures(secret_of("regional operator"), examples=int(EXAMPLES or 1), phases=("stateful",))
    assert not found, "\n".join(found)
