"""What happened in the sandbox is told there, and nowhere else."""

import pytest

from kaltim_naker.api.services import make_token
from kaltim_naker.api.services.tokens import grants_for
from tests.factories.tokens import Program, program_of

pytestmark = pytest.mark.django_db(transaction=True)
WELDING = {"region": "64.72", "year": 2027, "title": "Pelatihan las", "volume": 2, "unit": "package"}


def test_changes(samarinda_office, samarinda_operator, sandbox):
    _token, secret = make_token(
        actor=samarinda_operator,
        office=samarinda_office,
        name="SIM",
        grants=grants_for(samarinda_office),
        days=30,
        is_sandbox=True,
    )
    program = Program(secret)
    sent = program.post("proposals", WELDING).json()
    told = program.get("changes").json()["items"]
    assert ("proposals", sent["id"], "created") in {(one["resource"], one["id"], one["change"]) for one in told}
    assert sent["id"] not in program_of(samarinda_office, name="Asli").get("changes").content.decode()
