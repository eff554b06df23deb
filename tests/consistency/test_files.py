"""A stranger finds every room by its name, and no room is too large."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400
NAMELESS = {"utils.py", "helpers.py", "misc.py", "common.py"}


def tracked_files(pattern):
    """Committed files and new ones that git does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()]


PYTHON = [path for path in tracked_files("*.py") if "migrations" not in path.parts]


def test_there_is_something_to_check():
    assert len(PYTHON) > 50


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_room_is_named_and_not_too_large(path):
    assert path.name not in NAMELESS
    lines = sum(1 for line in path.read_text().splitlines() if line.strip())
    assert lines <= MOST_LINES, f"{lines} lines: split it by what it is about"


@pytest.mark.parametrize("path", tracked_files("requirements/*.txt"), ids=lambda path: path.name)
def test_locks_carry_hashes_and_no_addresses(path):
    text = path.read_text()
    assert "--hash=sha256:" in text
    assert "://" not in text


TOP_LEVEL = {
    # As the user drew it …
    "manage.py",
    "kaltim_naker",
    "programs",
    "trainees",
    "certifications",
    "companies",
    "templates",
    "tests",
    "docker-compose.yml",
    "pyproject.toml",
    "README.md",
    # … and what a repository needs beside it.
    ".ci",
    ".dockerignore",
    ".editorconfig",
    ".gitignore",
    ".pre-commit-config.yaml",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Dockerfile",
    "LICENSE",
    "SECURITY.md",
    "bench",
    "deploy",
    "docs",
    "locale",
    "requirements",
    "script",
}


def test_top_level_is_as_the_design_draws_it():
    assert {path.relative_to(ROOT).parts[0] for path in tracked_files("*")} <= TOP_LEVEL
