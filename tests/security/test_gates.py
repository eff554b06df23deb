"""Every branch of the gates and of what encrypts is taken by their own tests (security.md §5, no. 29)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.security import security

ROOT = Path(__file__).resolve().parents[2]
#: Who may do what with which rows, who is let in, and whatever holds a key.
GATES = (
    "kaltim_naker/access/*.py",
    "kaltim_naker/accounts/freshness.py",
    "kaltim_naker/accounts/guards.py",
    "kaltim_naker/accounts/middleware.py",
    "kaltim_naker/accounts/second_factor.py",
    "kaltim_naker/accounts/sessions.py",
    "kaltim_naker/core/codes.py",
    "kaltim_naker/core/crypto.py",
    "kaltim_naker/core/nik.py",
    "kaltim_naker/core/rotation.py",
    "kaltim_naker/core/signing.py",
)
TESTS = (
    "tests/access/test_gate.py",
    "tests/access/test_scope.py",
    "tests/kaltim_naker/accounts",
    "tests/kaltim_naker/api/test_tokens.py",
    "tests/kaltim_naker/core/test_codes.py",
    "tests/kaltim_naker/core/test_crypto.py",
    "tests/kaltim_naker/core/test_nik.py",
    "tests/kaltim_naker/core/test_rotation.py",
    "tests/kaltim_naker/core/test_signing.py",
)
MEASURED = "KALTIM_GATES"


@pytest.mark.timeout(1200)
@pytest.mark.skipif(MEASURED not in os.environ, reason="tests within a test: measured by script/security")
@security(29, "Branches of the gates and of what encrypts", target="100 % taken")
def test_every_branch_is_taken(tmp_path, figure):
    """In a process of its own, since what was imported before the measuring began would not be seen."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
    environment |= {"COVERAGE_FILE": str(tmp_path / "taken")}
    command = [sys.executable, "-m", "coverage"]
    tests = ["-m", "pytest", "-q", "-n", "0", "-k", "not canary", *TESTS]
    run = subprocess.run(
        [*command, "run", "--branch", f"--include={','.join(GATES)}", *tests],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-3000:]
    report = tmp_path / "taken.json"
    subprocess.run([*command, "json", "-q", "-o", report], cwd=ROOT, env=environment, check=True)
    found = json.loads(report.read_text())
    totals = found["totals"]
    figure(
        f"{len(found['files'])} modules, {totals['covered_branches']} of {totals['num_branches']} branches, "
        f"{totals['covered_lines']} of {totals['num_statements']} statements"
    )
    left = {
        name: [*one["missing_lines"], *one["missing_branches"]]
        for name, one in found["files"].items()
        if one["summary"]["percent_covered"] < 100
    }
    assert left == {}
