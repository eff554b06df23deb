"""The reports: one file each, found by itself. A file declares `REPORT`, a `reports.declaration.ReportKind`."""

from importlib import import_module
from pkgutil import iter_modules

from kaltim_naker.reports.declaration import ReportKind


def find_reports() -> dict[str, ReportKind]:
    """Key → report, in the order in which they are offered. Raises ValueError where two share a key or a prefix."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    reports = sorted((module.REPORT for module in modules), key=lambda report: report.position)
    kinds = {report.key: report for report in reports}
    if len(kinds) < len(reports) or len({report.prefix for report in reports}) < len(reports):
        raise ValueError("two reports have the same key or prefix")
    return kinds
