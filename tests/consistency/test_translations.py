"""Whoever reads Indonesian never meets an English sentence: every message of the program has its translation."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = Path("locale/id/LC_MESSAGES/django.po")
ENTRY = re.compile(r'^msgid ((?:".*"\n)+)(?:msgid_plural (?:".*"\n)+)?msgstr(?:\[0\])? ((?:".*"\n?)+)', re.MULTILINE)
FUZZY = re.compile(r"^#,.*fuzzy", re.MULTILINE)


def entries(text):
    """Pairs of message and translation."""
    return [(unquote(message), unquote(translation)) for message, translation in ENTRY.findall(text)]


def unquote(block):
    return "".join(line.strip()[1:-1] for line in block.splitlines())


def test_every_message_is_translated():
    text = (ROOT / CATALOGUE).read_text()
    missing = [message for message, translation in entries(text) if message and not translation]
    assert missing == []
    assert not FUZZY.search(text), "a guessed translation was never checked"


def test_placeholders_survive_translation():
    """A translator who loses `%(count)s` would lose the number, or the page."""
    text = (ROOT / CATALOGUE).read_text()
    placeholder = re.compile(r"%\((\w+)\)[sd]")
    for message, translation in entries(text):
        assert set(placeholder.findall(translation)) <= set(placeholder.findall(message)), message


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_catalogue_knows_every_message(tmp_path):
    """What makemessages would find today stands in the committed catalogue."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if Path(name).suffix in {".py", ".html", ".txt", ".po"} and (ROOT / name).exists():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "id", "--no-location", "--no-obsolete", "-i", "tests/*"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=True,
    )
    known = {message for message, _ in entries((ROOT / CATALOGUE).read_text())}
    found = {message for message, _ in entries((tmp_path / CATALOGUE).read_text())}
    assert found - known == set()
