"""Check a file as the import desk would, and save nothing."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from kaltim_naker.imports.check import Verdict, check_file
from kaltim_naker.imports.importer import Context, Waiting
from kaltim_naker.imports.intake import waiting_rows
from kaltim_naker.imports.kinds import Kind, all_kinds, get_kind
from kaltim_naker.imports.workbook import RefusedFile

REFUSED_EXIT_CODE = 2


class Command(BaseCommand):
    help = "Check a workbook or text table row by row; saves nothing. Exit code 2 where the file is refused as a whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help=", ".join(kind.name for kind in all_kinds()))
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            kind = get_kind(options["kind"])
        except KeyError:
            known = ", ".join(known.name for known in all_kinds())
            raise CommandError(f"unknown kind “{options['kind']}”; there are: {known}") from None
        try:
            with options["file"].open("rb") as file:
                verdict = check_file(kind, file)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}") from None
        except RefusedFile as refusal:
            self._refuse(refusal, as_json=options["json"])
        else:
            waiting = self._waiting(kind, verdict)
            write = self._write_json if options["json"] else self._write_table
            write(verdict, waiting)

    def _refuse(self, refusal: RefusedFile, *, as_json: bool) -> None:
        if as_json:
            self._print({"refused": {"code": refusal.code, "message": refusal.message}})
        else:
            self.stderr.write(refusal.message)
        sys.exit(REFUSED_EXIT_CODE)

    def _waiting(self, kind: Kind, verdict: Verdict) -> list[Waiting]:
        """What only the database can say. It never changes the verdict of a row, nor stops the check."""
        try:
            return waiting_rows(kind, verdict.rows, Context())
        except DatabaseError as error:
            self.stderr.write(f"the database was not asked about these rows: {error}")
            return []

    def _write_json(self, verdict: Verdict, waiting: list[Waiting]) -> None:
        problems = [
            {
                "line": finding.line,
                "level": finding.level,
                "code": finding.code,
                "column": finding.column,
                "message": finding.message,
            }
            for finding in verdict.findings
        ]
        self._print(
            {
                "rows": len(verdict.rows),
                "ok": verdict.ok,
                "problems": problems,
                "waiting": [asdict(row) for row in waiting],
                "skipped": [asdict(line) for line in verdict.set_aside],
                "unmatched_columns": [heading.text for heading in verdict.match.unmatched],
            }
        )

    def _write_table(self, verdict: Verdict, waiting: list[Waiting]) -> None:
        for finding in verdict.findings:
            place = f"{finding.column:<16} {finding.value:<24}"
            self.stdout.write(f"{finding.line:>6}  {finding.level:<8} {finding.code:<24} {place} {finding.message}")
        for row in waiting:
            self.stdout.write(f"{row.line:>6}  {'waiting':<8} {row.code:<24} {row.message}")
        if verdict.match.unmatched:
            names = ", ".join(heading.text for heading in verdict.match.unmatched)
            self.stdout.write(_("Columns that mean nothing to us: %(names)s") % {"names": names})
        counts = {"rows": len(verdict.rows), "ok": verdict.ok, "aside": len(verdict.set_aside)}
        self.stdout.write(_("%(rows)s rows, %(ok)s without a problem, %(aside)s lines set aside.") % counts)

    def _print(self, answer: dict[str, object]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
