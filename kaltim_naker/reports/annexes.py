"""Long tables of a report stand behind it as annexes, where they are drawn fifty times as fast (decision 0018)."""

from dataclasses import replace

from django.utils.translation import gettext as _

from kaltim_naker.pdf.annexes import Annex, Column
from kaltim_naker.reports.document import Document, Form, Section, Table
from kaltim_naker.reports.drawing import written
from kaltim_naker.reports.templatetags.report_words import widths

#: A table with more rows is an annex: it fills more than a page.
MOST_ROWS = 60
# With more columns, the sheets lie on their side.
_MOST_UPRIGHT = 8
_WORDS = {Form.TEXT, Form.PREDICATE, Form.DATE}


def with_annexes(facts: Document) -> tuple[Document, tuple[Annex, ...]]:
    """The document to be drawn, and its long tables. Facts, workbook and data have them where they were."""
    annexes: list[Annex] = []
    sections = tuple(_shortened(section, annexes) for section in facts.sections)
    return replace(facts, sections=sections), tuple(annexes)


def _shortened(section: Section, annexes: list[Annex]) -> Section:
    paragraphs, kept = list(section.paragraphs), []
    for table in section.tables:
        if len(table.rows) <= MOST_ROWS:
            kept.append(table)
            continue
        title = _("Annex %(number)s. %(title)s") % {"number": len(annexes) + 1, "title": table.title or section.title}
        annexes.append(annex_of(table, title))
        paragraphs.append(_("The table is an annex of this report: %(annex)s.") % {"annex": title})
    return replace(section, paragraphs=tuple(paragraphs), tables=tuple(kept))


def annex_of(table: Table, title: str) -> Annex:
    return Annex(
        title=title,
        columns=tuple(
            Column(column.label, width, is_number=place > 0 and column.form not in _WORDS)
            for place, (column, width) in enumerate(zip(table.columns, widths(table), strict=True))
        ),
        rows=tuple(
            tuple(
                " ".join(filter(None, (written(cell, column.form), cell.note)))
                for column, cell in zip(table.columns, row.cells, strict=True)
            )
            for row in table.rows
        ),
        note=" ".join(table.notes),
        landscape=len(table.columns) > _MOST_UPRIGHT,
    )
