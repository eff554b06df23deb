"""A typeface inside a PDF: the letters that are used, their widths, and which text they stand for (§9.7, §9.10.3)."""

import hashlib
from collections.abc import Iterable

from kaltim_naker.pdf.amendment import Amendment
from kaltim_naker.pdf.lettering import Face

_TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
{ranges}
endcmap CMapName currentdict /CMap defineresource pop end end"""
# A list of letters may have no more lines.
_LONGEST_LIST = 100


def embed(face: Face, letters: Iterable[str], amendment: Amendment) -> int:
    """The number of the typeface, to be named among the resources of a page."""
    used = sorted(letters)
    name = f"/{_prefix(face, used)}+{face.name}"
    content = face.cut(used)
    program = amendment.add_stream(content, f"/Length1 {len(content)}".encode())
    described = amendment.add(
        (
            f"<</Type/FontDescriptor/FontName{name}/Flags 4/FontBBox[{' '.join(map(str, face.box))}]/ItalicAngle 0"
            f"/Ascent {face.ascent:.0f}/Descent {face.descent:.0f}/CapHeight {face.cap_height:.0f}/StemV 80"
            f"/FontFile2 {program} 0 R>>"
        ).encode()
    )
    widths = " ".join(f"{face.glyphs[letter]}[{face.width_of(letter):.2f}]" for letter in used)
    glyphs = amendment.add(
        (
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont{name}/CIDToGIDMap/Identity/FontDescriptor {described} 0 R"
            f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[{widths}]>>"
        ).encode()
    )
    meanings = amendment.add_stream(_meanings(face, used).encode())
    return amendment.add(
        (
            f"<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H/DescendantFonts[{glyphs} 0 R]"
            f"/ToUnicode {meanings} 0 R>>"
        ).encode()
    )


def _prefix(face: Face, used: Iterable[str]) -> str:
    """Six capitals that tell one cut of the typeface from another."""
    digest = hashlib.sha256((face.name + "".join(used)).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _meanings(face: Face, used: list[str]) -> str:
    # Two letters may look alike and share a glyph; the first stands for both.
    meant = {face.glyphs[letter]: letter for letter in reversed(used)}
    lines = [f"<{glyph:04x}> <{letter.encode('utf-16-be').hex()}>" for glyph, letter in sorted(meant.items())]
    parts = [lines[start : start + _LONGEST_LIST] for start in range(0, len(lines), _LONGEST_LIST)]
    return _TO_UNICODE.format(
        ranges="\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    )
