"""The letters of annexes: how wide a text is, where it breaks, and the part of the typeface that goes into the file.

The same typeface WeasyPrint takes for `official.css`, found the same way (fontconfig). It needs nothing of Django.
"""

import io
import logging
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from fontTools import subset
from fontTools.ttLib import TTFont

_FAMILY = "Liberation Sans"
#: What stands for a letter that the typeface does not have.
UNKNOWN = "?"
_EM = 1000


class Face:
    """One cut of the typeface."""

    def __init__(self, style: str) -> None:
        self._path = _file_of(f"{_FAMILY}:style={style}")
        self.name = f"LiberationSans-{style}"
        font = TTFont(self._path, lazy=True)
        per_em = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        self.glyphs: dict[str, int] = {}
        self._widths: dict[str, float] = {}
        for code, glyph in font.getBestCmap().items():
            self.glyphs[chr(code)] = font.getGlyphID(glyph)
            self._widths[chr(code)] = metrics[glyph][0] * _EM / per_em
        self._codes = {letter: f"{glyph:04x}" for letter, glyph in self.glyphs.items()}
        self.ascent = font["hhea"].ascent * _EM / per_em
        self.descent = font["hhea"].descent * _EM / per_em
        self.cap_height = font["OS/2"].sCapHeight * _EM / per_em
        self.box = tuple(round(getattr(font["head"], side) * _EM / per_em) for side in ("xMin", "yMin", "xMax", "yMax"))

    def width(self, text: str, size: float) -> float:
        """In points; `text` must be `clean`."""
        return sum(map(self._widths.__getitem__, text)) * size / _EM

    def width_of(self, letter: str) -> float:
        """In thousandths of the size."""
        return self._widths[letter]

    def hexadecimal(self, text: str) -> str:
        """As it stands in the page: four digits for each letter."""
        return "".join(map(self._codes.__getitem__, text))

    def clean(self, text: str) -> str:
        """One line of letters that the face has."""
        text = " ".join(unicodedata.normalize("NFC", text).split())
        if text.isascii() and text.isprintable():
            return text
        return "".join(letter if letter in self.glyphs else UNKNOWN for letter in text)

    def lines(self, text: str, width: float, size: float) -> list[str]:
        """Broken between words, and within a word that is wider than the line. At least one line."""
        text = self.clean(text)
        if self.width(text, size) <= width:
            return [text]
        lines = [""]
        for word in self._words(text, width, size):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if self.width(longer, size) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return [line for line in lines if line]

    def _words(self, text: str, width: float, size: float) -> Iterator[str]:
        for word in text.split(" "):
            while self.width(word, size) > width and len(word) > 1:
                fitting = self._fitting(word, width, size)
                # Better after a stroke than anywhere; it stays on the line it ends.
                fitting = max(word.rfind("/", 0, fitting), word.rfind("-", 0, fitting)) + 1 or fitting
                yield word[:fitting]
                word = word[fitting:]
            yield word

    def _fitting(self, word: str, width: float, size: float) -> int:
        used = 0.0
        for count, letter in enumerate(word):
            used += self._widths[letter] * size / _EM
            if used > width:
                return max(1, count)
        return len(word)

    def cut(self, letters: Iterable[str]) -> bytes:
        """The typeface with these letters only, each under its old number."""
        options = subset.Options(
            retain_gids=True, notdef_outline=True, hinting=False, glyph_names=False, layout_features=[], name_IDs=[]
        )
        options.drop_tables += ["GSUB", "GPOS", "GDEF", "FFTM", "kern"]
        # It tells of every table it leaves out.
        logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[ord(letter) for letter in letters])
        content = io.BytesIO()
        # The day of the cut would make other bytes tomorrow.
        with TTFont(self._path, recalcTimestamp=False) as font:
            cutter.subset(font)
            font.save(content)
        return content.getvalue()


@cache
def regular() -> Face:
    return Face("Regular")


@cache
def bold() -> Face:
    return Face("Bold")


def _file_of(pattern: str) -> str:
    program = shutil.which("fc-match")
    if program is None:
        raise FileNotFoundError("fontconfig (fc-match) is missing; WeasyPrint needs it as well")
    return subprocess.run(  # noqa: S603 - our own pattern
        [program, "--format=%{file}", pattern], check=True, capture_output=True, text=True
    ).stdout
