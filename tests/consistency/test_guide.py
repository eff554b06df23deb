"""The user guide speaks of the screen as it is: its bold words stand there, its pictures exist, its links lead on."""

import re
from pathlib import Path

import pytest

from tests.consistency.test_translations import CATALOGUE, ROOT, entries

GUIDE = ROOT / "docs" / "guide"
PICTURES = ROOT / "docs" / "screenshots"
PAGES = sorted(GUIDE.glob("*.md"))
# The log-in form is allauth's, in its own words; the language switch shows codes.
NOT_OURS = {"email", "sandi", "lupa kata sandi anda?", "id", "en"}
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
CODE = re.compile(r"`[^`]*`")
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def words_on_screen() -> set[str]:
    """Every Indonesian message of the program; what is filled in later is written as “…”."""
    translations = (translation for _message, translation in entries((ROOT / CATALOGUE).read_text()))
    return {re.sub(r"%\(\w+\)[sd]", "…", translation).casefold() for translation in translations}


def links_of(sheet: Path) -> list[Path]:
    return [sheet.parent / target for target in LINK.findall(sheet.read_text()) if "://" not in target]


@pytest.mark.parametrize("sheet", PAGES, ids=lambda sheet: sheet.stem)
def test_bold_words_stand_on_the_screen(sheet):
    known = words_on_screen() | NOT_OURS
    bold = {" ".join(words.split()).casefold() for words in BOLD.findall(CODE.sub("", sheet.read_text()))}
    assert bold - known == set()


@pytest.mark.parametrize("sheet", [*PAGES, ROOT / "README.md"], ids=lambda sheet: sheet.stem)
def test_links_lead_somewhere(sheet):
    assert [str(target) for target in links_of(sheet) if not target.exists()] == []


def test_every_page_is_reached_from_the_index():
    assert set(PAGES) - {target.resolve() for target in links_of(GUIDE / "index.md")} <= {GUIDE / "index.md"}


def test_every_picture_is_shown_and_small():
    shown = {target.resolve() for sheet in [*PAGES, ROOT / "README.md"] for target in links_of(sheet)}
    pictures = set(PICTURES.glob("*.png"))
    assert pictures - shown == set(), "a picture that nobody sees"
    assert [path.name for path in pictures if path.stat().st_size > 200_000] == []
    assert sum(path.stat().st_size for path in pictures) < 4_000_000
