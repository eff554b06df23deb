"""The kinds of report, by key. A new kind is one file in `reports.family`."""

from kaltim_naker.reports.declaration import ReportKind
from kaltim_naker.reports.family import find_reports

KINDS: dict[str, ReportKind] = find_reports()
TARGET_REALISATION = KINDS["target_realisation"]
