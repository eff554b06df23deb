"""What a PDF for archives has to have (ISO 19005-2, level A), checked on its structure."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf

_MARKED = {"/BDC", "/BMC"}


def archive_faults(content: bytes) -> list[str]:
    """In words; empty where nothing is missing."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [*pdf.check_pdf_syntax(), *_catalogue_faults(pdf), *_font_faults(pdf), *_tag_faults(pdf)]


def _catalogue_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    metadata = pdf.open_metadata()
    wanted = {
        "marked": bool(root.get("/MarkInfo", {}).get("/Marked")),
        "language": bool(str(root.get("/Lang", ""))),
        "title": bool(metadata.get("dc:title")),
        "shows its title": bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")),
        "PDF/A-2": metadata.get("pdfaid:part") == "2" and metadata.get("pdfaid:conformance") == "A",
        "colours": any(intent.S == "/GTS_PDFA1" for intent in root.get("/OutputIntents", [])),
        "identifier": "/ID" in pdf.trailer,
        "nothing embedded": "/EmbeddedFiles" not in root.get("/Names", {}),
        "no script": "/OpenAction" not in root and "/AA" not in root,
    }
    yield from (f"missing: {name}" for name, found in wanted.items() if not found)


def _font_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    for font in pdf.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get("/Type") != "/Font":
            continue
        if font.Subtype == "/Type0":
            if "/ToUnicode" not in font:
                yield f"no text behind {font.BaseFont}"
            if "/FontFile2" not in font.DescendantFonts[0].FontDescriptor:
                yield f"not embedded: {font.BaseFont}"


def _tag_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every mark of every page has an element that names this page and mark, or is no content (an artifact)."""
    tree = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = dict(zip(map(int, tree[::2]), tree[1::2], strict=True))
    if list(owners) != sorted(owners):
        yield "the tree of parents is out of order"
    for number, page in enumerate(pdf.pages, start=1):
        elements = owners[int(page.obj.StructParents)]
        for mark in _marks_of(page):
            if mark >= len(elements):
                yield f"page {number}: mark {mark} has no element"
            elif elements[mark].get("/Pg", page.obj).objgen != page.obj.objgen:
                yield f"page {number}: mark {mark} belongs to another page"


def _marks_of(page: pikepdf.Page) -> Iterator[int]:
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in _MARKED and len(operands) > 1 and "/MCID" in operands[1]:
            yield int(operands[1].MCID)
