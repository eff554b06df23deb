"""The figures of a finished report in other clothes: workbook, CSV and data, from the facts that its document shows.

A percentage has the two decimals that are printed; counts and money are exact.
"""

import io
import json
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import require
from kaltim_naker.access.scope import scope_of
from kaltim_naker.accounts.models import User
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core import canonical
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.reports.document import Cell, Column, Form, Table
from kaltim_naker.reports.drawing import written
from kaltim_naker.reports.kinds import KINDS
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.words import MOST_DECIMALS
from kaltim_naker.ui import export
from kaltim_naker.ui.tables import Column as SheetColumn
from kaltim_naker.ui.tables import Kind

_CENT = Decimal("0.01")
_KINDS = {
    Form.AMOUNT: Kind.NUMBER,
    Form.PERCENT: Kind.PERCENT,
    Form.POINTS: Kind.NUMBER,
    Form.RUPIAH: Kind.RUPIAH,
    Form.DATE: Kind.DATE,
}
_ROUNDED = (Form.PERCENT, Form.POINTS)
ZIP_TYPE = "application/zip"
JSON_TYPE = "application/json"
#: What is offered beside the document: ending → content type.
TWINS = {"xlsx": export.XLSX_TYPE, "csv": ZIP_TYPE, "json": JSON_TYPE}


def facts_of(run: ReportRun) -> Any:
    """The frozen facts of a finished run, as the dataclass of its kind."""
    return canonical.from_data(KINDS[run.kind].facts, run.facts)


def tables_of_run(run: ReportRun) -> tuple[Table, ...]:
    """Every table of figures of a finished run, its words in the language of the report."""
    with override(run.language):
        return KINDS[run.kind].tables(facts_of(run))


def open_twin(*, actor: User, run: ReportRun, ending: str, request: Any = None) -> bytes:
    """The figures of a finished report, for somebody who may see it now; noted in the access log.

    Raises ReportRun.DoesNotExist where the run lies outside the actor's scope by now, DomainError where it is not
    finished or where its facts are not those that were kept.
    """
    require(actor, Action.VIEW_REPORTS)
    visible = ReportRun.objects.visible_to(scope_of(actor, Action.VIEW_REPORTS)).get(pk=run.pk)
    if visible.state != JobState.DONE:
        raise DomainError("report_not_ready", _("This report is not finished."))
    if canonical.fingerprint(visible.facts) != visible.facts_sha256:
        raise DomainError("facts_changed", _("The kept facts of %(run)s were changed afterwards.") % {"run": visible})
    with override(visible.language):
        content = _WRITERS[ending](visible)
    record_access(actor=actor, kind=AccessKind.DOWNLOAD, subject=f"{visible.reference}.{ending}", request=request)
    return content


def _workbook(run: ReportRun) -> bytes:
    """One sheet for each table of figures, one that says what they are."""
    facts = facts_of(run)
    notes = [
        (_("Report number"), run.reference),
        (_("Period"), facts.period),
        (_("About"), run.about),
        (_("Fingerprint of the figures"), run.facts_sha256),
        *((_("How it is counted"), rule) for rule in facts.rules),
        *((_("Source"), source) for source in facts.sources),
    ]
    sheets = [export.Sheet(table.title, sheet_columns(table), table.rows) for table in tables_of_run(run)]
    with export.write_book(sheets, title=facts.title, notes=notes) as book:
        return book.read()


def _archive(run: ReportRun) -> bytes:
    """A ZIP with one file for each table."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables_of_run(run):
            archive.writestr(f"{table.key}.csv", export.write_csv(sheet_columns(table), table.rows))
    return content.getvalue()


def _json(run: ReportRun) -> bytes:
    return json.dumps(as_data(run), ensure_ascii=False, indent=1).encode()


_WRITERS = {"xlsx": _workbook, "csv": _archive, "json": _json}


def as_data(run: ReportRun) -> dict[str, Any]:
    """A finished report as plain data, for the API: what it is about, its rules, and every table of figures.

    Numbers are strings of decimals, so that no reader rounds them; `records` leads to the list behind a figure.
    """
    facts = facts_of(run)
    return {
        "reference": run.reference,
        "kind": run.kind,
        "title": facts.title,
        "year": run.year,
        "part": run.period.code,
        "last_day": facts.last_day.isoformat(),
        "about": run.about,
        "language": run.language,
        "made_at": facts.made_at.isoformat(),
        "facts_sha256": run.facts_sha256,
        "rules": list(facts.rules),
        "sources": list(facts.sources),
        "revised": bool(facts.revisions),
        "tables": [_table_as_data(table) for table in tables_of_run(run)],
    }


def _table_as_data(table: Table) -> dict[str, Any]:
    columns = [{"key": column.key, "label": column.label, "form": column.form.value} for column in table.columns]
    rows = [
        {column.key: _cell_as_data(cell, column) for column, cell in zip(table.columns, row.cells, strict=True)}
        for row in table.rows
    ]
    return {"key": table.key, "title": table.title, "columns": columns, "rows": rows}


def _cell_as_data(cell: Cell, column: Column) -> dict[str, Any]:
    value = value_of(cell, column.form)
    data: dict[str, Any] = {"value": None if value is None else str(value), "text": written(cell, column.form)}
    return {**data, "records": cell.trace.url} if cell.trace else data


def value_of(cell: Cell, form: Form) -> Any:
    """The bare value: a number without idle decimals, a day, a text; None where there is nothing to say."""
    if cell.number is None:
        return cell.day or cell.text or None
    is_divided = -int(cell.number.normalize().as_tuple().exponent) > MOST_DECIMALS
    number = cell.number.quantize(_CENT, ROUND_HALF_UP) if form in _ROUNDED or is_divided else cell.number
    return int(number) if number == number.to_integral_value() else number.normalize()


def sheet_columns(table: Table) -> list[SheetColumn]:
    """The columns of a table as workbook and CSV write them."""
    return [_sheet_column(table, place, column) for place, column in enumerate(table.columns)]


def _sheet_column(table: Table, place: int, column: Column) -> SheetColumn:
    values = [value_of(row.cells[place], column.form) for row in table.rows]
    decimals = max((-int(value.as_tuple().exponent) for value in values if isinstance(value, Decimal)), default=0)
    return SheetColumn(
        column.key,
        column.label,
        lambda row: value_of(row.cells[place], column.form),
        kind=_KINDS.get(column.form, Kind.TEXT),
        decimals=decimals or None,
    )
